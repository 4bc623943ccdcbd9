"""What the reader works out itself: age against majority, abroad, the date that counts, checks."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from suar.analytics.registers import nik
from suar.analytics.registers.dates import first_day, last_day
from suar.analytics.registers.notes import Notes
from suar.analytics.registers.profile import Profile, Window
from suar.analytics.registers.schema import DATES
from suar.analytics.registers.scope import in_scope

_HOME: Final = "IDN"
_MAJORITY: Final = 18
#: What offices write where they know no name.
_NO_NAME: Final = (
    r"(?i)^(n\.?\s?n\.?|x+|\?+|-+|anonim|anonymous|unknown|no ?name|tanpa nama|tidak ada|"
    r"(tidak|tdk) diketahui|korban|mrs?\.? x)$"
)
_NAMES: Final = ("name", "given_name", "family_name")
_NUMBERS: Final = ("nik", "passport", "other_id")


def facts(frame: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Fill the columns that follow from others; what the register told is never changed."""
    told_year = pl.col("birth_date").str.slice(0, 4).cast(pl.Int64, strict=False)
    frame = frame.with_columns(
        pl.coalesce("birth_date", pl.col("birth_year").cast(pl.String)).alias("birth_date"),
        pl.coalesce("birth_year", told_year).alias("birth_year"),
        event_date=_event(profile.window),
        names_person=_names_person(),
        abroad=pl.coalesce("abroad", pl.coalesce("exploitation_country", "destination") != _HOME),
    )
    frame = frame.with_columns(minor=_minor(), in_window=_in_window(profile.window))
    return frame.with_columns(in_scope(frame, profile.scope).alias("in_scope"))


def _event(window: Window | None) -> pl.Expr:
    on = window.on if window and window.on else None
    order = [on, *DATES] if on and on != "year" else list(DATES)
    dates = [pl.col(name) for name in order if name]
    year = pl.col("year").cast(pl.String)
    return pl.coalesce(year, *dates) if on == "year" else pl.coalesce(*dates, year)


def _in_window(window: Window | None) -> pl.Expr:
    """True or false where the whole of a partial date is inside or outside; null elsewhere.

    With ``on``, only that date counts, or the year where it is blank: another date would answer
    another question.
    """
    if window is None or (window.start is None and window.end is None):
        return pl.lit(value=True)
    date = pl.col("event_date")
    if window.on and window.on != "year":
        date = pl.coalesce(window.on, pl.col("year").cast(pl.String))
    elif window.on == "year":
        date = pl.col("year").cast(pl.String)
    start = first_day(pl.lit(window.start or "0000"))
    end = last_day(pl.lit(window.end or "9999"))
    first, last = first_day(date), last_day(date)
    inside = (first >= start) & (last <= end)
    outside = (last < start) | (first > end)
    return pl.when(inside).then(True).when(outside).then(False)


def _number(day: pl.Expr) -> pl.Expr:
    return day.str.replace_all("-", "").cast(pl.Int64, strict=False)


def _ages(birth: pl.Expr, event: pl.Expr) -> tuple[pl.Expr, pl.Expr]:
    """Give the lowest and the highest age that two partial dates allow."""
    lowest = (_number(first_day(event)) - _number(last_day(birth))) // 10_000
    highest = (_number(last_day(event)) - _number(first_day(birth))) // 10_000
    return lowest, highest


def _minor() -> pl.Expr:
    band = pl.col("age_band")
    low = band.str.extract(r"^(\d+)").cast(pl.Int64, strict=False)
    high = band.str.extract(r"(\d+)$").cast(pl.Int64, strict=False)
    by_band = pl.when(low >= _MAJORITY).then(False).when(high < _MAJORITY).then(True)
    lowest, highest = _ages(pl.col("birth_date"), pl.col("event_date"))
    by_birth = (
        pl.when((highest < _MAJORITY) & (highest >= 0))
        .then(True)
        .when(lowest >= _MAJORITY)
        .then(False)
    )
    return pl.coalesce("minor", pl.col("age") < _MAJORITY, by_band, by_birth)


def _names_person() -> pl.Expr:
    named = [
        (pl.col(name).is_not_null() & ~pl.col(name).str.contains(_NO_NAME)).fill_null(value=False)
        for name in _NAMES
    ]
    return pl.any_horizontal(*named, *(pl.col(name).is_not_null() for name in _NUMBERS))


def checks(frame: pl.DataFrame, sources: Mapping[str, str], notes: Notes, profile: Profile) -> None:
    """Note what contradicts itself, and what lies outside scope or window."""
    read = nik.expressions("nik")
    lowest, highest = _ages(pl.col("birth_date"), pl.col("event_date"))
    year, month, day = (
        pl.col("birth_date").str.slice(at, size).cast(pl.Int64, strict=False)
        for at, size in ((0, 4), (5, 2), (8, 2))
    )
    # office data round an age, and an age may be told on another day than the date that counts
    strange = (pl.col("age") < lowest - 1) | (pl.col("age") > highest + 1) | (highest < 0)
    found = frame.select(
        malformed=~read["valid"],
        sex=read["sex"] != pl.col("sex"),
        birth=(read["year"] != year % 100)
        | (read["month"] != month).fill_null(value=False)
        | (read["day"] != day).fill_null(value=False),
        strange=strange,
        window=~pl.col("in_window"),
        scope=~pl.col("in_scope"),
    )
    number = sources.get("nik")
    notes.add("nik-malformed", number, found["malformed"])
    notes.add("nik-sex", number, found["sex"])
    notes.add("nik-birth", number, found["birth"])
    notes.add(
        "age-birth-mismatch", sources.get("age") or sources.get("birth_date"), found["strange"]
    )
    notes.add("outside-window", None, found["window"])
    notes.add("outside-scope", None, found["scope"])
