"""Numbers and dates as offices copy them: wrong digits, renewed passports, fillers, swaps."""

from typing import Final

import numpy as np
import polars as pl

from suar.analytics.synthetic.identity import (
    Identity,
    nik_text,
    passport_text,
    phone_text,
    split_days,
)
from suar.analytics.synthetic.people import Flags, Ints

#: Chance a row of a wrong digit.
WRONG_DIGIT: Final = {"nik": 0.035, "passport": 0.02, "phone": 0.03}
#: Chance that a row has the person's other passport; and the second and the third telephone.
RENEWED: Final = 0.18
OTHER_PHONES: Final = (0.2, 0.08)
#: Chance that a full birth date is a filler of its year, or slipped.
FILLERS: Final = {(1, 1): 0.05, (12, 31): 0.012, (7, 1): 0.008}
SWAPPED, OTHER_YEAR, OTHER_DAY = 0.025, 0.025, 0.02


def copy_nik(identity: Identity, who: Ints, rng: np.random.Generator) -> pl.Series:
    """Write each row's NIK, some with a wrong digit or two neighbours swapped."""
    return nik_text(_wrong_digit(identity.nik[who], 16, WRONG_DIGIT["nik"], rng))


def copy_passport(identity: Identity, who: Ints, rng: np.random.Generator) -> pl.Series:
    """Write each row's passport, sometimes the renewed one; null where nobody holds one."""
    which = (rng.random(len(who)) < RENEWED).astype(np.int64)
    numbers = identity.passports[who, which]
    wrong = _wrong_digit(numbers, 7, WRONG_DIGIT["passport"], rng)
    return passport_text(np.where(numbers < 0, -1, wrong))


def copy_phone(identity: Identity, who: Ints, rng: np.random.Generator) -> pl.Series:
    """Write one of each row's telephones."""
    chance = rng.random(len(who))
    which = np.where(chance < OTHER_PHONES[1], 2, np.where(chance < sum(OTHER_PHONES), 1, 0))
    numbers = identity.phones[who, which]
    return phone_text(_wrong_digit(numbers, 9, WRONG_DIGIT["phone"], rng))


def _wrong_digit(numbers: Ints, places: int, rate: float, rng: np.random.Generator) -> Ints:
    """Change one of the last ``places`` digits, the first of all of them excepted."""
    wrong = rng.random(len(numbers)) < rate
    unit = 10 ** rng.integers(0, places - 1, len(numbers))
    digit = numbers // unit % 10
    other = (digit + rng.integers(1, 10, len(numbers))) % 10
    return np.where(wrong, numbers + (other - digit) * unit, numbers)


def copy_birth(
    born: Ints, *, year_only: float, written: str, rng: np.random.Generator
) -> pl.Series:
    """Write birth days in the office's format; ``year_only`` of them as the bare year.

    ``born`` is what the office was told: the true day, or the day in a forged passport.
    """
    count = len(born)
    year, month, day = split_days(born)
    year = year + np.where(rng.random(count) < OTHER_YEAR, rng.choice([-1, 1, -2, 10], count), 0)
    swap = rng.random(count) < SWAPPED  # a 13th month or more comes of it: dates that cannot be
    month, day = np.where(swap, day, month), np.where(swap, month, day)
    day = np.where(rng.random(count) < OTHER_DAY, rng.integers(1, 29, count), day)
    chance = rng.random(count)
    low = 0.0
    for (filler_month, filler_day), rate in FILLERS.items():
        filled = (chance >= low) & (chance < low + rate)
        month, day = np.where(filled, filler_month, month), np.where(filled, filler_day, day)
        low += rate
    bare = rng.random(count) < year_only
    return _either(_text(year), _in_format(written, year, month, day), bare)


def _text(numbers: Ints, digits: int = 4) -> pl.Series:
    return pl.Series(numbers, dtype=pl.Int64).cast(pl.String).str.zfill(digits)


def _in_format(written: str, year: Ints, month: Ints, day: Ints) -> pl.Series:
    """Put numbers into a format of %Y, %m and %d without asking whether the date can be."""
    parts = {"Y": _text(year), "m": _text(month, 2), "d": _text(day, 2)}
    pieces = [piece for piece in written.split("%") if piece]
    frame = pl.DataFrame(parts)
    texts = [pl.concat_str(pl.col(piece[0]), pl.lit(piece[1:])) for piece in pieces]
    return frame.select(pl.concat_str(texts)).to_series()


def _either(first: pl.Series, second: pl.Series, where: Flags) -> pl.Series:
    frame = pl.DataFrame({"first": first, "second": second, "where": pl.Series(where)})
    chosen = pl.when(pl.col("where")).then(pl.col("first")).otherwise(pl.col("second"))
    return frame.select(chosen).to_series()
