"""Everything that is known of a set of pairs: levels of agreement and shared words."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage import engine
from suar.analytics.linkage.comparisons import COMPARISONS
from suar.analytics.linkage.words import Evidence, Words, fathers_of, words_of

Floats = npt.NDArray[np.float64]
#: Numbers that one person holds: chance agreement is a shared number, not a common one.
NUMBERS = ("nik", "passport", "other_id", "phone")
#: A number under more names than this is an office's or a recruiter's, not a person's.
_NAMES_A_NUMBER = 3


@dataclass(frozen=True)
class Pairs:
    """Pairs of records and their evidence, row by row."""

    left: npt.NDArray[np.int64]
    right: npt.NDArray[np.int64]
    levels: dict[str, npt.NDArray[np.int8]]
    names: Evidence
    fathers: Evidence
    rarity: dict[
        str, Floats
    ]  # chance of this pair's agreeing value, where a field's values differ in it

    @property
    def height(self) -> int:
        return len(self.left)

    def take(self, at: npt.NDArray[np.int64]) -> "Pairs":
        """Give some of the pairs."""

        def part(e: Evidence) -> Evidence:
            return Evidence(e.counts[at], e.bits[at], e.extra[at], e.known[at], e.rare)

        return Pairs(
            self.left[at],
            self.right[at],
            {f: v[at] for f, v in self.levels.items()},
            part(self.names),
            part(self.fathers),
            {f: v[at] for f, v in self.rarity.items()},
        )


class Hears(Protocol):
    """Gives evidence on pairs of records, from names in clear (`Witness`) or from keys."""

    table: pl.DataFrame

    def hear(self, pairs: pl.DataFrame) -> Pairs:
        """Give the evidence on ``pairs`` (``uid_l < uid_r``, sorted)."""
        ...


class Screens(Protocol):
    """Says of pairs, before they are heard, which could reach so much evidence at all."""

    def promising(
        self, model: Any, left: npt.NDArray[np.int64], right: npt.NDArray[np.int64], least: float
    ) -> npt.NDArray[np.int64]:
        """Give the places of the pairs that may reach ``least`` bits."""
        ...


class Witness:
    """A prepared table, ready to give evidence on any of its pairs."""

    def __init__(self, table: pl.DataFrame, *, engine: str = "duckdb") -> None:
        self.table = table
        self._engine = engine
        self.fields = fields_of(table)
        self._chance = {
            f: _chance(table, f) for f in self.fields if f in NUMBERS or COMPARISONS[f].rare
        }

    @cached_property
    def names(self) -> Words:
        return words_of(self.table)

    @cached_property
    def fathers(self) -> Words:
        return fathers_of(self.table)

    @cached_property
    def screen(self) -> "Screens":
        """What bounds the evidence of pairs before they are heard."""
        from suar.analytics.linkage.screening import Screen

        return Screen(self.table, self.names, self.fathers, self._chance)

    def hear(self, pairs: pl.DataFrame) -> Pairs:
        """Give the evidence on ``pairs`` (``uid_l < uid_r``, sorted)."""
        levels = engine.compare(self.table, pairs, self.fields, engine=self._engine)
        left, right = (
            levels["uid_l"].to_numpy().astype(np.int64),
            levels["uid_r"].to_numpy().astype(np.int64),
        )
        return Pairs(
            left,
            right,
            {f: levels[f].to_numpy() for f in self.fields},
            self.names.compare(left, right),
            self.fathers.compare(left, right),
            {f: chance[left] for f, chance in self._chance.items()},
        )


def fields_of(table: pl.DataFrame) -> list[str]:
    """Name the fields that say anything: known in at least two records, and not all the same."""
    main = {"birth": "birth_y", "event": "event_y"}
    return [
        f
        for f in COMPARISONS
        if (known := table[main.get(f, f)].drop_nulls()).len() > 1 and known.n_unique() > 1
    ]


def _chance(table: pl.DataFrame, field: str) -> Floats:
    """How likely another person's record holds this record's value."""
    n = max(1, table[field].drop_nulls().len())
    value = pl.col(field)
    if field in NUMBERS:
        shared = (pl.col("name").n_unique().over(field).cast(pl.Float64) - _NAMES_A_NUMBER).clip(
            0.0
        ) / n
        chance = table.select(pl.when(value.is_not_null()).then(shared).otherwise(0.0))
    else:
        chance = table.select(
            pl.when(value.is_not_null()).then(pl.len().over(field) / n).otherwise(1.0)
        )
    return chance.to_series().to_numpy().astype(np.float64)


def random_pairs(height: int, *, most: int, seed: int) -> pl.DataFrame:
    """Draw pairs of records at random: all of them where they are few."""
    total = height * (height - 1) // 2
    if total <= most:
        left, right = np.triu_indices(height, 1)
    else:
        rng = np.random.default_rng(seed)
        drawn = rng.integers(0, height, size=(most + most // 8, 2))
        drawn = np.unique(np.sort(drawn[drawn[:, 0] != drawn[:, 1]], axis=1), axis=0)
        left, right = drawn[:, 0], drawn[:, 1]
    return pl.DataFrame(
        {"uid_l": left, "uid_r": right}, schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32}
    )
