"""Tables for people and for programs: plain CSV and JSON, the same bytes for the same content."""

import csv
import json
from collections.abc import Iterable, Sequence
from pathlib import Path

_RUNS = ("=", "+", "-", "@", "\t", "\r")


def neutralise(cell: object) -> object:
    """Put an apostrophe before a text that a spreadsheet would run; numbers stay as they are.

    >>> neutralise("=cmd"), neutralise(-3), neutralise("Siti")
    ("'=cmd", -3, 'Siti')
    """
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(_RUNS) else cell


def write_csv(
    path: Path,
    header: Sequence[str],
    rows: Iterable[Sequence[object]],
    *,
    for_people: bool = True,
    verbatim: Sequence[str] = (),
) -> None:
    """Write UTF-8, comma, line feed, header; null becomes an empty cell.

    ``for_people`` neutralises every text cell but those of the ``verbatim`` columns (a register's
    own record number goes back into a program as it came).
    """
    keep = {index for index, name in enumerate(header) if name in verbatim or not for_people}
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow([cell if not for_people else neutralise(cell) for cell in header])
        for row in rows:
            writer.writerow(
                [
                    "" if cell is None else cell if index in keep else neutralise(cell)
                    for index, cell in enumerate(row)
                ]
            )


def write_json(path: Path, document: object) -> None:
    """Write JSON with two spaces, keys in their own order, a newline at the end."""
    path.write_text(as_json(document, indent=2) + "\n", encoding="utf-8")


def as_json(document: object, indent: int | None = None) -> str:
    """Give JSON text; NaN and infinity are refused, for no number of ours may be one."""
    return json.dumps(document, ensure_ascii=False, indent=indent, allow_nan=False)
