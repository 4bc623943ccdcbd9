"""Strata that lists see differently, estimated together: shared effects, an origin for each."""

from dataclasses import dataclass

import numpy as np

from suar.analytics.population.bootstrap import resample_counts
from suar.analytics.population.downhill import downhill
from suar.analytics.population.forward import choose
from suar.analytics.population.kernel import Design
from suar.analytics.population.result import Bootstrap, MethodResult, answer
from suar.analytics.population.table import Floats, Stratum
from suar.analytics.progress import Progress, silent
from suar.knowledge.refusal import Refusal

#: Cells of a joint table above which it is not laid out.
_MOST_CELLS = 20_000


@dataclass(eq=False)
class Joint:
    """One log-linear model over strata, with the histories that each could show.

    Every stratum has an intercept of its own (the covariates' main effects); the effects of lists
    and of pairs are shared. A list that could not hold a stratum has no cells there.

    Notes
    -----
    Assumes that a list finds persons of these strata with equal ease wherever it may hold them.
    That is what a stratum too thin to stand alone borrows from the others.

    References
    ----------
    van Dijk, Cruyff, van der Heijden, Kragten-Heerdink (2017): covariates in log-linear models.

    Examples
    --------
    >>> from suar.analytics.population.table import Table
    >>> both = Stratum({"sex": "f"}, Table.of(["A", "B"], {"A": 40, "B": 30, "A:B": 20}))
    >>> one = Stratum({"sex": "m"}, Table.of(["A"], {"A": 30}))
    >>> round(Joint([both, one]).fit("stepwise").estimate)
    225
    """

    strata: list[Stratum]

    def __post_init__(self) -> None:
        """Lay the strata side by side: a bit for each above the bits of the lists."""
        names = [name for s in self.strata for name in s.lists]
        self.lists = tuple(dict.fromkeys(names))
        size = len(self.lists)
        cells, counts = [], []
        for place, stratum in enumerate(self.strata):
            where = np.array([self.lists.index(name) for name in stratum.lists])
            own = np.arange(1, 1 << len(where), dtype=np.int64)
            bits = (own[:, None] >> np.arange(len(where))) & 1
            cells.append((bits << where).sum(axis=1) | 1 << (size + place))
            counts.append(stratum.table.cells())
        self.cells, self.counts = np.concatenate(cells), np.concatenate(counts)
        if len(self.cells) > _MOST_CELLS:
            remedy = "Merge lists or use fewer covariates."
            raise Refusal("has too many strata and lists to pool", file="the table", remedy=remedy)
        singles = [1 << i for i in range(size)]
        pairs = [a | b for i, a in enumerate(singles) for b in singles[i + 1 :]]
        origins = [1 << (size + place) for place in range(len(self.strata))]
        params = np.array([*origins, *singles, *pairs], dtype=np.int64)
        self.design = Design(self.cells, params, lists=size)

    @property
    def observed(self) -> int:
        """Persons seen in these strata."""
        return int(self.counts.sum())

    def fit(
        self,
        method: str,
        *,
        boot: int = 0,
        seed: int = 1,
        threshold: float = 0.02,
        progress: Progress = silent,
    ) -> MethodResult:
        """Estimate the total of all strata, by ``stepwise`` or (downhill) ``bic``."""

        def totals(tables: Floats) -> Floats:
            if method == "bic":
                return downhill(self.design, tables)[0].totals
            return self.design.totals(tables, choose(self.design, tables, threshold).fits)

        row = self.counts[None, :]
        total = float(totals(row)[0])
        if not np.isfinite(total):
            return answer(method, (), None, self.observed, Bootstrap.none(), {})
        if method == "bic":
            active = downhill(self.design, row)[1]
        else:
            active = choose(self.design, row, threshold).active
        beta = self.design.fit(row, active).beta[0]
        effects = {
            self._name(int(self.design.params[i])): float(beta[i])
            for i in self.design.pairs
            if active[0, i]
        }
        details = {
            "pooled": len(self.strata),
            "coefficients": {name: b for name, b in effects.items() if np.isfinite(b)},
        }
        done = resample_counts(totals, self.counts, total, boot=boot, seed=seed, progress=progress)
        return answer(method, tuple(effects), total, self.observed, done, details)

    def _name(self, param: int) -> str:
        return ":".join(name for i, name in enumerate(self.lists) if param >> i & 1)
