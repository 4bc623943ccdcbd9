"""Every division of a few records into persons, and greedy joining of many."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suar.analytics.linkage.clusters import draw, expected, group, labels, marginals
from suar.analytics.linkage.partitions import evidence, partitions, posteriors, together
from suar.analytics.linkage.sizes import divide
from suar.analytics.linkage.thresholds import FEWEST_ERRORS, WRONG, expected_wrong, surest


@pytest.mark.parametrize(("n", "bell"), [(1, 1), (2, 2), (3, 5), (4, 15), (5, 52), (6, 203)])
def test_all_divisions_are_there_once(n, bell):
    assert len(set(partitions(n))) == bell


def matrix(n, **pairs):
    bits = np.zeros((1, n, n))
    for name, value in pairs.items():
        i, j = int(name[1]), int(name[2])
        bits[0, i, j] = bits[0, j, i] = value
    return bits


def test_two_records_are_one_person_as_often_as_their_odds_say():
    assert posteriors(matrix(2, p01=13.0), join=-13.0)[0].tolist() == [0.5, 0.5]


def test_a_third_record_joins_two_that_have_nothing_in_common():
    likely = posteriors(matrix(3, p01=30.0, p12=30.0), join=-13.0)[0]
    assert partitions(3)[likely.argmax()] == (0, 0, 0)


def test_a_chain_does_not_bridge_a_contradiction():
    likely = posteriors(matrix(3, p01=20.0, p12=18.0, p02=-30.0), join=-13.0)[0]
    assert partitions(3)[likely.argmax()] == (0, 0, 1)


@settings(max_examples=40)
@given(
    n=st.integers(2, 5),
    seed=st.integers(0, 10_000),
)
def test_chances_add_to_one_and_do_not_depend_on_the_order_of_records(n, seed):
    rng = np.random.default_rng(seed)
    bits = rng.normal(5, 12, size=(1, n, n))
    bits = (bits + bits.transpose(0, 2, 1)) / 2
    likely = posteriors(bits, join=-10.0)
    assert likely.sum() == pytest.approx(1.0)
    turn = rng.permutation(n)
    turned = posteriors(bits[:, turn][:, :, turn], join=-10.0)
    pairs = list(combinations(range(n), 2))
    plain = dict(zip(pairs, (likely @ together(n))[0], strict=True))
    moved = dict(zip(pairs, (turned @ together(n))[0], strict=True))
    for i, j in pairs:
        a, b = sorted((turn[i], turn[j]))
        assert moved[i, j] == pytest.approx(plain[a, b], abs=1e-9)


def chain(n, bits, across):
    """n records, each like the next; all others contradict by ``across`` bits."""
    left, right = np.arange(n - 1), np.arange(1, n)
    return group(
        n, left, right, np.full(n - 1, bits), join=-13.0,
        score=lambda a, b: np.full(len(a), across),
    )  # fmt: skip


def test_a_long_chain_of_contradicting_neighbours_makes_no_giant():
    grouping = chain(40, 16.0, -20.0)
    _, sizes = np.unique(labels(grouping), return_counts=True)
    assert sizes.max() <= 3


def test_a_large_group_of_one_person_stays_whole():
    left, right = np.triu_indices(12, 1)
    grouping = group(
        12, left, right, np.full(len(left), 30.0), join=-13.0, score=lambda a, b: np.zeros(len(a))
    )
    assert len(set(labels(grouping).tolist())) == 1
    mean, variance = expected(grouping)
    assert mean == pytest.approx(1.0, abs=0.01)
    assert variance < 0.01


def test_draws_are_as_frequent_as_they_are_likely():
    grouping = group(
        2, np.array([0]), np.array([1]), np.array([14.0]), join=-13.0,
        score=lambda a, b: np.zeros(len(a)),
    )  # fmt: skip
    rng = np.random.default_rng(1)
    joined = np.mean([len(set(draw(grouping, rng).tolist())) == 1 for _ in range(2000)])
    assert joined == pytest.approx(2 / 3, abs=0.04)
    assert marginals(grouping)[2].tolist() == pytest.approx([2 / 3])


def test_a_person_holds_no_two_records_below_the_threshold():
    grouping = chain(2, 14.0, 0.0)
    assert len(set(labels(grouping).tolist())) == 1
    from dataclasses import replace

    assert len(set(labels(replace(grouping, threshold=0.9)).tolist())) == 2


def test_of_three_records_one_good_tree_of_three_is_worth_a_third():
    one = evidence(matrix(3, p01=20.0, p12=20.0))[0][partitions(3).index((0, 0, 0))]
    assert one == pytest.approx(40.0 - np.log2(3), abs=0.01)
    all_ties = evidence(matrix(3, p01=20.0, p12=20.0, p02=20.0))[0]
    assert all_ties[partitions(3).index((0, 0, 0))] == pytest.approx(40.0)


@settings(max_examples=40)
@given(n=st.integers(3, 6), seed=st.integers(0, 10_000))
def test_trees_are_counted_as_kirchhoff_counts_them(n, seed):
    bits = np.random.default_rng(seed).uniform(0, 12, size=(1, n, n))
    bits = (bits + bits.transpose(0, 2, 1)) / 2
    ties = np.exp2(bits[0]) * (1 - np.eye(n))
    trees = np.linalg.det((np.diag(ties.sum(axis=0)) - ties)[1:, 1:])
    found = evidence(bits)[0][partitions(n).index((0,) * n)]
    assert found == pytest.approx(np.log2(trees) - (n - 2) * np.log2(n), abs=1e-6)


def pairs_of_chance(seed, odds, count):
    """Pairs standing each alone, right as often as ``odds`` (in bits) say."""
    rng = np.random.default_rng(seed)
    left = np.arange(count) * 2
    bits = rng.normal(odds, 4.0, count)
    return group(
        count * 2, left, left + 1, bits, join=0.0, score=lambda a, b: np.zeros(len(a)),
        prior=np.zeros(8),
    )  # fmt: skip


def test_the_threshold_rises_only_as_far_as_wrong_links_ask():
    sure = pairs_of_chance(1, 25.0, 3000)
    assert surest(sure) == FEWEST_ERRORS
    doubtful = pairs_of_chance(1, 2.0, 3000)
    asked = surest(doubtful)
    assert asked > FEWEST_ERRORS
    share, spread = expected_wrong(doubtful, asked)
    assert share - spread <= WRONG < expected_wrong(doubtful, FEWEST_ERRORS)[0]


def test_a_handful_of_links_raises_no_threshold_by_chance():
    few, many = (pairs_of_chance(2, 8.0, count) for count in (100, 20_000))
    assert all(expected_wrong(each, FEWEST_ERRORS)[0] > WRONG for each in (few, many))
    assert surest(few) == FEWEST_ERRORS < surest(many)


def test_sizes_are_learned_of_many_groups_and_of_few_not():
    rng = np.random.default_rng(3)
    bits = np.zeros((400, 3, 3))
    for i, j in combinations(range(3), 2):
        bits[:, i, j] = bits[:, j, i] = rng.normal(22.0, 2.0, 400)
    found = evidence(bits)
    likely, prior = divide([found], 1200, -10.0)
    assert prior[3] > -20.0  # everybody is written down three times
    assert likely[0][:, partitions(3).index((0, 0, 0))].mean() > 0.99
    assert divide([found[:50]], 1200, -10.0)[1][3] == pytest.approx(-20.0)
    given, same = divide([found[:50]], 1200, -10.0, prior)
    assert same is prior
    assert np.allclose(given[0], likely[0][:50])
