"""Dividing again only what new records touch: their groups, with all evidence inside."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage import clusters, model
from suar.analytics.linkage.later.part import PAIRS
from suar.analytics.linkage.later.weighing import Scales

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
#: Bits of a pair that people have decided: beyond any evidence.
_DECIDED = 500.0
#: Groups up to this size are weighed throughout; in larger ones only pairs known before.
_ALL_INSIDE = 300
_KEPT = 0.01


class Decision(NamedTuple):
    """What people have said of two records, by number."""

    left: int
    right: int
    same: bool


@dataclass(frozen=True)
class Divided:
    """Records divided anew: the label of each one's person and group, and pairs worth keeping."""

    records: Longs
    label: Longs
    group: Longs
    pairs: pl.DataFrame


def divide(
    scales: Scales,
    records: Longs,
    pairs: tuple[Longs, Longs, Floats],
    *,
    known: Callable[[], pl.DataFrame],
    groups: Longs,
    threshold: float,
    decisions: Sequence[Decision] = (),
) -> Divided:
    """Divide records into persons.

    Parameters
    ----------
    records
        The records concerned, whole groups, sorted.
    pairs
        Pairs weighed just now (left, right, bits), both among the records.
    known
        Pairs kept earlier (`part.PAIRS`), for groups too large to be weighed throughout.
    groups
        The old group of each record.
    """
    left, right, bits = pairs
    inside = _inside(scales, records, groups, known)
    left, right, bits = (
        np.concatenate(two) for two in zip((left, right, bits), inside, strict=True)
    )
    left, right, bits = _decide(left, right, bits, decisions, records)
    one, two = np.searchsorted(records, left), np.searchsorted(records, right)
    said = {(d.left, d.right): d.same for d in decisions}

    def score(a: Longs, b: Longs) -> Floats:
        found = scales.bits(records[a], records[b])
        for at, pair in enumerate(zip(records[a].tolist(), records[b].tolist(), strict=True)):
            if pair in said:
                found[at] = _DECIDED if said[pair] else -_DECIDED
        return found

    grouping = clusters.group(
        len(records),
        one,
        two,
        bits,
        join=scales.join,
        score=score,
        threshold=threshold,
        prior=scales.sizes,
    )
    label = clusters.labels(grouping)
    group = records.copy()
    for exact in grouping.exact:
        group[exact.records] = records[exact.records].min(axis=1)[:, None]
    for merged in grouping.merged:
        group[merged.records] = records[merged.records].min()
    kept = _pairs((one, two, bits + scales.join), grouping, label)
    numbered = kept.with_columns(
        pl.Series("left", records[kept["left"].to_numpy()]),
        pl.Series("right", records[kept["right"].to_numpy()]),
    )
    return Divided(records, label, group, numbered)


def _inside(
    scales: Scales, records: Longs, groups: Longs, known: Callable[[], pl.DataFrame]
) -> tuple[Longs, Longs, Floats]:
    """Weigh again the pairs inside old groups: what is rare may have become less so."""
    order = np.argsort(groups, kind="stable")
    edges = np.flatnonzero(np.diff(groups[order])) + 1
    parted = [records[g] for g in np.split(order, edges) if len(g) > 1]
    small = [np.array(list(combinations(np.sort(g), 2))) for g in parted if len(g) <= _ALL_INSIDE]
    found = [p[:, i] for i in (0, 1) for p in [np.concatenate(small)]] if small else None
    left, right = found if found else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    large = [g for g in parted if len(g) > _ALL_INSIDE]
    if large:
        huge = np.concatenate(large)
        own = known().filter(pl.col("left").is_in(huge), pl.col("right").is_in(huge))
        left, right = np.r_[left, own["left"].to_numpy()], np.r_[right, own["right"].to_numpy()]
    return left, right, scales.bits(left, right)


def _decide(
    left: Longs, right: Longs, bits: Floats, decisions: Sequence[Decision], records: Longs
) -> tuple[Longs, Longs, Floats]:
    said = [d for d in decisions if np.isin([d.left, d.right], records).all()]
    if not said:
        return left, right, bits
    a, b = (np.array([d[i] for d in said], dtype=np.int64) for i in (0, 1))
    worth = np.where([d.same for d in said], _DECIDED, -_DECIDED)
    width = int(records.max()) + 1
    undecided = ~np.isin(left * width + right, a * width + b)
    return np.r_[left[undecided], a], np.r_[right[undecided], b], np.r_[bits[undecided], worth]


def _pairs(
    weighed: tuple[Longs, Longs, Floats], grouping: clusters.Grouping, label: Longs
) -> pl.DataFrame:
    """Every pair worth keeping, its probability after all others of its group have been heard."""
    left, right, odds = weighed
    alone = pl.DataFrame(
        {"left": left, "right": right, "weight": odds, "alone": model.probability(odds)}
    )
    a, b, chance = clusters.marginals(grouping)
    inside = pl.DataFrame({"left": a, "right": b, "chance": chance})
    both = alone.join(inside, on=["left", "right"], how="full", coalesce=True)
    linked = label[both["left"].to_numpy()] == label[both["right"].to_numpy()]
    made = both.with_columns(probability=pl.coalesce("chance", "alone"), linked=linked)
    return (
        made.filter((pl.col("probability") >= _KEPT) | pl.col("linked"))
        .select(*PAIRS)
        .cast(pl.Schema(PAIRS))
        .sort("left", "right")
    )
