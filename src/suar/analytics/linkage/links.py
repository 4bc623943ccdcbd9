"""What linking gives: which records are one person's, how sure that is, how many persons."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl


@dataclass(frozen=True)
class PersonCount:
    """How many persons the records are, with the doubt of the linking."""

    count: int
    low: int
    high: int


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
    threshold: float
    candidates: int
    seed: int
    engine: str = "duckdb"
    private: bool = False
    diagnostics: Mapping[str, object] = field(default_factory=dict)

    @property
    def clusters(self) -> int:
        """Number of groups of records, each taken for one person."""
        return int(self.members["person"].n_unique()) if self.members.height else 0

    @property
    def linked(self) -> int:
        """Pairs judged to be one person's."""
        return int(self.pairs["linked"].sum() or 0)
