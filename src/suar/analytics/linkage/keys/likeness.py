"""How alike two names are, told from filters alone, and how rare such likeness is for these two.

A fixed cut of Dice's coefficient is wrong: it moves with hardening and with the names at hand. So
each record's likeness to all others is tallied once; a pair then weighs what its likeness is worth
*for these two records*: common names are alike with many, rare ones with nobody.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from suar.analytics.linkage.evidence import random_pairs
from suar.analytics.linkage.keys.bloom import Words, shared
from suar.analytics.linkage.words import CLASSES, Evidence

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
_BINS = 128
#: Up to so many records each is compared with all others; past it with so many drawn at random.
EVERY, _DRAWN = 40_000, 12_000
_ROWS = 32
#: Neighbours that a record may bring up by likeness alone.
_NEIGHBOURS = 10
#: Records among those as alike that are this pair or one person's: they do not make a name common.
_OWN = 2.0
#: Records of all on which the tally of one place leans.
_LENT = 20.0
#: Classes from the best on whose chance is the tally itself.
_TALLIED = 4
#: The cut from which a neighbour is brought up at all.
_NEAR = 3
#: Bits by which chance falls with each bin beyond those in which anybody is seen.
_FALL = 0.1


@dataclass(frozen=True)
class Cuts:
    """From which likeness on a pair is of a class, worst first, by quantiles of random pairs."""

    at: Floats

    def classes(self, likeness: npt.NDArray[np.float32]) -> Longs:
        """Give the class of each, 0 the best."""
        found: Longs = len(self.at) - np.searchsorted(self.at, likeness, side="right")
        return found


@dataclass(frozen=True)
class Counted:
    """For each record, how many others are at least so alike (bins of likeness); of how many."""

    tally: npt.NDArray[np.int32]
    others: Floats


class Likeness:
    """One field's filters, ready to be compared."""

    def __init__(self, filters: Words, *, group: Longs | None = None, seed: int = 1) -> None:
        self._group = np.full(len(filters), -1) if group is None else group
        self._filters = filters
        self._size = np.bitwise_count(filters).sum(axis=1, dtype=np.int32)
        self.known = self._size > 0
        self._cuts = self._quantiles(seed)
        self._tally = np.zeros((len(filters), _BINS), dtype=np.int32)
        self._others = np.ones(len(filters))
        self._near = np.zeros((len(filters), _BINS), dtype=np.int32)
        self._near_others = np.zeros(len(filters))
        rows = np.flatnonzero(self.known)
        against = rows
        if len(rows) > EVERY:
            against = np.sort(np.random.default_rng(seed).choice(rows, _DRAWN, replace=False))
        self._against = against
        self._share = len(against) / max(1, len(rows))
        self.neighbours = self._tallied(rows, against)

    @cached_property
    def _alone(self) -> Longs:
        """The bin from which on a record has nobody so alike but her own."""
        own = _OWN * self._share + 0.5
        at: Longs = (self._tally > own).sum(axis=1)
        return at

    @classmethod
    def kept(
        cls,
        filters: Words,
        cuts: Floats,
        counted: "Counted",
        *,
        near: "Counted | None" = None,
        share: float = 1.0,
    ) -> "Likeness":
        """Make likeness of a few records whose tallies among all others were counted before."""
        made = cls.__new__(cls)
        made._filters, made._cuts, made._share = filters, Cuts(cuts), share
        made._size = np.bitwise_count(filters).sum(axis=1, dtype=np.int32)
        made.known = made._size > 0
        made._tally, made._others = counted.tally, counted.others
        blank = near or Counted(np.zeros((len(filters), _BINS), np.int32), np.zeros(len(filters)))
        made._near, made._near_others = blank.tally, blank.others
        return made

    @property
    def counted(self) -> tuple["Counted", "Counted"]:
        """Give the tallies among all, and among those of one place."""
        return Counted(self._tally, self._others), Counted(self._near, self._near_others)

    @property
    def cuts(self) -> Floats:
        """From which likeness on a pair is of a class, worst first."""
        return self._cuts.at

    @property
    def share(self) -> float:
        """Which share of all records the tallies count."""
        return self._share

    @property
    def against(self) -> Longs | None:
        """Records that stand for all in the tallies; none where all are counted."""
        return self._against if self._share < 1 else None

    def of(self, left: Longs, right: Longs) -> npt.NDArray[np.float32]:
        """Give the likeness of pairs: the mean of Dice's coefficient and the smaller's overlap."""
        return _like(self._filters[left], self._filters[right], self._size[left], self._size[right])

    def _quantiles(self, seed: int) -> Cuts:
        rows = np.flatnonzero(self.known)
        if len(rows) < 2:
            return Cuts(np.linspace(0.3, 0.985, len(CLASSES) - 1))
        drawn = random_pairs(len(rows), most=200_000, seed=seed)
        chance = self.of(rows[drawn["uid_l"].to_numpy()], rows[drawn["uid_r"].to_numpy()])
        usual, rare = np.quantile(chance, [0.9, 0.999])
        rare = min(max(float(rare), float(usual) + 0.02), 0.9)
        middle = float(usual + rare) / 2
        return Cuts(np.array([usual - 0.1, usual, middle, rare, (1 + rare) / 2, 0.985]))

    def _tallied(self, rows: Longs, against: Longs) -> tuple[Longs, Longs]:
        """Tally, for each record, how many are at least so alike; give pairs of the most alike."""
        found = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        least = least_bin(self._cuts.at)
        for own_at, bins in between(self._filters[rows], self._filters[against]):
            own = rows[own_at]
            mine = self._group[own, None]
            alike = (mine == self._group[against]) | (mine < 0)
            tally = tallied(bins, alike)
            self._tally[own] = tally
            self._others[own] = alike.sum(axis=1)
            i, j = np.nonzero(bins >= few_alike(tally, least)[:, None])
            found.append((own[i], against[j]))
        left, right = (np.concatenate(side) for side in zip(*found, strict=True))
        apart = left != right
        return np.minimum(left, right)[apart], np.maximum(left, right)[apart]

    def learn_near(
        self, groups: Sequence[Longs], apart: Callable[[Longs, Longs], npt.NDArray[np.bool_]]
    ) -> None:
        """Tally anew among records of one place: a name rare in a country may be common there.

        ``groups`` must have been found without looking at names; ``apart`` tells pairs that are
        surely two people, so that a person's own records do not make her name common.
        """
        for group in groups:
            rows = group[self.known[group]]
            alike = _like(
                self._filters[rows, None], self._filters[rows][None],
                self._size[rows, None], self._size[rows][None],
            )  # fmt: skip
            two = apart(rows[:, None], rows[None])
            self._near[rows] += tallied(_bin(alike), two)
            self._near_others[rows] += two.sum(axis=1)

    def evidence(
        self, left: Longs, right: Longs, near: npt.NDArray[np.bool_] | None = None
    ) -> Evidence:
        """Weigh pairs: one class a pair, and how rare that likeness is for these two, in bits.

        ``near`` tells which pairs are of one place.
        """
        alike = self.of(left, right)
        both = self.known[left] & self.known[right]
        klass = self._cuts.classes(alike)
        counts = np.zeros((len(left), len(CLASSES)), dtype=np.int8)
        counts[np.arange(len(left)), klass] = both
        bins = _bin(alike)
        chance = np.maximum(*(self._chance(side, bins) for side in (left, right)))
        if near is not None:
            there = np.maximum(*(self._chance_near(s, bins, chance) for s in (left, right)))
            chance = np.where(near, np.maximum(chance, there), chance)
        bits = np.where(both & (klass < _TALLIED), -np.log2(chance), 0.0)
        return Evidence(counts, bits, self._more(left, right, both), both)

    def _chance(self, side: Longs, bins: Longs) -> Floats:
        often = np.maximum(self._tally[side, bins] - _OWN * self._share, 0.5)
        often = often * np.exp2(-_FALL * np.maximum(bins - self._alone[side], 0))
        chance: Floats = np.minimum(often / np.maximum(self._others[side], 1.0), 1.0)
        return chance

    def _chance_near(self, side: Longs, bins: Longs, chance: Floats) -> Floats:
        often, others = self._near[side, bins], self._near_others[side]
        lent: Floats = (often + _LENT * chance) / (others + _LENT)
        return lent

    def _more(self, left: Longs, right: Longs, both: npt.NDArray[np.bool_]) -> npt.NDArray[np.int8]:
        """Tell how much longer one name is: 0, 1 or 2."""
        a, b = self._size[left], self._size[right]
        more = np.abs(a - b) / np.maximum(np.minimum(a, b), 1)
        steps: npt.NDArray[np.int8] = np.where(both, np.digitize(more, [0.2, 0.6]), 0).astype(
            np.int8
        )
        return steps


