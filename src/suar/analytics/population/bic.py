"""The best model by BIC: every hierarchical model to five lists, every model of pairs to six."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from suar.analytics.population.bootstrap import resample
from suar.analytics.population.downhill import downhill
from suar.analytics.population.hierarchy import PAIRS_ONLY, family, hierarchical_models
from suar.analytics.population.kernel import Design, deviance
from suar.analytics.population.result import Bootstrap, MethodResult, answer
from suar.analytics.population.search import Search, fit_all
from suar.analytics.population.stepwise import named_coefficients, pair_design
from suar.analytics.population.table import Bools, Floats, Ints, Table
from suar.analytics.progress import Progress, silent

_LISTED = 10
_ROWS_AT_ONCE = 1100


@dataclass
class BestBic:
    """Log-linear model of lowest BIC among hierarchical models.

    To five lists every model of every order is looked at (113 of four lists, 6,893 of five), of six
    lists all 32,768 models of pairs, above that a downhill search adds and drops pairs. BIC counts
    every parameter, those at minus infinity too, and takes the persons seen as its sample.
    Resamples each search anew: the interval knows that the model was chosen.

    Parameters
    ----------
    boot, seed
        Resamples for the intervals, and their seed.
    order
        Highest number of lists in one interaction; none: as above. With 2 a search takes seconds
        where few persons are on several lists and bounds rule out little.

    Notes
    -----
    Assumes a closed population, perfect linkage, persons alike in their chance to be on a list, and
    no interaction of all lists together (which no data can show). Models without an extended
    maximum-likelihood estimate or not identifiable are left out.

    References
    ----------
    Silverman, Chan, Vincent (2024), Statistics and Computing 34, 44.

    Examples
    --------
    >>> table = Table.of(
    ...     ["A", "B", "C"],
    ...     {"A": 400, "B": 300, "C": 200, "A:B": 160, "A:C": 40, "B:C": 30, "A:B:C": 16},
    ... )
    >>> fitted = BestBic().fit(table)
    >>> fitted.model_, round(fitted.estimate_), fitted.n_models_
    (('A:B',), 3146, 8)
    """

    boot: int = 0
    seed: int = 1
    order: int | None = None
    progress: Progress = field(default=silent, repr=False)

    def fit(self, table: Table) -> Self:
        """Find the best model; ``estimate_`` is None where no model has one."""
        counts = table.cells()
        self.estimate_: float | None = None
        self.bic_: float | None = None
        self.deviance_: float | None = None
        self.model_: tuple[str, ...] = ()
        self.coefficients_: dict[str, float] = {}
        self.top_: list[dict[str, object]] = []
        self.n_valid_: int | None = None
        if table.size <= PAIRS_ONLY:
            self._search_all(table, counts)
        else:
            self._search_down(table, counts)
        self.result_ = self._result(table)
        return self

    def totals(self, counts: Floats, lists: int) -> Floats:
        """Estimate the total for each row of counts, each by its own best model."""
        if lists > PAIRS_ONLY:
            return downhill(pair_design(lists), counts)[0].totals
        design, models = family(lists, self.order), hierarchical_models(lists, self.order)
        done: list[Floats] = []
        for start in range(0, len(counts), _ROWS_AT_ONCE):
            part = counts[start : start + _ROWS_AT_ONCE]
            done.append(Search(design, models, part).go().totals)
        return np.concatenate(done)

    def _search_all(self, table: Table, counts: Floats) -> None:
        design = family(table.size, self.order)
        models = hierarchical_models(table.size, self.order)
        fits, bic = fit_all(design, models, counts)
        self.n_models_, self.n_valid_ = len(models), int(np.isfinite(bic).sum())
        order = np.argsort(bic, kind="stable")[:_LISTED]
        totals = table.observed + design.hidden(fits.beta)
        self.top_ = [
            {
                "model": list(_names(table, design.params[models[i]])),
                "estimate": float(totals[i]),
                "bic": float(bic[i]),
            }
            for i in order
            if np.isfinite(bic[i]) and np.isfinite(totals[i])
        ]
        if np.isfinite(bic[order[0]]):
            self._keep(design, models[order[0]], table, float(bic[order[0]]))

    def _search_down(self, table: Table, counts: Floats) -> None:
        design = pair_design(table.size)
        best, active = downhill(design, counts[None, :])
        self.n_models_ = int(best.which[0])
        if np.isfinite(best.bic[0]):
            self._keep(design, active[0], table, float(best.bic[0]))

    def _keep(self, design: Design, active: Bools, table: Table, bic: float) -> None:
        """Fit the winner once more from a cold start and keep what it learned."""
        counts = table.cells()[None, :]
        fits = design.fit(counts, active[None, :])
        self.bic_ = bic
        total = float(design.totals(counts, fits)[0])
        self.estimate_ = total if np.isfinite(total) else None
        self.deviance_ = float(deviance(counts, fits.mu)[0])
        self.model_ = _names(table, design.params[active])
        self.coefficients_ = named_coefficients(design, active, fits.beta[0], table)

    def _result(self, table: Table) -> MethodResult:
        details: dict[str, object] = {
            "bic": self.bic_,
            "deviance": self.deviance_,
            "models": self.n_models_,
            "models_with_estimate": self.n_valid_,
            "best": self.top_,
            "coefficients": self.coefficients_,
        }
        done = Bootstrap.none()
        if self.boot and self.estimate_ is not None:
            done = resample(
                self, table, self.estimate_, boot=self.boot, seed=self.seed, progress=self.progress
            )
        return answer("bic", self.model_, self.estimate_, table.observed, done, details)


def _names(table: Table, params: Ints) -> tuple[str, ...]:
    """Name the interactions of a model, those within a larger one too."""
    return tuple(table.name(int(p)) for p in params if int(p) & (int(p) - 1))
