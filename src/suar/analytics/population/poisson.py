"""Tails of the Poisson distribution on the logarithmic scale, exact where they are small."""

import numpy as np

from suar.analytics.population.kernel import log_factorials
from suar.analytics.population.table import Floats

_MOST_TERMS = 100_000


def log_smaller_tail(counts: Floats, means: Floats) -> Floats:
    """Logarithm of the smaller of P(X <= n) and P(X >= n), X Poisson with the given means.

    Parameters
    ----------
    counts, means
        Equal shapes; counts whole, means positive or 0.

    Examples
    --------
    >>> import math
    >>> p = log_smaller_tail(np.array([0.0, 3.0]), np.array([2.0, 0.5]))
    >>> [round(math.exp(v), 6) for v in p]
    [0.135335, 0.014388]
    """
    shape = counts.shape
    n, mean = counts.ravel(), np.maximum(means.ravel(), 1e-300)
    start = n * np.log(mean) - mean - log_factorials(n)
    up = n > mean
    total, term = np.ones_like(mean), np.ones_like(mean)
    live = np.arange(mean.size)
    for j in range(1, _MOST_TERMS):
        rise = np.where(up[live], mean[live] / (n[live] + j), (n[live] - j + 1) / mean[live])
        term[live] *= np.maximum(rise, 0.0)
        total[live] += term[live]
        live = live[term[live] > 1e-17 * total[live]]
        if not live.size:
            break
    return np.asarray(np.minimum(start + np.log(total), 0.0).reshape(shape))
