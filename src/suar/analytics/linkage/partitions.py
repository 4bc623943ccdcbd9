"""Every way to divide a few records into persons, and how likely each is.

A person of n records earns the evidence of the strongest tree that spans them (further agreement
among the same records says the same again), loses by every contradiction inside, and pays the prior
once for each record joined. So two records without a field in common may be one person through a
third, and a contradiction is not bridged by a chain. Exact, and many groups at once.
"""

from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
#: Groups up to this size are divided exactly (Bell numbers: 1, 2, 5, 15, 52, 203, 877).
EXACT = 7


@cache
def partitions(n: int) -> tuple[tuple[int, ...], ...]:
    """Give every partition of n records as labels in order of first appearance.

    >>> partitions(3)
    ((0, 0, 0), (0, 0, 1), (0, 1, 0), (0, 1, 1), (0, 1, 2))
    """
    found: list[tuple[int, ...]] = [(0,)]
    for _ in range(n - 1):
        found = [(*p, label) for p in found for label in range(max(p) + 2)]
    return tuple(found)


@cache
def together(n: int) -> npt.NDArray[np.bool_]:
    """(partitions, pairs): whether each pair, in the order of ``combinations``, is one person."""
    labels = np.array(partitions(n))
    return np.stack([labels[:, i] == labels[:, j] for i, j in combinations(range(n), 2)], axis=1)


def posteriors(bits: Floats, join: float) -> Floats:
    """How likely each partition is.

    Parameters
    ----------
    bits
        (groups, n, n), symmetric: evidence in bits of each pair, without the prior.
    join
        The prior in bits of one more record for a person (log2 of the prior odds).

    Returns
    -------
    (groups, partitions of n), rows add to one.
    """
    n = bits.shape[1]
    worth = {s: _person(bits, s, join) for k in range(2, n + 1) for s in combinations(range(n), k)}
    scores = np.zeros((len(bits), len(partitions(n))))
    for at, labels in enumerate(partitions(n)):
        for person in range(max(labels) + 1):
            members = tuple(i for i, label in enumerate(labels) if label == person)
            if len(members) > 1:
                scores[:, at] += worth[members]
    scores -= scores.max(axis=1, keepdims=True)
    likely = np.exp2(np.maximum(scores, -200.0))
    share: Floats = likely / likely.sum(axis=1, keepdims=True)
    return share


def _person(bits: Floats, members: tuple[int, ...], join: float) -> Floats:
    """The score of these records as one person, in every group: the tree, less contradictions."""
    inside = bits[:, members][:, :, members]
    n = len(members)
    if n == 2:
        pair: Floats = inside[:, 0, 1] + join
        return pair
    rows = np.arange(len(bits))
    reached = np.zeros((len(bits), n), dtype=bool)
    reached[:, 0] = True
    best = inside[:, 0, :].copy()
    tree, negative_in_tree = np.zeros(len(bits)), np.zeros(len(bits))
    for _ in range(n - 1):
        nearest = np.where(reached, -np.inf, best).argmax(axis=1)
        gained = best[rows, nearest]
        tree += gained
        negative_in_tree += np.minimum(gained, 0.0)
        reached[rows, nearest] = True
        best = np.maximum(best, inside[rows, nearest])
    upper = np.triu_indices(n, 1)
    negative = np.minimum(inside[:, upper[0], upper[1]], 0.0).sum(axis=1)
    score: Floats = tree + (negative - negative_in_tree) + (n - 1) * join
    return score
