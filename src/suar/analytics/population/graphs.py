"""Averaging over all decomposable graphs of dependence among three to six lists."""

from dataclasses import dataclass, field
from functools import lru_cache
from itertools import combinations
from typing import Self

import numpy as np

from suar.analytics.population.bootstrap import LEVELS
from suar.analytics.population.result import Interval, MethodResult
from suar.analytics.population.table import Bools, Floats, Ints, Table
from suar.analytics.progress import Progress, silent
from suar.knowledge.refusal import Refusal

#: Lists for which the graphs can be gone through one by one.
FEWEST, MOST = 3, 6
_ROWS = 1024
_DRAWS = 2000
_LISTED = 10
_EDGE = 0.01


@dataclass(frozen=True, eq=False)
class Graphs:
    """Every decomposable graph of some lists.

    Attributes
    ----------
    edges
        ``(graphs, pairs)``: which pairs of lists a graph joins.
    pairs
        ``(pairs,)`` bitmasks of the pairs, in the order A:B, A:C, ...
    signed
        ``(graphs, 2**lists)``: how often the marginal likelihood of a set of lists multiplies (+)
        or divides (-) that of the graph. Column 0 is the empty set.
    """

    edges: Bools
    pairs: Ints
    signed: Floats


@lru_cache(maxsize=4)
def decomposable_graphs(lists: int) -> Graphs:
    """List the decomposable graphs of 3 to 6 lists by simplicial elimination.

    A graph is decomposable when lists can be taken away one by one, each with neighbours that are
    all joined to one another. The list with its neighbours multiplies the likelihood and the
    neighbours alone divide it; what is not a clique or a separator cancels.

    >>> [len(decomposable_graphs(n).edges) for n in (3, 4, 5, 6)]
    [8, 61, 822, 18154]
    """
    pairs = list(combinations(range(lists), 2))
    numbers = np.arange(1 << len(pairs))
    edges = (numbers[:, None] >> np.arange(len(pairs)) & 1).astype(bool)
    near = np.zeros((len(edges), lists), dtype=np.int64)
    for place, (i, j) in enumerate(pairs):
        near[:, i] |= edges[:, place].astype(np.int64) << j
        near[:, j] |= edges[:, place].astype(np.int64) << i
    signed = np.zeros((len(edges), 1 << lists))
    left = np.full(len(edges), (1 << lists) - 1)
    for _ in range(lists):
        _take_one_away(near, left, signed)
    good = left == 0
    masks = np.array([1 << i | 1 << j for i, j in pairs], dtype=np.int64)
    return Graphs(edges[good], masks, signed[good])


def _take_one_away(near: Ints, left: Ints, signed: Floats) -> None:
    """Take from each graph the first list whose neighbours are all joined, where there is one."""
    lists = near.shape[1]
    taken = np.zeros(len(near), dtype=bool)
    for v in range(lists):
        around = near[:, v] & left
        joined = (left >> v & 1 == 1) & ~taken
        for u in range(lists):
            there = around >> u & 1 == 1
            joined &= ~there | (around & ~(near[:, u] | 1 << u) == 0)
        rows = np.flatnonzero(joined)
        signed[rows, around[rows] | 1 << v] += 1
        signed[rows, around[rows]] -= 1
        left[rows] &= ~(1 << v)
        taken |= joined


