"""XLSX and Parquet, as text: numbers without a trailing `.0`, dates as ISO, nothing inferred."""

from collections.abc import Sequence
from typing import Any, Final

import polars as pl

from suar.analytics.registers.careful import TOO_LARGE
from suar.analytics.registers.raw import ROW, Raw, Witness, names, wanted
from suar.analytics.registers.register import Rejection
from suar.analytics.registers.source import Source
from suar.analytics.registers.survey import LONGEST_CELL
from suar.knowledge.refusal import Refusal

_MIDNIGHT: Final = r"^(\d{4}-\d{2}-\d{2})[ T]00:00:00(\.0+)?$"
_SCIENTIFIC: Final = r"^-?\d+\.\d+E\+?\d+$"


def read_xlsx(
    source: Source,
    *,
    sheet: str | None = None,
    skip: int = 0,
    columns: Sequence[str] | None = None,
    witness: Witness | None = None,
) -> Raw:
    """Read one sheet of a workbook; blank lines are no rows.

    Raises
    ------
    Refusal
        If it is no workbook, lacks the sheet, or has several and none is named.
    """
    table = _sheet(source, sheet).slice(skip)
    table = table.filter(~pl.all_horizontal(pl.all().is_null()))
    if not table.height:
        raise Refusal("is empty", file=source.file, remedy="Export it again.")
    header = names(_trimmed(table.row(0)), source.file, columns)
    body = table.slice(1).select(table.columns[: len(header)])
    return _raw(source, header, body, columns, witness)


def read_parquet(
    source: Source, *, columns: Sequence[str] | None = None, witness: Witness | None = None
) -> Raw:
    """Read a Parquet file; whatever the types, cells become text."""
    try:
        lazy = pl.scan_parquet(source.path, glob=False)
        schema = lazy.collect_schema()
        header = names(list(schema), source.file, columns)
        kept = [list(schema)[place] for place in wanted(header, columns)]
        texts = [pl.col(name).cast(pl.String, strict=False) for name in kept]
        rows = int(lazy.select(pl.len()).collect().item())
        body = lazy.select(texts).collect() if kept else pl.DataFrame()
    except (pl.exceptions.PolarsError, OSError, pl.exceptions.PanicException) as error:
        raise Refusal(
            "is a Parquet file that cannot be read", file=source.file, remedy="Export it again."
        ) from error
    body = body.rename(dict(zip(kept, (header[i] for i in wanted(header, columns)), strict=True)))
    return _checked(source, header, body, rows, witness)


def _sheet(source: Source, sheet: str | None) -> pl.DataFrame:
    import fastexcel

    try:
        book = fastexcel.read_excel(source.path)
        present = book.sheet_names
        if sheet is None and len(present) == 1:
            sheet = present[0]
        if sheet not in present:
            raise Refusal(
                "has no sheet of that name" if sheet else "has several sheets",
                file=source.file,
                remedy=f"Say `sheet:` in the profile; there are: {', '.join(present)}.",
            )
        loaded: Any = book.load_sheet(sheet, header_row=None, skip_rows=0, dtypes="string")
        return loaded.to_polars()  # type: ignore[no-any-return]
    except fastexcel.FastExcelError as error:
        raise Refusal(
            "is not a workbook that can be read",
            file=source.file,
            remedy="Save it as .xlsx or CSV; a ZIP must be unpacked first.",
        ) from error


def _trimmed(cells: Sequence[str | None]) -> Sequence[str | None]:
    size = len(cells)
    while size and not (cells[size - 1] or "").strip():
        size -= 1
    return cells[:size]


def _raw(
    source: Source,
    header: tuple[str, ...],
    body: pl.DataFrame,
    columns: Sequence[str] | None,
    witness: Witness | None,
) -> Raw:
    places = wanted(header, columns)
    kept = body.select(
        pl.col(body.columns[place]).str.replace(_MIDNIGHT, "$1").alias(header[place])
        for place in places
    )
    return _checked(source, header, kept, body.height, witness)


def _checked(
    source: Source, header: tuple[str, ...], body: pl.DataFrame, rows: int, witness: Witness | None
) -> Raw:
    numbers = pl.int_range(1, rows + 1, eager=True, dtype=pl.Int64).alias(ROW)
    frame = body.select(numbers, pl.all()) if body.width else pl.DataFrame(numbers)
    rejections = []
    for name in frame.columns[1:]:
        for row in frame.filter(pl.col(name).str.len_bytes() > LONGEST_CELL)[ROW]:
            rejections.append(Rejection(row, name, TOO_LARGE, "a cell is over 1 MB"))
    rejections = list({one.row: one for one in reversed(rejections)}.values())
    rejections.sort(key=lambda one: one.row)
    if witness:
        for one in rejections:
            witness(one, repr(frame.row(one.row - 1)[1:]).encode())
    good = frame.filter(~pl.col(ROW).is_in([one.row for one in rejections]))
    return Raw(source, header, good, rows, rejections)
