"""All hierarchical models of a few lists, as rows over the parameters of a design."""

from functools import lru_cache
from itertools import combinations

import numpy as np

from suar.analytics.population.kernel import Design, lattice
from suar.analytics.population.table import Bools

#: To this many lists all models of every order are tried, to one more all models of pairs.
EVERY_ORDER, PAIRS_ONLY = 5, 6


@lru_cache(maxsize=8)
def family(lists: int, order: int | None = None) -> Design:
    """Give the design whose parameters the search looks at; ``order`` bounds its interactions."""
    highest = lists - 1 if lists <= EVERY_ORDER else 2
    return lattice(lists, highest if order is None else min(order, highest))


@lru_cache(maxsize=8)
def hierarchical_models(lists: int, order: int | None = None) -> Bools:
    """List every hierarchical model that has all effects of single lists.

    An effect is in a model only with all effects of its parts. The interaction of all lists is
    never in one: nothing in a table can tell it from the number not seen.

    Returns
    -------
    ``(models, parameters)`` over ``family(lists).params``, fewest parameters first: 8 models of
    three lists, 113 of four, 6,893 of five, and 32,768 of pairs of six.

    Examples
    --------
    >>> [len(hierarchical_models(n)) for n in (3, 4)]
    [8, 113]
    """
    params = [int(p) for p in family(lists, order).params]
    place = {p: i for i, p in enumerate(params)}
    sizes = sorted({p.bit_count() for p in params} - {0, 1})
    base = sum(1 << i for i, p in enumerate(params) if p.bit_count() < 2)
    models = [base]
    for size in sizes:
        higher = [p for p in params if p.bit_count() == size]
        needs = {p: sum(1 << place[s] for s in _parts(p)) for p in higher}
        models = [
            grown
            for model in models
            for grown in _with_subsets(
                model, [place[p] for p in higher if model & needs[p] == needs[p]]
            )
        ]
    wide = np.array([[m >> i & 1 for i in range(len(params))] for m in models], dtype=bool)
    return wide[np.argsort(wide.sum(axis=1), kind="stable")]


def _parts(param: int) -> list[int]:
    bits = [1 << i for i in range(param.bit_length()) if param >> i & 1]
    return [sum(part) for part in combinations(bits, len(bits) - 1)]


def _with_subsets(model: int, free: list[int]) -> list[int]:
    """Add every subset of the free parameters to a model."""
    grown = [model]
    for place in free:
        grown += [m | 1 << place for m in grown]
    return grown
