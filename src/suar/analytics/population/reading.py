"""Reading a table of overlaps: capture histories with counts, persons one a row, or link results.

Cells of a list are ``1`` held, ``0`` could and did not, empty = could not hold (a structural zero).
"""

import csv
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from suar.analytics.population.rows import Row, table_of
from suar.analytics.population.scope import ListScope
from suar.analytics.population.table import MOST_LISTS, Table
from suar.knowledge.refusal import Refusal

_LARGEST = 1_000_000_000
_WITHHELD = -1
_PERSONS = ("person", "register", "record", "probability")
_PREFIX = "stratum_"


def read_table(
    path: str | Path,
    *,
    strata: Sequence[str] = (),
    scopes: Mapping[str, ListScope] | None = None,
    merge: Iterable[Sequence[str]] = (),
    drop: Iterable[str] = (),
) -> Table:
    """Read a table and bring it into the shape that is to be estimated from.

    Parameters
    ----------
    path
        A CSV of one of three forms: lists as 0/1 columns with ``count`` last, one row a history;
        the same without ``count``, one row a person; or ``person,register,record,probability`` as
        linking writes it. Columns ``stratum_*`` hold covariates.
    strata
        Covariate columns to split by, with or without ``stratum_``. None given: all ``stratum_*``.
        Strata that differ in which lists could hold them are never put together.
    scopes
        Whom each list may hold, by the covariates (`scope`).
    merge, drop
        Lists to take for one; lists to leave out.

    Raises
    ------
    Refusal
        With the row (from 1) and column of the first fault: a count that is negative, fractional or
        not a number, a history twice, a person on no list, one list, a column that is neither.
    """
    file = Path(path).name
    header, body = _lines(Path(path), file)
    if tuple(header) == _PERSONS:
        lists, rows = _persons(body)
        attributes: list[str] = []
        withheld = 0
    else:
        lists, attributes, found = _histories(header, body, file, [*strata, *_spoken_of(scopes)])
        rows = [row for row in found if row.count >= 0]
        withheld = len(found) - len(rows)
    _known(strata, attributes, file, "covariate")
    _known(scopes or (), lists, file, "list")
    _known(_spoken_of(scopes), attributes, file, "covariate")
    table = table_of(
        lists,
        rows,
        strata=[_bare(s) for s in strata] or attributes,
        scopes=scopes or {},
        merge=merge,
        drop=drop,
        file=file,
    )
    return replace(table, withheld=withheld)


def table_of_members(registers: Sequence[str], members: Iterable[tuple[str, int]]) -> Table:
    """Make a table from pairs of register and person, as linking numbers them.

    >>> table_of_members(["A", "B"], [("A", 1), ("B", 1), ("B", 2)]).counts.tolist()
    [1, 1]
    """
    place = {name: i for i, name in enumerate(registers)}
    held: dict[int, int] = defaultdict(int)
    for register, person in members:
        held[person] |= 1 << place[register]
    masks = list(held.values())
    return Table.collect(registers, masks, [1] * len(masks))


def _lines(path: Path, file: str) -> tuple[list[str], list[list[str]]]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as handle:
            lines = [line for line in csv.reader(handle) if any(cell.strip() for cell in line)]
    except OSError as error:
        raise Refusal("cannot be read", file=file, remedy="Give the path of a CSV file.") from error
    except (UnicodeDecodeError, csv.Error) as error:
        remedy = "Save the table as CSV, UTF-8, with commas."
        raise Refusal("is not CSV in UTF-8", file=file, remedy=remedy) from error
    if not lines:
        raise Refusal("is empty", file=file, remedy="Give one column a list and a last one, count.")
    header = [cell.strip() for cell in lines[0]]
    _sound_header(header, file)
    for number, line in enumerate(lines[1:], start=1):
        if len(line) != len(header):
            raise Refusal(
                f"has {len(line)} cells and the header has {len(header)}",
                file=file,
                row=number,
                remedy="Give every row as many cells as the header.",
            )
    if len(lines) == 1:
        raise Refusal("has a header and no rows", file=file, remedy="Add the histories seen.")
    return header, [[cell.strip() for cell in line] for line in lines[1:]]


