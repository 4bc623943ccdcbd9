"""Who belongs to her: children with her, the unborn, guardians; and when somebody has died."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import F

from suar.base.access.actor import Actor
from suar.base.access.versions import StaleWrite
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.base.tasks.services import Whose, set_task
from suar.knowledge.rules.consent import GUARDIANS, GuardianFacts
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import Death, Facts, Guardian, Kin, Victim
from suar.rooms.victims.screening_task import HAS_DIED, drop_screening_task
from suar.rooms.victims.sealed import SUBJECT, seal_values
from suar.rooms.victims.services.files import begin_file
from suar.rooms.victims.services.ground import NOTHING_HERE, locked, own, who


@transaction.atomic
def add_child(
    *,
    victim: Victim,
    unborn: bool,
    now: datetime,
    by: Actor,
    facts: Mapping[str, Any] | None = None,
    groups: Mapping[FieldGroup, Mapping[str, Any]] | None = None,
) -> Victim:
    """Open a file for a child who is with her, or for her unborn child: a person, counted as one.

    Whether the child is a victim is a question of its own; its file begins as a signal.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by)
    child = begin_file(
        now=now, by=by, facts=facts, groups=groups, flags={"child": "yes", "unborn": unborn}
    )
    kind = Kin.Kind.UNBORN if unborn else Kin.Kind.CHILD
    add_kin(victim=victim, other=child, kind=kind, accompanies=True, now=now, by=by)
    if not unborn:
        _child_clock(child, now=now, by=by)
    return child


@transaction.atomic
def note_birth(
    *, child: Victim, born: int | None, version: int, now: datetime, by: Actor
) -> Victim:
    """Say that an unborn child was born: the same person, the same file.

    Parameters
    ----------
    born
        The year; None where it is not known. The clock of a child's file starts now.

    Raises
    ------
    Denied
        If the post may not, or the child was born already.
    StaleWrite
        If somebody changed the file since the page was shown.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    child = locked(child, by, version=version)
    if not child.unborn:
        raise Denied("Not any more: the child was born.")
    child.unborn = False
    child.version += 1
    child.changed_at, child.changed_by = now, who(by)
    child.save()
    Facts.objects.filter(organisation_id=child.organisation_id, victim_id=child.id).update(
        birth_year=born, version=F("version") + 1, changed_at=now, changed_by=who(by)
    )
    Kin.objects.filter(
        organisation_id=child.organisation_id, other_id=child.id, kind=Kin.Kind.UNBORN
    ).update(kind=Kin.Kind.CHILD)
    _child_clock(child, now=now, by=by)
    record(action="victim.birth", subject=(SUBJECT, child.id), by=by)
    return child


@transaction.atomic
def add_kin(
    *,
    victim: Victim,
    other: Victim,
    kind: str,
    now: datetime,
    by: Actor,
    accompanies: bool = False,
) -> Kin:
    """Note that two files of ours belong together.

    Raises
    ------
    Denied
        If the post may not, or one of the two is not here, was merged or was erased.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim, other = locked(victim, by), locked(other, by)
    if victim.id == other.id or kind not in Kin.Kind.values:
        raise Denied("Not yet: choose another person, and what they are to each other.")
    row, _made = Kin.objects.get_or_create(
        organisation_id=own(by),
        victim_id=victim.id,
        other_id=other.id,
        kind=kind,
        defaults={"accompanies": accompanies, "noted_at": now, "noted_by": who(by)},
    )
    record(
        action="victim.kin.add",
        subject=(SUBJECT, victim.id),
        detail={"other": str(other.id), "kind": kind},
        by=by,
    )
    return row


