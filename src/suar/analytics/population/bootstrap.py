"""Resampling persons: many tables at once, intervals with ties counted as half."""

from collections.abc import Callable
from statistics import NormalDist

import numpy as np

from suar.analytics.population.result import Bootstrap, Interval, Resampled
from suar.analytics.population.table import Floats, Table
from suar.analytics.progress import Progress, silent

LEVELS = (0.8, 0.95)
_NORMAL = NormalDist()
_AT_ONCE = 1100
#: A limit this many times the estimate says nothing: it is as good as none.
_BOUNDLESS = 10_000.0


def multinomial(counts: Floats, boot: int, seed: int) -> Floats:
    """Draw ``boot`` tables with as many persons as the table, reproducible from the seed.

    >>> multinomial(np.array([5.0, 0, 3]), 2, 1).sum(axis=1).tolist()
    [8.0, 8.0]
    """
    n = int(counts.sum())
    rng = np.random.default_rng(seed)
    return rng.multinomial(n, counts / n, size=boot).astype(float)


def jackknife(counts: Floats) -> tuple[Floats, Floats]:
    """Give the tables with one person left out, one a history seen, and how often each occurs."""
    seen = np.flatnonzero(counts)
    tables = np.tile(counts, (len(seen), 1))
    tables[np.arange(len(seen)), seen] -= 1
    return tables, counts[seen]


def acceleration(totals: Floats, weights: Floats) -> float:
    """Acceleration of BCa from leave-one-out totals; rows without an estimate are left out."""
    good = np.isfinite(totals)
    if not good.any():
        return 0.0
    totals, weights = totals[good], weights[good]
    apart = float(np.average(totals, weights=weights)) - totals
    spread = float((weights * apart**2).sum())
    if spread <= 0:
        return 0.0
    return float((weights * apart**3).sum() / (6 * spread**1.5))


def share_below(values: Floats, estimate: float) -> float:
    """Share of resamples below the estimate; those equal to it to rounding count as half."""
    tied = np.abs(values - estimate) <= 1e-9 * abs(estimate)
    return float(((values < estimate) & ~tied).mean() + 0.5 * tied.mean())


def quantile(values: Floats, share: float) -> float:
    """Quantile of resamples (median-unbiased, definition 8 of Hyndman and Fan 1996).

    Resamples without an estimate are taken as beyond every number, for so they behave: a table
    with too little overlap says "very many". A limit among them is infinite.
    """
    filled = np.sort(np.where(np.isnan(values), np.inf, values))
    place = (len(filled) + 1 / 3) * share + 1 / 3
    low = min(max(int(np.floor(place)), 1), len(filled))
    high = min(low + 1, len(filled))
    part = min(max(place - low, 0.0), 1.0)
    below, above = filled[low - 1], filled[high - 1]
    if part < 1e-12 or below == above:
        return float(below)
    return float(below + part * (above - below))


def bca_share(level_share: float, z0: float, a: float) -> float:
    """Share of the resamples at which a BCa limit lies.

    >>> round(bca_share(0.975, 0.0, 0.0), 6)
    0.975
    """
    z = z0 + _NORMAL.inv_cdf(level_share)
    below = 1 - a * z
    if below <= 0:
        return 1.0 if z > 0 else 0.0
    return _NORMAL.cdf(z0 + z / below)


