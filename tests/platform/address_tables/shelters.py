"""Shelters and threats: an organisation's own; who lives where is for the keeper alone."""

from address_tables.cases import DAY, made_of, new_case, row_of
from addresses import Made, Row, Want
from cast import NOW

from suar.base.identifiers import uuid7
from suar.rooms.cases.models import Bed, Case, Event, Shelter, Stay, Threat, Visit
from suar.rooms.cases.sealing import seal_own


def _new_house(want: Want) -> Shelter:
    row = Shelter(
        organisation_id=want.owner.organisation,
        name=f"{want.mark()} {uuid7().hex[-8:]}",
        at=NOW,
        by=want.owner.person,
    )
    row.sealed = seal_own(row, "shelter", "safety", {"address": "Alamat-Rekaan"})
    row.save(force_insert=True)
    return row


def _house(want: Want) -> Made:
    return Made({"shelter_id": _new_house(want).id})


def _bed(want: Want) -> Made:
    house = _new_house(want)
    row = Bed.objects.create(
        organisation_id=house.organisation_id, shelter_id=house.id, name="A1", kept_for="anyone"
    )
    return Made({"bed_id": row.id})


def _new_stay(want: Want) -> tuple[Case, Stay]:
    case, house = new_case(want), _new_house(want)
    row = row_of(
        want, case, Stay, "", shelter_id=house.id, state="here", told_free_at=NOW, in_at=NOW
    )
    return case, row


def _stay(want: Want) -> Made:
    case, row = _new_stay(want)
    return made_of(case, stay_id=row.id)


def _visit(want: Want) -> Made:
    case, stay = _new_stay(want)
    row = row_of(want, case, Visit, "", stay_id=stay.id, visitor="family", came_at=NOW)
    return made_of(case, visit_id=row.id)


def _event(want: Want) -> Made:
    house = _new_house(want)
    row = Event(
        organisation_id=house.organisation_id,
        shelter_id=house.id,
        kind="quarrel",
        happened_at=NOW,
        at=NOW,
        by=want.owner.person,
    )
    row.sealed = seal_own(row, "shelter_event", "safety", {"words": want.mark()})
    row.save(force_insert=True)
    return Made({"event_id": row.id})


def _threat(want: Want) -> Made:
    row = Threat(
        organisation_id=want.owner.organisation,
        kind="call",
        on=DAY,
        against=want.owner.person,
        at=NOW,
        by=want.owner.person,
    )
    row.sealed = seal_own(row, "threat", "notes", {"words": want.mark()})
    row.save(force_insert=True)
    return Made({"threat_id": row.id})


ROWS = {
    **{f"cases:{name}": Row() for name in ("threats", "new_threat", "shelters", "new_shelter")},
    **{
        f"cases:{name}": Row(make=_house)
        for name in ("shelter", "add_beds", "close_beds", "move_in", "add_event")
    },
    **{f"cases:{name}": Row(make=_stay) for name in ("stay", "change_bed", "move_out", "visit")},
    "cases:set_bed": Row(make=_bed),
    "cases:open_address": Row(make=_house),
    "cases:see_out": Row(make=_visit),
    "cases:event": Row(make=_event),
    "cases:threat": Row(make=_threat),
}
