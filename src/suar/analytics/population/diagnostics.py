"""Whether chains agree: R-hat and effective sample size of draws, by ranks.

References
----------
Vehtari, Gelman, Simpson, Carpenter, Buerkner (2021), Bayesian Analysis 16, 667-718.
"""

import numpy as np

from suar.analytics.population.table import Floats


def r_hat(draws: Floats) -> float:
    """Potential scale reduction of ``(draws, chains)``: the largest of location, spread and tails.

    Chains are cut in halves and draws replaced by normal scores of their ranks, so that heavy
    tails do not hide a chain that is elsewhere; and the shares of draws in the lowest and highest
    tenth are compared, so that a second explanation that only some chains visit shows. 1 is
    agreement; above 1.01 chains want more time, far above it they are in different places.

    >>> same = np.random.default_rng(1).normal(size=(400, 4))
    >>> r_hat(same) < 1.02, r_hat(same + [0, 0, 0, 3]) > 1.3
    (True, True)
    """
    halves = _halves(draws)
    folded = np.abs(halves - np.median(halves))
    tails = (
        halves <= np.quantile(halves, 0.1),
        halves >= np.quantile(halves, 0.9),
    )
    parts = (_scores(halves), _scores(folded), *(tail.astype(float) for tail in tails))
    return max(_scale_reduction(part) for part in parts)


def effective_size(draws: Floats) -> float:
    """Number of independent draws that ``(draws, chains)`` are worth for the middle (bulk).

    >>> draws = np.random.default_rng(1).normal(size=(500, 4))
    >>> 1500 < effective_size(draws) < 2600
    True
    """
    return _effective(_scores(_halves(draws)))


def effective_tails(draws: Floats) -> float:
    """Independent draws for the 5 % and 95 % quantiles: the smaller of the two."""
    halves = _halves(draws)
    return min(
        _effective((halves <= np.quantile(halves, share)).astype(float)) for share in (0.05, 0.95)
    )


def _halves(draws: Floats) -> Floats:
    half = len(draws) // 2
    return np.concatenate([draws[:half], draws[half : 2 * half]], axis=1)


def _scores(draws: Floats) -> Floats:
    """Normal scores of ranks; ties get their mean rank."""
    from scipy.special import ndtri

    _, place, count = np.unique(draws.ravel(), return_inverse=True, return_counts=True)
    mean_rank = np.cumsum(count) - (count - 1) / 2
    share = (mean_rank[place.ravel()] - 0.375) / (draws.size + 0.25)
    return np.asarray(ndtri(share)).reshape(draws.shape)


def _variances(draws: Floats) -> tuple[float, float]:
    """Variance within chains, and the estimate of that of the whole."""
    length = len(draws)
    within = float(draws.var(axis=0, ddof=1).mean())
    between = float(draws.mean(axis=0).var(ddof=1))
    return within, (length - 1) / length * within + between


def _scale_reduction(draws: Floats) -> float:
    within, whole = _variances(draws)
    if within <= 0:
        return 1.0 if whole <= 0 else float("inf")
    return float(np.sqrt(whole / within))


def _effective(draws: Floats) -> float:
    """Geyer's initial monotone sequence over all chains."""
    length = len(draws)
    within, whole = _variances(draws)
    if whole <= 0:
        return float(draws.size)
    centred = draws - draws.mean(axis=0)
    power = np.abs(np.fft.rfft(centred, 2 * length, axis=0)) ** 2
    covariance = np.fft.irfft(power, axis=0)[:length].mean(axis=1) / (length - 1)
    rho = 1 - (within - covariance) / whole
    rho[0] = 1.0
    pairs = rho[: length - length % 2].reshape(-1, 2).sum(axis=1)
    first_negative = int(np.argmax(pairs < 0)) if (pairs < 0).any() else len(pairs)
    steps = np.minimum.accumulate(np.maximum(pairs[:first_negative], 0.0))
    time = max(-1 + 2 * float(steps.sum()), 1 / np.log10(draws.size))
    return float(draws.size / time)
