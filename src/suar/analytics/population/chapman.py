"""Chapman's figure for two lists: assumes independence, which nothing in the data can test."""

from dataclasses import dataclass, field
from typing import Self

import numpy as np

from suar.analytics.population.bootstrap import resample
from suar.analytics.population.result import Bootstrap, answer
from suar.analytics.population.table import Floats, Table
from suar.analytics.progress import Progress, silent
from suar.knowledge.refusal import Refusal


@dataclass
class Chapman:
    """Chapman's estimator of a population from two lists.

    ``(n1 + 1)(n2 + 1) / (m + 1) - 1`` with ``m`` persons on both.

    Parameters
    ----------
    boot, seed
        Resamples for the intervals, and their seed.

    Notes
    -----
    Assumes that being on one list says nothing about being on the other. With two lists that
    cannot be checked, so the figure is given only when asked for, and never without saying so.

    References
    ----------
    Chapman (1951), University of California Publications in Statistics 1, 131-160.

    Examples
    --------
    >>> table = Table.of(["A", "B"], {"A": 40, "B": 30, "A:B": 20})
    >>> round(Chapman().fit(table).estimate_, 1)
    147.1
    """

    boot: int = 0
    seed: int = 1
    progress: Progress = field(default=silent, repr=False)

    def fit(self, table: Table) -> Self:
        """Compute the figure; refuses a table of more or fewer than two lists."""
        if table.size != 2:
            raise Refusal(
                f"Chapman's figure takes two lists and the table has {table.size}",
                remedy="Merge or drop lists, or choose another method.",
            )
        total = float(self.totals(table.cells()[None, :], 2)[0])
        self.estimate_ = total if np.isfinite(total) else None
        self.model_: tuple[str, ...] = ()
        done = Bootstrap.none()
        if self.boot and self.estimate_ is not None:
            done = resample(
                self, table, self.estimate_, boot=self.boot, seed=self.seed, progress=self.progress
            )
        self.result_ = answer(
            "chapman",
            (),
            self.estimate_,
            table.observed,
            done,
            {},
            warnings=("assumes-independence",),
        )
        return self

    def totals(self, counts: Floats, lists: int) -> Floats:
        """Compute the figure for each row of counts; NaN where nobody is on both lists."""
        first, second, both = counts[:, 0], counts[:, 1], counts[:, 2]
        figure = (first + both + 1) * (second + both + 1) / (both + 1) - 1
        return np.where(both > 0, np.maximum(figure, counts.sum(axis=1)), np.nan)
