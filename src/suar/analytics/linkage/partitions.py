"""Every way to divide a few records into persons, and how likely each is.

A person of n records earns what the trees that span them are worth on average (further agreement
among the same records says the same again; and of many pairs the best agree by chance, so the best
tree alone would promise too much), loses by every contradiction inside, and pays the prior once for
each record joined. So two records without a field in common may be one person through a
third, and a contradiction is not bridged by a chain. Exact, and many groups at once.
"""

from functools import cache
from itertools import combinations

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
#: Groups up to this size are divided exactly (Bell numbers: 1, 2, 5, 15, 52, 203, 877).
EXACT = 7
#: A tie counts no more bits than these, so that no number is too large.
_MOST = 900.0


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
    return divided(evidence(bits), by_join(join))


def by_join(join: float) -> Floats:
    """Give the prior of a person of 0, 1, 2 ... `EXACT` records where each one more costs alike."""
    prior: Floats = np.maximum(np.arange(EXACT + 1) - 1.0, 0.0) * join
    return prior


def evidence(bits: Floats) -> Floats:
    """Give (groups, partitions) the evidence of each partition in bits, without the prior."""
    n = bits.shape[1]
    worth = {s: _person(bits, s) for k in range(2, n + 1) for s in combinations(range(n), k)}
    found = np.zeros((len(bits), len(partitions(n))))
    for at, labels in enumerate(partitions(n)):
        for person in range(max(labels) + 1):
            members = tuple(i for i, label in enumerate(labels) if label == person)
            if len(members) > 1:
                found[:, at] += worth[members]
    return found


def divided(found: Floats, prior: Floats) -> Floats:
    """Give how likely each partition is, from its evidence and the prior of persons by size."""
    n = next(k for k in range(1, EXACT + 1) if len(partitions(k)) == found.shape[1])
    scores = found + persons(n) @ prior[: n + 1]
    scores -= scores.max(axis=1, keepdims=True)
    likely = np.exp2(np.maximum(scores, -200.0))
    share: Floats = likely / likely.sum(axis=1, keepdims=True)
    return share


@cache
def persons(n: int) -> Floats:
    """(partitions, n + 1): how many persons of each size."""
    return np.array([np.bincount(np.bincount(p), minlength=n + 1) for p in partitions(n)], float)


def _person(bits: Floats, members: tuple[int, ...]) -> Floats:
    """The evidence on these records as one person, by group: trees, less contradictions."""
    inside = bits[:, members][:, :, members]
    n = len(members)
    if n == 2:
        pair: Floats = inside[:, 0, 1]
        return pair
    upper = np.triu_indices(n, 1)
    negative = np.minimum(inside[:, upper[0], upper[1]], 0.0).sum(axis=1)
    found: Floats = _trees(np.maximum(inside, 0.0)) + negative
    return found


def _trees(bits: Floats) -> Floats:
    """log2 of the mean evidence of all trees that span the records, each the product of its ties.

    Counted as a net of conductors (Kirchhoff 1847): a record is taken out, those around it are tied
    more strongly, and what it was tied with multiplies. Nothing is ever subtracted.
    """
    n = bits.shape[1]
    ties = np.exp2(np.minimum(bits, _MOST))
    ties[:, np.arange(n), np.arange(n)] = 0.0
    total = np.full(len(bits), -(n - 2) * np.log2(n))
    for last in range(n - 1, 0, -1):
        own = ties[:, last, :last]
        whole = own.sum(axis=1)
        total += np.log2(whole)
        ties = ties[:, :last, :last] + (own / whole[:, None])[:, :, None] * own[:, None, :]
        ties[:, np.arange(last), np.arange(last)] = 0.0
    return total
