"""Linking the benchmark of five invented Indonesian registers, the threshold by itself."""

import pytest

from linkage_sets import indonesian
from shared import shared
from suar.analytics.linkage import evaluate, link


@pytest.fixture(scope="module")
def benchmark():
    return indonesian(shared("data/linkage_benchmarks/indonesian_registers"))


@pytest.fixture(scope="module")
def links(benchmark):
    return link(benchmark[0], seed=1)


def test_it_meets_the_figures_that_the_house_promises(links, benchmark):
    quality = evaluate(links, benchmark[1])
    assert quality["f1"] >= 0.95
    assert quality["precision"] >= 0.97
    assert quality["blocking_recall"] >= 0.97
    assert quality["calibration_error"] <= 0.03


def test_it_counts_persons_within_two_in_a_hundred(links, benchmark):
    persons = evaluate(links, benchmark[1])["persons"]
    assert links.count.low <= links.count.count <= links.count.high
    assert abs(links.count.count - persons) <= 0.02 * persons


def test_draws_speak_of_the_rows_of_members(links):
    draws = links.draws(5, seed=2)
    assert draws.shape == (5, links.members.height)
    assert (draws == links.draws(5, seed=2)).all()
    assert all(
        abs(len(set(d.tolist())) - links.count.count) < 0.02 * links.count.count for d in draws
    )
