"""The best model by BIC for many tables at once, found without fitting most models.

Models are fitted in the order of lower bounds of their BIC (`bounds`) until the bound of the next
is above the best BIC found: the search is exact.
"""

from dataclasses import dataclass

import numpy as np

from suar.analytics.population.bounds import Bounds
from suar.analytics.population.kernel import OK, Design, Fits, log_factorials, log_likelihood
from suar.analytics.population.table import Bools, Floats, Ints

_ELEMENTS = 4_000_000
_TOP = 3


@dataclass(eq=False)
class Best:
    """The best model of each row; ``which`` is -1 and the total NaN where none has an estimate."""

    bic: Floats
    which: Ints
    totals: Floats


def fit_all(design: Design, models: Bools, counts: Floats) -> tuple[Fits, Floats]:
    """Fit every model to one table; BIC is infinite where a model has no estimate."""
    beta = np.full(models.shape, np.nan)
    mu = np.zeros((len(models), len(design.cells)))
    status = np.zeros(len(models), dtype=np.int64)
    step = max(1, _ELEMENTS // (len(design.params) ** 2))
    for start in range(0, len(models), step):
        part = slice(start, start + step)
        rows = np.broadcast_to(counts, (len(models[part]), len(counts)))
        fits = design.fit(rows, models[part])
        beta[part], mu[part], status[part] = fits.beta, fits.mu, fits.status
    log_n = np.log(max(float(counts.sum()), 1.0))
    bic = -2 * log_likelihood(counts, mu) + models.sum(axis=1) * log_n
    return Fits(beta, mu, status), np.where(status == OK, bic, np.inf)


class Search:
    """Best BIC for each row of a batch of tables of the same lists."""

    def __init__(self, design: Design, models: Bools, counts: Floats) -> None:
        self.design, self.models, self.counts = design, models, counts
        self.log_n = np.log(np.maximum(counts.sum(axis=1), 1.0))
        self.size = models.sum(axis=1)
        saturated = (
            counts * np.log(np.maximum(counts, 1.0)) - counts - log_factorials(counts)
        ).sum(axis=1)
        self.floor = -2 * saturated
        mean = counts.mean(axis=0)
        self.joint = mean @ design.x
        self.reference, self.bic = fit_all(design, models, mean)
        rows = len(counts)
        self.best = Best(np.full(rows, np.inf), np.full(rows, -1), np.full(rows, np.nan))
        self.fitted = 0

    def go(self) -> Best:
        """Search; rows without any model that has an estimate stay NaN."""
        everyone = np.arange(len(self.counts))
        for model in np.argsort(self.bic, kind="stable")[:_TOP]:
            if np.isfinite(self.bic[model]):
                self._fit(everyone, np.full(len(everyone), model))
        row, model, bound = self._open()
        order = np.lexsort((model, bound, row))
        row, model, bound = row[order], model[order], bound[order]
        while row.size:
            first = np.flatnonzero(np.append(True, row[1:] != row[:-1]))
            self._fit(row[first], model[first])
            left = np.ones(len(row), dtype=bool)
            left[first] = False
            left &= bound < self.best.bic[row] - 1e-9
            row, model, bound = row[left], model[left], bound[left]
        return self.best

    def _fit(self, rows: Ints, models: Ints) -> None:
        self.fitted += len(rows)
        order = np.argsort(self.size[models], kind="stable")
        for part in np.array_split(order, max(1, len(order) // 500)):
            self._fit_part(rows[part], models[part])

    def _fit_part(self, rows: Ints, models: Ints) -> None:
        counts = self.counts[rows]
        start = self.reference.beta[models]
        usable = np.isfinite(np.where(np.isneginf(start), 0, start)).all(axis=1)
        usable &= self.reference.status[models] == OK
        for which, begin in ((usable, True), (~usable, False)):
            if not which.any():
                continue
            fits = self.design.fit(
                counts[which], self.models[models[which]], start[which] if begin else None
            )
            bic = -2 * log_likelihood(counts[which], fits.mu)
            bic += self.size[models[which]] * self.log_n[rows[which]]
            self._keep(rows[which], models[which], fits, np.where(fits.status == OK, bic, np.inf))

    def _keep(self, rows: Ints, models: Ints, fits: Fits, bic: Floats) -> None:
        better = bic < self.best.bic[rows]
        kept = rows[better]
        self.best.bic[kept], self.best.which[kept] = bic[better], models[better]
        hidden = self.design.hidden(fits.beta[better])
        self.best.totals[kept] = self.counts[kept].sum(axis=1) + hidden

    def _open(self) -> tuple[Ints, Ints, Floats]:
        """Give the rows and models whose bound is below the best BIC so far, with the bound."""
        slack = self.best.bic - self.floor
        most = float((slack / np.maximum(self.log_n, 0.1)).max())
        tried = np.argsort(self.bic, kind="stable")[:_TOP]
        worth = np.setdiff1d(np.flatnonzero(self.size < most), tried[np.isfinite(self.bic[tried])])
        bounds = Bounds(self.design, self.models, self.counts, self.reference, self.joint)
        rows, models, lower = [np.empty(0, np.int64)], [np.empty(0, np.int64)], [np.empty(0)]
        step = max(1, _ELEMENTS // len(self.counts))
        for start in range(0, len(worth), step):
            part = worth[start : start + step]
            room = slack - self.size[part][:, None] * self.log_n - 1e-9
            row, model, bound = bounds.below(part, room)
            rows.append(row)
            models.append(model)
            lower.append(bound + self.floor[row] + self.size[model] * self.log_n[row])
        return np.concatenate(rows), np.concatenate(models), np.concatenate(lower)
