"""How much hangs on single lists: leave one out, take two for one, estimate again."""

from dataclasses import dataclass
from itertools import combinations

import numpy as np

from suar.analytics.population.bootstrap import multinomial, quantile
from suar.analytics.population.stepwise import Stepwise
from suar.analytics.population.table import Floats, Table


@dataclass(frozen=True)
class Variant:
    """A variant of the table; ``low`` and ``high`` are its 80 % limits (percentile)."""

    kind: str  # left_out | merged
    lists: tuple[str, ...]
    estimate: float | None
    low: float | None
    high: float | None

    def document(self) -> dict[str, object]:
        """Give the variant as JSON."""
        name = self.lists[0] if self.kind == "left_out" else "+".join(self.lists)
        return {
            self.kind: name,
            "estimate": self.estimate,
            "low": self.low,
            "high": self.high,
        }


def sensitivity(table: Table, *, boot: int = 200, seed: int = 1) -> tuple[Variant, ...]:
    """Estimate anew, stepwise, without each list and with each two merged.

    Nothing is tried that would leave fewer than three lists.

    Examples
    --------
    >>> table = Table.of(
    ...     ["A", "B", "C", "D"],
    ...     {"A": 40, "B": 30, "C": 20, "D": 25, "A:B": 9, "A:C": 8, "B:C": 7, "C:D": 9},
    ... )
    >>> [v.document()["left_out"] for v in sensitivity(table, boot=50) if v.kind == "left_out"]
    ['A', 'B', 'C', 'D']
    """
    if table.size < 4:
        return ()
    plans: list[tuple[str, tuple[str, ...], Table]] = [
        ("left_out", (n,), table.drop(n)) for n in table.lists
    ]
    plans += [("merged", pair, table.merge(*pair)) for pair in combinations(table.lists, 2)]
    plans = [plan for plan in plans if plan[2].observed]
    blocks = [_with_resamples(part, boot, seed + i) for i, (_, _, part) in enumerate(plans)]
    totals = Stepwise().totals(np.concatenate(blocks), table.size - 1)
    rows = totals.reshape(len(plans), -1)
    return tuple(
        _variant(kind, names, row) for (kind, names, _), row in zip(plans, rows, strict=True)
    )


def _with_resamples(table: Table, boot: int, seed: int) -> Floats:
    counts = table.cells()
    return np.concatenate([counts[None, :], multinomial(counts, boot, seed)])


def _variant(kind: str, names: tuple[str, ...], totals: Floats) -> Variant:
    if not np.isfinite(totals[0]):
        return Variant(kind, names, None, None, None)
    low = high = None
    if len(totals) > 1:
        limits = quantile(totals[1:], 0.1), quantile(totals[1:], 0.9)
        if np.isfinite(limits).all():
            low, high = limits
    return Variant(kind, names, float(totals[0]), low, high)
