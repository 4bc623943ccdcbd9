"""How alike two names are, told from filters alone, and how rare such likeness is for these two.

A fixed cut of Dice's coefficient is wrong: it moves with hardening and with the names at hand. So
each record's likeness to all others is tallied once; a pair then weighs what its likeness is worth
*for these two records*: common names are alike with many, rare ones with nobody.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from suar.analytics.linkage.evidence import random_pairs
from suar.analytics.linkage.keys import cells
from suar.analytics.linkage.keys.bloom import Words, shared
from suar.analytics.linkage.keys.schema import FILTERS
from suar.analytics.linkage.words import Evidence

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
#: Of pairs as alike as `_FEW` are by chance, so many are looked at; of pairs drawn at random.
_FEW, _HIGH, _RANDOM = 0.004, 2_000_000, 300_000
#: Pairs that a class counts as beside those seen.
_LIKE = 3.0
#: The step of each tallied class, and the bin from which on it begins.
_STEP = np.arange(cells.TALLIED) // (cells.CELLS // (len(cells.STEPS) + 1))
_EDGES = np.floor(np.array(cells.STEPS[::-1])[_STEP] * _BINS).astype(np.int64)
#: Names and fathers' names have filters of one form.
_FORM = FILTERS["name"]
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
        self.even = np.ones(cells.TALLIED)
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
        share: float = 1.0,
        even: Floats | None = None,
    ) -> "Likeness":
        """Make likeness of a few records whose tallies among all others were counted before."""
        made = cls.__new__(cls)
        made._filters, made._cuts, made._share = filters, Cuts(cuts), share
        made._size = np.bitwise_count(filters).sum(axis=1, dtype=np.int32)
        made.known = made._size > 0
        made._tally, made._others = counted.tally, counted.others
        made.even = np.ones(cells.TALLIED) if even is None else even
        return made

    @property
    def counted(self) -> "Counted":
        """Give the tallies."""
        return Counted(self._tally, self._others)

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
        """Give the likeness of pairs (`cells.likeness`)."""
        return _like(self._filters[left], self._filters[right], self._size[left], self._size[right])

    def _quantiles(self, seed: int) -> Cuts:
        rows = np.flatnonzero(self.known)
        if len(rows) < 2:
            return Cuts(np.linspace(0.3, 0.985, 6))
        drawn = random_pairs(len(rows), most=200_000, seed=seed)
        chance = self.of(rows[drawn["uid_l"].to_numpy()], rows[drawn["uid_r"].to_numpy()])
        usual, rare = np.quantile(chance, [0.9, 1 - _FEW])
        rare = min(max(float(rare), float(usual) + 0.02), 0.9)
        middle = float(usual + rare) / 2
        return Cuts(np.array([usual - 0.1, usual, middle, rare, (1 + rare) / 2, 0.985]))

    def _tallied(self, rows: Longs, against: Longs) -> tuple[Longs, Longs]:
        """Tally, for each record, how many are at least so alike; give pairs of the most alike."""
        found = [(np.zeros(0, np.int64), np.zeros(0, np.int64))]
        high = [found[0]]
        least = least_bin(self._cuts.at)
        every = max(1, round(len(rows) * len(against) * _FEW / _HIGH))
        for own_at, bins in between(self._filters[rows], self._filters[against]):
            own = rows[own_at]
            mine = self._group[own, None]
            alike = (mine == self._group[against]) | (mine < 0)
            tally = tallied(bins, alike)
            self._tally[own] = tally
            self._others[own] = alike.sum(axis=1)
            i, j = np.nonzero(bins >= few_alike(tally, least)[:, None])
            found.append((own[i], against[j]))
            if own_at[0] // _ROWS % every == 0:
                i, j = np.nonzero(bins >= least)
                high.append((own[i], against[j]))
        self._high = tuple(np.concatenate(side) for side in zip(*high, strict=True))
        left, right = (np.concatenate(side) for side in zip(*found, strict=True))
        apart = left != right
        return np.minimum(left, right)[apart], np.maximum(left, right)[apart]

    def learn_classes(self, apart: Callable[[Longs, Longs], npt.NDArray[np.bool_]]) -> None:
        """Learn what chance does in each class, from pairs that are surely two people.

        A tally counts whoever is as alike or more, and knows no lengths. `even` puts both right:
        with it, evidence on two people who are in a class is worth as much as the class is likely.
        """
        rows = np.flatnonzero(self.known)
        if len(rows) < 2:
            return
        drawn = random_pairs(len(rows), most=_RANDOM, seed=1)
        left, right = rows[drawn["uid_l"]], rows[drawn["uid_r"]]
        own = self._group[left] == self._group[right]
        left, right = left[own], right[own]
        two = apart(left, right)
        seen = self._shares(left[two], right[two])
        left, right = self._high
        two = (left != right) & (self._group[left] == self._group[right]) & apart(left, right)
        high = self._shares(left[two], right[two])
        bound = np.array(cells.STEPS)[::-1][_STEP] >= self._cuts.at[_NEAR]
        self.even = np.where(bound, high, seen)

    def _shares(self, left: Longs, right: Longs) -> Floats:
        """Of pairs at least as alike as a class's step, the share that is of the class."""
        seen = np.bincount(self._classes(left, right), minlength=cells.CELLS)[: cells.TALLIED]
        wide = cells.CELLS // (len(cells.STEPS) + 1)
        as_alike = np.cumsum(seen.reshape(-1, wide).sum(axis=1))[_STEP]
        return np.minimum((seen + _LIKE) / (as_alike + 2 * _LIKE), 1.0)

    def _classes(self, left: Longs, right: Longs) -> Longs:
        common = shared(self._filters[left], self._filters[right])
        return cells.classes(_FORM, common, self._size[left], self._size[right])

    def evidence(self, left: Longs, right: Longs) -> Evidence:
        """Weigh pairs: one class a pair, and how rare that likeness is for these two, in bits."""
        both = self.known[left] & self.known[right]
        klass = self._classes(left, right)
        counts = np.zeros((len(left), cells.CELLS), dtype=np.int8)
        counts[np.arange(len(left)), klass] = both
        tallied = klass < cells.TALLIED
        bins = _EDGES[np.where(tallied, klass, 0)]
        chance = np.maximum(*(self._chance(side, bins) for side in (left, right)))
        even = self.even[np.where(tallied, klass, 0)]
        bits = np.where(both & tallied, -np.log2(chance * even), 0.0)
        as_long = np.zeros(len(left), dtype=np.int8)  # how much longer one is, its class tells
        return Evidence(counts, bits, as_long, both, cells.TALLIED)

    def share_a_word(self, left: Longs, right: Longs) -> npt.NDArray[np.bool_]:
        """Tell which pairs are as alike as few are by chance: they share a word."""
        found: npt.NDArray[np.bool_] = self.of(left, right) >= self._cuts.at[_NEAR]
        return found

    def _chance(self, side: Longs, bins: Longs) -> Floats:
        often = np.maximum(self._tally[side, bins] - _OWN * self._share, 0.5)
        often = often * np.exp2(-_FALL * np.maximum(bins - self._alone[side], 0))
        chance: Floats = np.minimum(often / np.maximum(self._others[side], 1.0), 1.0)
        return chance


def between(own: Words, against: Words) -> Iterator[tuple[Longs, Longs]]:
    """Give some of the first side's rows at a time, and the bin of each likeness to the second."""
    columns = np.ascontiguousarray(against.T)
    sizes = np.bitwise_count(against).sum(axis=1, dtype=np.int32)
    mine = np.bitwise_count(own).sum(axis=1, dtype=np.int32)
    for at in range(0, len(own), _ROWS):
        rows = np.arange(at, min(at + _ROWS, len(own)))
        both = np.zeros((len(rows), len(against)), dtype=np.int32)
        for word, column in enumerate(columns):
            both += np.bitwise_count(own[rows, word][:, None] & column)
        yield rows, _bin(cells.likeness(_FORM, both, mine[rows, None], sizes))


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
    return cells.likeness(_FORM, shared(left, right), a, b)


def _bin(alike: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    return np.minimum((alike * _BINS).astype(np.int64), _BINS - 1)
