"""Numbers that say who somebody is: NIK, passports, telephones, and the birth date on paper."""

from dataclasses import dataclass
from typing import Final

import numpy as np
import polars as pl

from suar.analytics.synthetic.people import Flags, Ints, People
from suar.analytics.synthetic.places import load_places

_LETTERS: Final = "ABCEX"
_PREFIXES: Final = (811, 812, 813, 821, 822, 852, 853, 857, 858, 877, 878, 881, 895, 896)


@dataclass(frozen=True)
class Identity:
    """One entry a person. Numbers are integers here and become text when a register writes them.

    ``passports`` holds two a person (a renewal changes the number), ``phones`` three; ``papers``
    is the birth day in the passport, earlier than the true one where it was forged so that a young
    person could travel. A passport that nobody holds is -1.
    """

    nik: Ints
    passports: Ints
    phones: Ints
    papers: Ints


def draw_identity(people: People, chosen: Ints, rng: np.random.Generator) -> Identity:
    """Give the ``chosen`` persons their numbers."""
    count = len(chosen)
    born = people.born[chosen]
    abroad = people.abroad[chosen]
    passports = rng.integers(0, len(_LETTERS) * 10**7, (count, 2))
    passports[~(abroad | (rng.random(count) < 0.04))] = -1
    phones = rng.choice(_PREFIXES, (count, 3)) * 10**8 + rng.integers(10**7, 10**8, (count, 3))
    forged = abroad & (people.age[chosen] < 21) & (rng.random(count) < 0.35)
    years = rng.integers(1, 6, count)
    return Identity(
        nik=_niks(people, chosen, rng),
        passports=passports,
        phones=phones,
        papers=np.where(forged, _years_before(born, years), born),
    )


def _niks(people: People, chosen: Ints, rng: np.random.Generator) -> Ints:
    """Give 16 digits: place of first registration, day of birth (+40 for women), serial."""
    places = load_places()
    count = len(chosen)
    elsewhere = rng.choice(len(places.bps), count, p=places.weight)
    place = np.where(rng.random(count) < 0.08, elsewhere, people.place[chosen])
    lengths = np.array([len(districts) for districts in places.districts])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    numbers = np.array([int(number) for each in places.districts for number in each])
    district = numbers[starts[place] + (rng.random(count) * lengths[place]).astype(np.int64)]
    regency = np.array([int(code) for code in places.kemendagri])[place]
    years, months, days = split_days(people.born[chosen])
    day = days + 40 * people.female[chosen]
    serial = 1 + np.minimum(rng.geometric(0.15, count), 60)
    birth = day * 10**4 + months * 100 + years % 100
    return np.asarray(regency * 10**12 + district * 10**10 + birth * 10**4 + serial, dtype=np.int64)


def split_days(days: Ints) -> tuple[Ints, Ints, Ints]:
    """Split days since 1970 into years, months and days."""
    dates = pl.Series(days, dtype=pl.Int32).cast(pl.Date).dt
    return (
        dates.year().to_numpy().astype(np.int64),
        dates.month().to_numpy().astype(np.int64),
        dates.day().to_numpy().astype(np.int64),
    )


def _years_before(days: Ints, years: Ints) -> Ints:
    """Move days back by whole years, the day of the year kept (29 February becomes the 28th)."""
    year, month, day = split_days(days)
    return join_days(year - years, month, np.where((month == 2) & (day == 29), 28, day))


def join_days(years: Ints, months: Ints, days: Ints) -> Ints:
    """Give days since 1970; the dates must exist."""
    frame = pl.DataFrame({"y": years, "m": months, "d": days})
    joined = frame.select(pl.date("y", "m", "d").cast(pl.Int32)).to_series()
    return joined.to_numpy().astype(np.int64)


def nik_text(numbers: Ints) -> pl.Series:
    """Write a NIK: a province's code never begins with 0, so 16 digits come by themselves."""
    return pl.Series(numbers, dtype=pl.Int64).cast(pl.String)


def passport_text(numbers: Ints) -> pl.Series:
    """Write a letter and seven digits; null where there is no passport."""
    letters = pl.Series(list(_LETTERS)).gather(np.maximum(numbers, 0) // 10**7)
    digits = pl.Series(np.maximum(numbers, 0) % 10**7, dtype=pl.Int64).cast(pl.String)
    text = letters + digits.str.zfill(7)
    return hide(text, numbers < 0)


def phone_text(numbers: Ints) -> pl.Series:
    """Write a mobile number as people tell it, from 0."""
    return "0" + pl.Series(numbers, dtype=pl.Int64).cast(pl.String)


def hide(text: pl.Series, hidden: Flags) -> pl.Series:
    """Blank the cells that are ``hidden``."""
    frame = pl.DataFrame({"text": text, "hidden": pl.Series(hidden)})
    return frame.select(pl.when(~pl.col("hidden")).then(pl.col("text"))).to_series()
