"""What happened to her: episodes, and their legs between exploiters; added and corrected."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suar.base.access.guard import needs
from suar.base.audit.models import Event
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import selectors
from suar.rooms.victims.forming import run
from suar.rooms.victims.forms.writing import (
    STORY_OF_LEG,
    ChangeEpisodeForm,
    ChangeLegForm,
    EpisodeForm,
    LegForm,
)
from suar.rooms.victims.models import Episode, Leg, Victim
from suar.rooms.victims.opening import is_open, may_open
from suar.rooms.victims.sealed import SUBJECT, open_values
from suar.rooms.victims.services import add_episode, add_leg, change_episode, change_leg
from suar.rooms.victims.services.stories import LegTold
from suar.rooms.victims.views.ground import own_file, role_of

both = require_http_methods(["GET", "POST"])
_EPISODE = (
    "from_on", "until_on", "child_then", "purposes", "acts", "means", "control", "country",
    "sector", "recruitment_channel", "recruiter_relation", "platform",
)  # fmt: skip
_LEG = ("stage", "country", "province", "from_on", "until_on")


@both
@needs(Permission.WRITE_VICTIMS)
def episode(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Add what happened once, in codes; its legs follow."""
    victim = own_file(request, victim_id)
    form = EpisodeForm(request.POST or None)

    def deed() -> str:
        made = add_episode(victim=victim, facts=form.facts(), now=timezone.now(), by=request.actor)
        return reverse("victims:leg", args=[victim.id, made.id])

    page = {
        "victim": victim,
        "heading": _("What happened, once"),
        "lead": _(
            "One episode is one stretch of exploitation or its attempt. If it happened again later,"
            " add another."
        ),
        "button": _("Save, and go on to where she was"),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page)


@both
@needs(Permission.WRITE_VICTIMS)
def leg(request: HttpRequest, victim_id: UUID, episode_id: UUID) -> HttpResponse:
    """Add the next leg of an episode: where she was moved, and by whom, in her words."""
    victim = own_file(request, victim_id)
    found = selectors.episodes_of(victim).filter(id=episode_id).first()
    if found is None:
        raise Http404
    form = LegForm(request.POST or None)

    def deed() -> str:
        told = form.cleaned_data
        add_leg(
            episode=found,
            leg=LegTold(form.facts(), told["place"], told["exploiter"], told["words"]),
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    page = {
        "victim": victim,
        "heading": _("Where she was next"),
        "lead": _("People are moved between exploiters. Add one leg for each place."),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page)


@both
@needs(Permission.WRITE_VICTIMS)
def correct_episode(request: HttpRequest, victim_id: UUID, episode_id: UUID) -> HttpResponse:
    """Correct an episode's coded facts; whoever comes late sees both values."""
    victim = own_file(request, victim_id)
    row = _episode(victim, episode_id)
    form = ChangeEpisodeForm(
        request.POST or None, initial={**_values(row, _EPISODE), "version": row.version}
    )

    def deed() -> str:
        change_episode(
            episode=row,
            facts=form.facts(),
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    def theirs(found: Episode | None) -> tuple[dict[str, Any], int, str, datetime]:
        found = found or _episode(victim, episode_id)
        return _values(found, _EPISODE), found.version, role_of(found), found.changed_at

    page = {
        "victim": victim,
        "heading": _("Correct what happened"),
        "lead": _("Coded facts of one episode. What was not asked stays empty."),
        "back": _file(victim),
    }
    return run(request, form, deed, page=page, theirs=theirs)


@both
@needs(Permission.WRITE_VICTIMS)
def correct_leg(request: HttpRequest, victim_id: UUID, leg_id: UUID) -> HttpResponse:
    """Correct a leg; its sealed part only while the story is open to the writer."""
    victim, now = own_file(request, victim_id), timezone.now()
    row = _leg(victim, leg_id)
    told = selectors.leg_stories_of(victim).filter(leg_id=row.id).first()
    hers = may_open(victim, FieldGroup.STORY, now=now, by=request.actor).allowed
    opened = hers and is_open(request.actor, victim, FieldGroup.STORY, now)
    sealed = not hers or (told is not None and not opened)
    words = {} if sealed or told is None else open_values(told, group=FieldGroup.STORY)
    form = ChangeLegForm(
        request.POST or None,
        sealed=sealed,
        initial={**_values(row, _LEG), **words, "version": row.version},
    )

    def deed() -> str:
        change_leg(
            leg=row,
            facts=form.facts(),
            story=None if sealed else form.story(),
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return _file(victim)

    page = {
        "victim": victim,
        "heading": _("Correct where she was"),
        "lead": _(
            "The place in detail and her words are sealed: open her story first to change them."
        )
        if sealed
        else "",
        "back": _file(victim),
    }
    return run(request, form, deed, page=page, theirs=_theirs_of_leg(victim, leg_id, sealed=sealed))


def _theirs_of_leg(victim: Victim, leg_id: UUID, *, sealed: bool) -> Any:
    """Give what somebody else wrote into a leg meanwhile; its sealed part only where it is open."""

    def theirs(_found: Leg | None) -> tuple[dict[str, Any], int, str, datetime]:
        found = _leg(victim, leg_id)
        told = selectors.leg_stories_of(victim).filter(leg_id=found.id).first()
        words = {} if sealed or told is None else open_values(told, group=FieldGroup.STORY)
        values = {**dict.fromkeys(STORY_OF_LEG, ""), **words, **_values(found, _LEG)}
        last = (
            Event.objects.filter(
                organisation_id=found.organisation_id,
                subject_kind=SUBJECT,
                subject_id=found.victim_id,
                action="victim.leg.change",
            )
            .order_by("-at")
            .first()
        )
        role, at = (last.by_role, last.at) if last else ("", timezone.now())
        return values, found.version, role, at

    return theirs


def _episode(victim: Victim, episode_id: UUID) -> Episode:
    found = selectors.episodes_of(victim).filter(id=episode_id).first()
    if found is None:
        raise Http404
    return found


def _leg(victim: Victim, leg_id: UUID) -> Leg:
    found = selectors.legs_of(victim).filter(id=leg_id).first()
    if found is None:
        raise Http404
    return found


def _values(row: Any, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _file(victim: Victim) -> str:
    return reverse("victims:file", args=[victim.id])
