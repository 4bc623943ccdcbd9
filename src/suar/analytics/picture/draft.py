"""A picture before it is known what may be shown: numbers stand as references into the ledger."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from suar.analytics.disclosure.ledger import Key, Ledger

#: How much a reader would miss a cell, for `Ledger.cell(cost=)`; the dearest are withheld last.
COST = {
    "overlap": 0,
    "corridor": 1,
    "share": 2,
    "month": 2,
    "also": 2,
    "set": 3,
    "register_year": 3,
    "year": 5,
    "only": 6,
    "part": 6,
    "status": 7,
    "known": 7,
    "register": 8,
    "unit": 50,
    "persons": 100,
}


@dataclass(frozen=True)
class Ref:
    """A count, by its key in the ledger."""

    key: Key


@dataclass(frozen=True)
class Bound:
    """A limit of a count; it goes where the count goes."""

    key: Key
    value: int
    upper: bool


@dataclass
class Draft:
    """The ledger of a release in the making."""

    ledger: Ledger = field(default_factory=Ledger)

    def count(self, key: Key, value: int, kind: str, *, guarded: bool = True) -> Ref:
        """Enter a count that is to be shown; not guarded where it counts rows that name nobody."""
        self.ledger.cell(key, int(value), guarded=guarded, cost=COST[kind])
        return Ref(key)

    def hidden(self, key: Key, value: int) -> Key:
        """Enter a count that is never shown, but that shown ones could give away."""
        return self.ledger.cell(key, int(value), shown=False)


def span(ref: Ref, low: int, high: int) -> dict[str, object]:
    """Give count, low and high of one number."""
    return {"count": ref, "low": Bound(ref.key, low, False), "high": Bound(ref.key, high, True)}


@dataclass(frozen=True)
class Answers:
    """What a release shows: a value for every shown cell, none for a withheld one."""

    values: Mapping[Key, int | None]
    smallest: int
    rounding: int

    def settle(self, node: object) -> object:
        """Put the shown values in the place of the references, all the way down."""
        if isinstance(node, Ref):
            return self.values[node.key]
        if isinstance(node, Bound):
            return self._bound(node)
        if isinstance(node, Mapping):
            return {key: self.settle(value) for key, value in node.items()}
        if isinstance(node, list | tuple):
            return [self.settle(value) for value in node]
        return node

    def _bound(self, bound: Bound) -> int | None:
        shown = self.values[bound.key]
        if shown is None:
            return None
        if bound.upper:
            return max(shown, -(-bound.value // self.rounding) * self.rounding)
        low = bound.value // self.rounding * self.rounding
        return 0 if low < self.smallest else min(shown, low)