@transaction.atomic
def remove_kin(*, kin: Kin, now: datetime, by: Actor) -> None:
    """Take back that two files belong together: it was written down by mistake.

    Raises
    ------
    Denied
        If the post may not, or there is no such row here.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    row = Kin.objects.select_for_update().filter(organisation_id=own(by), id=kin.id).first()
    if row is None:
        raise Denied(NOTHING_HERE)
    row.delete()
    record(
        action="victim.kin.remove",
        subject=(SUBJECT, kin.victim_id),
        detail={"other": str(kin.other_id), "kind": kin.kind},
        by=by,
    )


@transaction.atomic
def note_death(
    *,
    victim: Victim,
    facts: Mapping[str, Any],
    heirs: str,
    words: str,
    version: int,
    now: datetime,
    by: Actor,
) -> Death:
    """Write down that somebody died, where the body is, and (sealed) the heirs.

    Parameters
    ----------
    facts
        died_on, country, body, family_told_on, handed_over_on (`Death`).
    version
        Of the row; 0 where nothing was written.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by)
    found = (
        Death.objects.select_for_update()
        .filter(organisation_id=victim.organisation_id, victim_id=victim.id)
        .first()
    )
    if found is not None and found.version != version:
        raise StaleWrite(found)
    row = found or Death(
        id=uuid7(), organisation_id=victim.organisation_id, victim_id=victim.id, version=0
    )
    for name, value in facts.items():
        setattr(row, name, value)
    row.sealed = seal_values(
        {"heirs": heirs, "words": words},
        organisation=victim.organisation_id,
        victim=victim.id,
        record=row.id,
        group=FieldGroup.CONTACT,
        field="death",
    )
    row.changed_at, row.changed_by = now, who(by)
    row.version += 1
    row.save(force_insert=found is None)
    if not victim.deceased:
        drop_screening_task(victim, why=HAS_DIED, now=now, by=by)
        victim.deceased = True
        victim.version += 1
        victim.changed_at, victim.changed_by = now, who(by)
        victim.save()
    record(
        action="victim.death",
        subject=(SUBJECT, victim.id),
        detail={"body": row.body, "version": row.version},
        by=by,
    )
    return row


@transaction.atomic
def note_guardian(
    *,
    victim: Victim,
    guardian: GuardianFacts,
    name: str,
    contact: str,
    now: datetime,
    by: Actor,
) -> Guardian:
    """Note who says to be a child's guardian, with the questions about a conflict of interest.

    Noting is not trusting: `rules/consent.may_speak` decides at each consent anew.
    """
    may(by.holder, Permission.WRITE_VICTIMS).require()
    victim = locked(victim, by)
    if not victim.treated_as_child:
        raise Denied("An adult consents herself; nobody else can.")
    if guardian.kind not in GUARDIANS:
        raise Denied("Not yet: say what the guardian is to the child.")
    row = Guardian(
        id=uuid7(),
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        kind=guardian.kind,
        accused=guardian.accused,
        benefits=guardian.benefits,
        recruited=guardian.recruited,
        disputed=guardian.disputed,
        from_at=now,
        noted_by=who(by),
    )
    row.sealed = seal_values(
        {"name": name, "contact": contact},
        organisation=victim.organisation_id,
        victim=victim.id,
        record=row.id,
        group=FieldGroup.CONTACT,
        field="guardian",
    )
    row.save(force_insert=True)
    record(
        action="victim.guardian.note",
        subject=(SUBJECT, victim.id),
        detail={"guardian": str(row.id), "kind": row.kind},
        by=by,
    )
    return row


@transaction.atomic
def end_guardian(*, guardian: Guardian, now: datetime, by: Actor) -> Guardian:
    """Say that somebody is a child's guardian no longer."""
    may(by.holder, Permission.WRITE_VICTIMS).require()
    row = (
        Guardian.objects.select_for_update()
        .filter(organisation_id=own(by), id=guardian.id, until_at=None)
        .first()
    )
    if row is None:
        raise Denied(NOTHING_HERE)
    row.until_at = now
    row.version += 1
    row.save(update_fields=["until_at", "version"])
    record(
        action="victim.guardian.end",
        subject=(SUBJECT, row.victim_id),
        detail={"guardian": str(row.id)},
        by=by,
    )
    return row


def _child_clock(child: Victim, *, now: datetime, by: Actor) -> None:
    set_task(
        subject=(SUBJECT, child.id),
        what="child",
        now=now,
        by=by,
        whose=Whose(person=by.person),
        started_by_clock=True,
    )


def facts_of_guardian(row: Guardian) -> GuardianFacts:
    """Give what the rule asks of a guardian."""
    return GuardianFacts(row.kind, row.accused, row.benefits, row.recruited, row.disputed)
