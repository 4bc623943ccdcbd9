"""Which records share a block with new ones: each rule's blocks as sorted arrays on disk."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

Blocks = npt.NDArray[np.uint32]
Longs = npt.NDArray[np.int64]
#: Stands for the records of a block that is too large to be kept.
_MANY = np.uint32(2**32 - 1)
#: A larger block is never looked into, whatever the budget.
LARGEST = 2000
_LOW = 0xFFFFFFFF


@dataclass(frozen=True)
class Postings:
    """For each rule its blocks, sorted, and the record of each."""

    block: Blocks
    record: Blocks
    place: Mapping[str, tuple[int, int]]

    def look(self, rule: str, blocks: Blocks) -> tuple[Longs, Longs, npt.NDArray[np.bool_]]:
        """Give where each block begins and ends in `record`, and which are too large."""
        low, high = self.place.get(rule, (0, 0))
        own = self.block[low:high]
        start = low + np.searchsorted(own, blocks, side="left").astype(np.int64)
        end = low + np.searchsorted(own, blocks, side="right").astype(np.int64)
        many = np.zeros(len(blocks), dtype=bool)
        single = end - start == 1
        many[single] = self.record[start[single]] == _MANY
        return start, end, many

    def write(self, folder: Path) -> None:
        """Write as two arrays and where each rule stands in them."""
        np.save(folder / "blocks.npy", self.block)
        np.save(folder / "blocks-records.npy", self.record)
        (folder / "blocks.json").write_text(json.dumps(dict(self.place)), encoding="utf-8")

    @classmethod
    def open(cls, folder: Path) -> "Postings":
        """Open without reading into memory."""
        place = json.loads((folder / "blocks.json").read_text(encoding="utf-8"))
        return cls(
            np.load(folder / "blocks.npy", mmap_mode="r"),
            np.load(folder / "blocks-records.npy", mmap_mode="r"),
            {rule: (low, high) for rule, (low, high) in place.items()},
        )


def short(block: pl.Series) -> Blocks:
    """Cut hashes to 32 bits: the few that meet by chance only cost a comparison."""
    made: Blocks = (block & _LOW).cast(pl.UInt32).to_numpy()
    return made


def postings(blocks: Iterable[tuple[str, pl.DataFrame]]) -> Postings:
    """Sort each rule's ``uid`` and ``block``; of a block too large only that it is."""
    found_blocks, found_records, place, at = [], [], {}, 0
    for rule, frame in blocks:
        own, record = _sorted(short(frame["block"]), frame["uid"].to_numpy())
        found_blocks.append(own)
        found_records.append(record)
        place[rule] = (at, at + len(own))
        at += len(own)
    nothing = [np.zeros(0, np.uint32)]
    return Postings(
        np.concatenate(found_blocks or nothing), np.concatenate(found_records or nothing), place
    )


def _sorted(block: Blocks, record: npt.NDArray[np.uint32]) -> tuple[Blocks, Blocks]:
    packed = np.sort(block.astype(np.uint64) << np.uint64(32) | record.astype(np.uint64))
    block, record = (packed >> np.uint64(32)).astype(np.uint32), packed.astype(np.uint32)
    starts = (
        np.flatnonzero(np.r_[True, block[1:] != block[:-1]]) if len(block) else np.zeros(0, int)
    )
    size = np.diff(np.r_[starts, len(block)])
    large = size > LARGEST
    keep = np.repeat(~large, size)
    keep[starts[large]] = True
    record[starts[large]] = _MANY
    return block[keep], record[keep]


def caps(blocks: Mapping[str, Longs], height: int, *, each: int, at_least: int) -> dict[str, int]:
    """Give each rule's largest block that is looked into, from the sizes of all its blocks.

    The largest with which a record finds ``each`` others by the rule on average; in few records as
    many as make ``at_least`` pairs in all.
    """
    budget = max(at_least, each * height / 2)
    made = {}
    for rule, size in blocks.items():
        order = np.sort(size).astype(np.float64)
        pairs = np.cumsum(order * (order - 1) / 2)
        fit = int(np.searchsorted(pairs, budget, side="right"))
        # all blocks of one size or none of them
        made[rule] = LARGEST if fit == len(order) else int(np.clip(order[fit] - 1, 2, LARGEST))
    return made


def meetings(
    new: Iterable[tuple[str, pl.DataFrame]],
    parts: list[tuple[int, Postings]],
    limits: Mapping[str, int],
) -> Iterator[tuple[Longs, Longs]]:
    """Give pairs of a new record and another, new or old, that share a block, rule by rule.

    Parameters
    ----------
    new
        Each rule's ``uid`` (number in the index) and ``block`` of the new records.
    parts
        Postings of the index, each with the number of its first record.
    """
    for rule, frame in new:
        block, record = short(frame["block"]), frame["uid"].to_numpy().astype(np.int64)
        order = np.argsort(block, kind="stable")
        block, record = block[order], record[order]
        distinct, first, inside = np.unique(block, return_index=True, return_counts=True)
        found = [(base, p, *p.look(rule, distinct)) for base, p in parts]
        size = inside + sum((end - start for _, _, start, end, _ in found), np.zeros(1, np.int64))
        small = size <= limits.get(rule, LARGEST)
        for *_, many in found:
            small &= ~many
        for base, p, start, end, _ in found:
            use = np.flatnonzero(small & (end > start))
            if use.size:
                yield _across(record, first[use], inside[use], p, base, start[use], end[use])
        use = np.flatnonzero(small & (inside > 1))
        if use.size:
            yield _within(record, first[use], inside[use])


def _across(
    record: Longs, first: Longs, inside: Longs, p: Postings, base: int, start: Longs, end: Longs
) -> tuple[Longs, Longs]:
    """Pair every new record of a block with every old one."""
    left, right = [], []
    for f, n, s, e in zip(first, inside, start, end, strict=True):
        old = p.record[s:e].astype(np.int64) + base
        left.append(np.repeat(record[f : f + n], e - s))
        right.append(np.tile(old, n))
    return np.concatenate(left), np.concatenate(right)


def _within(record: Longs, first: Longs, inside: Longs) -> tuple[Longs, Longs]:
    left, right = [], []
    for f, n in zip(first, inside, strict=True):
        own = record[f : f + n]
        i, j = np.triu_indices(n, 1)
        left.append(own[i])
        right.append(own[j])
    return np.concatenate(left), np.concatenate(right)
