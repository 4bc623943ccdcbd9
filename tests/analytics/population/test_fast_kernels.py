"""The compiled path answers as NumPy does, and leaves what it is not sure of to NumPy."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suar.analytics.population import fast
from suar.analytics.population.bootstrap import multinomial
from suar.analytics.population.published import published
from suar.analytics.population.stepwise import Stepwise

LIMIT = float(np.log(0.02))


@pytest.fixture
def numpy_alone(monkeypatch):
    monkeypatch.setattr(fast, "kernels", lambda: None)


def _compiled(counts, lists):
    fast.kernels()
    padded = np.concatenate([counts, np.ones((100, counts.shape[1]))])
    return _found(padded, lists)[: len(counts)]


def _found(counts, lists):
    found = fast.stepwise_totals(counts, lists, LIMIT)
    if found is None:
        pytest.skip("numba is not installed: there is nothing compiled to compare")
    return found


@pytest.mark.parametrize("name", ["korea", "australia", "western", "ukdat_5", "ned", "neworl"])
def test_equals_numpy_on_resamples(name, numpy_alone, monkeypatch):
    table = published(name)
    counts = multinomial(table.cells(), 300, 9)
    expected = Stepwise().totals(counts, table.size)
    monkeypatch.undo()
    found = _compiled(counts, table.size)
    sure = ~np.isnan(found)
    assert sure.mean() > 0.95
    np.testing.assert_allclose(found[sure], expected[sure], rtol=1e-9)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.integers(0, 12), min_size=15, max_size=15))
def test_a_number_is_given_only_where_numpy_has_the_same(cells):
    counts = np.array([cells], dtype=float)
    if counts.sum() == 0:
        counts[0, 0] = 1
    found = _compiled(counts, 4)[0]
    original = fast.kernels
    try:
        fast.kernels = lambda: None
        expected = Stepwise().totals(counts, 4)[0]
    finally:
        fast.kernels = original
    if not np.isnan(found):
        assert found == pytest.approx(expected, rel=1e-8)


def test_the_method_gives_the_same_with_and_without(numpy_alone, monkeypatch):
    table = published("neworl")
    plain = Stepwise(boot=600, seed=4).fit(table).result_
    monkeypatch.undo()
    fast.kernels()
    quick = Stepwise(boot=600, seed=4).fit(table).result_
    np.testing.assert_allclose(quick.values, plain.values, rtol=1e-9)
    assert quick.interval(0.95).low == pytest.approx(plain.interval(0.95).low, rel=1e-9)


def test_can_be_switched_off(monkeypatch):
    fast.kernels.cache_clear()
    monkeypatch.setenv("SUAR_FAST", "0")
    try:
        assert fast.kernels() is None
        assert fast.stepwise_totals(np.ones((5000, 7)), 3, LIMIT) is None
    finally:
        fast.kernels.cache_clear()
