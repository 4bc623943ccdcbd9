"""Compiled stepwise selection: one table after another, the same steps as the NumPy path.

Imported only where numba is (`fast`). Cells and parameters are bitmasks, so the sums that a Newton
step needs are subset and superset sums, taken by one pass a list. A row that is not plain sailing
(an empty list, a singular system, a fit that does not come to rest) is marked and left to NumPy,
which settles existence with certainty.
"""

from collections.abc import Callable
from typing import TypeVar, cast

import numpy as np
from numba import njit

from suar.analytics.population.table import Bools, Floats, Ints

_F = TypeVar("_F", bound=Callable[..., object])
_MOST_STEPS = 40
_LONGEST_STEP = 4.0
_AT_REST = 1e-7
_SINGULAR = 1e-10


def _compiled(function: _F) -> _F:
    return cast(_F, njit(cache=True, nogil=True)(function))


@_compiled
def _supersets(values: Floats, lists: int) -> None:
    """Sum over the histories that contain each mask, in place."""
    for i in range(lists):
        bit = 1 << i
        for mask in range(len(values)):
            if not mask & bit:
                values[mask] += values[mask | bit]


@_compiled
def _subsets(values: Floats, lists: int) -> None:
    """Sum over the masks within each history, in place."""
    for i in range(lists):
        bit = 1 << i
        for mask in range(len(values)):
            if mask & bit:
                values[mask] += values[mask ^ bit]


@_compiled
def _solve(left: Floats, right: Floats, size: int) -> bool:
    """Solve a small positive definite system by Cholesky, in place; False where singular."""
    for j in range(size):
        pivot = left[j, j]
        whole = pivot
        for k in range(j):
            pivot -= left[j, k] * left[j, k]
        if not pivot > _SINGULAR * whole:
            return False
        root = np.sqrt(pivot)
        left[j, j] = root
        for i in range(j + 1, size):
            value = left[i, j]
            for k in range(j):
                value -= left[i, k] * left[j, k]
            left[i, j] = value / root
    for i in range(size):
        for k in range(i):
            right[i] -= left[i, k] * right[k]
        right[i] /= left[i, i]
    for i in range(size - 1, -1, -1):
        for k in range(i + 1, size):
            right[i] -= left[k, i] * right[k]
        right[i] /= left[i, i]
    return True


@_compiled
def _step(
    weights: Floats, values: Floats, params: Ints, size: int, lists: int, move: Floats
) -> bool:
    """Regress values on the parameters; gives coefficients and fills ``move`` with the fit.

    ``weights`` and ``values`` are over all masks and are overwritten by their superset sums.
    """
    weights[0] = 0.0
    values[0] = 0.0
    _supersets(weights, lists)
    _supersets(values, lists)
    left = np.empty((size, size))
    right = np.empty(size)
    for i in range(size):
        right[i] = values[params[i]]
        for j in range(i + 1):
            left[i, j] = weights[params[i] | params[j]]
    if not _solve(left, right, size):
        return False
    move[:] = 0.0
    for i in range(size):
        move[params[i]] = right[i]
    return True


@_compiled
def _begin(counts: Floats, on: Bools, params: Ints, size: int, lists: int, beta: Floats) -> bool:
    """Fit the logarithms of the counts, half a person added, by weighted least squares."""
    weights, values = np.zeros(len(counts)), np.zeros(len(counts))
    for c in range(len(counts)):
        if on[c]:
            weights[c] = counts[c] + 0.5
            values[c] = weights[c] * np.log(weights[c])
    return _step(weights, values, params, size, lists, beta)


@_compiled
def _longest(eta: Floats, on: Bools) -> float:
    longest = 0.0
    for c in range(1, len(eta)):
        if on[c] and abs(eta[c]) > longest:
            longest = abs(eta[c])
    return longest


