"""Bayesian latent classes: persons differ in how they come onto lists, in ways nobody recorded."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from suar.analytics.population.bootstrap import LEVELS, two_modes
from suar.analytics.population.diagnostics import effective_size, effective_tails, r_hat
from suar.analytics.population.latent_sampler import (
    Sampler,
    Shown,
    beginning,
    full_rows,
    ladder,
)
from suar.analytics.population.result import Interval, MethodResult
from suar.analytics.population.table import Floats, Table
from suar.analytics.progress import Progress, silent
from suar.knowledge.refusal import Refusal

FEWEST_CHAINS = 4
FEWEST_LISTS = 3
#: Sampling may stop below the first; above the second there is no number.
_SETTLED, _CONVERGED = 1.02, 1.05
_ENOUGH = 400.0
_FAR = 20.0
_FAR_SHARE = 0.01
_RUNGS = 10
_SMALLEST_SHARE = 0.03
_KEPT = 4000


@dataclass
class LatentClasses:
    """Latent classes with a Dirichlet process prior (Manrique-Vallier 2016).

    Everybody is of one of some classes; within a class the lists are independent. How many classes
    there are is learned. Each chain walks with replicas of itself that are shown ever fewer of the
    persons and so cross from one explanation to another (parallel tempering by parts of the data).

    Parameters
    ----------
    chains
        Independent chains; at least 4, or R-hat says little.
    classes
        Most classes (the process is cut off there).
    rounds, sweeps
        Most rounds after the first, which is thrown away, and sweeps a round. Sampling stops when
        chains agree (R-hat at most 1.02) and 400 effective draws are there, in bulk and tails.
    seed
        Of everything random.

    Notes
    -----
    Prior: capture probabilities uniform, stick-breaking concentration Gamma(0.25, 0.25), weight of
    a total N is 1/N without a cap: where the overlaps do not bound the number, the draws say so
    (``heavy-tail``: over a hundredth are above 20 times those seen). Such a tail may be
    a second explanation that is seldom visited, so sampling then does not stop before the last
    round. Where chains do not agree (R-hat above 1.05) or the effective draws are under 200, there
    is no posterior to give a number from: ``estimate`` is None and the warning ``not-converged``;
    between 200 and 400 ``few-effective-draws``.

    Assumes a closed population and perfect linkage; dependence among lists is explained by
    differences among persons alone, and the number on no list rests on what the classes say beyond
    the data, which no data can check (Binette and Steorts 2022).

    References
    ----------
    Manrique-Vallier (2016), Biometrics 72, 1246-1254. Earl, Deem (2005), Physical Chemistry
    Chemical Physics 7, 3910-3916 (tempering).

    Examples
    --------
    >>> table = Table.of(
    ...     ["A", "B", "C"], {"A": 40, "B": 30, "C": 20, "A:B": 6, "A:C": 4, "B:C": 3, "A:B:C": 1}
    ... )
    >>> result = LatentClasses(rounds=1, sweeps=600).fit(table).result_
    >>> result.observed < result.interval(0.8).low < result.estimate
    True
    """

    chains: int = 4
    classes: int = 10
    rounds: int = 10
    sweeps: int = 2000
    seed: int = 1
    progress: Progress = field(default=silent, repr=False)

    def fit(self, table: Table) -> Self:
        """Draw until the chains agree or the rounds are over.

        Raises
        ------
        Refusal
            For fewer than 3 lists: two cannot tell who is hard to find from lists that avoid one
            another.
        """
        if table.size < FEWEST_LISTS:
            raise Refusal(
                f"has {table.size} lists; latent classes need {FEWEST_LISTS}",
                file="the table",
                remedy="Add a list, or ask for --method chapman, which takes lists as independent.",
            )
        if not table.observed:
            self.estimate_: float | None = None
            self.result_ = MethodResult("latent", (), None, 0, warnings=("no-estimate",))
            return self
        rng = np.random.default_rng(self.seed)
        chains = max(self.chains, FEWEST_CHAINS)
        on = ((table.histories[:, None] >> np.arange(table.size)) & 1).astype(float)
        counts = np.concatenate(
            [ladder(table.counts, _SMALLEST_SHARE, _RUNGS, rng) for _ in range(chains)]
        )
        shown = Shown(on, counts, _RUNGS)
        sampler = Sampler(shown, beginning(shown, self.classes, rng), rng)
        rows = np.flatnonzero(full_rows(shown))
        self._round(sampler, rows, 0)
        draws = np.empty((0, chains))
        for done in range(1, max(self.rounds, 1) + 1):
            draws = np.concatenate([draws, self._round(sampler, rows, done)])
            self._judge(draws)
            if self._settled() and _far_share(draws, table.observed) <= _FAR_SHARE:
                break
        self.draws_ = draws + table.observed
        self.result_ = self._result(table)
        return self

    def _round(self, sampler: Sampler, rows: np.ndarray, done: int) -> Floats:
        """Sweep a round; gives the numbers on no list drawn by the rows shown everybody."""
        drawn = np.empty((self.sweeps, len(rows)))
        for i in range(self.sweeps):
            if i % 100 == 0:
                step = "Drawing latent classes" if done else "Settling latent classes"
                self.progress(step, done * self.sweeps + i, (self.rounds + 1) * self.sweeps)
            drawn[i] = sampler.sweep()[rows]
        return drawn

    def _settled(self) -> bool:
        return self.r_hat_ <= _SETTLED and min(self.effective_, self.tails_) >= _ENOUGH

    def _judge(self, draws: Floats) -> None:
        self.r_hat_ = r_hat(draws)
        self.effective_ = effective_size(draws)
        self.tails_ = effective_tails(draws)

    def _result(self, table: Table) -> MethodResult:
        draws = self.draws_.ravel()
        far = _far_share(draws - table.observed, table.observed)
        details = {
            "chains": self.draws_.shape[1],
            "sweeps": len(self.draws_),
            "thrown_away": self.sweeps,
            "r_hat": _plain(self.r_hat_),
            "effective_draws": self.effective_,
            "effective_draws_tails": self.tails_,
            "chain_medians": [float(m) for m in np.median(self.draws_, axis=0)],
            "share_above_20_times_seen": far,
            "largest_draw": float(draws.max()),
        }
        fewest = min(self.effective_, self.tails_)
        if self.r_hat_ > _CONVERGED or fewest < _ENOUGH / 2:
            self.estimate_ = None
            return MethodResult(
                "latent", (), None, table.observed, warnings=("not-converged",), details=details
            )
        self.estimate_ = float(np.median(draws))
        warnings = []
        if fewest < _ENOUGH:
            warnings.append("few-effective-draws")
        if far > _FAR_SHARE:
            warnings.append("heavy-tail")
        if two_modes(draws):
            warnings.append("two-modes")
        step = max(1, len(draws) // _KEPT)
        return MethodResult(
            "latent",
            (),
            self.estimate_,
            table.observed,
            tuple(_credible(draws, level) for level in LEVELS),
            len(draws),
            tuple(warnings),
            details,
            draws[::step],
        )


def _far_share(hidden: Floats, observed: int) -> float:
    """Share of the draws in which over 20 times as many are on no list as were seen."""
    return float((hidden > _FAR * observed).mean())


def _credible(draws: Floats, level: float) -> Interval:
    low, high = np.quantile(draws, [(1 - level) / 2, (1 + level) / 2])
    return Interval(level, "credible", float(low), float(high))


def _plain(value: float) -> float | None:
    return value if np.isfinite(value) else None
