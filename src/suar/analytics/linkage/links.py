"""What linking gives: which records are one person's, how sure that is, how many persons."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import polars as pl

if TYPE_CHECKING:
    from suar.analytics.linkage.clusters import Grouping
    from suar.analytics.linkage.evidence import Hears


@dataclass(frozen=True)
class PersonCount:
    """How many persons the records are, with the doubt of the linking."""

    count: int
    low: int
    high: int


@dataclass(frozen=True)
class Posterior:
    """How likely every division of the records is; draws speak of the rows of `Links.members`."""

    grouping: "Grouping"
    rows: npt.NDArray[np.int64]  # for each row of members, its number in the grouping

    def draw(self, rng: np.random.Generator) -> npt.NDArray[np.int64]:
        """Draw one division: a person number for each row of members, from 1."""
        from suar.analytics.linkage.clusters import draw

        person = draw(self.grouping, rng)[self.rows]
        _, first, number = np.unique(person, return_index=True, return_inverse=True)
        rank = np.empty(len(first), dtype=np.int64)
        rank[np.argsort(first)] = np.arange(1, len(first) + 1)
        numbered: npt.NDArray[np.int64] = rank[number]
        return numbered


@dataclass(frozen=True)
class Links:
    """Records grouped into persons.

    Attributes
    ----------
    members
        One row a linkable record: ``register``, ``record`` (text), ``row`` (Int64), ``person``
        (Int64, numbered from 1 in the order of each person's first record), ``probability``
        (Float64: that this record belongs to this person; 1.0 for a person of one record).
    pairs
        Candidate pairs kept: ``left_register, left_row, right_register, right_row`` (left before
        right in the order of the inputs), ``weight`` (log2), ``probability``, ``linked`` (Boolean).
    count
        How many persons; null when nothing was linkable.
    """

    members: pl.DataFrame
    pairs: pl.DataFrame
    count: PersonCount | None
    threshold: float  # probability from which two persons were taken for one
    candidates: int
    seed: int
    engine: str = "duckdb"
    private: bool = False
    diagnostics: Mapping[str, object] = field(default_factory=dict)
    posterior: Posterior | None = None
    witness: "Hears | None" = None  # holds the prepared records; never written
    compared: pl.DataFrame | None = None  # every pair compared, as rows of members: left, right

    @property
    def clusters(self) -> int:
        """Number of groups of records, each taken for one person."""
        return int(self.members["person"].n_unique()) if self.members.height else 0

    @property
    def linked(self) -> int:
        """Pairs judged to be one person's."""
        return int(self.pairs["linked"].sum() or 0)

    def draws(self, n: int, seed: int) -> npt.NDArray[np.int64]:
        """Draw divisions of the records into persons, as likely as the evidence makes them.

        Returns
        -------
        (n, rows of members): person numbers from 1, comparable inside one draw only. An estimate
        made on each draw carries the doubt of the linking (linkage averaging, Sadinle 2018).
        """
        if self.posterior is None:
            return np.tile(self.members["person"].to_numpy(), (n, 1))
        rng = np.random.default_rng(seed)
        return (
            np.stack([self.posterior.draw(rng) for _ in range(n)])
            if n
            else np.zeros((0, self.members.height), np.int64)
        )

    @property
    def unsure(self) -> int:
        """Pairs that evidence leaves open: as likely as 1 in 10 and no likelier than 9 in 10."""
        return int(self.pairs["probability"].is_between(0.1, 0.9).sum())