@_compiled
def _fit(
    counts: Floats, on: Bools, params: Ints, size: int, lists: int, beta: Floats, mu: Floats
) -> bool:
    """Newton's method from ``beta`` (over masks); True where it came to rest."""
    move = np.empty(len(counts))
    _expected(beta, on, lists, mu)
    for _ in range(_MOST_STEPS):
        if not _step(mu.copy(), counts - mu, params, size, lists, move):
            return False
        eta = move.copy()
        _subsets(eta, lists)
        longest = _longest(eta, on)
        if not longest < 1e100:
            return False
        short = min(1.0, _LONGEST_STEP / max(longest, 1e-300))
        for c in range(len(counts)):
            beta[c] += short * move[c]
            mu[c] *= np.exp(short * eta[c])
        if longest < _AT_REST:
            return True
    return False


@_compiled
def _expected(beta: Floats, on: Bools, lists: int, mu: Floats) -> None:
    mu[:] = beta
    _subsets(mu, lists)
    for c in range(len(mu)):
        mu[c] = np.exp(min(max(mu[c], -50.0), 50.0)) if on[c] and c else 0.0


@_compiled
def _log_tail(count: float, mean: float, log_factorials: Floats) -> float:
    """Logarithm of the smaller Poisson tail, as in `poisson.log_smaller_tail`."""
    start = count * np.log(mean) - mean - log_factorials[int(count)]
    total, term = 1.0, 1.0
    up = count > mean
    for j in range(1, 100_000):
        term *= mean / (count + j) if up else max((count - j + 1) / mean, 0.0)
        total += term
        if not term > 1e-17 * total:
            break
    return float(min(start + np.log(total), 0.0))


@_compiled
def _strangest(
    sums: Floats, expected: Floats, pairs: Ints, inside: Bools, limit: float, log_factorials: Floats
) -> int:
    """Give the pair outside the model with the smallest tail below the limit, or -1."""
    best, lowest = -1, limit
    for i in range(len(pairs)):
        n, mean = sums[pairs[i]], expected[pairs[i]]
        if not inside[i] and abs(n - mean) > 1.2 * np.sqrt(mean):
            tail = _log_tail(n, max(mean, 1e-300), log_factorials)
            if tail < lowest:
                best, lowest = i, tail
    return best


@_compiled
def _join(
    pair: int, sums: Floats, expected: Floats, on: Bools, params: Ints, size: int, beta: Floats
) -> int:
    """Take a pair into the model; one that nobody shares takes its histories out instead."""
    if sums[pair] == 0:
        for c in range(len(on)):
            if c & pair == pair:
                on[c] = False
        return size
    params[size] = pair
    beta[pair] = np.log(sums[pair] / max(expected[pair], 1e-12))
    return size + 1


@_compiled
def _one(counts: Floats, pairs: Ints, lists: int, limit: float, log_factorials: Floats) -> float:
    """Select and fit for one table, over all masks; NaN where it is left to NumPy."""
    sums = counts.copy()
    _supersets(sums, lists)
    params = np.zeros(1 + lists + len(pairs), dtype=np.int64)
    for i in range(lists):
        params[1 + i] = 1 << i
        if sums[1 << i] == 0:
            return np.nan
    size = 1 + lists
    on = np.ones(len(counts), dtype=np.bool_)
    beta, mu = np.zeros(len(counts)), np.zeros(len(counts))
    inside = np.zeros(len(pairs), dtype=np.bool_)
    if not _begin(counts, on, params, size, lists, beta):
        return np.nan
    for _ in range(len(pairs) + 1):
        if not _fit(counts, on, params, size, lists, beta, mu):
            return np.nan
        expected = mu.copy()
        _supersets(expected, lists)
        best = _strangest(sums, expected, pairs, inside, limit, log_factorials)
        if best < 0:
            break
        inside[best] = True
        size = _join(pairs[best], sums, expected, on, params, size, beta)
    return float(sums[0] + np.exp(min(beta[0], 700.0)))


@_compiled
def stepwise_totals(
    counts: Floats, pairs: Ints, lists: int, limit: float, log_factorials: Floats
) -> Floats:
    """Totals of rows of counts of the histories 1 .. 2**lists - 1; NaN: ask NumPy."""
    totals = np.empty(len(counts))
    full = np.zeros(1 << lists)
    for row in range(len(counts)):
        full[1:] = counts[row]
        totals[row] = _one(full, pairs, lists, limit, log_factorials)
    return totals
