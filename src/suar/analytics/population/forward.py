"""Forward selection of two-list effects for many tables at once, each at its own pace."""

from dataclasses import dataclass

import numpy as np

from suar.analytics.population.kernel import OK, Design, Fits
from suar.analytics.population.poisson import log_smaller_tail
from suar.analytics.population.table import Bools, Floats, Ints


def choose(design: Design, counts: Floats, threshold: float) -> "Chosen":
    """Choose and fit a model for each row of counts; see `stepwise.Stepwise` for the rule."""
    return _Forward(design, counts, float(np.log(threshold))).go()


@dataclass
class Chosen:
    """Models ``(B, K)``, their fits, and the pairs in the order of joining (-1 after the last)."""

    active: Bools
    fits: Fits
    order: Ints


class _Forward:
    """Forward selection of a whole batch; each row goes at its own pace."""

    def __init__(self, design: Design, counts: Floats, log_threshold: float) -> None:
        self.design, self.counts, self.limit = design, counts, log_threshold
        self.pairs = design.pairs
        self.active = np.tile(design.base, (len(counts), 1))
        self.fits = design.fit(counts, self.active)
        self.joint = counts @ design.x[:, self.pairs]
        self.logp = np.full(self.joint.shape, np.inf)
        self.order = np.full(self.joint.shape, -1, dtype=np.int64)

    def go(self) -> Chosen:
        moving = np.flatnonzero(self.fits.status == OK)
        self._rank(moving)
        while moving.size:
            best = self.logp[moving].argmin(axis=1)
            worth = self.logp[moving, best] < self.limit
            moving, best = moving[worth], best[worth]
            if moving.size:
                self._try(moving, best)
        return Chosen(self.active, self.fits, self.order)

    def _rank(self, rows: Ints) -> None:
        """Set the tails of all pairs outside the model, from the fit as it stands."""
        pairs = self.pairs
        expected = self.fits.mu[rows] @ self.design.x[:, pairs]
        outside = ~self.active[np.ix_(rows, pairs)] & self._both_held(rows)
        logp = np.full(expected.shape, np.inf)
        observed = self.joint[rows]
        far = outside & (np.abs(observed - expected) > 1.2 * np.sqrt(expected))
        logp[far] = log_smaller_tail(observed[far], expected[far])
        self.logp[rows] = logp

    def _both_held(self, rows: Ints) -> Bools:
        """Leave out pairs with a list that is empty in a row: its own effect has let it go."""
        held = self.counts[rows] @ self.design.x > 0
        lists = {int(p): i for i, p in enumerate(self.design.params)}
        first = [lists[int(p) & -int(p)] for p in self.design.params[self.pairs]]
        second = [lists[int(p) & (int(p) - 1)] for p in self.design.params[self.pairs]]
        return np.asarray(held[:, first] & held[:, second])

    def _try(self, rows: Ints, best: Ints) -> None:
        """Fit each row with its best pair; keep it where it has an estimate, else bar the pair."""
        new = self.pairs[best]
        active = self.active[rows].copy()
        active[np.arange(len(rows)), new] = True
        start = self.fits.beta[rows].copy()
        expected = (self.fits.mu[rows] * self.design.x[:, new].T).sum(axis=1)
        ratio = np.maximum(self.joint[rows, best], 0.5) / np.maximum(expected, 1e-12)
        start[np.arange(len(rows)), new] = np.log(ratio)
        fits = self.design.fit(self.counts[rows], active, start)
        good = fits.status == OK
        self.logp[rows[~good], best[~good]] = np.inf
        kept = rows[good]
        self.active[kept] = active[good]
        self.fits.beta[kept], self.fits.mu[kept] = fits.beta[good], fits.mu[good]
        place = (self.order[kept] >= 0).sum(axis=1)
        self.order[kept, place] = self.design.params[new[good]]
        self._rank(kept)
