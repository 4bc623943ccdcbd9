"""Maximum likelihood for many hierarchical log-linear models and many tables at once.

A cell and a parameter are both bitmasks, and the design is ``X[c, p] = 1`` where ``p`` is a subset
of ``c``. So ``X'WX[p, q]`` is the sum of the weights of all cells that contain ``p | q``: one
product with the distinct unions gives it for every row of a batch, and a Newton step is that,
a look-up, and small linear systems. Rows may differ in their model and in their counts.

*Extended* maximum likelihood: a parameter whose cells are all empty goes to minus infinity and
takes its cells out of the table. An estimate exists when a strictly positive table has the same
sufficient statistics (Fienberg and Rinaldo 2012). A Newton run that comes to rest has found that
table, so no linear programme is needed; a run that keeps moving along a direction that leaves the
seen cells alone and lowers others has found the proof of the contrary. A linear programme settles
what neither shows.

References
----------
Fienberg, Rinaldo (2012), Annals of Statistics 40, 996-1023.
Chan, Silverman, Vincent (2021), JASA 116(535), 1297-1306.
"""

from dataclasses import dataclass, field

import numpy as np

from suar.analytics.population.existence import positive_table_exists
from suar.analytics.population.table import Bools, Floats, Ints

#: Status of a fit, as in Chan, Silverman and Vincent: an estimate, none, not identifiable.
OK, NO_ESTIMATE, NOT_IDENTIFIABLE = 0, 1, 2
#: More than are alive: a fit that says so has found no number of persons.
MOST_PEOPLE = 1e10
_MOST_STEPS = 60
_LONGEST_STEP = 4.0
_AT_REST = 1e-7
_RIDGE = 1e-12


@dataclass(frozen=True, eq=False)
class Fits:
    """Fits of a batch of ``B`` rows; parameters at minus infinity are ``-inf`` in ``beta``.

    ``mu`` is 0 in cells that left the table. A row whose ``status`` is not `OK` holds no numbers
    to be used.
    """

    beta: Floats
    mu: Floats
    status: Ints


@dataclass(eq=False)
class Design:
    """Cells and possible parameters of a family of models.

    Parameters
    ----------
    cells
        Bitmasks of the observable cells.
    params
        Bitmasks of the parameters; 0 is the intercept.
    lists
        How many of the lowest bits are lists; higher bits are strata (`strata.joint_design`).
    regular
        Whether every model is identifiable as long as no cell leaves the table: so for all
        histories of some lists and effects below the highest order.

    Examples
    --------
    >>> design = Design(np.arange(1, 8), np.array([0, 1, 2, 4]), lists=3)
    >>> counts = np.array([[40.0, 30, 6, 20, 4, 3, 1]])
    >>> fits = design.fit(counts, np.ones((1, 4), dtype=bool))
    >>> int(fits.status[0]), round(float(np.exp(fits.beta[0, 0])), 1)
    (0, 188.9)
    """

    cells: Ints
    params: Ints
    lists: int
    regular: bool = False
    x: Floats = field(init=False)
    _ranks: dict[bytes, bool] = field(init=False, default_factory=dict)
    _exists: dict[bytes, bool] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        """Lay out the design and the distinct unions of two parameters."""
        self.x = ((self.cells[:, None] & self.params) == self.params).astype(float)
        unions, index = np.unique(self.params[:, None] | self.params, return_inverse=True)
        self._z = ((self.cells[:, None] & unions) == unions).astype(float)
        self._union = index.reshape(len(self.params), len(self.params))
        on_lists = self.params & ((1 << self.lists) - 1)
        sizes = np.bitwise_count(on_lists.astype(np.uint64))
        #: Effects of single lists and of strata: in every model. Effects of two lists. Intercepts.
        self.base = sizes < 2
        self.pairs = np.flatnonzero((sizes == 2) & (on_lists == self.params))
        self.origins = np.flatnonzero(sizes == 0)

    def fit(self, counts: Floats, active: Bools, start: Floats | None = None) -> Fits:
        """Fit one model to one table in each row.

        Parameters
        ----------
        counts
            ``(B, C)`` whole numbers.
        active
            ``(B, K)``: the parameters of each row's model.
        start
            ``(B, K)`` coefficients to start from; finite ones are used.
        """
        empty = active & (counts @ self.x == 0)
        on = (empty.astype(float) @ self.x.T) == 0
        run = _Run(self, counts, active & ~empty, on, start)
        status = np.where(self._identifiable(run.finite, on), OK, NOT_IDENTIFIABLE)
        run.go(status == OK)
        status[(status == OK) & ~(run.exists & counts.any(axis=1))] = NO_ESTIMATE
        beta = np.where(empty, -np.inf, run.beta)
        return Fits(beta, run.mu, status.astype(np.int64))

    def totals(self, counts: Floats, fits: "Fits") -> Floats:
        """Seen and not seen: an intercept is the expected count of the history of no list.

        NaN for rows without an estimate.
        """
        return np.where(fits.status == OK, counts.sum(axis=1) + self.hidden(fits.beta), np.nan)

    def hidden(self, beta: Floats) -> Floats:
        """Expected count of the history of no list; NaN where it is more than there are people."""
        found = np.exp(np.minimum(beta[:, self.origins], 700)).sum(axis=1)
        return np.where(found < MOST_PEOPLE, found, np.nan)

    def _identifiable(self, finite: Bools, on: Bools) -> Bools:
        """Say for each row whether its parameters are determined by the cells that are left.

        With all cells there they always are (the inclusion matrix is unimodular once the
        highest-order interaction is left out).
        """
        good = np.ones(len(on), dtype=bool)
        for row in np.flatnonzero(~on.all(axis=1) | (not self.regular)):
            key = np.packbits(on[row]).tobytes() + np.packbits(finite[row]).tobytes()
            if key not in self._ranks:
                part = self.x[np.ix_(on[row], finite[row])]
                self._ranks[key] = bool(
                    part.shape[1] <= part.shape[0] and np.linalg.matrix_rank(part) == part.shape[1]
                )
            good[row] = self._ranks[key]
        return good

    def settle(self, counts: Floats, finite: Bools, on: Bools) -> bool:
        """Ask the linear programme whether an estimate exists, once for each pattern of zeros."""
        seen = counts > 0
        key = b"".join(np.packbits(a).tobytes() for a in (seen, on, finite))
        if key not in self._exists:
            self._exists[key] = positive_table_exists(self.x[np.ix_(on, finite)], counts[on])
        return self._exists[key]


