"""The tables that ship are those that were published."""

import pytest

from shared import shared
from suar.analytics.population.published import NAMES, published
from suar.analytics.population.reading import read_table

SEEN = {
    "artificial_3": 96,
    "australia": 414,
    "korea": 123,
    "kosovo": 4400,
    "ned": 8234,
    "ned_5": 8234,
    "neworl": 185,
    "neworl_5": 185,
    "ukdat": 2744,
    "ukdat_4": 2428,
    "ukdat_5": 2744,
    "western": 345,
}


@pytest.mark.parametrize("name", NAMES)
def test_as_many_were_seen_as_the_papers_say(name):
    assert published(name).observed == SEEN[name]


@pytest.mark.parametrize("name", NAMES)
def test_the_same_as_the_shared_copy(name):
    table, copy = published(name), read_table(shared(f"data/mse/{name}.csv"))
    assert table.lists == copy.lists
    assert table.histories.tolist() == copy.histories.tolist()
    assert table.counts.tolist() == copy.counts.tolist()


def test_smaller_tables_are_the_larger_ones_merged():
    merged = published("ukdat").merge("PF", "NCA")
    assert merged.cells().tolist() == published("ukdat_5").cells().tolist()
