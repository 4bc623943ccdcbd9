"""Where a person lives and how she goes home: these services, killed in the middle."""

from datetime import timedelta
from typing import Any

from cast import NOW, Cast
from killable import Service, call, called
from ready_cases import DAY, KEEPER, WORKER, opened_case, when

from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.rooms.cases.models import Bed, Journey, Shelter, Stay
from suar.rooms.cases.services import journeys, shelters

LEAVES = journeys.Preparation(
    voluntary=True,
    country="KHM",
    risks={"exploiter_there": "no"},
    weighed_with_her=True,
    papers={"ticket": "has"},
    receiver="family",
    place="Rekaan",
)


def _journey(cast: Cast, by: Actor) -> Journey:
    return journeys.prepare_return(case=opened_case(cast), told=LEAVES, child=False, **when(by))


def _ready(cast: Cast, by: Actor) -> Journey:
    journey = _journey(cast, by)
    Journey.objects.filter(id=journey.id).update(state=Journey.State.AGREED)
    return journey


def _gone(cast: Cast, by: Actor) -> Journey:
    return journeys.depart(journey=_ready(cast, by), version=1, **when(by))


def _house(_cast: Any, by: Actor) -> Shelter:
    name = f"Rekaan {uuid7().hex[-8:]}"
    return shelters.make_shelter(name=name, address="Rekaan", **when(by))


def _beds(house: Shelter, by: Actor) -> list[Bed]:
    return shelters.add_beds(shelter=house, names=["A", "B"], kept_for="anyone", by=by)


def _bed(cast: Cast, by: Actor) -> Bed:
    return _beds(_house(cast, by), by)[0]


def _living(cast: Cast, by: Actor) -> tuple[Stay, Bed]:
    here, free = _beds(_house(cast, by), by)
    stay = shelters.move_in(
        case=opened_case(cast), bed=here, told_free=True, agrees=True, **when(by)
    )
    return stay, free


def _stay(cast: Cast, by: Actor) -> Stay:
    return _living(cast, by)[0]


def _visit(stay: Stay, by: Actor) -> Any:
    return shelters.let_in(stay=stay, visitor="family", who="Rekaan", she_agrees=True, **when(by))


SERVICES: tuple[Service, ...] = (
    called(
        "rooms.cases.services.journeys.prepare_return",
        WORKER,
        call(journeys.prepare_return, "case", told=LEAVES, child=False),
        opened_case,
    ),
    called(
        "rooms.cases.services.journeys.ask_for_return",
        WORKER,
        call(journeys.ask_for_return, "journey", version=1),
        _journey,
    ),
    called(
        "rooms.cases.services.journeys.depart",
        WORKER,
        call(journeys.depart, "journey", version=1),
        _ready,
    ),
    called(
        "rooms.cases.services.journeys.arrive",
        WORKER,
        call(journeys.arrive, "journey", on=DAY, version=2),
        _gone,
    ),
    called(
        "rooms.cases.services.journeys.call_off",
        WORKER,
        call(journeys.call_off, "journey", version=1),
        _journey,
    ),
    called("rooms.cases.services.shelters.make_shelter", KEEPER, _house),
    called(
        "rooms.cases.services.shelters.open_address",
        KEEPER,
        lambda house, by: shelters.open_address(shelter=house, by=by),
        _house,
    ),
    called("rooms.cases.services.shelters.add_beds", KEEPER, _beds, _house),
    called(
        "rooms.cases.services.shelters.set_bed",
        KEEPER,
        lambda bed, by: shelters.set_bed(bed=bed, out_of_use=True, by=by),
        _bed,
    ),
    called(
        "rooms.cases.services.shelters.close_beds",
        KEEPER,
        call(shelters.close_beds, "shelter", reason="repair", beds=1, days=(DAY, None)),
        _house,
    ),
    called(
        "rooms.cases.services.shelters.change_bed",
        KEEPER,
        lambda each, by: shelters.change_bed(stay=each[0], bed=each[1], version=1, **when(by)),
        _living,
    ),
    called(
        "rooms.cases.services.shelters.move_out",
        KEEPER,
        call(shelters.move_out, "stay", ended="planned", version=1),
        _stay,
    ),
    called("rooms.cases.services.shelters.let_in", KEEPER, _visit, _stay),
    called(
        "rooms.cases.services.shelters.see_out",
        KEEPER,
        call(shelters.see_out, "visit"),
        lambda cast, by: _visit(_stay(cast, by), by),
    ),
    called(
        "rooms.cases.services.shelters.note_event",
        KEEPER,
        call(
            shelters.note_event,
            "shelter",
            kind="quarrel",
            happened_at=NOW - timedelta(hours=1),
            words="Rekaan",
        ),
        _house,
    ),
)
