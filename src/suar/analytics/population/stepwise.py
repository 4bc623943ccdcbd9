"""Stepwise log-linear models: pairs of lists that meet more or less often than chance allows."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

import numpy as np

from suar.analytics.population.bootstrap import Bootstrap, resample
from suar.analytics.population.kernel import (
    OK,
    Design,
    Fits,
    deviance,
    lattice,
    log_likelihood,
)
from suar.analytics.population.poisson import log_smaller_tail
from suar.analytics.population.result import MethodResult
from suar.analytics.population.table import Bools, Floats, Ints, Table
from suar.analytics.progress import Progress, silent


@lru_cache(maxsize=16)
def pair_design(lists: int) -> Design:
    """Give all histories of some lists, with effects of lists and of pairs; kept for re-use."""
    return lattice(lists, 2)


@dataclass
class Stepwise:
    """Log-linear model by forward selection of two-list effects.

    Begins with independent lists. In each round the number of persons on two lists is compared
    with what the model expects, by the smaller Poisson tail; the pair with the smallest tail joins
    the model when that is below ``threshold`` and the new model has an extended maximum-likelihood
    estimate and is identifiable, otherwise the next pair is tried.

    Parameters
    ----------
    threshold
        Tail below which a pair joins.
    boot
        Resamples for the intervals; 0 for none.
    seed
        Of the resampling.

    Notes
    -----
    Assumes a closed population, perfect linkage, persons alike in their chance to be on a list, no
    effect of three lists together, and that effects left out are zero. The choice of effects by
    their significance makes the interval look surer than it is (Whitehead et al. 2021).

    References
    ----------
    Chan, Silverman, Vincent (2021), JASA 116(535), 1297-1306.

    Examples
    --------
    >>> table = Table.of(
    ...     ["A", "B", "C"], {"A": 40, "B": 30, "C": 20, "A:B": 6, "A:C": 4, "B:C": 3, "A:B:C": 1}
    ... )
    >>> fitted = Stepwise().fit(table)
    >>> fitted.model_, round(fitted.estimate_)
    ((), 205)
    """

    threshold: float = 0.02
    boot: int = 0
    seed: int = 1
    progress: Progress = field(default=silent, repr=False)

    def fit(self, table: Table) -> Self:
        """Choose and fit the model; ``estimate_`` is None where even independence has none."""
        design = pair_design(table.size)
        counts = table.cells()[None, :]
        chosen = self._choose(design, counts)
        self.estimate_ = _finite(design.totals(counts, chosen.fits)[0])
        active, beta = chosen.active[0], chosen.fits.beta[0]
        pairs = [int(p) for p in design.params[active] if p & (p - 1)]
        order = {int(p): i for i, p in enumerate(chosen.order[0])}
        self.model_ = tuple(
            table.name(p) for p in sorted(pairs, key=lambda p: order.get(p, 0))
        )
        self.coefficients_ = {
            table.name(int(p)) or "(all)": float(b)
            for p, b, a in zip(design.params, beta, active, strict=True)
            if a and np.isfinite(b)
        }
        self.empty_ = tuple(
            table.name(int(p))
            for p, b, a in zip(design.params, beta, active, strict=True)
            if a and not np.isfinite(b)
        )
        self.parameters_ = int(active.sum())
        self._measure(counts, chosen.fits, table)
        self.result_ = self._result(table)
        return self

    def totals(self, counts: Floats, lists: int) -> Floats:
        """Estimate the total for each row of counts; NaN where a row has no estimate."""
        parts = np.array_split(counts, max(1, len(counts) * counts.shape[1] // 2_000_000))
        design = pair_design(lists)
        return np.concatenate(
            [design.totals(part, self._choose(design, part).fits) for part in parts]
        )

    def _measure(self, counts: Floats, fits: Fits, table: Table) -> None:
        if self.estimate_ is None:
            self.deviance_ = self.aic_ = self.bic_ = None
            return
        minus_two = -2 * float(log_likelihood(counts, fits.mu)[0])
        self.deviance_: float | None = float(deviance(counts, fits.mu)[0])
        self.aic_: float | None = minus_two + 2 * self.parameters_
        self.bic_: float | None = minus_two + self.parameters_ * float(np.log(table.observed))

    def _result(self, table: Table) -> MethodResult:
        details = {
            "deviance": self.deviance_,
            "aic": self.aic_,
            "bic": self.bic_,
            "coefficients": self.coefficients_,
            "empty_overlaps": list(self.empty_),
            "threshold": self.threshold,
        }
        if self.estimate_ is None:
            return MethodResult(
                "stepwise", (), None, table.observed, warnings=("no-estimate",), details=details
            )
        done = Bootstrap.none()
        if self.boot:
            done = resample(
                self, table, self.estimate_, boot=self.boot, seed=self.seed, progress=self.progress
            )
        return MethodResult(
            "stepwise",
            self.model_,
            self.estimate_,
            table.observed,
            done.intervals,
            len(done.values),
            done.warnings,
            details | done.details,
            done.values,
        )

    def _choose(self, design: Design, counts: Floats) -> "_Chosen":
        return _Forward(design, counts, float(np.log(self.threshold))).go()


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None



@dataclass
class _Chosen:
    active: Bools
    fits: Fits
    order: Ints  # pairs in the order of joining, -1 after the last


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

    def go(self) -> _Chosen:
        moving = np.flatnonzero(self.fits.status == OK)
        self._rank(moving)
        while moving.size:
            best = self.logp[moving].argmin(axis=1)
            worth = self.logp[moving, best] < self.limit
            moving, best = moving[worth], best[worth]
            if moving.size:
                self._try(moving, best)
        return _Chosen(self.active, self.fits, self.order)

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
