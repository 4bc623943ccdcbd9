"""Beginning a file, who walks beside her, what is written into its groups."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.versions import StaleWrite
from suar.base.accounts.models import Post, Team
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.lifecycle import NOTHING, STATUS, may_move
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.keys import reindex
from suar.rooms.victims.merged import speaking_row
from suar.rooms.victims.models import Assignment, Facts, StatusDecision, Victim
from suar.rooms.victims.opening import is_open, may_open
from suar.rooms.victims.sealed import FIELDS, MODELS, SUBJECT, Row, seal_called, seal_values
from suar.rooms.victims.services.ground import NOTHING_HERE, locked, own, reference_for, who

_FLAGS = frozenset({"child", "unborn", "deceased", "not_yet_free", "paper_safe"})


@dataclass(frozen=True)
class Beside:
    """Who walks beside her: one person or one team of the own organisation."""

    person: UUID | None = None
    team: UUID | None = None


@transaction.atomic
def begin_file(
    *,
    now: datetime,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    groups: Mapping[FieldGroup, Mapping[str, Any]] | None = None,
    flags: Mapping[str, Any] | None = None,
    called: str = "",
    person_concerned: UUID | None = None,
    beside: Beside | None = None,
) -> Victim:
    """Open a person's own file with status *signal*; whoever opens it walks beside her first.

    Parameters
    ----------
    facts, groups
        Coded facts, and the sealed groups' values (`sealed.FIELDS`). All may be empty: an unknown
        name is an answer, a NIK is never required.
    flags
        Of `Victim`: child, unborn, deceased, not_yet_free, paper_safe.
    called
        An alias that she chose for the file; never her name.

    Raises
    ------
    Denied
        If the post may not write files.
    """
    may_move(STATUS, "begin", state=NOTHING, holder=by.holder).require()
    victim = Victim(
        organisation_id=own(by),
        reference=reference_for(by),
        person_concerned_id=person_concerned,
        opened_at=now,
        opened_by=who(by),
        changed_at=now,
        changed_by=who(by),
        **{name: value for name, value in (flags or {}).items() if name in _FLAGS},
    )
    victim.called = seal_called(victim, called)
    victim.save(force_insert=True)
    _first_rows(victim, facts or {}, groups or {}, now=now, by=by)
    StatusDecision.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        move="begin",
        to_status=victim.status,
        decided_at=now,
        decided_by=who(by),
    )
    _put_beside(victim, beside or Beside(person=by.person), now=now, by=by)
    record(
        action="victim.begin",
        subject=(SUBJECT, victim.id),
        detail={"reference": victim.reference, "concerned": str(person_concerned or "")},
        by=by,
    )
    return victim


@transaction.atomic
def write_group(
    *,
    victim: Victim,
    group: FieldGroup,
    values: Mapping[str, Any],
    version: int,
    now: datetime,
    by: Actor,
) -> Row:
    """Write a sealed group anew. What stands there must be open to the writer.

    Parameters
    ----------
    version
        The row's version as the page showed it; 0 where nothing was written yet.

    Raises
    ------
    Denied
        If the post may not, or the group is not open to her now.
    StaleWrite
        With the row as it stands, if somebody wrote it meanwhile.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by)
    may_open(victim, group, now=now, by=by).require()
    found = speaking_row(victim, group, lock=True)
    if (found.version if found else 0) != version:
        raise StaleWrite(found)
    if found is not None and not is_open(by, victim, group, now):
        raise Denied("Not yet: open this group with a reason first.")
    row = _sealed_row(victim, group, found, values, now=now, by=by)
    if group in (FieldGroup.IDENTITY, FieldGroup.CONTACT):
        reindex(organisation=victim.organisation_id, victim=row.victim_id, now=now)
        _notice(victim, now=now, by=by)
    _touch(victim, now=now, by=by)
    record(
        action=f"victim.write.{group.value}",
        subject=(SUBJECT, victim.id),
        detail={"version": row.version, "fields": sorted(n for n, v in values.items() if v)},
        by=by,
    )
    return row


@transaction.atomic
def write_facts(
    *, victim: Victim, values: Mapping[str, Any], version: int, now: datetime, by: Actor
) -> Facts:
    """Write the coded facts that are given; the others stay as they are.

    Raises
    ------
    Denied
        If the post may not.
    StaleWrite
        If somebody wrote them meanwhile.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by)
    facts = Facts.objects.select_for_update().get(
        organisation_id=victim.organisation_id, victim_id=victim.id
    )
    if facts.version != version:
        raise StaleWrite(facts)
    changed = [name for name, value in values.items() if getattr(facts, name) != value]
    for name in changed:
        setattr(facts, name, values[name])
    facts.changed_at, facts.changed_by = now, who(by)
    facts.version += 1
    facts.save()
    _notice(victim, now=now, by=by)
    _touch(victim, now=now, by=by)
    record(
        action="victim.write.facts",
        subject=(SUBJECT, victim.id),
        detail={"fields": sorted(changed), "version": facts.version},
        by=by,
    )
    return facts


@transaction.atomic
def change_file(
    *,
    victim: Victim,
    flags: Mapping[str, Any],
    version: int,
    now: datetime,
    by: Actor,
    called: str | None = None,
) -> Victim:
    """Change what the file's head says: child or not, is paper safe, not yet free, her alias."""
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by, version=version)
    told = {name: value for name, value in flags.items() if name in _FLAGS}
    for name, value in told.items():
        setattr(victim, name, value)
    if called is not None:
        victim.called = seal_called(victim, called)
    victim.version += 1
    _touch(victim, now=now, by=by)
    record(
        action="victim.change",
        subject=(SUBJECT, victim.id),
        detail={"fields": sorted(told), "version": victim.version},
        by=by,
    )
    return victim


