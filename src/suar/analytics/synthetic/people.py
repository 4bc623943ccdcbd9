"""The invented persons: what happened to each of them, before any register saw anything."""

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from suar.analytics.synthetic.places import load_places
from suar.analytics.synthetic.segments import SEGMENTS, Segment

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Flags = npt.NDArray[np.bool_]

WINDOW: Final = (date(2020, 1, 1), date(2023, 12, 31))
_EPOCH: Final = date(1970, 1, 1).toordinal()
FIRST: Final = WINDOW[0].toordinal() - _EPOCH
LAST: Final = WINDOW[1].toordinal() - _EPOCH

#: Codes that the arrays of `People` point into.
PURPOSES: Final = sorted({code for segment in SEGMENTS for code in segment.purposes})
COUNTRIES: Final = sorted({code for segment in SEGMENTS for code in segment.countries})
CHANNELS: Final = sorted({code for segment in SEGMENTS for code in segment.channels})
SECTORS: Final = sorted({segment.sector for segment in SEGMENTS} | {"construction"})
RELATIONS: Final = ["family", "friend", "intimate_partner", "other", "unknown"]

#: Fewer people moved while borders were shut; weights of the 48 months, for those abroad.
_CLOSURE: Final = {3: 0.3, 4: 0.2, 5: 0.2, 6: 0.3, 7: 0.4, 8: 0.6, 9: 0.7, 10: 0.8, 11: 0.8}
#: Departures gather after harvest and before the school year; nothing more is meant by it.
_SEASON: Final = (0.9, 0.9, 1.1, 0.9, 0.8, 1.1, 1.2, 1.2, 1.1, 1.0, 1.0, 0.8)


def day_number(day: date) -> int:
    """Give the days since 1970-01-01."""
    return day.toordinal() - _EPOCH


@dataclass(frozen=True)
class People:
    """Everyone trafficked in the invented country in the window, one entry a person.

    ``found`` is the day from which a register could know the person and ``born`` the true day of
    birth, both in days since 1970; code arrays point into the lists above, -1 is none.
    """

    segment: Ints
    female: Flags
    age: Ints
    born: Ints
    found: Ints
    place: Ints
    purpose: Ints
    second: Ints
    country: Ints
    channel: Ints
    relation: Ints
    sector: Ints
    nonprocedural: Flags

    def __len__(self) -> int:
        return len(self.segment)

    @property
    def abroad(self) -> Flags:
        """Whether each was exploited outside Indonesia."""
        return np.not_equal(self.country, COUNTRIES.index("IDN"))

    @property
    def minor(self) -> Flags:
        """Whether each was under 18 when found."""
        return self.age < 18


def draw_people(count: int, rng: np.random.Generator) -> People:
    """Invent ``count`` persons."""
    shares = np.array([segment.share for segment in SEGMENTS])
    kinds = np.sort(rng.choice(len(SEGMENTS), count, p=shares / shares.sum()))
    parts = [
        _draw_segment(index, segment, int(np.sum(kinds == index)), rng)
        for index, segment in enumerate(SEGMENTS)
    ]
    order = rng.permutation(count)
    joined = {key: np.concatenate([part[key] for part in parts])[order] for key in parts[0]}
    return People(**joined)


def _draw_segment(
    index: int, segment: Segment, count: int, rng: np.random.Generator
) -> dict[str, npt.NDArray[np.generic]]:
    minor = rng.random(count) < segment.minors
    grown = 18 + rng.gamma(2.0, max(segment.mean_age - 18, 1) / 2.0, count)
    young = rng.integers(segment.youngest, 18, count) if segment.youngest < 18 else grown
    age = np.where(minor, young, np.minimum(grown, 64)).astype(np.int64)
    found = _draw_days(segment, count, rng)
    purpose = _draw(segment.purposes, PURPOSES, count, rng)
    other = "sexual" if segment.female > 0.5 else "forced_labour"
    twice = (rng.random(count) < segment.second) & (purpose != PURPOSES.index(other))
    sector = np.full(count, SECTORS.index(segment.sector))
    if segment.sector == "manufacturing":
        sector[rng.random(count) < 0.4] = SECTORS.index("construction")
    return {
        "segment": np.full(count, index),
        "female": rng.random(count) < segment.female,
        "age": age,
        "born": found - age * 365 - age // 4 - rng.integers(0, 365, count),
        "found": found,
        "place": rng.choice(len(load_places().bps), count, p=load_places().weight),
        "purpose": purpose,
        "second": np.where(twice, PURPOSES.index(other), -1),
        "country": _draw(segment.countries, COUNTRIES, count, rng),
        "channel": _draw(segment.channels, CHANNELS, count, rng),
        "relation": rng.choice(len(RELATIONS), count, p=[0.2, 0.25, 0.1, 0.25, 0.2]),
        "sector": sector,
        "nonprocedural": rng.random(count) < segment.nonprocedural,
    }


def _draw(
    weights: dict[str, float], codes: list[str], count: int, rng: np.random.Generator
) -> Ints:
    chances = np.array([weights.get(code, 0.0) for code in codes])
    return rng.choice(len(codes), count, p=chances / chances.sum()).astype(np.int64)


def _draw_days(segment: Segment, count: int, rng: np.random.Generator) -> Ints:
    """Draw days of the window: the segment's years, the season; abroad also the closure."""
    months = np.array(
        [
            segment.years[month // 12]
            * _SEASON[month % 12]
            * (_CLOSURE.get(month, 1.0) if segment.abroad else 1.0)
            for month in range(48)
        ]
    )
    starts = np.array(
        [day_number(date(2020 + month // 12, month % 12 + 1, 1)) for month in range(48)]
        + [LAST + 1]
    )
    month = rng.choice(48, count, p=months / months.sum())
    length = starts[month + 1] - starts[month]
    days = starts[month] + (rng.random(count) * length).astype(np.int64)
    return np.asarray(days, dtype=np.int64)
