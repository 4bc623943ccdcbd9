"""Who belongs to her: an unborn child who was born, kin and heirs, a guardian who is none now."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from suar.base.access.guard import needs
from suar.knowledge.rules.permissions import Permission
from suar.rooms.victims import selectors
from suar.rooms.victims.forming import run
from suar.rooms.victims.forms.people import BirthForm, KinForm
from suar.rooms.victims.models import Guardian, Victim
from suar.rooms.victims.services import add_kin, end_guardian, note_birth, remove_kin
from suar.rooms.victims.views.ground import own_file, role_of

both = require_http_methods(["GET", "POST"])


@both
@needs(Permission.WRITE_VICTIMS)
def birth(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Say that an unborn child was born: the same person, the same file."""
    victim = own_file(request, victim_id)
    if not victim.unborn:
        raise Http404
    form = BirthForm(
        request.POST or None,
        initial={"version": victim.version, "born": timezone.localdate().year},
    )

    def deed() -> str:
        note_birth(
            child=victim,
            born=form.cleaned_data["born"],
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    def theirs(found: Victim | None) -> tuple[dict[str, Any], int, str, datetime]:
        found = found or own_file(request, victim_id)
        return dict(form.cleaned_data), found.version, role_of(found), found.changed_at

    page = {
        "victim": victim,
        "heading": _("The child was born"),
        "lead": _("The same person and the same file go on. Rights and help are the child’s own."),
        "button": _("Write it down"),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page, theirs=theirs)


@both
@needs(Permission.WRITE_VICTIMS)
def kin(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Note by its reference whose file belongs to hers: an heir, a spouse, who travelled along."""
    victim = own_file(request, victim_id)
    form = KinForm(request.POST or None)
    other: Victim | None = None
    if request.method == "POST" and form.is_valid():
        other = selectors.by_reference(request.actor, form.cleaned_data["reference"])
        if other is None or selectors.kept_of(other).id == victim.id:
            form.add_error("reference", _("There is no other file with this reference here."))
        if not form.cleaned_data["kind"]:
            form.add_error("kind", _("Choose one."))

    def deed() -> str:
        assert other is not None  # noqa: S101 asked above: the form has an error otherwise
        add_kin(
            victim=victim,
            other=selectors.kept_of(other),
            kind=form.cleaned_data["kind"],
            accompanies=form.cleaned_data["accompanies"],
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    page = {
        "victim": victim,
        "heading": _("Somebody who belongs to her"),
        "lead": _(
            "A person with a file here. Heirs without one stand, sealed, with the death;"
            " a child who is with her gets a file from the page of her file."
        ),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page)


@require_POST
@needs(Permission.WRITE_VICTIMS)
def unkin(request: HttpRequest, victim_id: UUID, kin_id: UUID) -> HttpResponse:
    """Take back that two files belong together."""
    victim = own_file(request, victim_id)
    found = selectors.kin_of(victim).filter(id=kin_id).first()
    if found is None:
        raise Http404
    remove_kin(kin=found, now=timezone.now(), by=request.actor)
    return redirect(_file(victim))


@require_POST
@needs(Permission.WRITE_VICTIMS)
def no_guardian(request: HttpRequest, victim_id: UUID, guardian_id: UUID) -> HttpResponse:
    """Say that somebody is the child's guardian no longer."""
    victim, now = own_file(request, victim_id), timezone.now()
    found: Guardian | None = selectors.guardians_of(victim, now=now).filter(id=guardian_id).first()
    if found is None:
        raise Http404
    end_guardian(guardian=found, now=now, by=request.actor)
    return redirect(_file(victim))


def _file(victim: Victim) -> str:
    return reverse("victims:file", args=[victim.id])