class _Run:
    """A Newton run of a batch; rows leave it when they rest or are shown to have no estimate."""

    def __init__(
        self, design: Design, counts: Floats, finite: Bools, on: Bools, start: Floats | None
    ) -> None:
        self.design, self.counts, self.finite, self.on = design, counts, finite, on
        self.exists = np.zeros(len(counts), dtype=bool)
        self.beta = np.zeros(finite.shape)
        self.mu = np.where(on, counts + 0.5, 0.0)
        width = int(finite.sum(axis=1).max(initial=0))
        self.index = np.argsort(~finite, axis=1, kind="stable")[:, :width]
        self.pad = ~np.take_along_axis(finite, self.index, axis=1)
        if start is not None:
            self.beta = np.where(finite & np.isfinite(start), start, 0.0)
            self.mu = np.exp(np.clip(self.beta @ design.x.T, -50, 50)) * on
        self._cold = start is None

    def go(self, which: Bools) -> None:
        rows = np.flatnonzero(which)
        if self._cold and rows.size:
            self._first(rows)
        for step in range(_MOST_STEPS):
            if not rows.size:
                return
            rows = self._newton(rows, step)
        for row in rows:
            self.exists[row] = self.design.settle(self.counts[row], self.finite[row], self.on[row])
        self._creep(rows[self.exists[rows]])

    def _creep(self, rows: Ints) -> None:
        """Go on with rows that have an estimate but were slow; those that never rest have none."""
        self.exists[rows] = False
        for _ in range(10 * _MOST_STEPS):
            if not rows.size:
                return
            rows = self._newton(rows, 0)

    def _first(self, rows: Ints) -> None:
        """Fit the logarithms of the counts, half a person added, by weighted least squares."""
        mu, on = self.mu[rows], self.on[rows]
        right = (mu * np.log(np.where(on, mu, 1.0))) @ self.design.x
        self.beta[rows] = self._solved(rows, mu, right)
        eta = self.beta[rows] @ self.design.x.T
        self.mu[rows] = np.exp(np.clip(eta, -50, 50)) * on

    def _newton(self, rows: Ints, step: int) -> Ints:
        """Take one step and give the rows that are still moving."""
        mu, on = self.mu[rows], self.on[rows]
        right = (self.counts[rows] - mu) @ self.design.x
        beta = self._solved(rows, mu, right)
        moves = (beta @ self.design.x.T) * on
        longest = np.abs(moves).max(axis=1)
        short = np.minimum(1.0, _LONGEST_STEP / np.maximum(longest, 1e-300))[:, None]
        self.beta[rows] += beta * short
        self.mu[rows] = mu * np.exp(moves * short)
        rest = longest < _AT_REST
        self.exists[rows[rest]] = True
        gone = np.zeros(len(rows), dtype=bool)
        if step >= 8:
            gone = self._falls_for_ever(moves, self.counts[rows])
        moving: Ints = rows[~rest & ~gone]
        return moving

    def _solved(self, rows: Ints, mu: Floats, right: Floats) -> Floats:
        index, pad = self.index[rows], self.pad[rows]
        sums = mu @ self.design._z
        unions = self.design._union[index[:, :, None], index[:, None, :]]
        width = index.shape[1]
        left = np.take_along_axis(sums, unions.reshape(len(rows), -1), axis=1)
        left = left.reshape(len(rows), width, width)
        left[pad] = 0.0
        left.transpose(0, 2, 1)[pad] = 0.0
        diagonal = np.arange(width)
        left[:, diagonal, diagonal] *= 1 + _RIDGE
        left[:, diagonal, diagonal] += np.where(pad, 1.0, 1e-280)
        small = np.take_along_axis(right, index, axis=1)
        small[pad] = 0.0
        answer = np.linalg.solve(left, small[:, :, None])[:, :, 0]
        beta = np.zeros((len(rows), right.shape[1]))
        np.put_along_axis(beta, index, np.where(pad, 0.0, answer), axis=1)
        return beta

    @staticmethod
    def _falls_for_ever(moves: Floats, counts: Floats) -> Bools:
        """Find rows that move along a direction of recession.

        It leaves every seen cell alone, raises none and lowers some by one a step: the likelihood
        then grows for ever along it, and no estimate exists.
        """
        still = np.abs(np.where(counts > 0, moves, 0.0)).max(axis=1) < 1e-6
        falls: Bools = still & (moves.max(axis=1) < 1e-6) & (moves.min(axis=1) < -0.5)
        return falls