def intervals_of(
    values: Floats, estimate: float, a: float
) -> tuple[tuple[Interval, ...], tuple[str, ...], dict[str, object]]:
    """Give BCa and percentile intervals at 80 and 95 %, warnings, and what they rest on.

    Parameters
    ----------
    values
        Resampled totals; NaN where a resample had no estimate.
    estimate
        The total from the table itself.
    a
        Acceleration.

    Notes
    -----
    ``bca-unstable`` where the bias z0 or the acceleration is beyond 0.25, or a limit is the
    smallest or largest resample; ``two-modes`` where the resamples gather around two numbers;
    ``no-upper-limit`` where so many resamples have no estimate that a limit would be infinite, or
    where it would be over 10,000 times the estimate
    (that interval is left out). References: Efron (1987), JASA 82, 171-185; DiCiccio and Efron
    (1996), Statistical Science 11, 189-228.
    """
    share = share_below(np.where(np.isnan(values), np.inf, values), estimate)
    z0 = _NORMAL.inv_cdf(share) if 0 < share < 1 else None
    found: list[Interval] = []
    warnings: list[str] = []
    missing = int(np.isnan(values).sum())
    details: dict[str, object] = {
        "z0": z0,
        "acceleration": a,
        "share_below": share,
        "without_estimate": missing,
    }
    if z0 is None or abs(z0) > 0.25 or abs(a) > 0.25:
        warnings.append("bca-unstable")
    for level in LEVELS:
        tail = (1 - level) / 2
        shares = {"percentile": (tail, 1 - tail)}
        if z0 is not None:
            shares = {"bca": (bca_share(tail, z0, a), bca_share(1 - tail, z0, a))} | shares
        for kind, (low_share, high_share) in shares.items():
            low, high = quantile(values, low_share), quantile(values, high_share)
            if not (np.isfinite(low) and high <= _BOUNDLESS * estimate):
                warnings.append("no-upper-limit")
                continue
            found.append(Interval(level, kind, low, high))
            if kind == "bca" and _extreme(values, low, high):
                warnings.append("bca-unstable")
    if two_modes(values):
        warnings.append("two-modes")
    return tuple(found), tuple(dict.fromkeys(warnings)), details


def _extreme(values: Floats, low: float, high: float) -> bool:
    good = values[np.isfinite(values)]
    return bool(good.size and (low <= good.min() or high >= good.max()))


def two_modes(values: Floats) -> bool:
    """Say whether resamples gather around two numbers with a clear valley between.

    Looks at a histogram of logarithms, smoothed: two peaks, the smaller at least a tenth of the
    larger, with a valley of less than half the smaller peak.
    """
    good = np.log(values[np.isfinite(values) & (values > 0)])
    if good.size < 100 or np.ptp(good) < 1e-6:
        return False
    low, high = np.quantile(good, [0.005, 0.995])
    if high - low < 0.1:
        return False
    heights, _ = np.histogram(good, bins=30, range=(low, high))
    smooth = np.convolve(heights, np.ones(5) / 5, mode="same")
    peak = int(smooth.argmax())
    for side in (smooth[: peak + 1][::-1], smooth[peak:]):
        lowest = np.minimum.accumulate(side)
        if ((side >= 0.1 * smooth[peak]) & (lowest < 0.5 * side)).any():
            return True
    return False


def resample(
    method: Resampled,
    table: Table,
    estimate: float,
    *,
    boot: int,
    seed: int,
    progress: Progress = silent,
) -> Bootstrap:
    """Bootstrap a method on a table: multinomial resamples, leave-one-out for BCa.

    Parameters
    ----------
    method
        Answers for many tables at once (`Resampled.totals`).
    table
        A plain table.
    estimate
        The method's total for the table itself.
    """
    return resample_counts(
        lambda tables: method.totals(tables, table.size),
        table.cells(),
        estimate,
        boot=boot,
        seed=seed,
        progress=progress,
    )


def resample_counts(
    totals: Callable[[Floats], Floats],
    counts: Floats,
    estimate: float,
    *,
    boot: int,
    seed: int,
    progress: Progress = silent,
) -> Bootstrap:
    """Bootstrap whatever gives totals for rows of counts."""
    if not boot:
        return Bootstrap.none()
    left_out, weights = jackknife(counts)
    tables = np.concatenate([left_out, multinomial(counts, boot, seed)])
    done: list[Floats] = []
    for start in range(0, len(tables), _AT_ONCE):
        progress("Resampling", start, len(tables))
        done.append(totals(tables[start : start + _AT_ONCE]))
    progress("Resampling", len(tables), len(tables))
    found = np.concatenate(done)
    a = acceleration(found[: len(left_out)], weights)
    values = found[len(left_out) :]
    intervals, warnings, details = intervals_of(values, estimate, a)
    return Bootstrap(values, intervals, warnings, details, (found[: len(left_out)], weights))