@dataclass
class DecomposableGraphs:
    """Bayesian average over decomposable graphical models, weighted by how well each explains.

    Parameters
    ----------
    prior
        Dirichlet prior of each history; None is one person spread over all histories,
        ``2**-lists``.
    most
        The largest number known to no register that is looked at, as a multiple of those seen.
    points
        Numbers looked at between 1 and that, evenly spread; all where there are fewer.
    seed
        Of the draws in ``result_.values``; the intervals are exact and need none.

    Notes
    -----
    Graphs are equally likely beforehand, and a total N has prior weight 1/N. The posterior of each
    graph and number is exact but for the grid. The estimate is the posterior median. Where more
    than a hundredth of the posterior lies in the last twentieth of the grid the warning is
    ``grid-edge``: the upper limit is then the grid's, not the data's. Assumes a closed population,
    perfect linkage, and persons alike but for what the dependences among lists can express.

    References
    ----------
    Madigan, York (1997), Biometrika 84, 19-31. Lum, Johndrow, Ball (2015), R package dga.

    Examples
    --------
    >>> table = Table.of(
    ...     ["A", "B", "C"],
    ...     {"A": 60, "B": 49, "A:B": 4, "C": 247, "A:C": 112, "B:C": 142, "A:B:C": 12},
    ... )
    >>> fitted = DecomposableGraphs(prior=1.0).fit(table)
    >>> len(fitted.weights_), fitted.result_.observed
    (8, 626)
    """

    prior: float | None = None
    most: float = 30.0
    points: int = 1000
    seed: int = 1
    progress: Progress = field(default=silent, repr=False)

    def fit(self, table: Table) -> Self:
        """Weigh every graph and number; refuses tables of fewer than 3 or more than 6 lists."""
        if not FEWEST <= table.size <= MOST:
            raise Refusal(
                f"has {table.size} lists; graphs are averaged over {FEWEST} to {MOST}",
                file="the table",
                remedy="Merge or drop lists (--merge A+B, --drop C), or use another method.",
            )
        if not table.observed:
            self.estimate_: float | None = None
            self.result_ = MethodResult("graphs", (), None, 0, warnings=("no-estimate",))
            return self
        graphs = decomposable_graphs(table.size)
        top = max(2.0, round(self.most * table.observed))
        grid = np.unique(np.rint(np.linspace(1, top, self.points)))
        parts = self._parts(table, grid)
        self.hidden_grid_ = grid
        self.posterior_, self.weights_ = self._average(graphs.signed, parts, grid, table)
        self.edge_weights_ = self.weights_ @ graphs.edges
        self.estimate_ = self._quantile(0.5) + table.observed
        self.result_ = self._result(table, graphs)
        return self

    def _parts(self, table: Table, grid: Floats) -> Floats:
        """Log marginal likelihood of each set of lists alone, at each number: ``(2**t, grid)``."""
        from scipy.special import gammaln

        size = table.size
        cells = np.append(0.0, table.cells())
        prior = 2.0**-size if self.prior is None else self.prior
        parts = np.zeros((1 << size, len(grid)))
        every = np.arange(1 << size)
        for mask in range(1 << size):
            marginal = np.zeros(1 << size)
            np.add.at(marginal, every & mask, cells)
            held = marginal[np.unique(every & mask)]
            alpha = prior * (1 << size) / len(held)
            fixed = gammaln(held[1:] + alpha).sum() - len(held) * gammaln(alpha)
            parts[mask] = gammaln(held[0] + grid + alpha) + fixed
        return parts

    def _average(
        self, signed: Floats, parts: Floats, grid: Floats, table: Table
    ) -> tuple[Floats, Floats]:
        """Posterior of the numbers and of the graphs; maxima are taken off before exponents."""
        from scipy.special import gammaln

        n = table.observed
        common = gammaln(n + grid + 1) - gammaln(grid + 1) - np.log(n + grid)
        highest = -np.inf
        posterior, weights = np.zeros(len(grid)), np.zeros(len(signed))
        for start in range(0, len(signed), _ROWS):
            self.progress("Averaging over graphs", start, len(signed))
            logs = signed[start : start + _ROWS] @ parts
            logs += common
            top = float(logs.max())
            if top > highest:
                shrink = np.exp(highest - top)
                posterior *= shrink
                weights *= shrink
                highest = top
            logs -= highest
            np.exp(logs, out=logs)
            posterior += logs.sum(axis=0)
            weights[start : start + _ROWS] = logs.sum(axis=1)
        self.progress("Averaging over graphs", len(signed), len(signed))
        return posterior / posterior.sum(), weights / weights.sum()

    def _quantile(self, share: float) -> float:
        """Smallest number at which the posterior reaches a share."""
        reached = np.cumsum(self.posterior_)
        place = min(int(np.searchsorted(reached, share)), len(reached) - 1)
        return float(self.hidden_grid_[place])

    def _result(self, table: Table, graphs: Graphs) -> MethodResult:
        seen = table.observed
        intervals = tuple(
            Interval(
                level,
                "credible",
                seen + self._quantile((1 - level) / 2),
                seen + self._quantile((1 + level) / 2),
            )
            for level in LEVELS
        )
        late = self.hidden_grid_ > 0.95 * self.hidden_grid_[-1]
        at_edge = float(self.posterior_[late].sum())
        rng = np.random.default_rng(self.seed)
        draws = rng.choice(self.hidden_grid_, size=_DRAWS, p=self.posterior_) + seen
        order = np.argsort(-self.weights_, kind="stable")[:_LISTED]
        details = {
            "graphs": len(self.weights_),
            "most_looked_at": seen + float(self.hidden_grid_[-1]),
            "share_at_edge": at_edge,
            "mean": seen + float(self.posterior_ @ self.hidden_grid_),
            "mode": seen + float(self.hidden_grid_[self.posterior_.argmax()]),
            "dependence": {
                table.name(int(pair)): float(weight)
                for pair, weight in zip(graphs.pairs, self.edge_weights_, strict=True)
            },
            "best": [
                {
                    "model": [table.name(int(p)) for p in graphs.pairs[graphs.edges[i]]],
                    "weight": float(self.weights_[i]),
                }
                for i in order
            ],
        }
        warnings = ("grid-edge",) if at_edge > _EDGE else ()
        return MethodResult(
            "graphs", (), self.estimate_, seen, intervals, _DRAWS, warnings, details, draws
        )