def lattice(lists: int, order: int = 2) -> Design:
    """Give the design of all histories of some lists and all effects up to an order.

    >>> lattice(3).params.tolist()
    [0, 1, 2, 4, 3, 5, 6]
    """
    masks = np.arange(1 << lists, dtype=np.int64)
    sizes = np.bitwise_count(masks.astype(np.uint64)).astype(np.int64)
    chosen = [m for size in range(order + 1) for m in _in_order(masks[sizes == size], lists)]
    return Design(masks[1:], np.array(chosen, dtype=np.int64), lists, regular=order < lists)


def _in_order(masks: Ints, lists: int) -> list[int]:
    """Sort masks of one size as A:B, A:C, B:C ... : by their lists, first list first."""
    return sorted((int(m) for m in masks), key=lambda m: [i for i in range(lists) if m >> i & 1])


def log_likelihood(counts: Floats, mu: Floats) -> Floats:
    """Poisson log-likelihood of each row, factorials included, over the cells that are left."""
    safe = np.where(mu > 0, mu, 1.0)
    fitted: Floats = (counts * np.log(safe) - mu).sum(axis=-1)
    return np.asarray(fitted - log_factorials(counts).sum(axis=-1))


def log_factorials(counts: Floats) -> Floats:
    """Logarithms of factorials of whole numbers: sums to 1,023, Stirling's series above."""
    large = np.maximum(counts, 1023.0)
    series = (large + 0.5) * np.log(large) - large + 0.5 * np.log(2 * np.pi)
    series += 1 / (12 * large) - 1 / (360 * large**3)
    small = _SUMS[np.minimum(counts, 1023).astype(np.int64)]
    return np.where(counts > 1023, series, small)


_SUMS = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, 1024)))])


def deviance(counts: Floats, mu: Floats) -> Floats:
    """Poisson deviance of each row: twice the distance to a model with a parameter a cell."""
    safe_n, safe_mu = np.where(counts > 0, counts, 1.0), np.where(mu > 0, mu, 1.0)
    part = np.where(counts > 0, counts * np.log(safe_n / safe_mu), 0.0) - (counts - mu)
    return np.asarray(2 * part.sum(axis=-1))
