"""Shelters: beds, who stays, who visits, what happened, and when nobody is taken."""

from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.base.audit.models import Event as AuditEvent
from suar.base.audit.services import record
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.lifecycle import NOTHING, STAY, may_move
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.stays import BedFacts, For, may_move_in, may_visit, room_left
from suar.knowledge.vocab import code_list
from suar.rooms.cases.models import Bed, BedClosure, BedUse, Case, Event, Shelter, Stay, Visit
from suar.rooms.cases.sealing import seal_own, seal_words, words_of_own
from suar.rooms.cases.services import ground
from suar.rooms.cases.services.cases import met

SUBJECT: Final = "shelter"
_GROUP: Final = "safety"
_EARLIEST: Final = 2000  # a year before which nothing at a shelter is written down here


def may_keep(by: Actor) -> Decision:
    """Whether this post keeps the organisation's shelters."""
    return may(by.holder, Permission.KEEP_SHELTER)


@transaction.atomic
def make_shelter(*, name: str, address: str, now: datetime, by: Actor) -> Shelter:
    """Name a house; its address is sealed, stands on no list and travels by no message."""
    organisation = ground.own(by)
    may_keep(by).require()
    if not name.strip():
        raise Denied("Not yet: give the house a name that gives nothing away.")
    if Shelter.objects.filter(organisation_id=organisation, name=name.strip()).exists():
        raise Denied("Not yet: a house of this name is there already.")
    shelter = Shelter(organisation_id=organisation, name=name.strip(), at=now, by=by.person)
    shelter.sealed = seal_own(shelter, SUBJECT, _GROUP, {"address": address})
    shelter.save(force_insert=True)
    _note("shelter.make", shelter, by)
    return shelter


@transaction.atomic
def open_address(*, shelter: Shelter, by: Actor) -> str:
    """Give where a house is, to whoever keeps it; the opening is on record before it shows."""
    ground.own(by)
    may_keep(by).require()
    record(
        action="shelter.open",
        kind=AuditEvent.Kind.OPENING,
        subject=(SUBJECT, shelter.id),
        by=by,
    )
    return str(words_of_own(shelter, SUBJECT, _GROUP).get("address", ""))


@transaction.atomic
def add_beds(*, shelter: Shelter, names: list[str], kept_for: str, by: Actor) -> list[Bed]:
    """Add beds to a house."""
    shelter = ground.locked(shelter, by)
    may_keep(by).require()
    wanted = [name.strip()[:30] for name in names if name.strip()]
    if not wanted or kept_for not in {*For}:
        raise Denied("Not yet: name at least one bed, and for whom it is kept.")
    there = set(
        Bed.objects.filter(
            organisation_id=shelter.organisation_id, shelter_id=shelter.id
        ).values_list("name", flat=True)
    )
    if there & set(wanted) or len(set(wanted)) < len(wanted):
        raise Denied("Not yet: two beds would have one name.")
    beds = Bed.objects.bulk_create(
        Bed(
            organisation_id=shelter.organisation_id,
            shelter_id=shelter.id,
            name=name,
            kept_for=kept_for,
        )
        for name in wanted
    )
    _note("shelter.beds", shelter, by, added=len(beds))
    return beds


@transaction.atomic
def set_bed(*, bed: Bed, out_of_use: bool, by: Actor) -> Bed:
    """Take a bed out of use, or back into it; whoever lies in it stays."""
    bed = ground.locked(bed, by)
    may_keep(by).require()
    bed.out_of_use = out_of_use
    bed.save(update_fields=["out_of_use"])
    record(
        action="shelter.bed",
        subject=(SUBJECT, bed.shelter_id),
        detail={"bed": str(bed.id), "out_of_use": out_of_use},
        by=by,
    )
    return bed


