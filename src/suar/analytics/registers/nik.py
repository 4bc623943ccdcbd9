"""The Indonesian identity number (NIK): place, birth and sex that its sixteen digits tell.

``PPRRDD ddmmyy SSSS``: province, regency and district of first registration (Kemendagri codes),
day of birth (plus 40 for women), month, two digits of the year, a serial from 0001.
"""

import calendar
import re
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

_NOT_DIGITS: Final = r"[\s.\-']"


@dataclass(frozen=True)
class Nik:
    """What a well-formed NIK tells; the century of the year is not in it."""

    digits: str
    province: str  # two digits
    regency: str  # Kemendagri, `31.71`
    district: str  # Kemendagri, `31.71.01`
    year: int  # 0 to 99
    month: int
    day: int
    sex: Literal["female", "male"]


def parse_nik(text: str | None) -> Nik | None:
    """Read a NIK; None where it is malformed (see `parts` for whole columns).

    >>> found = parse_nik("31.7101.450790.0001")
    >>> found.regency, found.day, found.sex, found.year
    ('31.71', 5, 'female', 90)
    >>> parse_nik("3171013202900001") is None
    True
    """
    digits = re.sub(_NOT_DIGITS, "", text or "")
    if not re.fullmatch(r"[1-9][0-9]{15}", digits) or digits.endswith("0000"):
        return None
    day, month, year = int(digits[6:8]), int(digits[8:10]), int(digits[10:12])
    female = day > 40
    day -= 40 if female else 0
    if not 1 <= month <= 12 or not 1 <= day <= calendar.monthrange(2000, month)[1]:
        return None
    return Nik(
        digits=digits,
        province=digits[:2],
        regency=f"{digits[:2]}.{digits[2:4]}",
        district=f"{digits[:2]}.{digits[2:4]}.{digits[4:6]}",
        year=year,
        month=month,
        day=day,
        sex="female" if female else "male",
    )


def parts(cells: pl.Series) -> pl.DataFrame:
    """Give ``valid``, ``sex``, ``year``, ``month``, ``day`` of a column of NIK.

    All but ``valid`` are null where the NIK is malformed or blank; ``valid`` is null where blank.
    """
    bare = pl.when(pl.col("nik").str.len_bytes() == 16).then("nik")
    number = pl.coalesce(bare, pl.col("nik").str.replace_all(_NOT_DIGITS, ""))
    written = (pl.col("number") // 10**8) % 100
    month = (pl.col("number") // 10**6) % 100
    longest = pl.when(month == 2).then(29).when(month.is_in([4, 6, 9, 11])).then(30).otherwise(31)
    shape = (pl.col("digits").str.len_bytes() == 16) & (pl.col("number") >= 10**15)
    possible = month.is_between(1, 12) & pl.col("day").is_between(1, longest)
    valid = (shape & possible & (pl.col("number") % 10**4 > 0)).fill_null(value=False)
    sex = pl.when(written > 40).then(pl.lit("female")).otherwise(pl.lit("male"))
    table = cells.alias("nik").to_frame().select(number.alias("digits"))
    table = table.with_columns(number=pl.col("digits").cast(pl.Int64, strict=False))
    table = table.with_columns(day=written - pl.when(written > 40).then(40).otherwise(0))
    table = table.with_columns(
        valid=pl.when(pl.col("digits").is_not_null()).then(valid),
        sex=sex,
        year=(pl.col("number") // 10**4) % 100,
        month=month,
    )
    told = [pl.when("valid").then(name).alias(name) for name in ("sex", "year", "month", "day")]
    return table.select("valid", *told)
