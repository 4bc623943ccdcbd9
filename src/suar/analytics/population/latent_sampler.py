"""Drawing from the posterior of latent classes: Gibbs sweeps, moves of scale, and a ladder.

A row of the state is one replica of one chain: class weights by stick-breaking, capture
probabilities ``lam`` of each class on each list, and the concentration ``alpha``. Replicas of a
chain differ in how many of the persons they are shown. The first is shown all and gives the draws;
the others, shown fewer, wander more freely and hand what they find up the ladder. Without that a
chain can sit for tens of thousands of sweeps in a corner that holds a hundredth of the posterior.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from suar.analytics.population.table import Bools, Floats, Ints

#: Gamma prior of the concentration: shape and rate (Manrique-Vallier 2016).
SHAPE, RATE = 0.25, 0.25
_SMALLEST, _LARGEST = 1e-280, 1 - 1e-15
_STEPS = (0.15, 0.5, 1.5)


@dataclass(eq=False)
class State:
    """Rows of replicas: ``log_nu (R, K)``, ``lam (R, K, J)``, ``alpha (R,)``.

    Weights are kept as logarithms: under a small concentration the last of them are smaller than
    any number that the machine can hold, and the prior still speaks of them.
    """

    log_nu: Floats
    lam: Floats
    alpha: Floats

    @property
    def nu(self) -> Floats:
        """Weights of the classes."""
        return np.asarray(np.exp(self.log_nu))

    def take(self, rows: Ints) -> "State":
        """Give some rows, in an order."""
        return State(self.log_nu[rows].copy(), self.lam[rows].copy(), self.alpha[rows].copy())


@dataclass(frozen=True, eq=False)
class Shown:
    """The persons that each replica is shown: ``counts (R, M)`` of histories ``on (M, J)``."""

    on: Floats
    counts: Ints
    replicas: int

    @property
    def seen(self) -> Ints:
        """Persons shown to each row."""
        total: Ints = self.counts.sum(axis=1)
        return total


def ladder(counts: Ints, smallest: float, rungs: int, rng: np.random.Generator) -> Ints:
    """Nested parts of a table, ``(rungs, histories)``: all persons, then ever fewer of them.

    >>> int(ladder(np.array([500, 20]), 0.1, 3, np.random.default_rng(1))[0].sum())
    520
    """
    shares = np.linspace(1.0, np.sqrt(smallest), rungs) ** 2
    tables = [np.asarray(counts, dtype=np.int64)]
    for larger, share in pairwise(shares):
        fewer = rng.binomial(tables[-1], share / larger)
        tables.append(fewer if fewer.sum() else tables[-1])
    return np.array(tables)


def beginning(shown: Shown, classes: int, rng: np.random.Generator) -> State:
    """Start nearly without classes, with capture probabilities about the shares seen.

    Chains that begin with persons spread evenly over many classes fall into a corner of the
    posterior that is there only because the number of classes is cut off.
    """
    rows, lists = len(shown.counts), shown.on.shape[1]
    nu = np.full((rows, classes), 0.1 / (classes - 1))
    nu[:, 0] = 0.9
    share = (shown.counts @ shown.on) / shown.seen[:, None]
    spread = np.exp(rng.normal(0, 0.7, (rows, classes, lists)))
    lam = np.clip(share[:, None, :] * spread * rng.uniform(0.1, 1, (rows, 1, 1)), 1e-4, 0.95)
    return State(np.log(nu), lam, rng.uniform(0.1, 1, rows))


class Sampler:
    """One object a run; `sweep` moves every row once and gives the draws of those not shown."""

    def __init__(self, shown: Shown, state: State, rng: np.random.Generator) -> None:
        self.shown, self.state, self.rng = shown, state, rng
        self.rows = np.arange(len(shown.counts))
        self._odd = False

    def sweep(self) -> Ints:
        """Take one sweep; gives the number on no list drawn for each row."""
        self._permute()
        self._measure()
        self._rescale()
        if self.shown.replicas > 1:
            self._exchange()
        classes, hidden = self._share_out()
        self._redraw(classes, hidden)
        drawn: Ints = hidden.sum(axis=1)
        return drawn

    def _permute(self) -> None:
        """Propose a size-biased order of the classes: labels mix, and the sticks stay sorted."""
        s = self.state
        waits = np.log(self.rng.standard_exponential(s.log_nu.shape)) - s.log_nu
        order = np.argsort(waits, axis=1)
        log_nu = np.take_along_axis(s.log_nu, order, axis=1)
        log_ratio = s.alpha * (log_nu[:, -1] - s.log_nu[:, -1])
        ok = np.log(self.rng.random(len(log_nu))) < log_ratio
        s.log_nu[ok] = log_nu[ok]
        s.lam[ok] = np.take_along_axis(s.lam, order[:, :, None], axis=1)[ok]

    def _measure(self) -> None:
        """Tabulate the odds, and each class's chance of every history and of none."""
        lam = self.state.lam
        log_off = np.log1p(-lam)
        self.odds = np.log(lam) - log_off
        self.none = log_off.sum(axis=2)
        self.each = np.exp(self.none[:, :, None] + self.odds @ self.shown.on.T)
        self._mix()

    def _mix(self) -> None:
        """Give every history, and that of no list, its chance over all classes."""
        self.nu = self.state.nu
        self.any = np.einsum("rk,rkm->rm", self.nu, self.each)
        self.off = (self.nu * np.exp(self.none)).sum(axis=1)

    def _likelihood(self, chances: Floats, off: Floats, rows: Ints | None = None) -> Floats:
        """Log likelihood of the persons shown, given that each is on some list."""
        counts = self.shown.counts if rows is None else self.shown.counts[rows]
        part = (counts * np.log(np.maximum(chances, _SMALLEST))).sum(axis=1)
        return np.asarray(part - counts.sum(axis=1) * np.log1p(-np.minimum(off, 1 - 1e-15)))

    def _rescale(self) -> None:
        """Move one class of each row along the ridge of the posterior.

        The odds of a class to be on any list fall and its weight rises so that the number on one
        list alone stays: only those on several lists and on none change. The total moves in one
        step as far as Gibbs sweeps take it in hundreds.
        """
        s, i = self.state, self.rows
        k = self.rng.integers(s.log_nu.shape[1], size=len(i))
        shift = self.rng.normal(0, 1, len(i)) * self.rng.choice(_STEPS, len(i))
        odds = self.odds[i, k] + shift[:, None]
        off_each = -np.logaddexp(0, odds)
        none = off_each.sum(axis=1)
        log_size = self.none[i, k] - none - shift
        old, new = self.nu[i, k], np.exp(s.log_nu[i, k] + log_size)
        total = 1 - old + new
        log_nu = s.log_nu - np.log(total)[:, None]
        log_nu[i, k] += log_size
        each = np.exp(none[:, None] + odds @ self.shown.on.T)
        chances = self.any - old[:, None] * self.each[i, k] + new[:, None] * each
        chances /= total[:, None]
        off = (self.off - old * np.exp(self.none[i, k]) + new * np.exp(none)) / total
        gain = self._likelihood(chances, off) - self._likelihood(self.any, self.off)
        gain += self._stick_prior(log_nu) - self._stick_prior(s.log_nu)
        gain += log_size - log_nu.shape[1] * np.log(total)
        before = self.odds[i, k]
        gain += (2 * off_each + odds + 2 * np.logaddexp(0, before) - before).sum(axis=1)
        ok = np.log(self.rng.random(len(i))) < gain
        self._accept(np.flatnonzero(ok), k, log_nu, odds, none, each)

    def _accept(
        self, rows: Ints, k: Ints, log_nu: Floats, odds: Floats, none: Floats, each: Floats
    ) -> None:
        which = k[rows]
        self.state.log_nu[rows] = log_nu[rows]
        self.odds[rows, which] = odds[rows]
        self.none[rows, which] = none[rows]
        self.each[rows, which] = each[rows]
        self.state.lam[rows, which] = np.clip(1 / (1 + np.exp(-odds[rows])), _SMALLEST, _LARGEST)
        self._mix()

    def _stick_prior(self, log_nu: Floats) -> Floats:
        """Log density of the weights under stick-breaking, but for a constant."""
        rest = np.logaddexp.accumulate(log_nu[:, ::-1], axis=1)[:, 1:-1]
        return np.asarray((self.state.alpha - 1) * log_nu[:, -1] - rest.sum(axis=1))

    def _exchange(self) -> None:
        """Propose that neighbours on a ladder change places; every other pair in turn."""
        rungs = self.shown.replicas
        place = self.rows % rungs
        self._odd = not self._odd
        up = np.flatnonzero((place % 2 == self._odd) & (place + 1 < rungs))
        down = up + 1

        def of(state: Ints, table: Ints) -> Floats:
            return self._likelihood(self.any[state], self.off[state], table)

        gain = of(down, up) + of(up, down) - of(up, up) - of(down, down)
        ok = np.log(self.rng.random(len(up))) < gain
        order = self.rows.copy()
        order[up[ok]], order[down[ok]] = down[ok], up[ok]
        self.state = self.state.take(order)
        self.each, self.none, self.off = self.each[order], self.none[order], self.off[order]
        self.nu = self.nu[order]

    def _share_out(self) -> tuple[Ints, Ints]:
        """Draw the classes of those seen ``(R, M, K)``, and of those on no list ``(R, K)``.

        The number on no list is negative binomial: the prior weight of a total N is 1/N, and no
        cap is set.
        """
        rng, nu = self.rng, self.nu
        weights = np.swapaxes(nu[:, :, None] * self.each, 1, 2)
        weights /= weights.sum(axis=2, keepdims=True)
        classes = rng.multinomial(self.shown.counts, weights)
        off = np.minimum(self.off, 1 - 1e-12)
        rate = rng.standard_gamma(self.shown.seen) * off / (1 - off)
        none = nu * np.exp(self.none)
        hidden = rng.multinomial(rng.poisson(rate), none / none.sum(axis=1, keepdims=True))
        return classes, hidden

    def _redraw(self, classes: Ints, hidden: Ints) -> None:
        """Draw capture probabilities, weights and concentration given everybody's class."""
        rng, s = self.rng, self.state
        on = np.swapaxes(classes, 1, 2) @ self.shown.on
        sizes = classes.sum(axis=1) + hidden
        one = rng.standard_gamma(1 + on)
        zero = rng.standard_gamma(1 + sizes[:, :, None] - on)
        s.lam = np.clip(one / (one + zero), _SMALLEST, _LARGEST)
        after = np.cumsum(sizes[:, ::-1], axis=1)[:, ::-1][:, 1:]
        left = log_gamma_draws(s.alpha[:, None] + after, rng)
        here = np.log(rng.standard_gamma(1.0 + sizes[:, :-1]))
        both = np.logaddexp(here, left)
        log_nu = np.zeros_like(s.log_nu)
        log_nu[:, 1:] = np.cumsum(left - both, axis=1)
        last = log_nu[:, -1].copy()
        log_nu[:, :-1] += here - both
        s.log_nu = log_nu
        s.alpha = rng.standard_gamma(SHAPE + log_nu.shape[1] - 1, len(last)) / (RATE - last)


def log_gamma_draws(shape: Floats, rng: np.random.Generator) -> Floats:
    """Logarithms of gamma draws that do not vanish where the shape is tiny."""
    return np.asarray(
        np.log(rng.standard_gamma(shape + 1)) + np.log(1 - rng.random(shape.shape)) / shape
    )


def full_rows(shown: Shown) -> Bools:
    """Rows that are shown everybody."""
    return np.asarray(np.arange(len(shown.counts)) % shown.replicas == 0)
