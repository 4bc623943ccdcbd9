"""From pairs to persons: groups of records that may be one, divided with all evidence inside."""

import heapq
from collections.abc import Callable
from dataclasses import dataclass, field
from itertools import combinations

import numpy as np
import numpy.typing as npt

from suar.analytics.linkage import sizes
from suar.analytics.linkage.partitions import EXACT, evidence, partitions, together

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
#: A pair less likely than this does not tie a group together; it still counts in `loose`.
TIES = 0.02
#: A group larger than this falls apart at the first of these ties that makes it smaller.
_HEAP, _STRONGER = 60, (0.05, 0.1, 0.2, 0.35, 0.5, 0.7, 0.9)
#: Up to this size every pair of a group is asked for; in larger ones those with a common neighbour.
_ALL_INSIDE = 300
#: Evidence on pairs that no rule brought up: given records left and right, their bits.
Score = Callable[[Longs, Longs], Floats]


@dataclass(frozen=True)
class Exact:
    """Groups of one size: their records (groups, n) and how likely each partition is."""

    records: Longs
    likely: Floats

    @property
    def size(self) -> int:
        return int(self.records.shape[1])


@dataclass(frozen=True)
class Merged:
    """A larger group, joined greedily: each step joined two records' persons with a probability."""

    records: Longs
    steps: tuple[tuple[int, int, float], ...]  # left, right (positions), probability


@dataclass(frozen=True)
class Grouping:
    """All groups of two records or more; every other record stands alone."""

    height: int
    exact: tuple[Exact, ...]
    merged: tuple[Merged, ...]
    loose: float  # expected links among pairs too weak to tie
    loose_variance: float = 0.0
    threshold: float = 0.5
    notes: dict[str, int] = field(default_factory=dict)
    prior: tuple[float, ...] = ()  # of persons of 0, 1, 2 ... records, in bits
    unseen: float = 0.0  # pairs of one person that nobody compared, for each that was


def group(
    height: int,
    left: Longs,
    right: Longs,
    bits: Floats,
    *,
    join: float,
    score: Score,
    threshold: float = 0.5,
    prior: Floats | None = None,
) -> Grouping:
    """Divide records into groups and weigh every division.

    Parameters
    ----------
    left, right, bits
        Candidate pairs with their evidence (log2 likelihood ratio, without the prior).
    join
        log2 of the prior odds of a pair.
    score
        Gives the evidence on pairs inside a group that no rule brought up.
    threshold
        Probability from which two persons are taken for one; 0.5 keeps errors fewest.
    """
    p = 1.0 / (1.0 + np.exp2(-np.clip(bits + join, -60, 60)))
    groups, tie = _groups(height, left, right, p)
    small = [g for g in groups if len(g) <= EXACT]
    large = [g for g in groups if len(g) > EXACT]
    known = _Known(height, left, right, bits)
    known.complete([g for g in groups if len(g) <= _ALL_INSIDE], score)
    by_size = (np.array([g for g in small if len(g) == n], np.int64) for n in range(2, EXACT + 1))
    kinds = [records for records in by_size if len(records)]
    found = [evidence(known.square(records)) for records in kinds]
    likely, prior = sizes.divide(found, height, join, prior)
    exact = [Exact(records, each) for records, each in zip(kinds, likely, strict=True)]
    huge = [g for g in large if len(g) > _ALL_INSIDE]
    known.complete_sparse(huge, left[tie], right[tie], score)
    merged = tuple(_merge(g, known, join) for g in large)
    at = np.full(height, -1, dtype=np.int64)
    for number, records in enumerate(groups):
        at[records] = number
    loose = p[(at[left] != at[right]) | (at[left] < 0)]
    return Grouping(
        height,
        tuple(exact),
        merged,
        float(loose.sum()),
        float((loose * (1 - loose)).sum()),
        threshold,
        {"groups": len(groups), "largest": max((len(g) for g in groups), default=1)},
        tuple(prior.tolist()),
    )


def _groups(
    height: int, left: Longs, right: Longs, p: Floats
) -> tuple[list[Longs], npt.NDArray[np.bool_]]:
    """Give the groups, and which pairs tie one together.

    Weak ties of very many records make one heap of them all, of which nobody can ask everything.
    A heap falls apart at stronger and stronger ties until all inside it can be asked; what is cut
    counts among the loose.
    """
    found: list[Longs] = []
    tie = p >= TIES
    at, heap = np.flatnonzero(tie), np.ones(height, dtype=bool)
    for least in (TIES, *_STRONGER):
        groups = _components(height, left[at], right[at])
        last = least == _STRONGER[-1]
        found += [g for g in groups if last or len(g) <= _HEAP]
        heaps = [g for g in groups if not last and len(g) > _HEAP]
        if not heaps:
            break
        heap[:] = False
        heap[np.concatenate(heaps)] = True
        stronger = _STRONGER[0] if least == TIES else _STRONGER[_STRONGER.index(least) + 1]
        at = at[heap[left[at]]]
        cut = p[at] < stronger
        tie[at[cut]] = False
        at = at[~cut]
    return found, tie


