"""From rows of cells to a table with its strata: scopes applied, leaks set apart."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from suar.analytics.population.scope import ListScope
from suar.analytics.population.table import Stratum, Table
from suar.knowledge.refusal import Refusal

#: Above this share of a list's persons outside its declared scope, the declaration is not believed
#: where they were found: the list is taken as one that sees few there.
LEAKS_BELIEVED = 0.02


@dataclass(frozen=True)
class Row:
    """Persons with the same covariates and the same cells (``1``, ``0``, empty)."""

    values: Mapping[str, str]
    cells: tuple[str, ...]
    count: int


@dataclass
class _Part:
    """A stratum being gathered: masks with counts, and what leaked into it."""

    held: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    leaked: dict[str, int] = field(default_factory=lambda: defaultdict(int))


def table_of(
    lists: Sequence[str],
    rows: Iterable[Row],
    *,
    strata: Sequence[str] = (),
    scopes: Mapping[str, ListScope] | None = None,
    merge: Iterable[Sequence[str]] = (),
    drop: Iterable[str] = (),
    file: str = "the table",
) -> Table:
    """Make a table, with a stratum for every set of covariates and of lists that could hold it.

    A person on a list that could not hold her is a *leak*: counted, and taken as not on that list
    there. Where a list leaks more than `LEAKS_BELIEVED` of its persons its scope is dropped in the
    strata where they stand.

    Raises
    ------
    Refusal
        If a list is not known, or fewer than two are left.
    """
    shaped, names = _reshaped(list(lists), list(rows), merge, drop, file)
    scoped = [_scoped(row, names, scopes or {}) for row in shaped]
    impossible = _impossible(scoped, names, strata)
    distrusted = _distrusted(scoped, names, strata, impossible)
    parts: dict[tuple[tuple[str, ...], int], _Part] = defaultdict(_Part)
    masks, counts = [], []
    for row in scoped:
        key = tuple(row.values.get(s, "") for s in strata)
        closed = impossible[key, _shut(row)] - distrusted[key]
        could = _bits(i for i in range(len(names)) if i not in closed)
        on = _bits(i for i, cell in enumerate(row.cells) if cell in ("1", "!"))
        part = parts[key, could]
        for i in closed:
            if row.cells[i] in ("1", "!"):
                part.leaked[names[i]] += row.count
        if on & could:
            part.held[on & could] += row.count
        masks.append(on)
        counts.append(row.count)
    if len(parts) == 1 and next(iter(parts))[1] == (1 << len(names)) - 1:
        return Table.collect(names, masks, counts)
    strata_found = tuple(
        Stratum(dict(zip(strata, key, strict=True)), _table(names, could, part), dict(part.leaked))
        for (key, could), part in sorted(parts.items())
    )
    return Table.collect(names, masks, counts, strata_found)


def _reshaped(
    lists: list[str],
    rows: list[Row],
    merge: Iterable[Sequence[str]],
    drop: Iterable[str],
    file: str,
) -> tuple[list[Row], list[str]]:
    """Merge and drop lists: 1 wins over 0, and 0 over could not hold."""
    groups = {name: [i] for i, name in enumerate(lists)}
    for names in merge:
        _there(names, groups, file)
        if len(set(names)) < 2:
            continue
        joined = "+".join(n for n in groups if n in names)
        first = next(n for n in groups if n in names)
        places = [i for n in groups if n in names for i in groups[n]]
        groups = {
            (joined if n == first else n): (places if n == first else p)
            for n, p in groups.items()
            if n == first or n not in names
        }
    gone = set(drop)
    _there(gone, groups, file)
    groups = {n: p for n, p in groups.items() if n not in gone}
    if len(groups) < 2:
        remedy = "An overlap takes two lists at least, an estimate three."
        raise Refusal(f"is left with {len(groups)} list", file=file, remedy=remedy)
    new = [
        Row(row.values, tuple(_either(row.cells[i] for i in p) for p in groups.values()), row.count)
        for row in rows
    ]
    return [row for row in new if "1" in row.cells], list(groups)


def _either(cells: Iterable[str]) -> str:
    found = set(cells)
    return "1" if "1" in found else "0" if "0" in found else ""


def _there(names: Iterable[str], groups: Mapping[str, object], file: str) -> None:
    for name in names:
        if name not in groups:
            remedy = f"Its lists are {', '.join(groups)}."
            raise Refusal(f"has no list of the name {name}", file=file, remedy=remedy)


def _scoped(row: Row, names: Sequence[str], scopes: Mapping[str, ListScope]) -> Row:
    """Mark what a declared scope shuts out: 0 becomes empty, and 1 becomes a leak, ``!``."""
    cells = list(row.cells)
    for i, name in enumerate(names):
        parts = [scopes[n] for n in name.split("+") if n in scopes]
        if len(parts) == len(name.split("+")) and all(s.holds(row.values) is False for s in parts):
            cells[i] = "!" if cells[i] == "1" else ""
    return Row(row.values, tuple(cells), row.count)


def _shut(row: Row) -> frozenset[int]:
    """Lists whose cell in a row says could not hold."""
    return frozenset(i for i, cell in enumerate(row.cells) if cell in ("", "!"))


def _impossible(
    rows: Iterable[Row], names: Sequence[str], strata: Sequence[str]
) -> dict[tuple[tuple[str, ...], frozenset[int]], frozenset[int]]:
    """Say for each stratum and pattern of empty cells which lists could not hold it.

    A list with a 1 in a stratum whose other rows all say "could not hold" and none says 0 leaked
    there: those rows belong to the pattern of the others.
    """
    by_key: dict[tuple[str, ...], list[Row]] = defaultdict(list)
    for row in rows:
        by_key[tuple(row.values.get(s, "") for s in strata)].append(row)
    found: dict[tuple[tuple[str, ...], frozenset[int]], frozenset[int]] = {}
    for key, group in by_key.items():
        never = frozenset(
            i
            for i in range(len(names))
            if any(row.cells[i] in ("", "!") for row in group)
            and not any(row.cells[i] == "0" for row in group)
        )
        for row in group:
            found[key, _shut(row)] = _shut(row) | never
    return found


def _distrusted(
    rows: Iterable[Row],
    names: Sequence[str],
    strata: Sequence[str],
    impossible: Mapping[tuple[tuple[str, ...], frozenset[int]], frozenset[int]],
) -> dict[tuple[str, ...], frozenset[int]]:
    """Say for each stratum which lists leak so much that their scope is not believed there."""
    held = [0] * len(names)
    leaks: dict[tuple[str, ...], dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for row in rows:
        key = tuple(row.values.get(s, "") for s in strata)
        for i, cell in enumerate(row.cells):
            if cell in ("1", "!"):
                held[i] += row.count
                if i in impossible[key, _shut(row)]:
                    leaks[key][i] += row.count
    total = [sum(part[i] for part in leaks.values()) for i in range(len(names))]
    bad = {i for i in range(len(names)) if total[i] > LEAKS_BELIEVED * held[i]}
    found: dict[tuple[str, ...], frozenset[int]] = defaultdict(frozenset)
    for key, part in leaks.items():
        found[key] = frozenset(i for i in bad if part[i])
    return found


def _bits(places: Iterable[int]) -> int:
    return sum(1 << i for i in places)


def _table(names: Sequence[str], could: int, part: _Part) -> Table:
    kept = [i for i in range(len(names)) if could >> i & 1]
    masks = [_bits(j for j, i in enumerate(kept) if m >> i & 1) for m in part.held]
    return Table.collect([names[i] for i in kept], masks, list(part.held.values()))
