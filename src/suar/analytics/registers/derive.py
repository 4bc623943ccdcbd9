"""What the reader works out itself: age against majority, abroad, the date that counts, checks."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from suar.analytics.registers import nik
from suar.analytics.registers.dates import day_number, span
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
_SEXES: Final = ["female", "male"]
_NAMES: Final = ("name", "given_name", "family_name")
_NUMBERS: Final = ("nik", "passport", "other_id")


_SPANS: Final = ("birth_first", "birth_last", "event_first", "event_last", "on_first", "on_last")


def facts(frame: pl.DataFrame, profile: Profile) -> pl.DataFrame:
    """Fill the columns that follow from others; what the register told is never changed.

    Beside the standard columns it leaves the spans of birth and event for `checks`.
    """
    told_year = pl.col("birth_date").str.slice(0, 4).cast(pl.Int64, strict=False)
    year = pl.col("year").cast(pl.String)
    frame = frame.with_columns(
        pl.coalesce("birth_date", pl.col("birth_year").cast(pl.String)).alias("birth_date"),
        pl.coalesce("birth_year", told_year).alias("birth_year"),
        event_date=_event(profile.window),
        names_person=_names_person(),
        abroad=pl.coalesce("abroad", pl.coalesce("exploitation_country", "destination") != _HOME),
        on_date=_judged_on(profile.window, year),
    )
    spans = (*span("birth_date"), *span("event_date"), *span("on_date"))
    frame = frame.with_columns(**dict(zip(_SPANS, spans, strict=True)))
    frame = frame.with_columns(minor=_minor(), in_window=_in_window(profile.window))
    return frame.with_columns(in_scope(frame, profile.scope).alias("in_scope"))


def _event(window: Window | None) -> pl.Expr:
    on = window.on if window and window.on else None
    order = [on, *DATES] if on and on != "year" else list(DATES)
    dates = [pl.col(name) for name in order if name]
    year = pl.col("year").cast(pl.String)
    return pl.coalesce(year, *dates) if on == "year" else pl.coalesce(*dates, year)


def _judged_on(window: Window | None, year: pl.Expr) -> pl.Expr:
    """With ``on`` only that date, or the year where it is blank: others answer other questions."""
    if window is None or window.on is None:
        return pl.coalesce(*DATES, year)
    return year if window.on == "year" else pl.coalesce(window.on, year)


def _in_window(window: Window | None) -> pl.Expr:
    """True or false where the whole of a partial date is inside or outside; null elsewhere."""
    if window is None or (window.start is None and window.end is None):
        return pl.lit(value=True)
    start = day_number(window.start or "0000")
    end = day_number(window.end or "9999", end=True)
    first, last = pl.col("on_first"), pl.col("on_last")
    inside = (first >= start) & (last <= end)
    outside = (last < start) | (first > end)
    return pl.when(inside).then(True).when(outside).then(False)


def _ages() -> tuple[pl.Expr, pl.Expr]:
    """Give the lowest and the highest age that birth and event allow."""
    lowest = (pl.col("event_first") - pl.col("birth_last")) // 10_000
    highest = (pl.col("event_last") - pl.col("birth_first")) // 10_000
    return lowest, highest


def _minor() -> pl.Expr:
    band = pl.col("age_band")
    low = band.str.extract(r"^(\d+)").cast(pl.Int64, strict=False)
    high = band.str.extract(r"(\d+)$").cast(pl.Int64, strict=False)
    by_band = pl.when(low >= _MAJORITY).then(False).when(high < _MAJORITY).then(True)
    lowest, highest = _ages()
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


def checks(frame: pl.DataFrame, sources: Mapping[str, str], notes: Notes) -> None:
    """Note what contradicts itself, and what lies outside scope or window."""
    lowest, highest = _ages()
    # office data round an age, and an age may be told on another day than the date that counts
    strange = (pl.col("age") < lowest - 1) | (pl.col("age") > highest + 1) | (highest < 0)
    column = sources.get("age") or sources.get("birth_date")
    notes.add("age-birth-mismatch", column, frame.select(strange.alias("odd"))["odd"])
    notes.add("outside-window", None, ~frame["in_window"])
    notes.add("outside-scope", None, ~frame["in_scope"])
    if frame["nik"].null_count() == frame.height:
        return
    read, number = nik.parts(frame["nik"]), sources.get("nik")
    year, month, day = (
        frame["birth_date"].str.slice(at, size).cast(pl.Int64, strict=False)
        for at, size in ((0, 4), (5, 2), (8, 2))
    )
    differs = [
        (read[name] != told).fill_null(value=False)
        for name, told in (("year", year % 100), ("month", month), ("day", day))
    ]
    notes.add("nik-malformed", number, ~read["valid"])
    notes.add("nik-sex", number, (read["sex"] != frame["sex"]) & frame["sex"].is_in(_SEXES))
    notes.add("nik-birth", number, differs[0] | differs[1] | differs[2])