def _components(height: int, left: Longs, right: Longs) -> list[Longs]:
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    graph = coo_array((np.ones(len(left), dtype=np.int8), (left, right)), shape=(height, height))
    _, label = connected_components(graph, directed=False)
    order = np.argsort(label, kind="stable")
    starts = np.flatnonzero(np.r_[True, np.diff(label[order]) > 0])
    found = np.split(order, starts[1:])
    return [g for g in found if len(g) > 1]


class _Known:
    """Evidence on pairs by a sorted number of the pair."""

    def __init__(self, height: int, left: Longs, right: Longs, bits: Floats) -> None:
        self._height = height
        self._set(left * height + right, bits)

    def _set(self, pair: Longs, bits: Floats) -> None:
        order = np.argsort(pair, kind="stable")
        self._pair, self._bits = pair[order], bits[order]

    def get(self, left: Longs, right: Longs) -> tuple[Floats, npt.NDArray[np.bool_]]:
        wanted = np.minimum(left, right) * self._height + np.maximum(left, right)
        if not len(self._pair):
            return np.zeros(len(wanted)), np.zeros(len(wanted), dtype=bool)
        at = np.minimum(np.searchsorted(self._pair, wanted), len(self._pair) - 1)
        there = self._pair[at] == wanted
        return np.where(there, self._bits[at], 0.0), there

    def complete(self, groups: list[Longs], score: Score) -> None:
        """Ask for the evidence on every pair inside the groups that is not known yet."""
        inside = [np.stack(list(combinations(np.sort(g), 2))) for g in groups if len(g) > 2]
        if inside:
            self._ask(np.concatenate(inside), score)

    def complete_sparse(self, groups: list[Longs], left: Longs, right: Longs, score: Score) -> None:
        """In large groups ask only for pairs with a neighbour in common."""
        if not groups:
            return
        members = np.zeros(self._height, dtype=bool)
        members[np.concatenate(groups)] = True
        keep = members[left]
        near: dict[int, list[int]] = {}
        for a, b in zip(left[keep].tolist(), right[keep].tolist(), strict=True):
            near.setdefault(a, []).append(b)
            near.setdefault(b, []).append(a)
        asked = {
            pair
            for around in near.values()
            if len(around) <= 60
            for pair in combinations(sorted(around), 2)
        }
        if asked:
            self._ask(np.array(sorted(asked), dtype=np.int64), score)

    def _ask(self, pairs: Longs, score: Score) -> None:
        _, there = self.get(pairs[:, 0], pairs[:, 1])
        missing = np.unique(pairs[~there], axis=0)
        if len(missing):
            bits = score(missing[:, 0], missing[:, 1])
            number = missing[:, 0] * self._height + missing[:, 1]
            self._set(np.r_[self._pair, number], np.r_[self._bits, bits])

    def square(self, records: Longs) -> Floats:
        n = records.shape[1]
        square = np.zeros((len(records), n, n))
        for i, j in combinations(range(n), 2):
            square[:, i, j] = square[:, j, i] = self.get(records[:, i], records[:, j])[0]
        return square


def _merge(records: Longs, known: _Known, join: float) -> Merged:
    """Join the two persons with most to gain, again and again, while anything is likely gained."""
    records = np.sort(records)
    i, j = (
        np.triu_indices(len(records), 1)
        if len(records) <= _ALL_INSIDE
        else _sparse_pairs(records, known)
    )
    bits, there = known.get(records[i], records[j])
    best: dict[tuple[int, int], tuple[float, float]] = {}
    for a, b, w in zip(i[there].tolist(), j[there].tolist(), bits[there].tolist(), strict=True):
        best[(a, b)] = (w, min(w, 0.0))
    near: dict[int, set[int]] = {}
    for a, b in best:
        near.setdefault(a, set()).add(b)
        near.setdefault(b, set()).add(a)
    heap = [(-w, a, b) for (a, b), (w, _) in best.items() if w + join > -6]
    heapq.heapify(heap)
    gone: set[int] = set()
    steps = []
    while heap:
        minus, a, b = heapq.heappop(heap)
        if a in gone or b in gone or (a, b) not in best or -_gain(best[(a, b)]) != minus:
            continue
        steps.append((a, b, float(1 / (1 + 2 ** -max(-60.0, min(60.0, -minus + join))))))
        if -minus + join < 0:
            steps.pop()
            continue
        gone.add(b)
        _absorb(a, b, best, near, heap, join)
    return Merged(records, tuple(steps))


def _gain(evidence: tuple[float, float]) -> float:
    """The strongest tie, less every contradiction that is not that tie itself."""
    strongest, negative = evidence
    return strongest + negative - min(strongest, 0.0)


