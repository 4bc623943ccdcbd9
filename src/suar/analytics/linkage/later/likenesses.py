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

from suar.analytics.linkage.keys.bloom import Words, dice, from_text
from suar.analytics.linkage.keys.levels import steps
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
#: Larger groups of one place are left out, as in a whole run (`keys.levels.groups_of`).
_MOST = 400


def of_run(table: pl.DataFrame, witness: "KeyWitness") -> Arrays:
    """Give the arrays of a whole run's records."""
    found: dict[str, npt.NDArray[Any]] = {}
    for field in FIELDS:
        likeness: Likeness = getattr(witness, f"{field}s")
        every, near = likeness.counted
        found |= _named(field, every) | (_named("near", near) if field == "name" else {})
        if likeness.against is not None:
            found[f"{field}-drawn"] = likeness.against
    found["day-cuts"] = np.array(witness.opened.cuts["birth_day"])
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
    near = _blank(table.height)
    mine = (table, own, np.arange(table.height))
    for other, arrays in [*((p.table, p.arrays) for p in parts), (table, own)]:
        _add_near(near, mine, other, arrays, parts)
    return found | _named("near", near)


def counted(
    table: pl.DataFrame, numbers: Longs, parts: Sequence["Part"], field: str
) -> tuple[Counted, Counted]:
    """Give the tallies of some records by number: as their part has them, and what came later."""
    every, near = _blank(len(numbers)), _blank(len(numbers))
    own = _filters(table)
    for part in parts:
        at = np.flatnonzero((numbers >= part.base) & (numbers < part.base + part.height))
        rows = numbers[at] - part.base
        for into, name in ((every, field), (near, "near")):
            into.tally[at] += part.arrays[f"{name}-tally"][rows]
            into.others[at] += part.arrays[f"{name}-others"][rows]
        earlier = np.flatnonzero(numbers < part.base)
        if not earlier.size:
            continue
        if not _drawn(parts, field):
            _add(every, own, part.arrays, field, rows=earlier)
        if field == "name":
            _add_near(near, (table, own, earlier), part.table, part.arrays, parts)
    return every, near


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
    fields = {"name": "f_name", "father": "f_father", "day": "f_birth_day"}
    made: dict[str, npt.NDArray[Any]] = {
        what: from_text(table[column].to_list(), FILTERS[column[2:]].bits // 128)
        for what, column in fields.items()
    }
    made["full"] = table["k_birth"].fill_null("").str.contains("full|day").to_numpy()
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


def _add_near(
    into: Counted, mine: tuple[pl.DataFrame, Arrays, Longs], other: pl.DataFrame, arrays: Arrays,
    parts: Sequence["Part"],
) -> None:  # fmt: skip
    """Add what another part's names of the same place and year are, of people surely not she."""
    table, own, rows = mine
    tokens = table[rows].select(at=pl.Series(rows), area="k_area_year").drop_nulls()
    theirs = other.select(area="k_area_year").with_row_index("other").drop_nulls()
    sized = theirs.filter(pl.col("area").is_in(tokens["area"].unique().implode()))
    group = sized.filter(pl.len().over("area") <= _MOST)
    joined = tokens.join(group, on="area")
    if not joined.height:
        return
    left, right = joined["at"].to_numpy(), joined["other"].to_numpy().astype(np.int64)
    both = own["name"][left].any(axis=1) & arrays["name"][right].any(axis=1)
    both &= own["full"][left] & arrays["full"][right]
    left, right = left[both], right[both]
    cut = parts[0].arrays["day-cuts"] if parts else arrays["day-cuts"]
    apart = steps(dice(own["day"][left], arrays["day"][right]), cut.tolist()) >= 2
    left, right = left[apart], right[apart]
    bins = _bins(own["name"][left], arrays["name"][right])
    counts = np.zeros((len(into.others), _BINS), dtype=np.int32)
    np.add.at(counts, (left, bins), 1)
    into.tally[:] += counts[:, ::-1].cumsum(axis=1)[:, ::-1]
    into.others[:] += np.bincount(left, minlength=len(into.others))


def _bins(left: Words, right: Words) -> Longs:
    pair = np.stack([left, right], axis=1)
    likeness = Likeness.kept(pair.reshape(-1, left.shape[1]), np.zeros(1), _blank(0)).of(
        np.arange(0, 2 * len(left), 2), np.arange(1, 2 * len(left), 2)
    )
    found: Longs = np.minimum((likeness * _BINS).astype(np.int64), _BINS - 1)
    return found
