"""What an index holds, read where it lies: records, persons, pairs, the journal."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.later.identities import NOBODY, Identities
from suar.analytics.linkage.later.part import Part
from suar.analytics.linkage.later.side import Side
from suar.analytics.linkage.later.sides import side_of
from suar.analytics.linkage.later.store import State, Store
from suar.analytics.linkage.model import Model
from suar.knowledge.refusal import Refusal

Longs = npt.NDArray[np.int64]


class Held:
    """An index as it lies on disk."""

    def __init__(self, folder: Path) -> None:
        self._store = Store(folder)
        self.settings: dict[str, Any] = self._store.settings()
        self._learned = Model.from_document(self.settings["model"])
        self._side: Side = side_of(self.settings)
        self._load(self._store.state())

    @classmethod
    def open(cls, folder: Path) -> Self:
        """Open an index that `keep` wrote.

        Raises
        ------
        Refusal
            If the folder is none, or was made by a version that this one cannot compare with.
        """
        return cls(folder)

    def _load(self, state: State) -> None:
        self._state = state
        self._parts = self._store.parts(state)
        self._identities: Identities = self._store.identities(state)

    @property
    def height(self) -> int:
        """How many records the index holds."""
        return self._identities.height

    @property
    def persons(self) -> int:
        """How many persons they are."""
        return len(np.unique(self._identities.number))

    @property
    def following(self) -> int:
        """The next person number that nobody ever had."""
        return self._identities.following

    @property
    def registers(self) -> tuple[str, ...]:
        """Whose records the index holds."""
        return tuple(sorted(set().union(*(set(p.table["register"].unique()) for p in self._parts))))

    def members(self) -> pl.DataFrame:
        """Give every record's person: ``register, row, record, person``."""
        frames = [p.table.select("register", "row", "record") for p in self._parts]
        return pl.concat(frames).with_columns(person=pl.Series(self._identities.number))

    def pairs(self) -> pl.DataFrame:
        """Give the pairs kept (`part.PAIRS`), each as it was weighed last."""
        every = pl.concat([p.pairs for p in self._parts])
        return every.unique(["left", "right"], keep="last", maintain_order=True)

    def journal(self) -> list[dict[str, Any]]:
        """Give all that was ever done: runs, batches, joins, splits, and what was taken back."""
        return self._store.journal()

    def _groups(self, identities: Identities, records: Longs) -> Longs:
        """Give all records of the groups that these records are in."""
        asked = np.unique(identities.group[records])
        return np.flatnonzero(np.isin(identities.group, asked)).astype(np.int64)

    def _records_of(self, person: int) -> Longs:
        found = np.flatnonzero(self._identities.number == person).astype(np.int64)
        if not len(found) or person == NOBODY:
            raise Refusal(f"{person} is no person of this index", remedy="Ask for one that is.")
        return found

    def _names(self, records: Longs) -> tuple[tuple[str, str], ...]:
        found = []
        for part in self._parts:
            own = records[(records >= part.base) & (records < part.base + part.height)] - part.base
            rows = part.table.select("register", "record")[own.astype(np.uint32)]
            found += [(str(register), str(record)) for register, record in rows.iter_rows()]
        return tuple(found)

    def _numbers(self, records: Sequence[tuple[str, str]]) -> Longs:
        asked = pl.DataFrame(list(records), schema=["register", "record"], orient="row")
        every = pl.concat([p.table.select("register", "record") for p in self._parts])
        found = every.with_row_index("at").join(asked, on=["register", "record"])["at"]
        return np.sort(found.to_numpy().astype(np.int64))

    @staticmethod
    def _registers(parts: Sequence[Part], records: Longs) -> tuple[str, ...]:
        found: set[str] = set()
        for part in parts:
            own = records[(records >= part.base) & (records < part.base + part.height)] - part.base
            found |= set(part.table["register"][own.astype(np.uint32)].unique())
        return tuple(sorted(found))
