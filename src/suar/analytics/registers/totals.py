"""Totals: a register that publishes only counts; drawn beside the others, never linked."""

from collections.abc import Sequence
from typing import Final

import polars as pl

from suar.analytics.registers.codes import finder
from suar.analytics.registers.notes import Notes
from suar.analytics.registers.profile import Profile
from suar.analytics.registers.raw import ROW, Raw
from suar.analytics.registers.register import Register

COLUMNS: Final = ("year", "unit", "sex", "age", "purpose", "count")


def is_totals(header: Sequence[str]) -> bool:
    """Tell a table of totals by its header: exactly the six columns, in any order."""
    return sorted(name.strip().lower() for name in header) == sorted(COLUMNS)


def read_totals(raw: Raw, profile: Profile | None, name: str) -> Register:
    """Type a table of totals; what cannot be read as a number or a code is null and warned of."""
    given = {column.strip().lower(): column for column in raw.header}
    notes = Notes(raw.frame[ROW])
    made: dict[str, pl.Series] = {}
    for column in COLUMNS:
        cells = raw.frame[given[column]].str.strip_chars()
        written = cells.to_frame("c").select(pl.when(pl.col("c") != "").then("c").alias("c"))["c"]
        made[column] = _typed(column, written, notes)
    told = profile or Profile(register=safe_name(name), counts="case", origin="totals")
    return Register(
        name=told.register,
        path=raw.source.file,
        kind="totals",
        profile=told,
        frame=pl.DataFrame(made),
        rows=raw.rows,
        rejections=tuple(raw.rejections),
        warnings=notes.warnings(),
        sha256=raw.source.sha256,
        invented=told.invented,
    )


def _typed(column: str, written: pl.Series, notes: Notes) -> pl.Series:
    if column in ("year", "count"):
        numbers = written.str.extract(r"^(\d{1,12})$").cast(pl.Int64, strict=False)
        notes.add("not-a-number", column, written.is_not_null() & numbers.is_null())
        return numbers
    if column in ("sex", "purpose"):
        find = finder(column)
        old = written.drop_nulls().unique()
        new = pl.Series([find(text) for text in old], dtype=pl.String)
        codes = written.replace_strict(old, new, default=None, return_dtype=pl.String)
        notes.add("unknown-code", column, written.is_not_null() & codes.is_null())
        return codes
    return written


def safe_name(name: str) -> str:
    """Make a register's name of a file's: letters, digits, `_` and `-`."""
    made = "".join(c if c.isascii() and (c.isalnum() or c in "_-") else "_" for c in name)
    return made.strip("_-")[:64] or "register"