def between(own: Words, against: Words) -> Iterator[tuple[Longs, Longs]]:
    """Give some of the first side's rows at a time, and the bin of each likeness to the second."""
    columns = np.ascontiguousarray(against.T)
    sizes = np.bitwise_count(against).sum(axis=1, dtype=np.int32)
    mine = np.bitwise_count(own).sum(axis=1, dtype=np.int32)
    for at in range(0, len(own), _ROWS):
        rows = np.arange(at, min(at + _ROWS, len(own)))
        both = np.zeros((len(rows), len(against)), dtype=np.uint16)
        for word, column in enumerate(columns):
            both += np.bitwise_count(own[rows, word][:, None] & column)
        yield rows, _bin(_share(both.astype(np.float32), mine[rows, None], sizes))


def tallied(bins: Longs, counts: npt.NDArray[np.bool_]) -> npt.NDArray[np.int32]:
    """Tally each row: how many that count are in each bin or a better one."""
    spread = bins + (np.arange(len(bins)) * _BINS)[:, None]
    counted = np.bincount(spread[counts], minlength=len(bins) * _BINS)
    tally = counted.reshape(len(bins), _BINS)[:, ::-1].cumsum(axis=1)[:, ::-1]
    return tally.astype(np.int32)


def few_alike(tally: npt.NDArray[np.int32], least: int) -> Longs:
    """Give the bin from which on a row has few so alike, that may be brought up by that alone."""
    few: Longs = np.maximum((tally > _NEIGHBOURS + 1).sum(axis=1), least)
    return few


def least_bin(cuts: Floats) -> int:
    """Give the bin below which nobody is brought up by likeness."""
    return int(cuts[_NEAR] * _BINS)


def _like(
    left: Words, right: Words, a: npt.NDArray[np.int32], b: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    return _share(shared(left, right).astype(np.float32), a, b)


def _share(
    both: npt.NDArray[np.float32], a: npt.NDArray[np.int32], b: npt.NDArray[np.int32]
) -> npt.NDArray[np.float32]:
    dice = 2 * both / np.maximum(a + b, 1).astype(np.float32)
    overlap = both / np.maximum(np.minimum(a, b), 1).astype(np.float32)
    value: npt.NDArray[np.float32] = (dice + overlap) / 2
    return value


def _bin(alike: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    return np.minimum((alike * _BINS).astype(np.int64), _BINS - 1)
