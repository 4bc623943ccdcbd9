"""Linkage error carried through: an estimate over many ways of linking the same records."""

from collections.abc import Sequence

import numpy as np

from suar.analytics.population.bootstrap import LEVELS, multinomial, quantile
from suar.analytics.population.result import Interval, MethodResult, Resampled
from suar.analytics.population.table import Floats, Table
from suar.analytics.progress import Progress, silent
from suar.knowledge.refusal import Refusal

_AT_ONCE = 5_000


def averaged(
    method: Resampled,
    result: MethodResult,
    draws: Sequence[Table],
    *,
    boot: int,
    seed: int,
    progress: Progress = silent,
) -> MethodResult:
    """Widen a result by the doubt of the linking.

    Parameters
    ----------
    method
        Answers for many tables at once.
    result
        Its answer for the table itself, which stays the estimate.
    draws
        Tables of the same lists, each from a set of links drawn with their probabilities.
    boot
        Resamples of each draw; all draws are one batch.

    Returns
    -------
    The result with intervals that are percentiles of the resamples of all draws together, and
    ``linkage`` in its details: draws, their median estimate and its 5 and 95 % points.

    References
    ----------
    Sadinle (2018), Annals of Applied Statistics 12, 1013-1038: linkage averaging.
    """
    if result.estimate is None or not draws:
        return result
    lists = draws[0].size
    if any(draw.size != lists for draw in draws):
        raise Refusal("differ in their lists", file="the linkage draws", remedy="Draw again.")
    cells = [draw.cells() for draw in draws]
    points = method.totals(np.stack(cells), lists)
    found: list[Floats] = []
    each = max(1, _AT_ONCE // max(boot, 1))
    for start in range(0, len(cells) if boot else 0, each):
        progress("Resampling linkage draws", start, len(cells))
        tables = [
            multinomial(counts, boot, seed + 7919 * (start + i + 1))
            for i, counts in enumerate(cells[start : start + each])
        ]
        found.append(method.totals(np.concatenate(tables), lists))
    values = np.concatenate(found) if found else np.empty(0)
    intervals = tuple(_interval(values, level) for level in LEVELS) if boot else ()
    good = tuple(i for i in intervals if np.isfinite(i.low) and i.high <= 1e4 * result.estimate)
    warnings = tuple(w for w in result.warnings if w not in ("bca-unstable", "two-modes"))
    if len(good) < len(intervals) and "no-upper-limit" not in warnings:
        warnings += ("no-upper-limit",)
    told = points[np.isfinite(points)]
    spread = [float(v) for v in np.quantile(told, [0.05, 0.5, 0.95])] if told.size else []
    details = {**result.details, "linkage": {"draws": len(draws), "estimates_5_50_95": spread}}
    return MethodResult(
        result.method,
        result.model,
        result.estimate,
        result.observed,
        good,
        len(values),
        warnings,
        details,
        values,
    )


def _interval(values: Floats, level: float) -> Interval:
    tail = (1 - level) / 2
    return Interval(level, "percentile", quantile(values, tail), quantile(values, 1 - tail))
