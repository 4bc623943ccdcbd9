"""From each register's own number to its part of the joint number; sets and overlaps.

Everything here is a sum of *cells*: persons held by exactly these registers (`mask`) who stand in
this stratum (`pattern`: yes, no or cannot tell for every question). The identities of the bridge
hold because they are sums of the same cells.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from suar.analytics.disclosure.ledger import Key
from suar.analytics.picture.draft import Draft, Ref
from suar.analytics.picture.gather import Gathered
from suar.analytics.picture.hold import IN, OUT, UNKNOWN, Holding
from suar.analytics.picture.strata import column, in_symbols, values

PERSONS: Key = ("persons",)
MOST_SETS = 14


@dataclass(frozen=True)
class Cells:
    """Persons by set of registers and stratum; only those that occur."""

    masks: list[int]
    patterns: list[tuple[int, ...]]
    counts: list[int]

    def keys(self, wanted: Callable[[int, tuple[int, ...]], bool]) -> list[Key]:
        """Give the ledger keys of the cells that a question asks for."""
        both = zip(self.masks, self.patterns, strict=True)
        return [overlap_key(m, p) for m, p in both if wanted(m, p)]

    def sets(self, wanted: Callable[[int], bool]) -> list[Key]:
        """Give the ledger keys of the sets that a question asks for."""
        return [("set", mask) for mask in dict.fromkeys(self.masks) if wanted(mask)]

    def sum(self, wanted: Callable[[int], bool]) -> int:
        """Count the persons whose set of registers is wanted."""
        return sum(n for m, n in zip(self.masks, self.counts, strict=True) if wanted(m))


def overlap_key(mask: int, pattern: tuple[int, ...]) -> Key:
    """Give the key of one cell."""
    return ("overlap", mask, "".join(map(str, pattern)))


def count_cells(gathered: Gathered, holding: Holding) -> Cells:
    """Count persons by mask and stratum."""
    masks = gathered.persons["mask"].to_numpy()
    table = np.column_stack([masks, holding.answers.astype(np.int64)])
    if not len(table):
        return Cells([], [], [])
    values, counts = np.unique(table, axis=0, return_counts=True)
    rows = values.tolist()
    return Cells([row[0] for row in rows], [tuple(row[1:]) for row in rows], counts.tolist())


def enter_cells(draft: Draft, cells: Cells) -> Ref:
    """Enter persons, sets and cells, and tie them."""
    persons = draft.count(PERSONS, sum(cells.counts), "persons")
    by_set: dict[int, int] = {}
    for mask, pattern, count in zip(cells.masks, cells.patterns, cells.counts, strict=True):
        draft.count(overlap_key(mask, pattern), count, "overlap")
        by_set[mask] = by_set.get(mask, 0) + count
    for mask, count in by_set.items():
        draft.hidden(("set", mask), count)
        draft.ledger.total(("set", mask), cells.keys(lambda m, _, mask=mask: m == mask))  # type: ignore[misc]
    draft.ledger.total(PERSONS, [("set", mask) for mask in by_set])
    return persons


def enter_sets(
    draft: Draft, cells: Cells, names: list[str], smallest: int
) -> tuple[list[dict[str, object]], dict[str, object]]:
    """Draw the largest sets that may be shown, and tell the rest in one number."""
    by_set: dict[int, int] = {}
    for mask, count in zip(cells.masks, cells.counts, strict=True):
        by_set[mask] = by_set.get(mask, 0) + count
    ranked = sorted(by_set, key=lambda mask: (-by_set[mask], mask))
    drawn = [mask for mask in ranked if by_set[mask] >= smallest][:MOST_SETS]
    left = [mask for mask in ranked if mask not in drawn]
    shown = [
        {
            "registers": [name for bit, name in enumerate(names) if mask >> bit & 1],
            "count": draft.count(("set", mask), by_set[mask], "set"),
        }
        for mask in drawn
    ]
    rest = draft.count(("sets", "rest"), sum(by_set[mask] for mask in left), "set")
    draft.ledger.total(rest.key, [("set", mask) for mask in left])
    return shown, {"sets": len(left), "persons": rest}


def enter_register(
    draft: Draft, cells: Cells, names: list[str], bit: int, holding: Holding
) -> dict[str, object]:
    """Enter one register's persons: here, elsewhere, not held and why."""
    name, me = names[bit], 1 << bit

    def part(what: str, answer: int) -> Ref:
        keys = cells.keys(lambda m, p: not m & me and holding.could_hold(bit, p) == answer)
        value = sum(draft.ledger.cells[key].value for key in keys)
        ref = draft.count(("register", name, what), value, "part")
        draft.ledger.total(ref.key, keys)
        return ref

    def held(wanted: Callable[[int], bool], what: str, kind: str) -> Ref:
        ref = draft.count(("register", name, what), cells.sum(wanted), kind)
        draft.ledger.total(ref.key, cells.sets(wanted))
        return ref

    also = {
        other: _both(draft, cells, bit, place) for place, other in enumerate(names) if place != bit
    }
    alone = draft.count(("set", me), cells.sum(lambda mask: mask == me), "only")
    return {
        "persons": held(lambda m: bool(m & me), "persons", "register"),
        "only_here": alone,
        "shared": held(lambda m: bool(m & me) and m != me, "shared", "part"),
        "also": also,
        "could_not_hold": part("could_not_hold", OUT),
        "cannot_tell": part("cannot_tell", UNKNOWN),
        "missed": part("missed", IN),
    }


def _both(draft: Draft, cells: Cells, one: int, other: int) -> Ref:
    """Count the persons of two registers; the same cell in both rows of the bridge."""
    low, high = sorted((one, other))
    pair = 1 << low | 1 << high
    value = cells.sum(lambda mask: mask & pair == pair)
    ref = draft.count(("also", low, high), value, "also")
    draft.ledger.total(ref.key, cells.sets(lambda mask: mask & pair == pair))
    return ref


def overlaps(cells: Cells, holding: Holding, names: list[str]) -> dict[str, object]:
    """Lay out the capture histories by stratum, as `suar estimate` reads them.

    ``held`` is 1 where the register holds the persons, null where it could not have, else 0.
    """
    order = sorted(range(len(cells.masks)), key=lambda n: (cells.patterns[n], cells.masks[n]))
    rows = [
        {
            "stratum": values(holding, cells.patterns[n]),
            "held": held_row(holding, cells.masks[n], cells.patterns[n], len(names)),
            "count": Ref(overlap_key(cells.masks[n], cells.patterns[n])),
        }
        for n in order
    ]
    strata = [
        {
            "name": column(question),
            "means": in_symbols(question),
            "registers": [names[bit] for bit in question.bits],
        }
        for question in (holding.questions[which] for which in holding.told)
    ]
    return {"strata": strata, "registers": names, "rows": rows}


def held_row(
    holding: Holding, mask: int, pattern: tuple[int, ...], registers: int
) -> list[int | None]:
    """Give 1 for each register that holds the persons, None where it could not have, else 0."""
    return [
        1 if mask >> bit & 1 else None if holding.could_hold(bit, pattern) == OUT else 0
        for bit in range(registers)
    ]
