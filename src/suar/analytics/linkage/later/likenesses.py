"""How alike names without names are to all others of an index: tallied once, added up over parts.

A part tallies its records against those that were there before and its own; what came later is
added when evidence is asked for. Where very many records stand behind an index, those drawn by the
run that made it stand for all (`keys.likeness`), and nothing is added.
"""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.keys.bloom import from_text
from suar.analytics.linkage.keys.likeness import Counted, Likeness, between, few_alike, tallied
from suar.analytics.linkage.keys.schema import FILTERS

if TYPE_CHECKING:
    from suar.analytics.linkage.keys.witness import KeyWitness
    from suar.analytics.linkage.later.part import Part

Longs = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Arrays = Mapping[str, npt.NDArray[Any]]
#: Filters compared by likeness.
FIELDS = ("name", "father")
_BINS = 128


def of_run(table: pl.DataFrame, witness: "KeyWitness") -> Arrays:
    """Give the arrays of a whole run's records."""
    found: dict[str, npt.NDArray[Any]] = {}
    for field in FIELDS:
        likeness: Likeness = getattr(witness, f"{field}s")
        found |= _named(field, likeness.counted)
        if likeness.against is not None:
            found[f"{field}-drawn"] = likeness.against
    return found | _filters(table)


def of_new(table: pl.DataFrame, parts: Sequence["Part"], cuts: Mapping[str, Any]) -> Arrays:
    """Give the arrays of new records: tallied against all parts, and against themselves."""
    own = _filters(table)
    here = [*(p.arrays for p in parts), own]
    found = dict(own)
    for field in FIELDS:
        every = _blank(table.height)
        for arrays in here if not _drawn(parts, field) else []:
            _add(every, own, arrays, field)
        if _drawn(parts, field):
            base = parts[0].arrays
            drawn = {what: base[what][base[f"{field}-drawn"]] for what in (field, "sex")}
            _add(every, own, drawn, field)
        found |= _named(field, every)
    return found


def counted(table: pl.DataFrame, numbers: Longs, parts: Sequence["Part"], field: str) -> Counted:
    """Give the tallies of some records by number: as their part has them, and what came later."""
    every = _blank(len(numbers))
    own = _filters(table)
    for part in parts:
        at = np.flatnonzero((numbers >= part.base) & (numbers < part.base + part.height))
        rows = numbers[at] - part.base
        every.tally[at] += part.arrays[f"{field}-tally"][rows]
        every.others[at] += part.arrays[f"{field}-others"][rows]
        earlier = np.flatnonzero(numbers < part.base)
        if earlier.size and not _drawn(parts, field):
            _add(every, own, part.arrays, field, rows=earlier)
    return every


def alike(new: "Part", parts: Sequence["Part"], least: int) -> Longs:
    """Give pairs of a new record and another whose names are among the most alike of either."""
    own, found = new.arrays, [np.zeros((0, 2), dtype=np.int64)]
    known = np.flatnonzero(np.asarray(own["name"]).any(axis=1))
    few = few_alike(np.asarray(own["name-tally"]).astype(np.int32), least)
    for part in parts:
        other = np.flatnonzero(np.asarray(part.arrays["name"]).any(axis=1))
        if _drawn(parts, "name"):
            other = part.arrays["name-drawn"] if part is parts[0] else other[:0]
        if not len(other):
            continue
        theirs = few_alike(np.asarray(part.arrays["name-tally"][other]).astype(np.int32), least)
        for rows, bins in between(own["name"][known], part.arrays["name"][other]):
            at = known[rows]
            i, j = np.nonzero((bins >= few[at, None]) | (bins >= theirs))
            found.append(np.column_stack([at[i] + new.base, other[j] + part.base]))
    pairs: Longs = np.sort(np.concatenate(found), axis=1)
    apart: Longs = pairs[pairs[:, 0] != pairs[:, 1]]
    return apart


def _filters(table: pl.DataFrame) -> dict[str, npt.NDArray[Any]]:
    fields = {"name": "f_name", "father": "f_father"}
    made: dict[str, npt.NDArray[Any]] = {
        what: from_text(table[column].to_list(), FILTERS[column[2:]].bits // 128)
        for what, column in fields.items()
    }
    made["sex"] = table["sex"].hash(3).to_numpy() * table["sex"].is_not_null().to_numpy()
    return made


def _blank(height: int) -> Counted:
    return Counted(np.zeros((height, _BINS), dtype=np.int32), np.zeros(height))


def _named(name: str, counted: Counted) -> dict[str, npt.NDArray[Any]]:
    return {f"{name}-tally": counted.tally.astype(np.uint16), f"{name}-others": counted.others}


def _drawn(parts: Sequence["Part"], field: str) -> bool:
    return bool(parts) and f"{field}-drawn" in parts[0].arrays


def _add(
    into: Counted, own: Arrays, other: Arrays, field: str, *, rows: Longs | None = None
) -> None:
    """Add to the tallies of some rows what another part's names are to them."""
    mine = np.arange(len(own[field])) if rows is None else rows
    mine = mine[own[field][mine].any(axis=1)]
    known = np.flatnonzero(np.asarray(other[field]).any(axis=1))
    if not len(known) or not len(mine):
        return
    sexes = np.asarray(other["sex"])[known]
    for at, bins in between(own[field][mine], np.asarray(other[field])[known]):
        to = mine[at]
        sex = own["sex"][to, None]
        counts = (sex == sexes) | (sex == 0) if field == "name" else np.ones(bins.shape, dtype=bool)
        into.tally[to] += tallied(bins, counts)
        into.others[to] += counts.sum(axis=1)
