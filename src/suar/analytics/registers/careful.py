"""Reading odd rows one at a time: which can be read, and why the others cannot."""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from suar.analytics.registers.survey import LONGEST_CELL

WRONG_COUNT: Final = "wrong-field-count"
UNDECODABLE: Final = "undecodable"
TOO_LARGE: Final = "cell-too-large"

_QUOTED: Final = re.compile(rb'"([^"]*+(?:""[^"]*+)*+)"')


@dataclass(frozen=True)
class Fault:
    """Why a row cannot be read; ``column`` counts from 0. Never holds text of a cell."""

    code: str
    reason: str
    column: int | None = None


@dataclass(frozen=True)
class Line:
    """One row: its cells, or its fault; ``raw`` is what stood in the file."""

    raw: bytes
    cells: list[str] | None
    fault: Fault | None
    end: int


def lines(data: bytes, delimiter: bytes, width: int | None, *, final: bool) -> Iterator[Line]:
    """Read rows from the beginning of ``data``; blank lines are no rows.

    Ends before a quoted cell that is not closed yet, unless ``final``: then the quote is taken
    as a mistake of that line alone, so one stray quote never swallows the rows after it.
    """
    at, size, mark = 0, len(data), delimiter.decode()
    plain = re.compile(rb"[^" + re.escape(delimiter) + rb"\n]*")
    while at < size:
        line_end = data.find(b"\n", at)
        line_end = size if line_end < 0 else line_end
        raw = data[at:line_end]
        if not raw.strip(b"\r"):
            at = line_end + 1
            continue
        simple = None if b'"' in raw else _simple(raw, mark, width)
        if simple is not None:
            yield Line(raw, simple, None, line_end + 1)
            at = line_end + 1
            continue
        if b'"' not in raw:
            fields, end = raw.removesuffix(b"\r").split(delimiter), line_end
        else:
            found = _quoted_row(data, at, delimiter, plain)
            if found is None and not final:
                return
            if found is None:
                fields, end = None, line_end
            else:
                fields, end = found
        yield _line(data[at:end].removesuffix(b"\r"), fields, delimiter, width, end + 1)
        at = end + 1


def _simple(raw: bytes, mark: str, width: int | None) -> list[str] | None:
    """Split a line without quotes and without fault; None: look closer."""
    if len(raw) > LONGEST_CELL or b"\0" in raw:
        return None
    try:
        cells = raw.removesuffix(b"\r").decode("utf-8").split(mark)
    except UnicodeDecodeError:
        return None
    return cells if width is None or len(cells) == width else None


def _quoted_row(
    data: bytes, at: int, delimiter: bytes, plain: "re.Pattern[bytes]"
) -> tuple[list[bytes] | None, int] | None:
    """Split a row with quotes; None: a quote is left open; fields None: a quote out of place.

    A quote out of place ends the row with its first line, however far away the next quote stood.
    """
    fields: list[bytes] = []
    size, line_end = len(data), data.find(b"\n", at)
    while True:
        if data[at : at + 1] == b'"':
            match = _QUOTED.match(data, at)
            if match is None:
                return None
            field, at = match.group(1).replace(b'""', b'"'), match.end()
            if data[at : at + 2] == b"\r\n":
                at += 1
        else:
            match = plain.match(data, at)
            at = match.end() if match else at
            field = match.group(0) if match else b""
            if at >= size or data[at : at + 1] == b"\n":
                field = field.removesuffix(b"\r")
        fields.append(field)
        if at >= size or data[at : at + 1] == b"\n":
            return fields, at
        if data[at : at + 1] != delimiter:
            return None, size if line_end < 0 else line_end
        at += 1


def _line(
    raw: bytes, fields: list[bytes] | None, delimiter: bytes, width: int | None, end: int
) -> Line:
    if fields is None:
        fields = _lenient(raw, delimiter)
    fault = _fault(fields, width)
    if fault:
        return Line(raw, None, fault, end)
    return Line(raw, [field.decode("utf-8") for field in fields], None, end)


def _lenient(raw: bytes, delimiter: bytes) -> list[bytes]:
    """Split a line whose quotes are out of place as a spreadsheet would."""
    text = raw.decode("utf-8", "surrogateescape").replace("\r", " ").replace("\n", " ")
    if len(raw) > LONGEST_CELL:
        return [part.encode("utf-8", "surrogateescape") for part in text.split(delimiter.decode())]
    csv.field_size_limit(2 * LONGEST_CELL)
    row = next(csv.reader([text], delimiter=delimiter.decode()), [])
    return [cell.encode("utf-8", "surrogateescape") for cell in row]


def _fault(fields: list[bytes], width: int | None) -> Fault | None:
    for index, field in enumerate(fields):
        if len(field) > LONGEST_CELL:
            return Fault(TOO_LARGE, "a cell is over 1 MB", index)
    if width is not None and len(fields) != width:
        return Fault(WRONG_COUNT, f"{len(fields)} fields where the header has {width}")
    for index, field in enumerate(fields):
        if b"\0" in field:
            return Fault(UNDECODABLE, "a NUL byte stands in a cell", index)
        try:
            field.decode("utf-8")
        except UnicodeDecodeError:
            return Fault(UNDECODABLE, "bytes that are no text in the file's encoding", index)
    return None
