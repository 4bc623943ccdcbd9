"""What an assessment says: scores from 1 to 4 over time, risks by urgency, human security."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

#: 1 in crisis, 2 vulnerable, 3 stable, 4 well. A domain without a score was not asked.
SCORES: Final = (1, 2, 3, 4)


class Sense(StrEnum):
    """What an item is for her."""

    RISK = "risk"
    PROTECTIVE = "protective"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"


class Urgency(StrEnum):
    """How soon a risk has to be met."""

    NOW = "now"
    WEEK = "week"
    LATER = "later"


#: Items that start a clock when they are an urgent risk: the task's code of `clocks`.
CLOCK_OF: Final[Mapping[str, str]] = {
    "threatened": "danger_now",
    "family_threatened": "danger_now",
    "acute_medical": "medical",
    "forensic_window": "forensic_window",
    "suicide": "suicide",
    "no_shelter": "no_shelter",
    "detention": "detained",
    "interpreter": "interpreter",
}
#: What belongs to the field group health, whichever table holds it.
HEALTH_ITEMS: Final = frozenset(
    {"acute_medical", "forensic_window", "suicide", "pregnancy", "lasting_illness"}
)
HEALTH_DOMAINS: Final = frozenset({"body", "mind"})
#: Notes on health that ask a reason each time (DO-NO-HARM rule 12).
ASKS_EACH: Final = frozenset({"hiv", "pregnancy"})

#: The seven dimensions of human security (UNDP 1994), each seen over domains of an assessment.
DIMENSIONS: Final[Mapping[str, tuple[str, ...]]] = {
    "economic": ("income", "debt", "housing", "education"),
    "food": ("food",),
    "health": ("body", "mind"),
    "environmental": ("surroundings",),
    "personal": ("safety",),
    "community": ("family", "community"),
    "political": ("papers", "rights"),
}


@dataclass(frozen=True)
class Point:
    """A domain's score on a day."""

    domain: str
    on: date
    score: int


@dataclass(frozen=True)
class Dimension:
    """A dimension as the last assessment shows it: the worst of its domains, and what was asked."""

    code: str
    worst: int | None
    asked: int
    domains: int


def course(points: Iterable[Point]) -> dict[str, list[Point]]:
    """Give each domain's scores in the order of days.

    Raises
    ------
    ValueError
        For a score outside 1 to 4: a defect of the caller, for forms offer no other.
    """
    found: dict[str, list[Point]] = {}
    for point in sorted(points, key=lambda each: each.on):
        if point.score not in SCORES:
            raise ValueError("a score is 1, 2, 3 or 4")
        found.setdefault(point.domain, []).append(point)
    return found


def change(scores: Sequence[Point]) -> int | None:
    """Give last minus first; None where there is one score, for then nothing has changed yet.

    >>> day = date(2026, 1, 1)
    >>> change([Point("debt", day, 1), Point("debt", day.replace(month=4), 3)])
    2
    """
    return None if len(scores) < 2 else scores[-1].score - scores[0].score


def human_security(latest: Mapping[str, int]) -> list[Dimension]:
    """Give the seven dimensions over the last known scores.

    The worst domain speaks for a dimension: a mean would hide it. None: nothing was asked.

    >>> [d.worst for d in human_security({"income": 4, "debt": 1}) if d.code == "economic"]
    [1]
    """
    found = []
    for code, domains in DIMENSIONS.items():
        known = [latest[domain] for domain in domains if domain in latest]
        found.append(Dimension(code, min(known, default=None), len(known), len(domains)))
    return found


def clocks_of(items: Mapping[str, tuple[str, str]]) -> tuple[str, ...]:
    """Give the codes of the clocks that an assessment starts: risks that are urgent now.

    ``items`` is code: (sense, urgency).

    >>> clocks_of({"suicide": ("risk", "now"), "stigma": ("risk", "now")})
    ('suicide',)
    """
    urgent = (
        CLOCK_OF[code]
        for code, (sense, urgency) in items.items()
        if sense == Sense.RISK and urgency == Urgency.NOW and code in CLOCK_OF
    )
    return tuple(dict.fromkeys(urgent))
