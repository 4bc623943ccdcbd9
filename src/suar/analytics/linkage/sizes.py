"""How many records persons have, learned from the groups themselves.

That one more record is a person's is not equally likely for all: files in which everybody is
written down six times are not files of which most hold a person once. The prior of a person of n
records is the number of such persons by the number of ways to choose n records; both it and the
division are found in turns (empirical Bayes, as for the prior of a pair).
"""

from collections.abc import Sequence
from math import comb, log2

import numpy as np
import numpy.typing as npt

from suar.analytics.linkage.partitions import EXACT, by_join, divided, persons

Floats = npt.NDArray[np.float64]
#: In fewer groups than this nothing is learned of sizes.
_ENOUGH = 100
_ROUNDS, _STILL, _LEAST = 30, 0.01, 0.5


def divide(
    found: Sequence[Floats], height: int, join: float, prior: Floats | None = None
) -> tuple[list[Floats], Floats]:
    """Give how likely each partition is, of groups of each size, and the prior that was learned.

    Parameters
    ----------
    found
        `partitions.evidence` of the groups of one size, for each size.
    height
        Number of all records.
    join
        log2 of the prior odds of a pair, to begin with.
    prior
        What was learned of all records, where these are only some of them.
    """
    known = by_join(join) if prior is None else prior
    likely = [divided(each, known) for each in found]
    if prior is not None or sum(len(each) for each in found) < _ENOUGH:
        return likely, known
    for _ in range(_ROUNDS):
        before, known = known, _prior(likely, height)
        likely = [divided(each, known) for each in found]
        if np.abs(known - before).max() < _STILL:
            break
    return likely, known


def _prior(likely: Sequence[Floats], height: int) -> Floats:
    """Give the prior of a person of each size, from the persons expected of that size."""
    count = np.zeros(EXACT + 1)
    count[1] = height
    for each in likely:
        n = next(k for k in range(2, EXACT + 1) if each.shape[1] == len(persons(k)))
        count[1] -= n * len(each)
        count[: n + 1] += each.sum(axis=0) @ persons(n)
    ways = [log2(comb(height, n)) for n in range(1, EXACT + 1)]
    prior: Floats = np.r_[0.0, np.log2(np.maximum(count[1:], _LEAST)) - ways]
    return prior
