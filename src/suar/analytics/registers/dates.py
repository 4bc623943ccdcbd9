"""Dates as offices write them, into partial ISO text ``YYYY[-MM[-DD]]``."""

import calendar
import re
from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from typing import Final

import polars as pl

#: Tried when a profile names no formats: ISO first, then day first, as Indonesia writes.
DEFAULT_FORMATS: Final = (
    "%Y-%m-%d",
    "%d/%m/%Y",
    "%d-%m-%Y",
    "%d.%m.%Y",
    "%Y%m%d",
    "%Y/%m/%d",
    "%d %B %Y",
    "%Y-%m",
    "%m/%Y",
    "%B %Y",
    "%Y",
)
#: Earliest and latest year that any date may have.
FIRST_YEAR, LAST_YEAR = 1500, 2199
_MONTHS: Final = {
    name: number
    for number, spellings in enumerate(
        (
            "jan january januari",
            "feb february februari pebruari peb",
            "mar march maret",
            "apr april",
            "may mei",
            "jun june juni",
            "jul july juli",
            "aug august agustus agu agt ags",
            "sep sept september",
            "oct october oktober okt",
            "nov november nopember nop",
            "dec december desember des",
        ),
        start=1,
    )
    for name in spellings.split()
}
_PARTS: Final = {
    "%Y": r"(?P<Y>\d{4})",
    "%y": r"(?P<y>\d{2})",
    "%m": r"(?P<m>\d{1,2})",
    "%d": r"(?P<d>\d{1,2})",
    "%B": r"(?P<B>[A-Za-z]+)\.?",
    "%b": r"(?P<B>[A-Za-z]+)\.?",
    "%H": r"\d{1,2}",
    "%M": r"\d{2}",
    "%S": r"\d{2}(?:\.\d+)?",
    "%%": "%",
}
_MIDNIGHT: Final = re.compile(r"[ T]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$")
_SERIAL: Final = re.compile(r"(\d{4,6})(\.\d+)?")
_EPOCH: Final = date(1899, 12, 30)  # the day 0 of spreadsheets, their leap-year mistake included


@cache
def _pattern(style: str) -> "re.Pattern[str] | None":
    made = ""
    for piece in re.findall(r"%.|[^%]+|%", style):
        if piece.startswith("%") and piece not in _PARTS:
            return None
        compact = "%d%m" in style or "%m%d" in style or "%Y%m" in style or "%m%Y" in style
        part = _PARTS.get(piece, re.escape(piece))
        made += part.replace(r"\d{1,2}", r"\d{2}") if compact else part
    try:
        return re.compile(made)
    except re.error:
        return None


def known_format(style: str) -> bool:
    """Tell whether a format can be read: it gives a year, by codes that are known."""
    pattern = _pattern(style)
    return pattern is not None and bool({"Y", "y"} & set(pattern.groupindex))


def parse(text: str, formats: Sequence[str], *, serial: bool = False) -> str | None:
    """Read one date by the first format that gives a possible one.

    ``00`` for day or month means not known. A time of day is dropped. ``serial`` also takes a
    spreadsheet's day number.

    >>> parse("04/08/1980", ["%d/%m/%Y", "%Y"]), parse("00/00/1980", ["%d/%m/%Y"])
    ('1980-08-04', '1980')
    >>> parse("31/02/2020", ["%d/%m/%Y"]) is None
    True
    """
    written = text.strip()
    for candidate in dict.fromkeys((written, _MIDNIGHT.sub("", written))):
        for style in formats:
            pattern = _pattern(style)
            match = pattern.fullmatch(candidate) if pattern else None
            found = _date(match.groupdict()) if match else None
            if found:
                return found
    found_serial = _SERIAL.fullmatch(written) if serial else None
    if found_serial and int(found_serial.group(1)) > LAST_YEAR:
        return (_EPOCH + timedelta(days=int(found_serial.group(1)))).isoformat()
    return None


def _date(parts: dict[str, str | None]) -> str | None:
    year = int(parts["Y"] or 0) if "Y" in parts else _century(int(parts.get("y") or 0))
    month, day = int(parts.get("m") or 0), int(parts.get("d") or 0)
    if "B" in parts:
        month = _MONTHS.get((parts["B"] or "").lower(), 13)
    if not FIRST_YEAR <= year <= LAST_YEAR or month > 12 or (day and not month):
        return None
    if not month:
        return f"{year:04d}"
    if not day:
        return f"{year:04d}-{month:02d}"
    if day > calendar.monthrange(year, month)[1]:
        return None
    return f"{year:04d}-{month:02d}-{day:02d}"


def _century(two: int) -> int:
    return 2000 + two if two < 69 else 1900 + two


def parse_column(
    cells: pl.Series, formats: Sequence[str], *, serial: bool = False
) -> tuple[pl.Series, pl.Series]:
    """Read a column of dates, each written form once.

    Returns
    -------
    tuple of polars.Series
        The partial ISO dates, and which cells were written but give no date.
    """
    written = cells.drop_nulls().unique()
    styles = tuple(formats) or DEFAULT_FORMATS
    found = [parse(text, styles, serial=serial) for text in written]
    table = pl.Series(found, dtype=pl.String)
    dates = cells.replace_strict(written, table, default=None, return_dtype=pl.String)
    return dates, cells.is_not_null() & dates.is_null()


def span(column: str) -> tuple[pl.Expr, pl.Expr]:
    """Give the first and the last day that a partial date may mean, as numbers ``yyyymmdd``.

    The last may be a day that no month has (31 February): it sorts right and is never shown.
    """
    year, month, day = (
        pl.col(column).str.slice(at, size).cast(pl.Int64, strict=False)
        for at, size in ((0, 4), (5, 2), (8, 2))
    )
    first = year * 10_000 + month.fill_null(1) * 100 + day.fill_null(1)
    last = year * 10_000 + month.fill_null(12) * 100 + day.fill_null(31)
    return first, last


def day_number(iso: str, *, end: bool = False) -> int:
    """Give an ISO date, perhaps partial, as ``yyyymmdd``: its first day, or its last."""
    year, month, day = (*iso.split("-"), "", "")[:3]
    return (
        int(year) * 10_000 + int(month or (12 if end else 1)) * 100 + int(day or (31 if end else 1))
    )