@transaction.atomic
def close_beds(
    *,
    shelter: Shelter,
    reason: str,
    beds: int | None,
    days: tuple[date, date | None],
    now: datetime,
    by: Actor,
) -> BedClosure:
    """Take nobody into the house (or into so many beds) for a time. Whoever is there stays."""
    shelter = ground.locked(shelter, by)
    may_keep(by).require()
    first, last = days
    if reason not in code_list("shelter_closure") or (last is not None and last < first):
        raise Denied("Not yet: choose a reason, and days in their order.")
    closure = BedClosure.objects.create(
        organisation_id=shelter.organisation_id,
        shelter_id=shelter.id,
        reason=reason,
        beds=beds,
        from_on=first,
        until_on=last,
        at=now,
        by=by.person,
    )
    _note("shelter.close_beds", shelter, by, reason=reason)
    return closure


def closed_on(shelter: Shelter, day: date) -> tuple[bool, int]:
    """Give whether the whole house takes nobody on a day, and else how many beds are closed."""
    running = list(
        BedClosure.objects.filter(
            Q(until_on=None) | Q(until_on__gte=day),
            organisation_id=shelter.organisation_id,
            shelter_id=shelter.id,
            from_on__lte=day,
        ).values_list("beds", flat=True)
    )
    return None in running, sum(beds or 0 for beds in running)


def places_left(shelter: Shelter, *, day: date) -> int:
    """Give how many people the house can still take on a day."""
    whole, closed = closed_on(shelter, day)
    beds = Bed.objects.filter(
        organisation_id=shelter.organisation_id, shelter_id=shelter.id, out_of_use=False
    )
    taken = BedUse.objects.filter(
        organisation_id=shelter.organisation_id,
        until_at=None,
        bed_id__in=beds.values("id"),
    ).count()
    count = beds.count()
    return 0 if whole else room_left(beds=count, closed=closed, taken=taken)


@transaction.atomic
def move_in(
    *, case: Case, bed: Bed, told_free: bool, agrees: bool, now: datetime, by: Actor
) -> Stay:
    """Give her a bed, after she was told that she is free to leave and said that she wants it.

    Raises
    ------
    Denied
        If the post keeps no shelter, the bed is not to be had, or she was not told or says no.
    """
    bed = ground.locked(bed, by)
    case = ground.locked(case, by)
    may_move(STAY, "move_in", state=NOTHING, holder=by.holder).require()
    may_move_in(_facts(bed, now), told_free=told_free, agrees=agrees).require()
    if case.state == "closed":
        raise Denied("Not yet: the case is closed. Reopen it; nothing else is needed.")
    if Stay.objects.filter(
        organisation_id=case.organisation_id, victim_id=case.victim_id, out_at=None
    ).exists():
        raise Denied("She has a bed already. Change the bed, or end that stay.")
    stay = ground.fresh(
        Stay,
        case,
        now=now,
        by=by,
        shelter_id=bed.shelter_id,
        state=STAY.move("move_in").go_to,
        told_free_at=now,
        in_at=now,
    )
    stay.save(force_insert=True)
    _use(stay, bed, now)
    met(case, "no_shelter", now=now, by=by)
    ground.note("case.move_in", case, by, stay=stay.id)
    return stay


@transaction.atomic
def change_bed(*, stay: Stay, bed: Bed, version: int, now: datetime, by: Actor) -> Stay:
    """Give her another bed, in this house or in another one of ours."""
    stay = ground.locked(stay, by, version=version)
    bed = ground.locked(bed, by)
    may_move(STAY, "change_bed", state=stay.state, holder=by.holder).require()
    may_move_in(_facts(bed, now), told_free=True, agrees=True).require()
    _leave_bed(stay, now)
    _use(stay, bed, now)
    stay.shelter_id = bed.shelter_id
    return _changed(stay, "change_bed", now=now, by=by)


@transaction.atomic
def move_out(*, stay: Stay, ended: str, version: int, now: datetime, by: Actor) -> Stay:
    """End a stay. She may leave on any day, and come back."""
    stay = ground.locked(stay, by, version=version)
    may_move(STAY, "move_out", state=stay.state, holder=by.holder).require()
    if ended not in code_list("stay_end"):
        raise Denied("Not yet: say how it ended.")
    _leave_bed(stay, now)
    stay.state, stay.out_at, stay.ended = STAY.move("move_out").go_to, now, ended
    Visit.objects.filter(
        organisation_id=stay.organisation_id, stay_id=stay.id, left_at=None
    ).update(left_at=now)
    return _changed(stay, "move_out", now=now, by=by)


