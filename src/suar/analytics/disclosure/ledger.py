"""Every number of one release in one book, with the sums that tie them together.

Whoever reads a release may add and subtract. The ledger therefore holds not only what is to be
shown but also the *hidden* counts between the shown ones (persons whose sex nobody noted, persons
dated by a year alone), so that every identity a reader could use is written down once, as a sum.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

Key = tuple[str | int, ...]
#: The cost of what cannot be withheld.
FIXED = 1_000_000


@dataclass(frozen=True)
class Cell:
    """One count.

    Attributes
    ----------
    shown
        To be published unless withheld. A hidden cell is never published.
    guarded
        Nobody may work it out while it is small. Not guarded: a slack, which counts no persons.
    cost
        How much a reader misses it; of two cells that would protect a third, the cheaper goes.
    """

    key: Key
    value: int
    shown: bool
    guarded: bool
    cost: int


@dataclass
class Ledger:
    """Cells by key, and sums that are zero whatever the counts are.

    Examples
    --------
    >>> ledger = Ledger()
    >>> for name, value in (("all", 10), ("women", 7), ("men", 3)):
    ...     _ = ledger.cell((name,), value)
    >>> ledger.total(("all",), [("women",), ("men",)])
    """

    cells: dict[Key, Cell] = field(default_factory=dict)
    sums: list[dict[Key, int]] = field(default_factory=list)

    def cell(
        self,
        key: Key,
        value: int,
        *,
        shown: bool = True,
        guarded: bool = True,
        cost: int = 5,
    ) -> Key:
        """Enter a count and give its key; the same key twice must carry the same count.

        Raises
        ------
        ValueError
            If a count is negative, or entered twice with two values: an error in our own counting.
        """
        old = self.cells.get(key)
        if value < 0 or (old is not None and old.value != value):
            raise ValueError(f"the ledger cannot hold {key} = {value}")
        if old is not None:
            shown, guarded, cost = old.shown or shown, old.guarded or guarded, max(old.cost, cost)
        self.cells[key] = Cell(key, int(value), shown, guarded, cost)
        return key

    def known(self, key: Key, value: int) -> Key:
        """Enter a number that everybody knows: it counts no persons and is never withheld."""
        self.cells[key] = Cell(key, value, shown=True, guarded=False, cost=FIXED)
        return key

    def total(self, total: Key, parts: Iterable[Key]) -> None:
        """Tie a total to its parts.

        Raises
        ------
        ValueError
            If the counts entered do not add up: an error in our own counting.
        """
        self.balance([total], list(parts))

    def balance(self, left: Sequence[Key], right: Sequence[Key]) -> None:
        """Say that two groups of cells have the same sum."""
        terms: dict[Key, int] = {}
        for sign, keys in ((1, left), (-1, right)):
            for key in keys:
                terms[key] = terms.get(key, 0) + sign
        if sum(sign * self.cells[key].value for key, sign in terms.items()):
            raise ValueError(f"does not add up: {left} against {right}")
        terms = {key: sign for key, sign in terms.items() if sign}
        if terms:
            self.sums.append(terms)

    def at_most(self, lesser: Sequence[Key], greater: Sequence[Key], *, name: Key) -> None:
        """Say that one group is never larger than another; ``name`` keys the difference."""
        gap = sum(self.cells[k].value for k in greater) - sum(self.cells[k].value for k in lesser)
        self.cell(name, gap, shown=False, guarded=False)
        self.balance([*lesser, name], greater)