@transaction.atomic
def assign(*, victim: Victim, beside: Beside, now: datetime, by: Actor) -> Assignment:
    """Put a person or a team of the own organisation beside her: story and safety open to them.

    Raises
    ------
    Denied
        If the post may not, or the person or team is not of this organisation. Whoever is not
        beside her may not put herself there: a supervisor may assign, and colleagues who are.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by)
    _may_assign(victim, now=now, by=by)
    row = _put_beside(victim, beside, now=now, by=by)
    _touch(victim, now=now, by=by)
    record(
        action="victim.assign",
        subject=(SUBJECT, victim.id),
        detail={"person": str(beside.person or ""), "team": str(beside.team or "")},
        by=by,
    )
    return row


@transaction.atomic
def leave(*, victim: Victim, assignment: Assignment, now: datetime, by: Actor) -> Assignment:
    """End an assignment; at least one person or team stays beside her.

    Raises
    ------
    Denied
        If the post may not, or nobody would be left.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by)
    _may_assign(victim, now=now, by=by)
    running = Assignment.objects.select_for_update().filter(
        organisation_id=victim.organisation_id, victim_id=victim.id, until_at=None
    )
    row = running.filter(id=assignment.id).first()
    if row is None:
        raise Denied(NOTHING_HERE)
    if running.count() < 2:
        raise Denied("Not yet: put somebody else beside her first.")
    row.until_at = now
    row.save(update_fields=["until_at"])
    record(
        action="victim.leave",
        subject=(SUBJECT, victim.id),
        detail={"assignment": str(row.id)},
        by=by,
    )
    return row


def _may_assign(victim: Victim, *, now: datetime, by: Actor) -> None:
    from suar.knowledge.rules.visibility import Relation
    from suar.rooms.victims.selectors import relation_to

    supervises = may(by.holder, Permission.DECIDE_STATUS).allowed
    if relation_to(victim, by, now) is Relation.COLLEAGUE and not supervises:
        raise Denied("Open to the assigned person and team only.")


def _put_beside(victim: Victim, beside: Beside, *, now: datetime, by: Actor) -> Assignment:
    if (beside.person is None) == (beside.team is None):
        raise Denied("Not yet: choose one person or one team.")
    if beside.person is not None:
        works = Post.objects.filter(
            organisation_id=by.organisation, person_id=beside.person, from_on__lte=now.date()
        ).exclude(until_on__lte=now.date())
        if not works.exists():
            raise Denied("A file goes to somebody who works here.")
    elif not Team.objects.filter(organisation_id=by.organisation, id=beside.team).exists():
        raise Denied("A file goes to a team of the own organisation.")
    row, _made = Assignment.objects.get_or_create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        person_id=beside.person,
        team_id=beside.team,
        until_at=None,
        defaults={"from_at": now, "by": who(by)},
    )
    return row


def _first_rows(
    victim: Victim,
    facts: Mapping[str, Any],
    groups: Mapping[FieldGroup, Mapping[str, Any]],
    *,
    now: datetime,
    by: Actor,
) -> None:
    Facts.objects.create(
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        reference=victim.reference,
        changed_at=now,
        changed_by=who(by),
        **facts,
    )
    for group, values in groups.items():
        if any(values.values()):
            _sealed_row(victim, group, None, values, now=now, by=by)
    if {FieldGroup.IDENTITY, FieldGroup.CONTACT} & set(groups):
        reindex(organisation=victim.organisation_id, victim=victim.id, now=now)
        _notice(victim, now=now, by=by)


def _sealed_row(
    victim: Victim,
    group: FieldGroup,
    found: Row | None,
    values: Mapping[str, Any],
    *,
    now: datetime,
    by: Actor,
) -> Row:
    known = {name: value for name, value in values.items() if name in FIELDS[group]}
    row = found or MODELS[group](
        id=uuid7(), organisation_id=victim.organisation_id, victim_id=victim.id, version=0
    )
    row.sealed = seal_values(
        known,
        organisation=row.organisation_id,
        victim=row.victim_id,
        record=row.id,
        group=group,
    )
    row.changed_at, row.changed_by = now, who(by)
    row.version += 1
    row.save(force_insert=found is None)
    return row


def _touch(victim: Victim, *, now: datetime, by: Actor) -> None:
    victim.changed_at, victim.changed_by = now, who(by)
    victim.save()


def _notice(victim: Victim, *, now: datetime, by: Actor) -> None:
    from suar.rooms.victims.services.noticing import notice_pairs

    notice_pairs(victim=victim, now=now, by=by)
