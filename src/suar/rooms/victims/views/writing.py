"""Writing: a new file, its head, sealed groups, coded facts."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suar.base.access.guard import needs
from suar.base.access.reading import reading
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.ahead import ask_group
from suar.rooms.victims.forming import run
from suar.rooms.victims.forms.writing import FactsForm, GroupForm, HeadForm, NewForm
from suar.rooms.victims.merged import speaking_row
from suar.rooms.victims.models import Facts, Victim
from suar.rooms.victims.opening import is_open, may_open
from suar.rooms.victims.sealed import FIELDS, called, open_values
from suar.rooms.victims.services import (
    begin_file,
    change_file,
    write_facts,
    write_group,
)
from suar.rooms.victims.views.ground import own_file, role_of

both = require_http_methods(["GET", "POST"])


@both
@needs(Permission.WRITE_VICTIMS)
def new(request: HttpRequest) -> HttpResponse:
    """Begin a file with what there is; everything may stay empty."""
    form = NewForm(request.POST or None)

    def deed() -> str:
        told = form.cleaned_data
        victim = begin_file(
            now=timezone.now(),
            by=request.actor,
            facts={"sex": told["sex"], "birth_year": told["birth_year"]},
            groups={FieldGroup.IDENTITY: {"name": told["name"]}},
            flags={"child": told["child"]},
            called=told["called"],
        )
        return reverse("victims:file", args=[victim.id])

    page = {
        "heading": _("Begin a file"),
        "lead": _("A name may be unknown, a NIK is never required. Everything may stay empty."),
        "button": _("Begin the file"),
        "back": reverse("victims:index"),
    }
    return run(request, form, deed, page=page)


@both
@needs(Permission.WRITE_VICTIMS)
def head(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Change what the head of the file says."""
    victim = own_file(request, victim_id)
    names = ("child", "paper_safe", "not_yet_free")
    start = {name: getattr(victim, name) for name in names}
    form = HeadForm(
        request.POST or None,
        initial={**start, "called": called(victim), "version": victim.version},
    )

    def deed() -> str:
        told = form.cleaned_data
        change_file(
            victim=victim,
            flags={name: told[name] for name in names},
            called=told["called"],
            version=told["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    def theirs(row: Victim | None) -> tuple[dict[str, Any], int, str, datetime]:
        row = row or own_file(request, victim_id)
        values = {name: getattr(row, name) for name in names}
        return {**values, "called": called(row)}, row.version, role_of(row), row.changed_at

    page = {"victim": victim, "heading": _("The head of the file"), "back": _file(victim)}
    return run(request, form, deed, page=page, theirs=theirs)


@both
@needs(Permission.WRITE_VICTIMS)
def group(request: HttpRequest, victim_id: UUID, group: str) -> HttpResponse:
    """Write a sealed group; what stands there has to be open first."""
    victim = own_file(request, victim_id)
    if group not in {each.value for each in FIELDS}:
        raise Http404
    asked, now = FieldGroup(group), timezone.now()
    with reading():
        ask_group(victim, asked, request.actor, now=now)
        may_open(victim, asked, now=now, by=request.actor).require()
        row = speaking_row(victim, asked)
        if row is not None and not is_open(request.actor, victim, asked, now):
            ask = reverse("victims:open", args=[victim.id, group])
            return redirect(f"{ask}?{urlencode({'next': request.path})}")
        values = open_values(row, group=asked) if row else {}
    form = GroupForm(
        request.POST or None,
        group=asked,
        initial={**values, "version": row.version if row else 0},
    )

    def deed() -> str:
        write_group(
            victim=victim,
            group=asked,
            values=form.values(asked),
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    def theirs(found: Any) -> tuple[dict[str, Any], int, str, datetime]:
        found = found or speaking_row(victim, asked)
        told = open_values(found, group=asked) if found else {}
        values = {name: told.get(name, "") for name in FIELDS[asked]}
        version = found.version if found else 0
        at = found.changed_at if found else now
        return values, version, role_of(found) if found else "", at

    page = {
        "victim": victim,
        "heading": wording.GROUPS[asked],
        "lead": _("Sealed when you save. Write what is needed for help, not more."),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page, theirs=theirs)


@both
@needs(Permission.WRITE_VICTIMS)
def facts(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Write the coded facts."""
    victim = own_file(request, victim_id)
    row = selectors.facts_of(victim)
    if row is None:
        raise Http404
    form = FactsForm(request.POST or None, initial=_facts(row))

    def deed() -> str:
        write_facts(
            victim=victim,
            values=form.values(),
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    def theirs(found: Facts | None) -> tuple[dict[str, Any], int, str, datetime]:
        found = found or selectors.facts_of(victim) or row
        return _facts(found), found.version, role_of(found), found.changed_at

    page = {
        "victim": victim,
        "heading": _("Coded facts"),
        "lead": _("No name is here. What was not asked stays empty; that is never a no."),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page, theirs=theirs)


def _file(victim: Victim) -> str:
    return reverse("victims:file", args=[victim.id])


def _facts(row: Facts) -> dict[str, Any]:
    names = (
        "birth_year", "age_band", "sex", "gender", "nationalities", "home_province",
        "marital_status", "education", "languages", "interpreter", "signs", "version",
    )  # fmt: skip
    return {name: getattr(row, name) for name in names}
