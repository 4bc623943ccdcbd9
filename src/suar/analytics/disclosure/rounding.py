"""Rounded counts that still add up: every sum that ties shown counts holds for what is shown."""

from collections.abc import Collection
from typing import TYPE_CHECKING

import numpy as np

from suar.analytics.disclosure.ledger import FIXED, Key, Ledger
from suar.knowledge.rules.disclosure import Policy

if TYPE_CHECKING:
    from scipy.sparse import csr_array

_SECONDS = 60.0
#: How many steps a rounded count may be off, tried one after the other.
_REACHES = (1, 2, 4, 8)


def rounded(ledger: Ledger, withheld: Collection[Key], policy: Policy) -> dict[Key, int]:
    """Give every shown count a multiple of the audience's rounding.

    Controlled rounding: of the multiples near the counts, those are chosen for which the sums hold
    among the shown counts (withheld and hidden ones take up what is left over), and of these the
    nearest. Where no such choice exists each count is rounded by itself.

    References
    ----------
    Cox (1987), A constructive procedure for unbiased controlled rounding, JASA 82, 520-524.
    """
    step = policy.rounding
    cells = ledger.cells
    shown = [k for k, c in cells.items() if c.shown and k not in withheld]
    exact = {k: cells[k].value for k in shown if cells[k].cost >= FIXED or not cells[k].value}
    free = [key for key in shown if key not in exact]
    if step == 1:
        return {key: cells[key].value for key in shown}
    found = _solve(ledger, free, set(withheld), policy)
    if found is None:
        found = {key: nearest(cells[key].value, step) for key in free}
    return exact | found


def _solve(
    ledger: Ledger, free: list[Key], withheld: set[Key], policy: Policy
) -> dict[Key, int] | None:
    """Choose multiples next to the counts; further where the sums cannot hold otherwise."""
    for reach in _REACHES:
        found = _choose(ledger, free, withheld, policy.rounding, reach)
        if found is not None:
            return found
    return None


def _choose(
    ledger: Ledger, free: list[Key], withheld: set[Key], step: int, reach: int
) -> dict[Key, int] | None:
    from scipy.optimize import Bounds, LinearConstraint, milp
    from scipy.sparse import block_array, eye_array

    cells, count = ledger.cells, len(free)
    loose = [k for k, c in cells.items() if not c.shown or k in withheld]
    ties = _ties(ledger, free, loose, step)
    dear = np.array([1.0 + cells[key].cost / 5 for key in free])
    values = np.array([cells[key].value for key in free], dtype=float)
    low = np.maximum(1, np.ceil((values - reach * step + 1) / step))
    high = np.floor((values + reach * step - 1) / step)
    floors = [*low, *(1.0 if cells[key].shown else 0.0 for key in loose), *np.zeros(count)]
    tops = [*high, *np.full(len(loose) + count, np.inf)]
    same, none = eye_array(count), None
    matrix = block_array(
        [
            [ties[:, :count], ties[:, count:], none],
            [-step * same, none, same],
            [step * same, none, same],
        ]
    )
    zero = np.zeros(ties.shape[0])
    # u, last, is how far each multiple is off, either way
    answer = milp(
        np.concatenate([np.zeros(count), np.full(len(loose), 1e-6), dear]),
        integrality=np.concatenate([np.ones(count), np.zeros(len(loose) + count)]),
        bounds=Bounds(floors, tops),
        constraints=LinearConstraint(
            matrix.tocsr(),
            np.concatenate([zero, -values, values]),
            np.concatenate([zero, np.full(2 * count, np.inf)]),
        ),
        options={"time_limit": _SECONDS, "mip_rel_gap": 0.02},
    )
    if answer.x is None:
        return None
    return {key: step * round(answer.x[number]) for number, key in enumerate(free)}


def _ties(ledger: Ledger, free: list[Key], loose: list[Key], step: int) -> "csr_array":
    """Write the sums over multiples (free) and counts (loose); not those with a known number."""
    from scipy.sparse import coo_array

    place = {key: number for number, key in enumerate([*free, *loose])}
    weight = dict.fromkeys(free, float(step))
    sums = [s for s in ledger.sums if not any(ledger.cells[key].cost >= FIXED for key in s)]
    entries = [
        (row, place[key], sign * weight.get(key, 1.0))
        for row, terms in enumerate(sums)
        for key, sign in terms.items()
        if key in place
    ]
    rows, columns, weights = zip(*entries, strict=True) if entries else ((), (), ())
    return coo_array((weights, (rows, columns)), shape=(len(sums), len(place))).tocsr()


def nearest(value: int, rounding: int) -> int:
    """Give the nearest multiple, never zero for what is not zero.

    >>> nearest(14, 10), nearest(15, 10), nearest(3, 10)
    (10, 20, 10)
    """
    return max(rounding, (value + rounding // 2) // rounding * rounding) if value else 0
