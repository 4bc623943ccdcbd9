"""CSV, TSV and their kin, a block at a time: the whole text is never in memory beside its table."""

import csv
import re
from collections.abc import Iterator, Sequence
from typing import Final

import polars as pl

from suar.analytics.progress import Progress, silent
from suar.analytics.registers import careful
from suar.analytics.registers.raw import ROW, Raw, Witness, names, wanted
from suar.analytics.registers.register import Rejection
from suar.analytics.registers.source import BLOCK, Source, utf8_blocks
from suar.analytics.registers.survey import survey
from suar.knowledge.refusal import Refusal

DELIMITERS: Final = (",", ";", "\t", "|")
_TOLD: Final = re.compile(rb"sep=([,;|\t])\r?\n", re.I)
_PATIENCE: Final = 4 * BLOCK  # bytes without a row's end before a quote is taken for a mistake


def read_delimited(
    source: Source,
    *,
    delimiter: str | None = None,
    skip: int = 0,
    columns: Sequence[str] | None = None,
    limit: int | None = None,
    witness: Witness | None = None,
    progress: Progress = silent,
) -> Raw:
    """Read a delimited text.

    Parameters
    ----------
    skip
        Lines before the header.
    columns
        Names to keep; None keeps all.
    limit
        Rows after which to stop, near enough; None reads all.

    Raises
    ------
    Refusal
        If there is no header, or it has one name twice.
    """
    reader = _Reader(source, columns, witness)
    blocks = utf8_blocks(source)
    rest = reader.header_from(blocks, delimiter, skip)
    total, done = source.path.stat().st_size, len(rest)
    for block in blocks:
        rest, done = reader.take(rest + block, final=False), done + len(block)
        progress(f"Reading {source.path.name}", min(done, total), total)
        if limit is not None and reader.rows >= limit:
            return reader.raw()
    reader.take(rest, final=True)
    return reader.raw()


class _Reader:
    def __init__(
        self, source: Source, columns: Sequence[str] | None, witness: Witness | None
    ) -> None:
        self.source, self.columns, self.witness = source, columns, witness
        self.header: tuple[str, ...] = ()
        self.delimiter = ","
        self.places: list[int] = []
        self.rows = 0
        self.frames: list[pl.DataFrame] = []
        self.rejections: list[Rejection] = []

    def header_from(self, blocks: Iterator[bytes], delimiter: str | None, skip: int) -> bytes:
        """Read the header from the first blocks and give what follows it."""
        data, open_end = next(blocks, b""), True
        while data.count(b"\n") <= skip + 1 and open_end:
            more = next(blocks, None)
            data, open_end = data + (more or b""), more is not None
            if len(data) > _PATIENCE:
                break
        for _ in range(skip):
            data = data.partition(b"\n")[2]
        told = _TOLD.match(data)
        if told:  # a line that some spreadsheets write before the header
            delimiter, data = delimiter or told.group(1).decode(), data[told.end() :]
        self.delimiter = delimiter or find_delimiter(data[:65536])
        mark = self.delimiter.encode()
        first = next(careful.lines(data, mark, None, final=True), None)
        if first is None or not first.raw.strip():
            raise Refusal(
                "has no header line",
                file=self.source.file,
                remedy="The first line must name the columns.",
            )
        if first.cells is None:
            remedy = "Save the file as UTF-8 CSV, or say `encoding` in the profile."
            raise Refusal("has a header that cannot be read", file=self.source.file, remedy=remedy)
        self.header = names(first.cells, self.source.file, self.columns)
        self.places = wanted(self.header, self.columns)
        return data[first.end :]

    def take(self, data: bytes, *, final: bool) -> bytes:
        """Read the whole rows of ``data`` and give what is left of it."""
        if not data.strip(b"\r\n"):
            return b""
        found = survey(data, ord(self.delimiter), len(self.header), final=final)
        if found.cut == 0:
            if len(data) < _PATIENCE:
                return data
            return self.slow(data, final=False, forced=True)
        whole = data[: found.cut]
        if found.regular and self.fast(whole, found.rows):
            return data[found.cut :]
        return self.slow(whole, final=final) + data[found.cut :]

    def fast(self, data: bytes, rows: int) -> bool:
        if not self.places:  # nothing asked for but the number of rows
            self.add(pl.DataFrame(), rows)
            return True
        try:
            frame = pl.read_csv(
                data,
                has_header=False,
                separator=self.delimiter,
                schema={str(place): pl.String for place in range(len(self.header))},
                columns=self.places,
                infer_schema=False,
                glob=False,
            )
        except pl.exceptions.PolarsError:
            return False
        if frame.height != rows:
            return False
        self.add(frame, rows)
        return True

    def add(self, frame: pl.DataFrame, rows: int) -> None:
        numbers = pl.int_range(self.rows + 1, self.rows + rows + 1, eager=True, dtype=pl.Int64)
        self.frames.append(
            frame.rename({str(place): self.header[place] for place in self.places}).select(
                numbers.alias(ROW), pl.all()
            )
            if self.places
            else pl.DataFrame({ROW: numbers})
        )
        self.rows += rows

    def slow(self, data: bytes, *, final: bool, forced: bool = False) -> bytes:
        """Read row by row; ``forced`` gives up on a quote that stays open in its first line."""
        numbers: list[int] = []
        kept: list[list[str]] = []
        end, mark, width = 0, self.delimiter.encode(), len(self.header)
        for line in careful.lines(data, mark, width, final=final or forced):
            self.rows, end = self.rows + 1, line.end
            if line.cells is None:
                self.reject(line)
            else:
                numbers.append(self.rows)
                kept.append(line.cells)
            if forced:
                break
        columns = list(zip(*kept, strict=True)) if kept else [()] * width
        made: dict[str, pl.Series] = {ROW: pl.Series(numbers, dtype=pl.Int64)}
        for place in self.places:
            made[self.header[place]] = pl.Series(columns[place], dtype=pl.String)
        self.frames.append(pl.DataFrame(made))
        return data[min(end, len(data)) :]

    def reject(self, line: careful.Line) -> None:
        fault = line.fault
        if fault is None:
            return
        known = fault.column is not None and fault.column < len(self.header)
        column = self.header[fault.column] if known and fault.column is not None else None
        rejection = Rejection(self.rows, column, fault.code, fault.reason)
        self.rejections.append(rejection)
        if self.witness:
            self.witness(rejection, line.raw)

    def raw(self) -> Raw:
        empty = {ROW: pl.Int64(), **{self.header[place]: pl.String() for place in self.places}}
        frame = pl.concat([pl.DataFrame(schema=empty), *self.frames])
        return Raw(self.source, self.header, frame, self.rows, self.rejections, self.delimiter)


def find_delimiter(head: bytes) -> str:
    r"""Find the delimiter by which the first lines have the same number of fields, over one.

    >>> find_delimiter(b"a;b;c\n1,5;2;3\n")
    ';'
    """
    text = head.decode("utf-8", "replace")
    rows = text.splitlines()[:20]
    if len(rows) > 1 and len(head) >= 65536:
        rows = rows[:-1]
    best, most = ",", (0, 0)
    csv.field_size_limit(10_000_000)
    for delimiter in DELIMITERS:
        try:
            widths = [len(row) for row in csv.reader(rows, delimiter=delimiter) if row]
        except csv.Error:
            continue
        if not widths or widths[0] < 2:
            continue
        score = (sum(width == widths[0] for width in widths), widths[0])
        if score > most:
            best, most = delimiter, score
    return best
