"""Chao's lower bound: as many as there must be at least, if persons differ in how easily found."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from suar.analytics.population.bootstrap import resample
from suar.analytics.population.result import Bootstrap, answer
from suar.analytics.population.table import Floats, Table
from suar.analytics.progress import Progress, silent


@dataclass
class Chao:
    """Chao's lower bound from persons on exactly one and exactly two lists.

    ``seen + (t - 1) / t * f1 (f1 - 1) / (2 (f2 + 1))`` with ``t`` lists, the bias-corrected form.

    Parameters
    ----------
    boot, seed
        Resamples for the intervals, and their seed.

    Notes
    -----
    A lower bound where persons differ in their chance of being found; lists are taken as
    independent, and a list that sends its persons to another makes the bound too low. With nobody
    on two lists it says nothing, and there is no estimate.

    References
    ----------
    Chao (1987), Biometrics 43, 783-791.

    Examples
    --------
    >>> table = Table.of(["A", "B", "C"], {"A": 40, "B": 30, "C": 20, "A:B": 6, "A:C": 4})
    >>> round(Chao().fit(table).estimate_)
    343
    """

    boot: int = 0
    seed: int = 1
    progress: Progress = field(default=silent, repr=False)

    def fit(self, table: Table) -> Self:
        """Compute the bound; ``estimate_`` is None where nobody is on exactly two lists."""
        total = float(self.totals(table.cells()[None, :], table.size)[0])
        self.estimate_ = total if np.isfinite(total) else None
        self.model_: tuple[str, ...] = ()
        done = Bootstrap.none()
        if self.boot and self.estimate_ is not None:
            done = resample(
                self, table, self.estimate_, boot=self.boot, seed=self.seed, progress=self.progress
            )
        self.result_ = answer(
            "chao",
            (),
            self.estimate_,
            table.observed,
            done,
            {},
            warnings=("lower-bound",),
        )
        return self

    def totals(self, counts: Floats, lists: int) -> Floats:
        """Compute the bound for each row of counts; NaN where nobody is on two lists."""
        sizes = np.bitwise_count(np.arange(1, 1 << lists, dtype=np.uint64))
        once, twice = counts[:, sizes == 1].sum(axis=1), counts[:, sizes == 2].sum(axis=1)
        more = (lists - 1) / lists * once * (once - 1) / (2 * (twice + 1))
        return np.where(twice > 0, counts.sum(axis=1) + np.maximum(more, 0), np.nan)
