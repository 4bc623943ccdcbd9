"""Which register came to know whom, how often, and on which day it wrote it down."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np

from suar.analytics.synthetic.people import (
    FIRST,
    LAST,
    Flags,
    Floats,
    Ints,
    People,
    day_number,
)
from suar.analytics.synthetic.segments import REGISTERS, SEGMENTS

#: Rows of each register at scale 1: the figures that two papers quote for 2020-2023.
ROWS: Final = {
    "police": 1352,
    "foreign_ministry": 2438,
    "women_child": 2039,
    "migrant_agency": 262,
    "migrant_union": 1346,
}
#: Invented persons at scale 1; large enough that thousands are known to no register.
PERSONS: Final = 9_000
#: About so many of a register's persons are in it twice.
REPEATED: Final = 0.06
#: Share of the women's and child register that holds a man: an accompanying adult, wrongly kept.
LEAK: Final = 0.005
#: Share of the entries that fell due after the window closed and were made after it, late.
LATE: Final = 0.25
#: Who hears from whom: log weight added where the first register knows the person already.
HEARS: Final = {
    ("migrant_union", "migrant_agency"): -0.4,
    ("migrant_union", "foreign_ministry"): 0.8,
    ("migrant_agency", "foreign_ministry"): 0.8,
    ("migrant_union", "police"): -0.2,
    ("foreign_ministry", "police"): 0.8,
    ("foreign_ministry", "women_child"): 0.3,
    ("police", "women_child"): 0.6,
}
#: How strongly a person's own visibility (will to speak, someone who asks) counts.
_LOADING: Final = dict(zip(REGISTERS, (0.3, 0.35, 0.35, 0.4, 0.4), strict=True))
#: Changes of practice: from that day on, the register sees more (of one segment).
_DRIVE: Final = day_number(date(2023, 6, 5))
_MISSIONS: Final = day_number(date(2022, 8, 1))
_HOTLINE: Final = day_number(date(2021, 3, 1))


@dataclass(frozen=True)
class Capture:
    """One register's rows before any error: who, and the day of writing; in order of the day."""

    person: Ints
    day: Ints


def draw_captures(
    people: People, rows: dict[str, int], rng: np.random.Generator
) -> dict[str, Capture]:
    """Let the five registers come to know people; each gets exactly its number of rows.

    A register samples without replacement, each person with the weight exp(score) (the largest of
    score plus a Gumbel draw), so sizes are exact and dependence between registers stays.
    """
    visibility = rng.standard_normal(len(people))
    known: dict[str, Flags] = {}
    captures = {}
    for register in REGISTERS:
        score = _score(register, people, visibility, known)
        chosen = _choose(score, _distinct(rows[register]), rng)
        if register == "women_child":
            chosen = _let_in_men(chosen, people, rng)
        known[register] = np.zeros(len(people), dtype=bool)
        known[register][chosen] = True
        captures[register] = _write_down(chosen, rows[register], people, rng)
    return captures


def in_scope(register: str, people: People) -> Flags:
    """Tell who could be in the register at all: the scope that its profile states."""
    if register == "women_child":
        return people.female | people.minor
    if register == "police":
        return np.ones(len(people), dtype=bool)
    return people.abroad


def _distinct(rows: int) -> int:
    return max(1, round(rows / (1 + REPEATED)))


def _score(register: str, people: People, visibility: Floats, known: dict[str, Flags]) -> Floats:
    by_segment = np.array([segment.visible[REGISTERS.index(register)] for segment in SEGMENTS])
    score = by_segment[people.segment] + _LOADING[register] * visibility
    for (first, second), weight in HEARS.items():
        if second == register:
            score = score + weight * known[first]
    if register == "police":
        score = score + 0.7 * (people.found >= _DRIVE)
    elif register == "foreign_ministry":
        score = score + 0.5 * ((people.found >= _MISSIONS) & (people.segment == 0))
    elif register == "migrant_agency":
        score = score - 0.9 * people.nonprocedural
    elif register == "women_child":
        score = score + 0.3 * (people.found >= _HOTLINE) + 0.3 * people.minor - 0.5 * people.abroad
    return np.where(in_scope(register, people), score, -np.inf)


def _choose(score: Floats, count: int, rng: np.random.Generator) -> Ints:
    keys = score + rng.gumbel(size=len(score))
    best = np.argpartition(-keys, count - 1)[:count]
    return np.sort(best).astype(np.int64)


def _let_in_men(chosen: Ints, people: People, rng: np.random.Generator) -> Ints:
    men = np.flatnonzero(~people.female & ~people.minor)
    swapped = rng.random(len(chosen)) < LEAK
    swapped &= np.cumsum(swapped) <= len(men)
    instead = rng.choice(men, int(swapped.sum()), replace=False) if swapped.any() else men[:0]
    return np.sort(np.concatenate([chosen[~swapped], instead]))


def _write_down(chosen: Ints, rows: int, people: People, rng: np.random.Generator) -> Capture:
    again = rng.choice(chosen, rows - len(chosen), replace=False)
    first = people.found[chosen] + rng.exponential(25.0, len(chosen)).astype(np.int64)
    second = people.found[again] + 20 + rng.exponential(120.0, len(again)).astype(np.int64)
    person = np.concatenate([chosen, again])
    day = np.concatenate([first, second])
    over = (day > LAST) & (rng.random(rows) > LATE)
    start = people.found[person]
    inside = start + (rng.random(rows) * (LAST - start + 1)).astype(np.int64)
    day = np.maximum(np.where(over, inside, np.minimum(day, LAST + 90)), FIRST)
    order = np.lexsort((person, day))
    return Capture(person=person[order], day=day[order])
