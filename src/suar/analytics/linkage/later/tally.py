"""How often values stand in the records of an index: counted once, added up over its parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

Keys = npt.NDArray[np.uint64]
Longs = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Tally:
    """Counts by a hashed key, sorted."""

    keys: Keys
    counts: npt.NDArray[np.uint32]

    @classmethod
    def of(cls, counted: pl.DataFrame) -> "Tally":
        """Add up rows ``key`` (UInt64) and ``n``."""
        summed = counted.group_by("key").agg(pl.col("n").sum()).sort("key")
        return cls(summed["key"].to_numpy(), summed["n"].cast(pl.UInt32).to_numpy())

    def count(self, keys: Keys) -> Longs:
        """Give the count of each key; 0 where it was never counted."""
        if not len(self.keys):
            return np.zeros(len(keys), dtype=np.int64)
        at = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[at] == keys, self.counts[at], 0).astype(np.int64)

    def write(self, folder: Path) -> None:
        """Write as two arrays."""
        np.save(folder / "tally-keys.npy", self.keys)
        np.save(folder / "tally-counts.npy", self.counts)

    @classmethod
    def open(cls, folder: Path) -> "Tally":
        """Open without reading into memory."""
        keys, counts = (
            np.load(folder / f"tally-{what}.npy", mmap_mode="r") for what in ("keys", "counts")
        )
        return cls(keys, counts)


@dataclass(frozen=True)
class Tallies:
    """Several tallies as one."""

    parts: Sequence[Tally]

    def count(self, keys: Keys) -> Longs:
        """Give the count of each key over all parts."""
        total = np.zeros(len(keys), dtype=np.int64)
        for part in self.parts:
            total += part.count(keys)
        return total

    def one(self, key: Keys) -> int:
        """Give the count of one key."""
        return int(self.count(key)[0])


def key(tag: str, *columns: pl.Expr) -> pl.Expr:
    """Hash values under a tag, so that equal values of different kinds stay apart."""
    return pl.struct(
        pl.lit(tag).alias("_"), *(c.alias(f"_{n}") for n, c in enumerate(columns))
    ).hash(7)


def key_of(tag: str, *values: str | int) -> Keys:
    """Hash one value as `key` does a column of its kind."""
    frame = pl.DataFrame({f"_{n}": [value] for n, value in enumerate(values)} or {"_0": [0]})
    columns = [pl.col(f"_{n}") for n in range(len(values))]
    return frame.select(key(tag, *columns)).to_series().to_numpy()


def counts_of(keys: pl.Series) -> pl.DataFrame:
    """Count keys: ``key`` and ``n``."""
    return keys.alias("key").value_counts(name="n")
