"""The known-truth check: hide a list, estimate how many are on it from the others, compare."""

from dataclasses import dataclass

import numpy as np

from suar.analytics.population.bootstrap import (
    acceleration,
    intervals_of,
    jackknife,
    multinomial,
)
from suar.analytics.population.stepwise import Stepwise
from suar.analytics.population.table import Table

_FEWEST = 2


@dataclass(frozen=True)
class KnownTruth:
    """What came out for one list; ``holds`` is None where it could not be checked.

    ``low`` and ``high`` are the 95 % limits.
    """

    name: str
    known: int
    estimate: float | None
    low: float | None
    high: float | None

    @property
    def holds(self) -> bool | None:
        """Whether the known number lies within the limits."""
        if self.low is None or self.high is None:
            return None
        return self.low <= self.known <= self.high

    def document(self) -> dict[str, object]:
        """Give the check as JSON."""
        return {
            "list": self.name,
            "known": self.known,
            "estimate": self.estimate,
            "low": self.low,
            "high": self.high,
            "holds": self.holds,
        }


def known_truth(table: Table, *, boot: int = 1000, seed: int = 1) -> tuple[KnownTruth, ...]:
    """Hide each list and estimate its size from the persons on it that the others know.

    Inside a list everybody is known, so the estimate can be held against the truth; if it fails
    there, it need not be right outside. Stepwise models with BCa limits; all lists in one batch.

    References
    ----------
    Binette, Steorts (2022), Journal of Official Statistics 38, 951-977.

    Examples
    --------
    >>> table = Table.of(
    ...     ["A", "B", "C"], {"A": 40, "B": 30, "C": 20, "A:B": 9, "A:C": 8, "B:C": 7, "A:B:C": 3}
    ... )
    >>> [(c.name, c.known, round(c.estimate), c.holds) for c in known_truth(table, boot=200)]
    [('A', 60, 44, True), ('B', 49, 40, None), ('C', 38, 37, None)]
    """
    method = Stepwise()
    inside = {name: table.within(name) for name in table.lists}
    known = {n: int(h) for n, h in zip(table.lists, table.held(), strict=True)}
    usable = {n: t for n, t in inside.items() if t.shared() and (t.held() > 0).sum() >= _FEWEST}
    if not usable or table.size < 3:
        return tuple(KnownTruth(n, known[n], None, None, None) for n in table.lists)
    blocks, weights = [], {}
    for place, (name, part) in enumerate(usable.items()):
        left_out, weights[name] = jackknife(part.cells())
        drawn = multinomial(part.cells(), boot, seed + 101 * (place + 1)) if boot else left_out[:0]
        blocks.append(np.concatenate([part.cells()[None, :], left_out, drawn]))
    totals = method.totals(np.concatenate(blocks), table.size - 1)
    ends = np.cumsum([len(block) for block in blocks])[:-1]
    found = dict(zip(usable, np.split(totals, ends), strict=True))
    checked = []
    for name in table.lists:
        estimate = float(found[name][0]) if name in found else float("nan")
        low = high = None
        if boot and np.isfinite(estimate):
            jack = len(weights[name])
            a = acceleration(found[name][1 : 1 + jack], weights[name])
            limits, _, _ = intervals_of(found[name][1 + jack :], estimate, a)
            best = next((i for i in limits if i.level == 0.95), None)
            low, high = (best.low, best.high) if best else (None, None)
        value = estimate if np.isfinite(estimate) else None
        checked.append(KnownTruth(name, known[name], value, low, high))
    return tuple(checked)