def _absorb(
    a: int,
    b: int,
    best: dict[tuple[int, int], tuple[float, float]],
    near: dict[int, set[int]],
    heap: list[tuple[float, int, int]],
    join: float,
) -> None:
    for other in near.pop(b, set()) - {a}:
        own = best.pop((min(b, other), max(b, other)))
        near[other].discard(b)
        key = (min(a, other), max(a, other))
        had = best.get(key)
        best[key] = own if had is None else (max(own[0], had[0]), own[1] + had[1])
        near[other].add(a)
        near.setdefault(a, set()).add(other)
        if (gain := _gain(best[key])) + join > -6:
            heapq.heappush(heap, (-gain, *key))
    near.get(a, set()).discard(b)


def _sparse_pairs(records: Longs, known: _Known) -> tuple[Longs, Longs]:
    position = {r: at for at, r in enumerate(records.tolist())}
    left, right = known._pair // known._height, known._pair % known._height
    inside = np.isin(left, records) & np.isin(right, records)
    return (
        np.array([position[r] for r in left[inside].tolist()], dtype=np.int64),
        np.array([position[r] for r in right[inside].tolist()], dtype=np.int64),
    )


def labels(grouping: Grouping) -> Longs:
    """Give each record its person: the most likely division, each group by itself."""
    person = np.arange(grouping.height, dtype=np.int64)
    for exact in grouping.exact:
        ways = np.array(partitions(exact.size))
        likely = exact.likely
        if grouping.threshold != 0.5:
            joined = exact.size - 1 - ways.max(axis=1)
            likely = likely * (1 / grouping.threshold - 1) ** joined
        _label(person, exact.records, ways[likely.argmax(axis=1)])
    for merged in grouping.merged:
        steps = [s for s in merged.steps if s[2] >= grouping.threshold]
        _label_steps(person, merged.records, steps)
    return person


def _label(person: Longs, records: Longs, way: Longs) -> None:
    """Number persons by their smallest record."""
    n = records.shape[1]
    for i in range(n):
        first = np.argmax(way == way[:, [i]], axis=1)
        person[records[:, i]] = records[np.arange(len(records)), first]


def _label_steps(person: Longs, records: Longs, steps: list[tuple[int, int, float]]) -> None:
    root = list(range(len(records)))
    for a, b, _ in steps:
        ra, rb = _find(root, a), _find(root, b)
        root[max(ra, rb)] = min(ra, rb)
    for at, record in enumerate(records):
        person[record] = records[_find(root, at)]


def _find(root: list[int], at: int) -> int:
    while root[at] != at:
        root[at] = root[root[at]]
        at = root[at]
    return at


def draw(grouping: Grouping, rng: np.random.Generator) -> Longs:
    """Draw one set of persons from what is likely."""
    person = np.arange(grouping.height, dtype=np.int64)
    for exact in grouping.exact:
        edges = np.cumsum(exact.likely, axis=1)
        chosen = (edges < rng.random((len(edges), 1))).sum(axis=1).clip(max=edges.shape[1] - 1)
        _label(person, exact.records, np.array(partitions(exact.size))[chosen])
    for merged in grouping.merged:
        kept = rng.random(len(merged.steps))
        _label_steps(
            person, merged.records, [s for s, x in zip(merged.steps, kept, strict=True) if x < s[2]]
        )
    return person


def expected(grouping: Grouping) -> tuple[float, float]:
    """Give the expected number of persons and its variance."""
    mean, variance = float(grouping.height) - grouping.loose, grouping.loose_variance
    for exact in grouping.exact:
        joined = exact.size - 1 - np.array(partitions(exact.size)).max(axis=1)
        first, second = exact.likely @ joined, exact.likely @ joined**2
        mean -= float(first.sum())
        variance += float((second - first**2).sum())
    for merged in grouping.merged:
        mean -= sum(s[2] for s in merged.steps)
        variance += sum(s[2] * (1 - s[2]) for s in merged.steps)
    return mean, variance


def joins(merged: Merged) -> list[tuple[int, float]]:
    """Give, step by step, how many pairs of records it makes one person's, and its probability."""
    size = [1] * len(merged.records)
    found = []
    for a, b, p in merged.steps:
        found.append((size[a] * size[b], p))
        size[a] += size[b]
    return found


def marginals(grouping: Grouping) -> tuple[Longs, Longs, Floats]:
    """Give, for every pair inside a group, the probability that the two are one person."""
    lefts, rights, chances = [np.zeros(0, np.int64)], [np.zeros(0, np.int64)], [np.zeros(0)]
    for exact in grouping.exact:
        chance = exact.likely @ together(exact.size)
        for at, (i, j) in enumerate(combinations(range(exact.size), 2)):
            lefts.append(np.minimum(exact.records[:, i], exact.records[:, j]))
            rights.append(np.maximum(exact.records[:, i], exact.records[:, j]))
            chances.append(chance[:, at])
    return np.concatenate(lefts), np.concatenate(rights), np.concatenate(chances)