@transaction.atomic
def let_in(
    *, stay: Stay, visitor: str, who: str, she_agrees: bool | None, now: datetime, by: Actor
) -> Visit:
    """Let a visitor in, after she said yes. Who it is lies sealed."""
    stay = ground.locked(stay, by)
    may_keep(by).require()
    may_visit(she_agrees=she_agrees).require()
    if stay.out_at is not None or visitor not in code_list("visitor"):
        raise Denied("Not yet: choose who visits somebody who stays here now.")
    case = ground.case_of(stay, by)
    visit = ground.fresh(Visit, case, now=now, by=by, stay_id=stay.id, visitor=visitor, came_at=now)
    visit.sealed = seal_words(visit, {"who": who})
    visit.save(force_insert=True)
    ground.note("case.visit", case, by, visit=visit.id, visitor=visitor)
    return visit


@transaction.atomic
def see_out(*, visit: Visit, now: datetime, by: Actor) -> Visit:
    """Note that a visitor left."""
    visit = ground.locked(visit, by)
    may_keep(by).require()
    if visit.left_at is None:
        visit.left_at = now
        visit.save(update_fields=["left_at"])
        ground.note("case.visit_end", ground.case_of(visit, by), by, visit=visit.id)
    return visit


@transaction.atomic
def note_event(
    *,
    shelter: Shelter,
    kind: str,
    happened_at: datetime,
    words: str,
    now: datetime,
    by: Actor,
    stay: Stay | None = None,
) -> Event:
    """Keep what happened at a house, so that it can be mended."""
    shelter = ground.locked(shelter, by)
    may_keep(by).require()
    if kind not in code_list("shelter_incident") or not _sensible(happened_at, now):
        raise Denied("Not yet: choose what happened, and when (not ahead of now).")
    event = Event(
        organisation_id=shelter.organisation_id,
        shelter_id=shelter.id,
        stay_id=stay.id if stay else None,
        kind=kind,
        happened_at=happened_at,
        at=now,
        by=by.person,
    )
    event.sealed = seal_own(event, "shelter_event", _GROUP, {"words": words})
    event.save(force_insert=True)
    _note("shelter.event", shelter, by, event=event.id, kind=kind)
    return event


def _sensible(happened_at: datetime, now: datetime) -> bool:
    return happened_at <= now and happened_at.year >= _EARLIEST


def _facts(bed: Bed, now: datetime) -> BedFacts:
    shelter = Shelter.objects.get(organisation_id=bed.organisation_id, id=bed.shelter_id)
    taken = BedUse.objects.filter(
        organisation_id=bed.organisation_id, bed_id=bed.id, until_at=None
    ).exists()
    left = places_left(shelter, day=timezone.localdate(now))
    return BedFacts(
        taken=taken,
        out_of_use=bed.out_of_use,
        shelter_closed=shelter.closed_at is not None or (left == 0 and not taken),
    )


def _use(stay: Stay, bed: Bed, now: datetime) -> None:
    BedUse.objects.create(
        organisation_id=stay.organisation_id, stay_id=stay.id, bed_id=bed.id, from_at=now
    )


def _leave_bed(stay: Stay, now: datetime) -> None:
    BedUse.objects.filter(
        organisation_id=stay.organisation_id, stay_id=stay.id, until_at=None
    ).update(until_at=now)


def _changed(stay: Stay, move: str, *, now: datetime, by: Actor) -> Stay:
    stay.version += 1
    stay.save()
    ground.note("case." + move, ground.case_of(stay, by), by, stay=stay.id, ended=stay.ended)
    return stay


def _note(action: str, shelter: Shelter, by: Actor, **detail: object) -> None:
    told = {key: str(value) for key, value in detail.items()}
    record(action=action, subject=(SUBJECT, shelter.id), detail=told, by=by)
