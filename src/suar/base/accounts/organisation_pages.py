"""The organisation's own page: names by date, papers, zone, emblem, teams."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from suar.base.access.guard import needs, signed_in
from suar.base.accounts import letterhead, organisations, selectors, services
from suar.base.accounts.forms import (
    EmblemForm,
    OrganisationForm,
    RenameForm,
    RenameTeamForm,
    TeamForm,
)
from suar.base.accounts.once import once
from suar.base.ui.reasons import in_words
from suar.base.ui.stale import StaleWrite, both_sides
from suar.base.ui.words import language
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may

both = require_http_methods(["GET", "POST"])


@require_GET
@signed_in
def organisation(request: HttpRequest) -> HttpResponse:
    """Show the own organisation: its names by date, its teams; change them where the post may."""
    return _organisation(request, {})


@both
@needs(Permission.MANAGE_ORGANISATION)
def edit(request: HttpRequest) -> HttpResponse:
    """Change address, hotline and zone. Somebody else's change meanwhile shows both values."""
    own = selectors.organisation_of(request.actor)
    first = {name: getattr(own, name) for name in ("address", "hotline", "zone", "version")}
    form = OrganisationForm(request.POST or None, own=own, initial=first)

    def deed() -> str:
        told = form.cleaned_data
        organisations.edit_organisation(
            address=told.get("address", ""),
            hotline=told["hotline"],
            zone=told["zone"],
            version=told["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("people:organisation")

    return _versioned(request, "accounts/edit_organisation.html", form, own, deed)


@both
@needs(Permission.MANAGE_ORGANISATION)
def edit_team(request: HttpRequest, team_id: UUID) -> HttpResponse:
    """Give a team another name."""
    team = selectors.get_team_for(request.actor, team_id)
    first = {"name": team.name, "version": team.version}
    form = RenameTeamForm(request.POST or None, initial=first)

    def deed() -> str:
        organisations.rename_team(
            team=team,
            name=form.cleaned_data["name"],
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("people:organisation")

    return _versioned(request, "accounts/edit_team.html", form, team, deed)


@require_POST
@needs(Permission.MANAGE_ORGANISATION)
def rename(request: HttpRequest) -> HttpResponse:
    """Give the organisation a new name from a day on."""
    form = RenameForm(request.POST)

    def deed() -> str:
        names = ("name_en", "name_id", "short", "on")
        told = {name: form.cleaned_data[name] for name in names}
        day = services.today(timezone.now())
        organisations.rename_organisation(**told, today=day, by=request.actor)
        return reverse("people:organisation")

    return _done(request, form, deed) or _organisation(request, {"rename": form}, status=422)


@require_POST
@needs(Permission.MANAGE_ORGANISATION)
def team(request: HttpRequest) -> HttpResponse:
    """Make a team."""
    form = TeamForm(request.POST)

    def deed() -> str:
        organisations.make_team(name=form.cleaned_data["name"], by=request.actor)
        return reverse("people:organisation")

    return _done(request, form, deed) or _organisation(request, {"team": form}, status=422)


@require_POST
@needs(Permission.MANAGE_ORGANISATION)
def emblem(request: HttpRequest) -> HttpResponse:
    """Keep an emblem for the letterhead, checked by its content."""
    form = EmblemForm(request.POST, request.FILES)

    def deed() -> str:
        sent = b"".join(form.cleaned_data["emblem"].chunks())
        letterhead.put_emblem(content=sent, now=timezone.now(), by=request.actor)
        return reverse("people:organisation")

    return _done(request, form, deed) or _organisation(request, {"emblem": form}, status=422)


@require_POST
@needs(Permission.MANAGE_ORGANISATION)
def remove_emblem(request: HttpRequest) -> HttpResponse:
    """Leave the letterhead without an emblem."""
    letterhead.remove_emblem(by=request.actor)
    return redirect("people:organisation")


def _done(request: HttpRequest, form: Any, deed: Callable[[], str]) -> HttpResponse | None:
    if not form.is_valid():
        return None
    try:
        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
    except Denied as denied:
        form.add_error(None, in_words(str(denied)))
        return None
    return redirect(led_to)


def _versioned(
    request: HttpRequest, template: str, form: Any, row: Any, deed: Callable[[], str]
) -> HttpResponse:
    facts: dict[str, Any] = {"form": form, "row": row}
    if request.method == "POST" and form.is_valid():
        form.settle(row)
        try:
            led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
        except StaleWrite as stale:
            facts["stale"] = told_both(request, form, stale.row)
            return render(request, template, facts, status=409)
        except Denied as denied:
            form.add_error(None, in_words(str(denied)))
        else:
            return redirect(led_to)
    return render(request, template, facts, status=422 if form.errors else 200)


def told_both(request: HttpRequest, form: forms.Form, row: Any, **current: Any) -> Any:
    """Give both values of a write that came too late, with the name of who was quicker."""
    who = selectors.name_of_colleague(request.actor, row.changed_by) or _("a colleague")
    at = row.changed_at or timezone.now()
    return both_sides(form, current or row, who=who, at=at, version=row.version)


def _organisation(
    request: HttpRequest, forms: dict[str, Any], *, status: int = 200
) -> HttpResponse:
    actor, on = request.actor, services.today(timezone.now())
    may_change = may(actor.holder, Permission.MANAGE_ORGANISATION)
    members = selectors.members_of(actor, on=on) if may_change.allowed else {}
    facts = {
        "organisation": selectors.organisation_of(actor),
        "names": [
            (name, name.name_id if language() == "id" else name.name_en)
            for name in selectors.names_of(actor)
        ],
        "teams": [(each, members.get(each.id, [])) for each in selectors.teams_of(actor)],
        "emblem": letterhead.emblem_address(actor),
        "may_change": may_change,
        "rename": forms.get("rename") or RenameForm(initial={"on": on.isoformat()}),
        "team_form": forms.get("team") or TeamForm(),
        "emblem_form": forms.get("emblem") or EmblemForm(),
    }
    return render(request, "accounts/organisation.html", facts, status=status)
