"""Who walks beside her, her children, a child's guardian, and when somebody has died."""

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
from suar.base.access.reading import reading
from suar.base.accounts.models import Person, Post, Team
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.consent import GuardianFacts
from suar.knowledge.rules.permissions import Permission, roles_that_may
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import selectors
from suar.rooms.victims.ahead import ask_group
from suar.rooms.victims.forming import run
from suar.rooms.victims.forms.people import BesideForm, ChildForm, DeathForm, GuardianForm
from suar.rooms.victims.models import Death, Victim
from suar.rooms.victims.opening import is_open, may_open
from suar.rooms.victims.sealed import open_values
from suar.rooms.victims.services import (
    add_child,
    assign,
    note_death,
    note_guardian,
)
from suar.rooms.victims.services import leave as leave_her
from suar.rooms.victims.services.files import Beside
from suar.rooms.victims.views.ground import own_file, role_of

both = require_http_methods(["GET", "POST"])


@both
@needs(Permission.WRITE_VICTIMS)
def beside(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Put a person or a team beside her: story and safety open to them from now on."""
    victim = own_file(request, victim_id)
    form = BesideForm(request.POST or None, offered=_offered(request))

    def deed() -> str:
        kind, _colon, key = form.cleaned_data["whom"].partition(":")
        whom = Beside(person=UUID(key)) if kind == "person" else Beside(team=UUID(key))
        assign(victim=victim, beside=whom, now=timezone.now(), by=request.actor)
        return _file(victim)

    page = {
        "victim": victim,
        "heading": _("Who walks beside her"),
        "lead": _("Story, safety and health open to whoever is chosen here, and to nobody else."),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page)


@require_POST
@needs(Permission.WRITE_VICTIMS)
def leave(request: HttpRequest, victim_id: UUID, assignment_id: UUID) -> HttpResponse:
    """End that somebody walks beside her; one stays at least."""
    victim = own_file(request, victim_id)
    now = timezone.now()
    found = selectors.assignments_of(victim, now=now).filter(id=assignment_id).first()
    if found is None:
        raise Http404
    leave_her(victim=victim, assignment=found, now=now, by=request.actor)
    return redirect(_file(victim))


@both
@needs(Permission.WRITE_VICTIMS)
def child(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Open a file for a child who is with her, or for her unborn child."""
    victim = own_file(request, victim_id)
    form = ChildForm(request.POST or None)

    def deed() -> str:
        told = form.cleaned_data
        made = add_child(
            victim=victim,
            unborn=told["unborn"],
            facts={"birth_year": told["birth_year"]},
            groups={FieldGroup.IDENTITY: {"name": told["name"]}},
            now=timezone.now(),
            by=request.actor,
        )
        return _file(made)

    page = {
        "victim": victim,
        "heading": _("A child with her"),
        "lead": _("A child is a person of her or his own, with a file and rights, also unborn."),
        "button": _("Begin the child’s file"),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page)


@both
@needs(Permission.WRITE_VICTIMS)
def guardian(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Note who says to be a child's guardian, with the questions about a conflict."""
    victim = own_file(request, victim_id)
    form = GuardianForm(request.POST or None)

    def deed() -> str:
        told = form.cleaned_data
        note_guardian(
            victim=victim,
            guardian=GuardianFacts(
                told["kind"],
                told["accused"],
                told["benefits"],
                told["recruited"],
                told["disputed"],
            ),
            name=told["name"],
            contact=told["contact"],
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    page = {
        "victim": victim,
        "heading": _("A guardian"),
        "lead": _(
            "A guardian who is accused, gains or recruited, or of whom that is not known, cannot"
            " consent for a child. The child’s own no always counts."
        ),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page)


@both
@needs(Permission.WRITE_VICTIMS)
def death(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Write down that somebody died, where the body is, and who the heirs are."""
    victim = own_file(request, victim_id)
    now = timezone.now()
    row = Death.objects.filter(organisation_id=victim.organisation_id, victim_id=victim.id).first()
    with reading():
        ask_group(victim, FieldGroup.CONTACT, request.actor, now=now)
        may_open(victim, FieldGroup.CONTACT, now=now, by=request.actor).require()
        if row is not None and not is_open(request.actor, victim, FieldGroup.CONTACT, now):
            ask = reverse("victims:open", args=[victim.id, FieldGroup.CONTACT.value])
            return redirect(f"{ask}?next={request.path}")
        start = _start(row)
    form = DeathForm(request.POST or None, initial=start)

    def deed() -> str:
        told = form.cleaned_data
        note_death(
            victim=victim,
            facts=form.facts(),
            heirs=told["heirs"],
            words=told["words"],
            version=told["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    page = {
        "victim": victim,
        "heading": _("Somebody has died"),
        "lead": _("The file stays a person’s: heirs, the body’s way home, what is still owed."),
        "back": _file(victim),
    }

    def theirs(found: Death | None) -> tuple[dict[str, Any], int, str, datetime]:
        found = found or Death.objects.get(
            organisation_id=victim.organisation_id, victim_id=victim.id
        )
        told = {"heirs": "", "words": "", **_start(found)}
        return told, found.version, role_of(found), found.changed_at

    return run(request, form, deed, page=page, theirs=theirs)


def _start(row: Death | None) -> dict[str, Any]:
    if row is None:
        return {"version": 0}
    told = open_values(row, group=FieldGroup.CONTACT, field="death")
    names = ("died_on", "country", "body", "family_told_on", "handed_over_on", "version")
    return {**{name: getattr(row, name) for name in names}, **told}


def _file(victim: Victim) -> str:
    return reverse("victims:file", args=[victim.id])


def _offered(request: HttpRequest) -> list[tuple[str, str]]:
    """Give the colleagues who may see persons at all, and the teams."""
    today = timezone.localdate()
    posts = (
        Post.objects.filter(
            organisation_id=request.actor.organisation,
            role__in=roles_that_may(Permission.READ_VICTIMS),
            from_on__lte=today,
        )
        .exclude(until_on__lte=today)
        .order_by("person_id")
    )
    roles = {post.person_id: post.role for post in posts}
    people = Person.objects.filter(id__in=roles, is_active=True).order_by("name")
    teams = Team.objects.filter(organisation_id=request.actor.organisation).order_by("name")
    return [
        *[(f"team:{team.id}", _("Team: %(name)s") % {"name": team.name}) for team in teams],
        *[(f"person:{p.id}", f"{p.name} · {role_in_words(roles[p.id])}") for p in people],
    ]