def _sound_header(header: list[str], file: str) -> None:
    for number, name in enumerate(header, start=1):
        if not name:
            remedy = "Give every column a name."
            raise Refusal("has no name", file=file, column=str(number), remedy=remedy)
        if header.index(name) != number - 1:
            remedy = "Give every list a name of its own."
            raise Refusal("is there twice", file=file, column=name, remedy=remedy)
        if any(sign in name for sign in ":+") or name in {"0", "1"}:
            remedy = "Use a first line with the lists' names, without colons and plus signs."
            raise Refusal("is no name for a list", file=file, column=name, remedy=remedy)
    if "count" in header[:-1]:
        remedy = "Put count last, after the lists."
        raise Refusal("is not the last column", file=file, column="count", remedy=remedy)


def _histories(
    header: list[str], body: list[list[str]], file: str, named: Sequence[str]
) -> tuple[list[str], list[str], list[Row]]:
    counted = header[-1] == "count"
    columns = header[:-1] if counted else header
    bare = {_bare(name) for name in named}
    attributes = [c for c in columns if c.startswith(_PREFIX) or _bare(c) in bare]
    lists = [c for c in columns if c not in attributes]
    _enough(lists, file)
    place = {name: i for i, name in enumerate(header)}
    rows: list[Row] = []
    seen: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for number, line in enumerate(body, start=1):
        cells = tuple(_cell(line[place[name]], file, number, name) for name in lists)
        values = {_bare(name): line[place[name]] for name in attributes}
        # a picture's overlaps have strata, and small counts withheld: what they hold is not known
        withheld = counted and bool(attributes) and line[-1] == ""
        count = _WITHHELD if withheld else _count(line[-1], file, number) if counted else 1
        if "1" not in cells:
            remedy = "Nobody can count persons on no list: leave the row out."
            raise Refusal("is a history of no list", file=file, row=number, remedy=remedy)
        key = (tuple(values.values()), cells)
        if counted and key in seen:
            remedy = "Give every history once, with all its persons."
            raise Refusal("repeats a history", file=file, row=number, remedy=remedy)
        seen.add(key)
        rows.append(Row(values, cells, count))
    return lists, [_bare(name) for name in attributes], rows


def _persons(body: list[list[str]]) -> tuple[list[str], list[Row]]:
    """Turn records by person into rows of lists; every list could hold everybody."""
    lists = list(dict.fromkeys(line[1] for line in body))
    held: dict[str, set[str]] = defaultdict(set)
    for line in body:
        held[line[0]].add(line[1])
    rows = [Row({}, tuple("1" if n in on else "0" for n in lists), 1) for on in held.values()]
    return lists, rows


def _enough(lists: list[str], file: str) -> None:
    if len(lists) < 2:
        remedy = "An overlap takes two lists at least, an estimate three."
        raise Refusal(f"has {len(lists)} list{'' if lists else 's'}", file=file, remedy=remedy)
    if len(lists) > MOST_LISTS:
        remedy = f"Merge or leave out lists until there are {MOST_LISTS}."
        raise Refusal(f"has {len(lists)} lists", file=file, remedy=remedy)


def _cell(text: str, file: str, row: int, column: str) -> str:
    if text in ("0", "1", ""):
        return text
    remedy = (
        "A list's cells are 1, 0, or empty where the list could not hold the person; "
        "name covariates with --strata or stratum_."
    )
    raise Refusal("is neither 0 nor 1", file=file, row=row, column=column, remedy=remedy)


def _count(text: str, file: str, row: int) -> int:
    where = {"file": file, "row": row, "column": "count"}
    if text.startswith("-") and text[1:].replace(".", "", 1).isdigit():
        raise Refusal("is negative", **where, remedy="Counts are persons.")  # type: ignore[arg-type]
    if not (text.isascii() and text.isdigit()):
        remedy = "Give the number of persons with this history, in digits."
        raise Refusal("is not a whole number", **where, remedy=remedy)  # type: ignore[arg-type]
    if int(text) > _LARGEST:
        raise Refusal("is over a thousand million", **where, remedy="Check it.")  # type: ignore[arg-type]
    return int(text)


def _bare(name: str) -> str:
    return name.removeprefix(_PREFIX)


def _spoken_of(scopes: Mapping[str, ListScope] | None) -> list[str]:
    return sorted(frozenset().union(*(s.attributes for s in (scopes or {}).values())))


def _known(wanted: Iterable[str], there: Sequence[str], file: str, what: str) -> None:
    for name in wanted:
        if _bare(name) not in there:
            remedy = f"There are {', '.join(there) or 'none'}."
            raise Refusal(f"has no {what} {name}", file=file, remedy=remedy)
