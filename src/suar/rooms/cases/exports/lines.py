"""What of a case goes into an export: references, states and codes; no name, no place, no word."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from suar.base.access.actor import Actor
from suar.rooms.cases.models import Case, Closure, Service
from suar.rooms.victims.models import Episode, Facts, Leg, Victim


@dataclass(frozen=True)
class Line:
    """One case with the coded facts of its person."""

    reference: str
    person: str
    number: int
    state: str
    opened_on: date
    closed_on: date | None
    closure: str
    outcome: str
    status: str
    child: str
    deceased: bool
    birth_year: int | None
    age_band: str
    sex: str
    gender: str
    nationalities: Sequence[str]
    province: str
    marital_status: str
    education: str
    languages: Sequence[str]
    episodes: Sequence[Episode] = ()
    legs: Sequence[Leg] = ()
    services: Sequence[tuple[str, str, str]] = ()  # heading, code, state
    cost: int = 0
    extra: dict[str, Any] = field(default_factory=dict)


def opened_between(actor: Actor, since: date | None, until: date | None) -> Q:
    """Give the condition for the organisation's own cases opened in a time, both days included."""
    asked = Q(organisation_id=actor.organisation)
    if since:
        asked &= Q(opened_at__date__gte=since)
    if until:
        asked &= Q(opened_at__date__lte=until)
    return asked


def lines_of(actor: Actor, *, since: date | None, until: date | None, most: int) -> list[Line]:
    """Give the lines of the organisation's own cases, oldest first; at most ``most`` + 1.

    Six queries whatever the number of cases. A file that was erased keeps its coded facts, as far
    as the erasure left them; a merged one is read with the file that was kept.
    """
    cases = list(
        Case.objects.filter(opened_between(actor, since, until)).order_by("opened_at", "id")[
            : most + 1
        ]
    )
    own = {"organisation_id": actor.organisation}
    ids = [case.id for case in cases]
    persons = {case.victim_id for case in cases}
    victims = {v.id: v for v in Victim.objects.filter(**own, id__in=persons)}
    facts = {f.victim_id: f for f in Facts.objects.filter(**own, victim_id__in=persons)}
    episodes = _by(Episode.objects.filter(**own, victim_id__in=persons).order_by("from_on", "id"))
    legs = _by(Leg.objects.filter(**own, victim_id__in=persons).order_by("episode_id", "number"))
    given: dict[UUID, list[Service]] = defaultdict(list)
    for service in Service.objects.filter(**own, case_id__in=ids).order_by("at", "id"):
        given[service.case_id].append(service)
    ends = {
        end.case_id: end
        for end in Closure.objects.filter(
            **own, case_id__in=ids, closed_at__isnull=False, reopened_at=None
        ).order_by("closed_at")
    }
    return [
        _line(
            case,
            victims.get(case.victim_id),
            facts.get(case.victim_id),
            end=ends.get(case.id),
            services=given[case.id],
            episodes=episodes[case.victim_id],
            legs=legs[case.victim_id],
        )
        for case in cases
    ]


def _by(rows: Any) -> dict[UUID, list[Any]]:
    found: dict[UUID, list[Any]] = defaultdict(list)
    for row in rows:
        found[row.victim_id].append(row)
    return found


def _line(
    case: Case,
    victim: Victim | None,
    facts: Facts | None,
    *,
    end: Closure | None,
    services: Sequence[Service],
    episodes: Sequence[Episode],
    legs: Sequence[Leg],
) -> Line:
    return Line(
        reference=case.reference,
        person=victim.reference if victim else "",
        number=case.number,
        state=case.state,
        opened_on=case.opened_at.date(),
        closed_on=case.closed_at.date() if case.closed_at else None,
        closure=end.reason if end else "",
        outcome=end.outcome if end else "",
        status=victim.status if victim else "",
        child=victim.child if victim else "",
        deceased=bool(victim and victim.deceased),
        birth_year=facts.birth_year if facts else None,
        age_band=facts.age_band if facts else "",
        sex=facts.sex if facts else "",
        gender=facts.gender if facts else "",
        nationalities=facts.nationalities if facts else (),
        province=facts.home_province if facts else "",
        marital_status=facts.marital_status if facts else "",
        education=facts.education if facts else "",
        languages=facts.languages if facts else (),
        episodes=episodes,
        legs=legs,
        services=[(each.heading, each.code, each.state) for each in services],
        cost=sum(each.cost or 0 for each in services),
    )
