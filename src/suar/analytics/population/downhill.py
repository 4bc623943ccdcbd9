"""Downhill search for a good BIC where there are too many lists to try every model."""

import numpy as np

from suar.analytics.population.kernel import OK, Design, log_likelihood
from suar.analytics.population.search import Best
from suar.analytics.population.table import Bools, Floats, Ints

_ELEMENTS = 6_000_000


def downhill(design: Design, counts: Floats) -> tuple[Best, Bools]:
    """From independent lists, add or drop the pair that lowers BIC most until none does.

    Parameters
    ----------
    design
        Effects of lists and pairs.
    counts
        ``(B, C)``; each row goes its own way.

    Returns
    -------
    The best BIC and total of each row (NaN where no model met on the way has an estimate) and its
    model, ``(B, K)``. ``which`` counts the models tried.
    """
    return _Walk(design, counts).go()


class _Walk:
    def __init__(self, design: Design, counts: Floats) -> None:
        self.design, self.counts = design, counts
        self.pairs = design.pairs
        self.log_n = np.log(np.maximum(counts.sum(axis=1), 1.0))
        self.active = np.tile(design.base, (len(counts), 1))
        rows = np.arange(len(counts))
        bic, beta = self._fit(rows, self.active, None)
        self.beta = beta
        total = counts.sum(axis=1) + self.design.hidden(beta)
        total[~np.isfinite(bic)] = np.nan
        self.best = Best(bic, np.ones(len(counts), dtype=np.int64), total)

    def go(self) -> tuple[Best, Bools]:
        """Walk until every row stands at a lowest point."""
        moving = np.flatnonzero(np.isfinite(self.best.bic))
        width = len(self.pairs)
        step = max(1, _ELEMENTS // (width * self.counts.shape[1]))
        while moving.size and width:
            went = [self._step(part) for part in _parts(moving, step)]
            moving = np.concatenate(went)
        return self.best, self.active

    def _step(self, rows: Ints) -> Ints:
        width = len(self.pairs)
        every = np.repeat(rows, width)
        pair = np.tile(self.pairs, len(rows))
        active = self.active[every].copy()
        active[np.arange(len(every)), pair] ^= True
        bic, beta = self._fit(every, active, self.beta[every])
        self.best.which[rows] += width
        table = bic.reshape(len(rows), width)
        best = table.argmin(axis=1)
        lower = table[np.arange(len(rows)), best] < self.best.bic[rows] - 1e-9
        chosen = (np.arange(len(rows)) * width + best)[lower]
        gone: Ints = rows[lower]
        self.active[gone], self.beta[gone] = active[chosen], beta[chosen]
        self.best.bic[gone] = bic[chosen]
        self.best.totals[gone] = self.counts[gone].sum(axis=1) + self.design.hidden(beta[chosen])
        return gone

    def _fit(self, rows: Ints, active: Bools, start: Floats | None) -> tuple[Floats, Floats]:
        fits = self.design.fit(self.counts[rows], active, start)
        bic = -2 * log_likelihood(self.counts[rows], fits.mu)
        bic += active.sum(axis=1) * self.log_n[rows]
        return np.where(fits.status == OK, bic, np.inf), fits.beta


def _parts(rows: Ints, step: int) -> list[Ints]:
    return [rows[i : i + step] for i in range(0, len(rows), step)]
