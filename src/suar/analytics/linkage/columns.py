"""Columns of a standard frame made comparable: expressions, and maps over distinct values."""

import re
from collections.abc import Callable

import polars as pl

#: Days that offices write when they know only the year (month, day).
FILLERS = ((1, 1), (12, 31), (7, 1))
_PASSPORT = re.compile(r"^([A-Z]{1,2})([0-9OIL]{5,9})$")


def mapped(frame: pl.DataFrame, column: str, clean: Callable[[str], str | None]) -> pl.Series:
    """Clean a text column by its distinct values."""
    distinct = frame[column].drop_nulls().unique().sort()
    cleaned = pl.Series([clean(v) for v in distinct], dtype=pl.String)
    return frame[column].replace_strict(distinct, cleaned, default=None, return_dtype=pl.String)


def clean_number(text: str) -> str | None:
    """Keep the digits and letters of a number; nothing of a filler such as 0000 or XXXX.

    >>> clean_number("32.71-0164 4108"), clean_number("0000 0000"), clean_number("-")
    ('327101644108', None, None)
    """
    kept = re.sub(r"[^0-9A-Z]", "", text.upper())
    return kept if len(kept) >= 4 and len(set(kept)) > 1 else None


def clean_nik(text: str) -> str | None:
    """Keep the digits of a NIK; a number much shorter or longer than 16 digits is none."""
    digits = re.sub(r"\D", "", text)
    return digits if 14 <= len(digits) <= 18 and len(set(digits)) > 2 else None


def clean_passport(text: str) -> str | None:
    """Upper case, letters O, I, L in the figures read as 0, 1, 1.

    >>> clean_passport("b 12345O7"), clean_passport("AB1234567")
    ('B1234507', 'AB1234567')
    """
    kept = clean_number(text)
    found = _PASSPORT.match(kept) if kept else None
    if not found:
        return kept
    return found.group(1) + found.group(2).translate(str.maketrans("OIL", "011"))


def clean_phone(text: str) -> str | None:
    """Give E.164, Indonesia assumed where no country is said; null for what is no number.

    >>> clean_phone("0812-3456-789"), clean_phone("62 812 3456 789"), clean_phone("12")
    ('+628123456789', '+628123456789', None)
    """
    digits = re.sub(r"\D", "", text)
    if len(digits) < 7 or len(set(digits)) <= 2:
        return None
    if text.strip().startswith("+") or digits.startswith("00"):
        return f"+{digits.removeprefix('00')}" if len(digits) <= 17 else None
    if digits.startswith("62") and len(digits) >= 10:
        return f"+{digits}"
    return f"+62{digits.removeprefix('0')}"


def clean_text(text: str) -> str | None:
    """Words of an address or a place, in order, without marks."""
    from suar.analytics.linkage.names import fold

    words = re.findall(r"[a-z0-9]+", fold(text[:200]))
    return " ".join(words) or None


def date_parts(column: str) -> dict[str, pl.Expr]:
    """Year, month, day of a partial ISO date; fillers and impossible years keep what is known."""
    text = pl.col(column)
    year = text.str.slice(0, 4).cast(pl.Int16, strict=False)
    month = text.str.slice(5, 2).cast(pl.Int8, strict=False)
    day = text.str.slice(8, 2).cast(pl.Int8, strict=False)
    filler = pl.any_horizontal([(month == m) & (day == d) for m, d in FILLERS])
    known = month.is_between(1, 12) & day.is_between(1, 31) & ~filler
    return {
        "birth_y": pl.when(year.is_between(1901, 2100)).then(year),
        "birth_m": pl.when(known).then(month),
        "birth_d": pl.when(known).then(day),
    }


def nik_parts() -> dict[str, pl.Expr]:
    """Region, birth date and sex as a well-formed 16-digit NIK states them; null where it is not.

    A woman's day of birth carries +40. The century is a guess: the one that makes nobody a child
    unborn at the event, and the later one where both are possible.
    """
    nik = pl.col("nik")
    part = {
        name: nik.str.slice(at, n).cast(pl.Int16, strict=False)
        for name, at, n in (("p", 0, 2), ("d", 6, 2), ("m", 8, 2), ("y", 10, 2), ("s", 12, 4))
    }
    woman = part["d"] > 40
    day = pl.when(woman).then(part["d"] - 40).otherwise(part["d"])
    formed = (
        (nik.str.len_chars() == 16)
        & part["p"].is_between(11, 97)
        & day.is_between(1, 31)
        & part["m"].is_between(1, 12)
        & (part["s"] > 0)
    )
    century = (
        pl.when(part["y"] + 2000 <= pl.col("event_y").fill_null(2020)).then(2000).otherwise(1900)
    )
    return {
        "nik_y": pl.when(formed).then((part["y"] + century).cast(pl.Int16)),
        "nik_m": pl.when(formed).then(part["m"].cast(pl.Int8)),
        "nik_d": pl.when(formed).then(day.cast(pl.Int8)),
        "nik_sex": pl.when(formed).then(
            pl.when(woman).then(pl.lit("female")).otherwise(pl.lit("male"))
        ),
        "nik_district": pl.when(formed).then(nik.str.slice(0, 4)),
    }
