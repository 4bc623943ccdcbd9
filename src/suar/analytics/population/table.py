"""Who was on which lists: capture histories as bitmasks, with their counts.

Bit ``i`` of a history says that the person was on list ``i``. History 0, on no list, is what
nobody can observe and is never in a table.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from suar.knowledge.refusal import Refusal

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]

#: More lists than this make a table of over 1,023 histories, most of them empty.
MOST_LISTS = 10


@dataclass(frozen=True, eq=False)
class Stratum:
    """A part of the population in which the same lists could hold a person.

    ``values`` are the covariates that make the stratum; ``table`` has only the lists that could
    see it. ``leaked`` are persons on lists whose declared scope does not cover the stratum.
    """

    values: Mapping[str, str]
    table: "Table"
    leaked: Mapping[str, int] = field(default_factory=dict)

    @property
    def lists(self) -> tuple[str, ...]:
        """Lists that could hold a person of this stratum."""
        return self.table.lists


@dataclass(frozen=True, eq=False)
class Table:
    """Counts of persons by capture history.

    Parameters
    ----------
    lists
        Names of the lists, in order.
    histories
        Distinct bitmasks in 1 .. 2**len(lists) - 1.
    counts
        Persons with each history, whole and not negative.
    strata
        The same persons by stratum, where lists differ in whom they may hold; empty for a plain
        table. A list that could not hold a stratum counts there as absent, not as a miss.
    withheld
        Rows of the file whose count was withheld as too small to show; nobody knows what they hold.

    Examples
    --------
    >>> table = Table.of(["A", "B", "C"], {"A": 40, "B": 30, "C": 20, "A:B": 6})
    >>> table.observed, table.name(3)
    (96, 'A:B')
    >>> table.merge("B", "C").lists
    ('A', 'B+C')
    """

    lists: tuple[str, ...]
    histories: Ints
    counts: Ints
    strata: tuple[Stratum, ...] = ()
    withheld: int = 0

    @classmethod
    def of(cls, lists: Sequence[str], counts: Mapping[str, int]) -> "Table":
        """Make a table from counts by the names of lists joined with a colon."""
        bits = {name: 1 << i for i, name in enumerate(lists)}
        masks = [sum(bits[part] for part in key.split(":")) for key in counts]
        return cls.collect(lists, masks, list(counts.values()))

    @classmethod
    def collect(
        cls,
        lists: Sequence[str],
        histories: Iterable[int] | Ints,
        counts: Iterable[int] | Ints,
        strata: tuple[Stratum, ...] = (),
    ) -> "Table":
        """Add up the counts of equal histories; persons on no list are left out."""
        cells = np.zeros(1 << len(lists), dtype=np.int64)
        np.add.at(cells, np.asarray(histories, dtype=np.int64), np.asarray(counts, dtype=np.int64))
        cells[0] = 0
        seen = np.flatnonzero(cells)
        return cls(tuple(lists), seen.astype(np.int64), cells[seen], strata)

    @property
    def observed(self) -> int:
        """Persons on any list."""
        return int(self.counts.sum())

    @property
    def size(self) -> int:
        """Number of lists."""
        return len(self.lists)

    def cells(self) -> Floats:
        """Counts of all histories 1 .. 2**t - 1, in that order."""
        full = np.zeros(1 << self.size)
        full[self.histories] = self.counts
        return full[1:]

    def name(self, mask: int) -> str:
        """Names of the lists in a bitmask, joined with a colon; nothing for the empty one."""
        return ":".join(name for i, name in enumerate(self.lists) if mask >> i & 1)

    def held(self) -> Ints:
        """Persons on each list."""
        return np.array(
            [int(self.counts[self.histories >> i & 1 == 1].sum()) for i in range(self.size)]
        )

    def overlaps(self) -> Ints:
        """Persons on both of two lists, symmetric, the lists' sizes on its diagonal."""
        on = (self.histories[:, None] >> np.arange(self.size)) & 1
        joint: Ints = (on * self.counts[:, None]).T @ on
        return joint

    def shared(self) -> int:
        """Persons on more than one list."""
        return int(self.counts[self.histories & (self.histories - 1) != 0].sum())

    def drop(self, *names: str) -> "Table":
        """Leave lists out; persons on no other list go with them."""
        self._known(names)
        keep = [name for name in self.lists if name not in names]
        return self._mapped({name: keep.index(name) for name in keep}, keep)

    def merge(self, *names: str) -> "Table":
        """Take several lists for one, named with a plus, in the place of the first."""
        self._known(names)
        joined = "+".join(name for name in self.lists if name in names)
        kept: list[str] = []
        for name in self.lists:
            new = joined if name in names else name
            if new not in kept:
                kept.append(new)
        place = {n: kept.index(joined if n in names else n) for n in self.lists}
        return self._mapped(place, kept)

    def within(self, name: str) -> "Table":
        """Keep the persons on one list only, by what the other lists say of them.

        The answer to "how many are there" is then known: everybody on that list.
        """
        self._known([name])
        on = self.histories >> self.lists.index(name) & 1 == 1
        inside = Table(self.lists, self.histories[on], self.counts[on])
        return inside.drop(name)

    def _known(self, names: Iterable[str]) -> None:
        for name in names:
            if name not in self.lists:
                raise Refusal(
                    f"has no list of the name {name}",
                    file="the table",
                    remedy=f"Its lists are {', '.join(self.lists)}.",
                )

    def _mapped(self, place: Mapping[str, int], lists: Sequence[str]) -> "Table":
        masks = np.zeros_like(self.histories)
        for i, name in enumerate(self.lists):
            if name in place:
                masks |= (self.histories >> i & 1) << place[name]
        strata = tuple(
            Stratum(s.values, s.table._within_names(place, lists), s.leaked) for s in self.strata
        )
        return Table.collect(lists, masks, self.counts, strata)

    def _within_names(self, place: Mapping[str, int], lists: Sequence[str]) -> "Table":
        """Map a stratum's table, which may lack some of the lists."""
        mine = {name: place[name] for name in self.lists if name in place}
        left = sorted(set(mine.values()))
        return self._mapped({n: left.index(p) for n, p in mine.items()}, [lists[p] for p in left])
