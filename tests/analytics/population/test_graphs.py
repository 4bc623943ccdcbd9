"""Averaging over decomposable graphs, against direct formulas and published software."""

from itertools import combinations, permutations
from math import lgamma

import numpy as np
import pytest

from suar.analytics.population.graphs import DecomposableGraphs, decomposable_graphs
from suar.analytics.population.published import published
from suar.analytics.population.table import Table
from suar.knowledge.refusal import Refusal


def _lgamma(values):
    return np.vectorize(lgamma)(values)


def _marginal(cells, lists, alpha0, hidden):
    """Log marginal likelihood of the table of some lists, the whole table in eight cells."""
    sums = {}
    for mask in range(8):
        key = tuple(mask >> i & 1 for i in lists)
        sums.setdefault(key, 0.0)
        sums[key] = sums[key] + cells.get(mask, 0) + (hidden if mask == 0 else 0)
    alpha = alpha0 / len(sums)
    return sum(_lgamma(n + alpha) - lgamma(alpha) for n in sums.values()) - (
        _lgamma(sum(sums.values()) + alpha0) - lgamma(alpha0)
    )


def test_equals_the_direct_formula_for_three_lists():
    counts = {1: 60, 2: 49, 3: 4, 4: 247, 5: 112, 6: 142, 7: 12}
    table = Table.collect(["A", "B", "C"], list(counts), list(counts.values()))
    fitted = DecomposableGraphs(prior=1.0, most=300 / 626, points=300).fit(table)
    hidden = fitted.hidden_grid_

    def p(*lists):
        return _marginal(counts, lists, 8.0, hidden)

    a, b, c = p(0), p(1), p(2)
    ab, ac, bc = p(0, 1), p(0, 2), p(1, 2)
    logs = np.array(
        [a + b + c, ab + c, ac + b, ab + ac - a, bc + a, ab + bc - b, ac + bc - c, p(0, 1, 2)]
    )
    logs += _lgamma(626 + hidden + 1) - _lgamma(hidden + 1) - np.log(626 + hidden)
    weights = np.exp(logs - logs.max())
    weights /= weights.sum()
    np.testing.assert_allclose(fitted.posterior_, weights.sum(axis=0), rtol=1e-9, atol=1e-15)
    np.testing.assert_allclose(fitted.weights_, weights.sum(axis=1), rtol=1e-9, atol=1e-15)


@pytest.mark.parametrize(("lists", "known"), [(3, 8), (4, 61), (5, 822), (6, 18154)])
def test_lists_every_decomposable_graph_once(lists, known):
    graphs = decomposable_graphs(lists)
    assert len(graphs.edges) == known
    assert len(np.unique(graphs.edges, axis=0)) == known
    assert (graphs.signed.sum(axis=1) == 0).all()


def _has_long_hole(edges, pairs):
    """Say whether some four or five of the lists form a cycle without a chord."""
    for size in (4, 5):
        for some in combinations(range(5), size):
            inside = [p for p, there in zip(pairs, edges, strict=True) if there and {*p} <= {*some}]
            degrees = [sum(v in p for p in inside) for v in some]
            if degrees == [2] * size:  # two disjoint triangles need six
                return True
    return False


def test_five_lists_are_the_graphs_without_long_holes():
    pairs = list(combinations(range(5), 2))
    found = {tuple(row) for row in decomposable_graphs(5).edges.tolist()}
    for number in range(1 << len(pairs)):
        edges = tuple(bool(number >> i & 1) for i in range(len(pairs)))
        assert (edges in found) != _has_long_hole(edges, pairs)


@pytest.mark.parametrize(
    ("name", "median", "low", "high"),
    [
        ("ukdat", 12304, 10244, 26229),
        ("ukdat_5", 23016, 10408, 33481),
        ("kosovo", 12593, 9818, 16557),
    ],
)
def test_equals_r_dga(name, median, low, high):
    """R's dga 2.0.2, prior 2**-lists, 1,000 numbers to 30 times those seen."""
    result = DecomposableGraphs().fit(published(name)).result_
    interval = result.interval(0.95)
    assert (result.estimate, interval.low, interval.high) == (median, low, high)


def test_order_of_lists_does_not_matter():
    table = published("kosovo")
    first = DecomposableGraphs(points=200).fit(table)
    for order in list(permutations(range(4)))[5::9]:
        masks = [sum((int(h) >> i & 1) << p for i, p in enumerate(order)) for h in table.histories]
        names = [table.lists[order.index(p)] for p in range(4)]
        other = DecomposableGraphs(points=200).fit(Table.collect(names, masks, table.counts))
        np.testing.assert_allclose(other.posterior_, first.posterior_, rtol=1e-9, atol=1e-14)


def test_says_when_the_grid_and_not_the_data_gives_the_limit():
    result = DecomposableGraphs(most=1.0).fit(published("ukdat_5")).result_
    assert result.warnings == ("grid-edge",)
    assert result.details["share_at_edge"] > 0.01


def test_very_large_counts_do_not_overflow():
    table = published("ukdat_5")
    big = Table(table.lists, table.histories, table.counts * 10_000)
    result = DecomposableGraphs(points=100).fit(big).result_
    assert np.isfinite(result.estimate)
    assert result.estimate > big.observed


@pytest.mark.parametrize("lists", [2, 7])
def test_refuses_what_it_cannot_go_through(lists):
    table = Table.collect([f"L{i}" for i in range(lists)], [1, 2, 3], [10, 10, 5])
    with pytest.raises(Refusal, match=f"{lists} lists"):
        DecomposableGraphs().fit(table)


def test_nobody_seen_is_no_estimate():
    result = DecomposableGraphs().fit(Table.collect(["A", "B", "C"], [1], [0])).result_
    assert result.estimate is None
    assert result.warnings == ("no-estimate",)
