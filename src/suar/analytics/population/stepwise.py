"""Stepwise log-linear models: pairs of lists that meet more or less often than chance allows."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Self

import numpy as np

from suar.analytics.population.bootstrap import resample
from suar.analytics.population.fast import stepwise_totals
from suar.analytics.population.forward import Chosen, choose
from suar.analytics.population.kernel import (
    Design,
    Fits,
    deviance,
    lattice,
    log_likelihood,
)
from suar.analytics.population.result import Bootstrap, MethodResult, answer
from suar.analytics.population.table import Bools, Floats, Table
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
    ((), 293)
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
        self.model_ = tuple(table.name(p) for p in sorted(pairs, key=lambda p: order.get(p, 0)))
        self.coefficients_ = named_coefficients(design, active, beta, table)
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
        quick = stepwise_totals(counts, lists, float(np.log(self.threshold)))
        if quick is None:
            return self._batched(counts, lists)
        unsure = np.isnan(quick)
        if unsure.any():
            quick[unsure] = self._batched(counts[unsure], lists)
        return quick

    def _batched(self, counts: Floats, lists: int) -> Floats:
        parts = np.array_split(counts, max(1, len(counts) * counts.shape[1] // 2_000_000))
        design = pair_design(lists)
        return np.concatenate(
            [design.totals(part, self._choose(design, part).fits) for part in parts]
        )

    def _measure(self, counts: Floats, fits: Fits, table: Table) -> None:
        self.deviance_: float | None = None
        self.aic_: float | None = None
        self.bic_: float | None = None
        if self.estimate_ is None:
            return
        minus_two = -2 * float(log_likelihood(counts, fits.mu)[0])
        self.deviance_ = float(deviance(counts, fits.mu)[0])
        self.aic_ = minus_two + 2 * self.parameters_
        self.bic_ = minus_two + self.parameters_ * float(np.log(table.observed))

    def _result(self, table: Table) -> MethodResult:
        details: dict[str, object] = {
            "deviance": self.deviance_,
            "aic": self.aic_,
            "bic": self.bic_,
            "coefficients": self.coefficients_,
            "empty_overlaps": list(self.empty_),
            "threshold": self.threshold,
        }
        done = Bootstrap.none()
        if self.boot and self.estimate_ is not None:
            done = resample(
                self, table, self.estimate_, boot=self.boot, seed=self.seed, progress=self.progress
            )
        return answer("stepwise", self.model_, self.estimate_, table.observed, done, details)

    def _choose(self, design: Design, counts: Floats) -> Chosen:
        return choose(design, counts, self.threshold)


def _finite(value: float) -> float | None:
    return float(value) if np.isfinite(value) else None


def named_coefficients(
    design: Design, active: Bools, beta: Floats, table: Table
) -> dict[str, float]:
    """Give the finite coefficients of a model by name; the intercept is ``(all)``."""
    return {
        table.name(int(p)) or "(all)": float(b)
        for p, b, a in zip(design.params, beta, active, strict=True)
        if a and np.isfinite(b)
    }
