"""What a reader is told of every cell: a number, a rounded number, that it is withheld, nothing."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from math import inf

from suar.analytics.disclosure.ledger import FIXED, Cell, Key, Ledger
from suar.knowledge.rules.disclosure import Policy


@dataclass(frozen=True)
class Sight:
    """Least and most that each cell can be, before any sum is looked at.

    ``told`` are the cells of which a number is shown.
    """

    limits: Mapping[Key, tuple[float, float]]
    told: frozenset[Key]


def sight(ledger: Ledger, withheld: Collection[Key], policy: Policy) -> Sight:
    """Say what the reader of a release sees.

    A withheld cell is at least 1, because a zero is shown. A shown zero is exact, because a small
    count would be withheld. Of a rounded count the reader is taken to know that it lies within one
    step, although rounding may go further for the sums' sake (`rounding`).
    """
    told = {key for key, cell in ledger.cells.items() if cell.shown and key not in withheld}
    limits = {
        key: _told(cell, policy) if key in told else (1.0 if cell.shown else 0.0, inf)
        for key, cell in ledger.cells.items()
    }
    return Sight(limits, frozenset(told))


def _told(cell: Cell, policy: Policy) -> tuple[float, float]:
    if policy.rounding == 1 or cell.cost >= FIXED or cell.value == 0:
        return float(cell.value), float(cell.value)
    off, least = policy.rounding - 1, policy.smallest_cell if cell.guarded else 1
    return float(max(least, cell.value - off)), float(cell.value + off)
