"""What happened to her: episodes, and the legs of each between exploiters."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.versions import same_version
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.victims.models import Episode, Leg, LegStory, Victim
from suar.rooms.victims.opening import is_open, may_open
from suar.rooms.victims.sealed import SUBJECT, seal_values
from suar.rooms.victims.selectors import kept_of
from suar.rooms.victims.services.ground import NOTHING_HERE, locked, who

#: Field of an episode or a leg -> vocabulary.
LISTS = {
    "purposes": "purpose",
    "acts": "act",
    "means": "means",
    "control": "control",
    "sector": "sector",
    "recruitment_channel": "recruitment_channel",
    "recruiter_relation": "recruiter_relation",
    "platform": "platform",
    "country": "country",
    "stage": "event_stage",
}


@dataclass(frozen=True)
class LegTold:
    """One leg: codes, partial dates; sealed the place in detail and who it was, in her words."""

    facts: Mapping[str, Any] = field(default_factory=dict)
    place: str = ""
    exploiter: str = ""
    words: str = ""


@transaction.atomic
def add_episode(
    *,
    victim: Victim,
    facts: Mapping[str, Any],
    legs: Sequence[LegTold] = (),
    incident: UUID | None = None,
    now: datetime,
    by: Actor,
) -> Episode:
    """Write down what happened to her once; a second episode is a new row, never an overwrite.

    Raises
    ------
    Denied
        If the post may not, a code is not of the vocabulary, or the story is not hers to write.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by)
    _known(facts)
    _in_order(facts)
    episode = Episode.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        incident_id=incident,
        vocabulary=code_list("purpose").version,
        changed_at=now,
        changed_by=who(by),
        **facts,
    )
    for number, leg in enumerate(legs, 1):
        _write_leg(victim, episode, number, leg, now=now, by=by)
    record(
        action="victim.episode.add",
        subject=(SUBJECT, victim.id),
        detail={"episode": str(episode.id), "legs": len(legs), "incident": str(incident or "")},
        by=by,
    )
    return episode


@transaction.atomic
def change_episode(
    *, episode: Episode, facts: Mapping[str, Any], version: int, now: datetime, by: Actor
) -> Episode:
    """Change an episode's coded facts.

    Raises
    ------
    Denied
        If the post may not, the person's data were erased, or a code is not of the vocabulary.
    StaleWrite
        If somebody changed it since the page was shown.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    found = _own_episode(episode, by)
    same_version(found, version)
    _known(facts)
    _in_order(facts)
    for name, value in facts.items():
        setattr(found, name, value)
    found.version += 1
    found.changed_at, found.changed_by = now, who(by)
    found.save()
    record(
        action="victim.episode.change",
        subject=(SUBJECT, found.victim_id),
        detail={"episode": str(found.id), "fields": sorted(facts)},
        by=by,
    )
    return found


@transaction.atomic
def add_leg(*, episode: Episode, leg: LegTold, now: datetime, by: Actor) -> Leg:
    """Add the next leg to an episode: she was moved, by the same exploiter or to another one."""
    may(by.holder, Permission.WRITE_VICTIMS).require()
    found = _own_episode(episode, by)
    victim = _whose(found)
    last = (
        Leg.objects.filter(organisation_id=found.organisation_id, episode_id=found.id)
        .order_by("-number")
        .first()
    )
    row = _write_leg(victim, found, last.number + 1 if last else 1, leg, now=now, by=by)
    record(
        action="victim.leg.add",
        subject=(SUBJECT, victim.id),
        detail={"episode": str(found.id), "number": row.number},
        by=by,
    )
    return row


@transaction.atomic
def change_leg(
    *,
    leg: Leg,
    facts: Mapping[str, Any],
    story: Mapping[str, str] | None,
    version: int,
    now: datetime,
    by: Actor,
) -> Leg:
    """Correct a leg: its codes, and its sealed part where that is open to the writer.

    Parameters
    ----------
    story
        place, exploiter and words (`LegTold`) anew; None leaves what is sealed as it is.

    Raises
    ------
    Denied
        If the post may not, the story is not open to her now, or a code is not of the vocabulary.
    StaleWrite
        If somebody changed it since the page was shown.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    found = (
        Leg.objects.select_for_update().filter(id=leg.id, organisation_id=by.organisation).first()
    )
    if found is None:
        raise Denied(NOTHING_HERE)
    victim = _whose(found)
    locked(kept_of(victim), by)
    same_version(found, version)
    _known(facts)
    _in_order(facts)
    for name, value in facts.items():
        setattr(found, name, value)
    found.version += 1
    found.save()
    if story is not None:
        _write_story(victim, found, story, now=now, by=by)
    record(
        action="victim.leg.change",
        subject=(SUBJECT, victim.id),
        detail={"episode": str(found.episode_id), "number": found.number, "fields": sorted(facts)},
        by=by,
    )
    return found


def _write_leg(
    victim: Victim, episode: Episode, number: int, leg: LegTold, *, now: datetime, by: Actor
) -> Leg:
    _known(leg.facts)
    _in_order(leg.facts)
    row = Leg.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        episode_id=episode.id,
        number=number,
        **leg.facts,
    )
    told = {"place": leg.place, "exploiter": leg.exploiter, "words": leg.words}
    if any(told.values()):
        _write_story(victim, row, told, now=now, by=by)
    return row


def _write_story(
    victim: Victim, leg: Leg, told: Mapping[str, str], *, now: datetime, by: Actor
) -> None:
    may_open(kept_of(victim), FieldGroup.STORY, now=now, by=by).require()
    row = LegStory.objects.filter(organisation_id=leg.organisation_id, leg_id=leg.id).first()
    if row is not None and not is_open(by, kept_of(victim), FieldGroup.STORY, now):
        raise Denied("Not yet: open this group with a reason first.")
    row = row or LegStory(
        id=uuid7(), organisation_id=victim.organisation_id, victim_id=victim.id, leg_id=leg.id
    )
    row.sealed = seal_values(
        told,
        organisation=victim.organisation_id,
        victim=victim.id,
        record=row.id,
        group=FieldGroup.STORY,
    )
    row.save()


def _own_episode(episode: Episode, by: Actor) -> Episode:
    found = (
        Episode.objects.select_for_update()
        .filter(id=episode.id, organisation_id=by.organisation)
        .first()
    )
    if found is None:
        raise Denied(NOTHING_HERE)
    locked(kept_of(_whose(found)), by)
    return found


def _whose(row: Episode | Leg) -> Victim:
    """Give the file in which a row was written; the kept one of a merging is another."""
    return Victim.objects.get(organisation_id=row.organisation_id, id=row.victim_id)


def _in_order(facts: Mapping[str, Any]) -> None:
    """Refuse an end before its beginning, as far as both are known."""
    start, end = str(facts.get("from_on") or ""), str(facts.get("until_on") or "")
    shorter = min(len(start), len(end))
    if end[:shorter] < start[:shorter]:
        raise Denied("Not yet: the end lies before the beginning.")


def _known(facts: Mapping[str, Any]) -> None:
    for name, vocabulary in LISTS.items():
        value = facts.get(name) or []
        codes = [value] if isinstance(value, str) else value
        if any(code not in code_list(vocabulary) for code in codes):
            raise Denied("Not yet: choose codes from the lists.")
