"""The best model by BIC for many tables at once, found without fitting most models.

For a table ``n`` and a model with design ``X``, every table ``v >= 0`` with ``X'v = X'n`` gives a
lower bound of the deviance: ``2 (sum n log n - sum v log v)``, because the fitted table is the one
of greatest entropy among them. One linear step from the fit of a common reference table gives such
a ``v`` for all rows by one matrix product a model, and misses the deviance only by terms of third
order. Models are then fitted in the order of their bounds until the bound of the next is above the
best BIC found: the search is exact.
"""

from dataclasses import dataclass

import numpy as np

from suar.analytics.population.kernel import OK, Design, Fits, log_factorials, log_likelihood
from suar.analytics.population.table import Bools, Floats, Ints

_ELEMENTS = 4_000_000
_TOP = 3
#: Cells that expect fewer, and effects seen fewer times, than these are left out in turn.
_THIN = ((0.3, 4), (1.5, 10), (4.0, 25))


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
        self.xlogx = _xlogx(counts)
        self.size = models.sum(axis=1)
        saturated = (self.xlogx - counts - log_factorials(counts)).sum(axis=1)
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
        most = float(((self.best.bic - self.floor) / np.maximum(self.log_n, 0.1)).max())
        tried = np.argsort(self.bic, kind="stable")[:_TOP]
        worth = np.setdiff1d(np.flatnonzero(self.size < most), tried[np.isfinite(self.bic[tried])])
        found = [self._below(part) for part in self._chunks(worth)]
        if not found:
            return np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0)
        row, model, bound = (np.concatenate(part) for part in zip(*found, strict=True))
        return row, model, bound

    def _chunks(self, models: Ints) -> list[Ints]:
        step = max(1, _ELEMENTS // self.counts.size)
        return [models[i : i + step] for i in range(0, len(models), step)]

    def _below(self, models: Ints) -> tuple[Ints, Ints, Floats]:
        """Bound some models, leaving out more of the thin cells where a bound fails."""
        price = self.floor + self.size[models][:, None] * self.log_n
        lower, sure = self._bounds(models, 0.0, 0)
        for smallest, fewest in _THIN:
            unsure = ~sure & (lower + price < self.best.bic)
            again = np.flatnonzero(unsure.any(axis=1))
            if not again.size:
                break
            more, valid = self._bounds(models[again], smallest, fewest)
            lower[again] = np.maximum(lower[again], more)
            sure[again] |= valid
        which, row = np.nonzero(lower + price < self.best.bic - 1e-9)
        return row, models[which], (lower + price)[which, row]

    def _bounds(self, models: Ints, smallest: float, fewest: int) -> tuple[Floats, Bools]:
        """Lower bounds of the deviance, ``(models, rows)``, and where the step stayed in the table.

        Cells that expect fewer than ``smallest`` persons, or belong to an effect seen fewer than
        ``fewest`` times, are left out: as if each had a parameter of its own, which only lowers
        the deviance. A bound whose step leaves the table is 0.
        """
        mu, model, x = self.reference.mu[models], self.models[models], self.design.x
        on = mu > smallest
        if fewest:
            rare = (self.joint < fewest) & model
            on &= (rare.astype(float) @ x.T) == 0
        mu = mu * on
        width = int(model.sum(axis=1).max())
        index = np.argsort(~model, axis=1, kind="stable")[:, :width]
        pad = ~np.take_along_axis(model, index, axis=1)
        part = x.T[index] * on[:, None, :] * ~pad[:, :, None]
        left = (part * mu[:, None, :]) @ part.transpose(0, 2, 1)
        steps = np.arange(width)
        left[:, steps, steps] = left[:, steps, steps] * (1 + 1e-11) + 1e-11
        hat = part.transpose(0, 2, 1) @ np.linalg.solve(left, part)
        hat *= mu[:, :, None]
        moved = self.counts @ hat.transpose(0, 2, 1)
        moved += (mu - (hat @ mu[:, :, None])[:, :, 0])[:, None, :]
        inside = moved.min(axis=2) >= -1e-7
        np.maximum(moved, 1e-300, out=moved)
        entropy = np.einsum("mbc,mbc->mb", moved, np.log(moved))
        lower = 2 * (on.astype(float) @ self.xlogx.T - entropy) - 1e-5
        return np.where(inside, np.maximum(lower, 0.0), 0.0), inside


def _xlogx(values: Floats) -> Floats:
    return values * np.log(np.where(values > 0, values, 1.0))
