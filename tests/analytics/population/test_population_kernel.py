"""The kernel against slow and plain ways of doing the same."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suar.analytics.population.existence import positive_table_exists
from suar.analytics.population.forward import choose
from suar.analytics.population.hierarchy import family, hierarchical_models
from suar.analytics.population.kernel import OK, Design, lattice, log_factorials
from suar.analytics.population.poisson import log_smaller_tail
from suar.analytics.population.search import Search, fit_all

small_counts = st.lists(st.sampled_from([0, 0, 0, 1, 2, 5, 30, 400]), min_size=7, max_size=7)


@settings(deadline=None, max_examples=200)
@given(small_counts, st.integers(0, 7))
def test_existence_found_by_newton_is_that_of_the_linear_programme(counts, which) -> None:
    design, models = family(3), hierarchical_models(3)
    row, active = np.array([counts], dtype=float), models[[which]]
    if not row.sum():
        return
    status = design.fit(row, active).status[0]
    suff = row @ design.x
    finite = (active & (suff > 0))[0]
    on = ((active & (suff == 0)).astype(float) @ design.x.T)[0] == 0
    x = design.x[np.ix_(on, finite)]
    if np.linalg.matrix_rank(x) < x.shape[1]:
        assert status == 2
    else:
        assert (status == OK) == positive_table_exists(x, row[0][on])


@settings(deadline=None, max_examples=60)
@given(small_counts, st.integers(0, 7))
def test_a_fit_has_the_sums_of_its_table(counts, which) -> None:
    design, models = family(3), hierarchical_models(3)
    row = np.array([counts], dtype=float)
    fits = design.fit(row, models[[which]]) if row.sum() else None
    if fits is not None and fits.status[0] == OK:
        wanted = (row @ design.x)[models[[which]]]
        np.testing.assert_allclose((fits.mu @ design.x)[models[[which]]], wanted, atol=1e-6)


def test_a_warm_start_ends_where_a_cold_one_does() -> None:
    design, models = family(4), hierarchical_models(4)
    rng = np.random.default_rng(5)
    counts = rng.integers(1, 300, size=(113, 15)).astype(float)
    cold = design.fit(counts, models)
    warm = design.fit(counts, models, cold.beta + rng.normal(0, 0.7, cold.beta.shape))
    np.testing.assert_allclose(warm.mu, cold.mu, rtol=1e-8)


@pytest.mark.parametrize("lists", [3, 4])
def test_the_search_by_bounds_finds_what_fitting_every_model_finds(lists) -> None:
    design, models = family(lists), hierarchical_models(lists)
    rng = np.random.default_rng(7)
    sparse = np.exp(rng.normal(0.7, 2.0, (1 << lists) - 1))
    counts = rng.poisson(sparse, size=(120, len(sparse))).astype(float)
    best = Search(design, models, counts).go()
    for row, table in enumerate(counts):
        fits, bic = fit_all(design, models, table)
        if not np.isfinite(bic).any():
            assert np.isnan(best.totals[row])
            continue
        assert best.bic[row] == pytest.approx(bic.min(), abs=1e-6)
        totals = design.totals(np.tile(table, (len(models), 1)), fits)
        equal = np.abs(bic - bic.min()) < 1e-6
        assert np.abs(totals[equal] / best.totals[row] - 1).min() < 1e-6


def test_five_lists_are_searched_exactly() -> None:
    design, models = family(5), hierarchical_models(5)
    assert len(models) == 6893
    rng = np.random.default_rng(11)
    mean = 300 * np.exp(-1.6 * np.bitwise_count(np.arange(1, 32, dtype=np.uint64)))
    counts = rng.poisson(mean, size=(3, 31)).astype(float)
    best = Search(design, models, counts).go()
    for row, table in enumerate(counts):
        assert best.bic[row] == pytest.approx(fit_all(design, models, table)[1].min(), abs=1e-6)


def test_the_tail_is_that_of_plain_sums() -> None:
    counts = np.array([0, 3, 40, 12, 900, 7, 0], dtype=float)
    means = np.array([5.0, 9.0, 11.0, 40.0, 650.0, 7.1, 1e-9])
    found = log_smaller_tail(counts, means)
    for n, mean, log_p in zip(counts, means, found, strict=True):
        terms = np.arange(0, 6000)
        logs = terms * np.log(mean) - mean - log_factorials(terms.astype(float))
        low = np.exp(logs[: int(n) + 1]).sum()
        high = np.exp(logs[int(n) :]).sum()
        if abs(n - mean) > np.sqrt(mean):
            assert np.exp(log_p) == pytest.approx(min(low, high), rel=1e-9)


def test_log_factorials_go_on_smoothly_past_their_table() -> None:
    n = np.array([1022.0, 1023.0, 1024.0, 1025.0])
    steps = np.diff(log_factorials(n))
    np.testing.assert_allclose(steps, np.log(n[1:]), rtol=1e-11)
    assert log_factorials(np.array([1e9]))[0] == pytest.approx(19723265848.226982, rel=1e-12)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 60), min_size=15, max_size=15), st.permutations(range(4)))
def test_permuting_lists_permutes_the_result(counts, order) -> None:
    cells = np.arange(1, 16)
    moved = sum(((cells >> i) & 1) << place for i, place in enumerate(order))
    row = np.array([counts], dtype=float)
    other = np.zeros_like(row)
    other[0, moved - 1] = row[0]
    if not row.sum():
        return
    design = lattice(4)
    one, two = choose(design, row, 0.02), choose(design, other, 0.02)
    totals = design.totals(row, one.fits), design.totals(other, two.fits)
    np.testing.assert_allclose(*totals, rtol=1e-7)


@settings(deadline=None, max_examples=40)
@given(st.lists(st.integers(0, 40), min_size=7, max_size=7), st.integers(2, 9), st.integers(0, 7))
def test_a_models_estimate_scales_with_the_counts(counts, times, which) -> None:
    design, models = family(3), hierarchical_models(3)
    row = np.array([counts], dtype=float)
    if not row.sum():
        return
    one = design.fit(row, models[[which]])
    many = design.fit(row * times, models[[which]])
    assert one.status == many.status
    if one.status[0] == OK:
        totals = design.totals(row, one), design.totals(row * times, many)
        np.testing.assert_allclose(totals[0] * times, totals[1], rtol=1e-8)


def test_a_design_of_strata_has_an_origin_for_each() -> None:
    design = Design(np.array([5, 6, 7, 9]), np.array([4, 8, 1, 2]), lists=2)
    counts = np.array([[40.0, 30, 20, 30]])
    fits = design.fit(counts, np.ones((1, 4), dtype=bool))
    # 60 * 50 / 20 = 150 there; A sees 20 of B's 50, so its 30 elsewhere are two fifths of 75.
    assert design.totals(counts, fits)[0] == pytest.approx(150 + 75)
