"""Bayesian latent classes: the sampler draws from what it says, and says when it cannot."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suar.analytics.population.diagnostics import effective_size, r_hat
from suar.analytics.population.latent import LatentClasses
from suar.analytics.population.latent_sampler import Sampler, Shown, State, ladder
from suar.analytics.population.published import published
from suar.analytics.population.table import Table
from suar.knowledge.refusal import Refusal

FOUR = Table.of(
    ["A", "B", "C"], {"A": 40, "B": 30, "C": 20, "A:B": 6, "A:C": 4, "B:C": 3, "A:B:C": 1}
)


def _one_class_posterior(table, top):
    """Posterior of the number on no list when all are alike, by summing over a grid of it."""
    from scipy.special import gammaln

    hidden = np.arange(top)
    total = table.observed + hidden
    log = gammaln(total) - gammaln(hidden + 1)
    for held in table.held():
        log += gammaln(held + 1) + gammaln(total - held + 1) - gammaln(total + 2)
    weight = np.exp(log - log.max())
    return weight / weight.sum()


def test_one_class_gives_the_exact_posterior():
    """With one class the posterior is known: the chain of n0 and lambda must reproduce it."""
    rng = np.random.default_rng(4)
    on = ((FOUR.histories[:, None] >> np.arange(3)) & 1).astype(float)
    rows = 400
    shown = Shown(on, np.tile(FOUR.counts, (rows, 1)), 1)
    state = State(
        np.log(np.full((rows, 2), 0.5)), rng.uniform(0.1, 0.5, (rows, 2, 3)), np.ones(rows)
    )
    sampler = Sampler(shown, state, rng)
    # two classes that are always the same one: weights all on the first, no moves of weights
    drawn = []
    for step in range(260):
        sampler.state.log_nu = np.tile([0.0, -1e4], (rows, 1))
        sampler._measure()
        classes, hidden = sampler._share_out()
        sampler._redraw(classes, hidden)
        if step >= 60:
            drawn.append(hidden.sum(axis=1))
    drawn = np.concatenate(drawn)
    weight = _one_class_posterior(FOUR, 4000)
    exact = np.cumsum(weight)
    for share in (0.1, 0.5, 0.9):
        assert np.mean(drawn <= np.searchsorted(exact, share)) == pytest.approx(share, abs=0.02)


def _prior_state(rng, rows, classes, lists, prior):
    """Draw parameters from the prior; weights as logarithms, for some are below 1e-308."""
    alpha = np.maximum(rng.gamma(prior, 1 / prior, rows), 1e-8)
    left = np.log(rng.random((rows, classes - 1))) / alpha[:, None]
    here = np.log(-np.expm1(left))
    before = np.hstack([np.zeros((rows, 1)), np.cumsum(left, axis=1)])
    log_nu = before + np.hstack([here, np.zeros((rows, 1))])
    return State(log_nu, rng.random((rows, classes, lists)), alpha)


@pytest.mark.parametrize(("replicas", "prior"), [(1, 4.0), (2, 4.0), (1, 0.25), (2, 0.25)])
def test_sweeps_leave_the_joint_distribution_alone(replicas, prior, monkeypatch):
    """Draw parameters from the prior and data from them, then sweep: parameters stay as drawn.

    Every move is in it: classes, weights, concentration, the move of scale, the order of classes
    and, with two replicas that are shown 30 and 8 persons, their exchange (Geweke 2004). With the
    prior that is used, 0.25, many weights are far below what a number can hold.
    """
    monkeypatch.setattr("suar.analytics.population.latent_sampler.SHAPE", prior)
    monkeypatch.setattr("suar.analytics.population.latent_sampler.RATE", prior)
    rng = np.random.default_rng(11)
    rows, lists = 12000, 3
    seen = np.where(np.arange(rows) % replicas == 0, 30, 8)
    state = _prior_state(rng, rows, 4, lists, prior)
    on = ((np.arange(1, 8)[:, None] >> np.arange(lists)) & 1).astype(float)
    chance = np.einsum("rk,rkm->rm", state.nu, _histories(state.lam, on))
    counts = rng.multinomial(seen, chance / chance.sum(axis=1, keepdims=True))
    shown = Shown(on, counts, replicas)
    sampler = Sampler(shown, state.take(np.arange(rows)), rng)
    for _ in range(12):
        sampler.sweep()
    first = np.arange(rows) % replicas == 0
    before, after = _summary(state)[first], _summary(sampler.state)[first]
    error = np.sqrt((before.var(axis=0) + after.var(axis=0)) / first.sum())
    assert (np.abs(before.mean(axis=0) - after.mean(axis=0)) < 3.5 * error).all()
    moved = np.abs(before - after).mean(axis=0)
    assert (moved > 0.1 * before.std(axis=0)).all()


def _histories(lam, on):
    odds = np.log(lam) - np.log1p(-lam)
    return np.exp(np.log1p(-lam).sum(axis=2)[:, :, None] + odds @ on.T)


def _summary(state):
    """Functions of the parameters that do not depend on labels, and two that do."""
    marginal = np.einsum("rk,rkj->rj", state.nu, state.lam)
    largest = np.sort(state.nu, axis=1)[:, ::-1][:, :2]
    none = (state.nu * np.prod(1 - state.lam, axis=2)).sum(axis=1)
    last = np.maximum(state.log_nu[:, -1], -1000.0)
    alpha = np.maximum(np.log(state.alpha), -12.0)
    return np.column_stack([marginal, marginal**2, largest, none, state.nu[:, 0], last, alpha])


def test_replicas_are_shown_nested_parts():
    parts = ladder(np.array([500, 40, 3]), 0.03, 10, np.random.default_rng(2))
    assert parts[0].tolist() == [500, 40, 3]
    assert (np.diff(parts, axis=0) <= 0).all()
    assert (parts.sum(axis=1) > 0).all()


@pytest.mark.parametrize(
    ("name", "low", "middle", "high"),
    [("western", 1458, 1832, 2445)],
)
def test_agrees_with_long_runs(name, low, middle, high):
    """Sixteen plain Gibbs chains of 40,000 sweeps, without our moves and without a ladder."""
    result = LatentClasses(seed=5).fit(published(name)).result_
    limits = result.interval(0.8)
    found = np.array([limits.low, result.estimate, limits.high])
    np.testing.assert_allclose(found, [low, middle, high], rtol=0.05)
    assert result.details["r_hat"] <= 1.05


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "low", "middle", "high"),
    [("ukdat", 18287, 22368, 28370), ("neworl", 571.9, 715, 921)],
)
def test_agrees_with_r(name, low, middle, high):
    """One long chain each of R's LCMCR 0.4.14, 10 classes."""
    result = LatentClasses(seed=5).fit(published(name)).result_
    limits = result.interval(0.8)
    found = np.array([limits.low, result.estimate, limits.high])
    np.testing.assert_allclose(found, [low, middle, high], rtol=0.06)


def test_chains_that_disagree_give_no_number():
    result = LatentClasses(rounds=1, sweeps=8).fit(published("ukdat")).result_
    assert result.estimate is None
    assert result.intervals == ()
    assert result.warnings == ("not-converged",)
    assert len(result.details["chain_medians"]) == 4


def test_draws_beyond_twenty_times_the_seen_are_kept_and_told(monkeypatch):
    monkeypatch.setattr("suar.analytics.population.latent._CONVERGED", 9.0)
    monkeypatch.setattr("suar.analytics.population.latent._ENOUGH", 4.0)
    thin = Table.of(["A", "B", "C"], {"A": 60, "B": 50, "C": 40, "A:B": 1})
    result = LatentClasses(rounds=1, sweeps=400).fit(thin).result_
    assert "heavy-tail" in result.warnings
    assert result.details["largest_draw"] > 21 * thin.observed
    assert np.isfinite(result.values).all()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(0, 9), min_size=7, max_size=7))
def test_any_small_table_gives_finite_draws_or_no_number(cells):
    table = Table.collect(["A", "B", "C"], range(1, 8), cells)
    fitted = LatentClasses(rounds=1, sweeps=24).fit(table)
    if fitted.estimate_ is None:
        assert set(fitted.result_.warnings) <= {"no-estimate", "not-converged"}
    else:
        assert np.isfinite(fitted.draws_).all()
        assert fitted.estimate_ >= table.observed


def test_two_lists_are_refused():
    with pytest.raises(Refusal, match="latent classes need 3"):
        LatentClasses().fit(Table.of(["A", "B"], {"A": 5, "B": 4, "A:B": 2}))


def test_same_seed_same_draws():
    first = LatentClasses(rounds=1, sweeps=30, seed=3).fit(FOUR).draws_
    again = LatentClasses(rounds=1, sweeps=30, seed=3).fit(FOUR).draws_
    other = LatentClasses(rounds=1, sweeps=30, seed=4).fit(FOUR).draws_
    assert (first == again).all()
    assert (first != other).any()


def test_effective_draws_of_a_slow_chain():
    """An AR(1) chain with coefficient 0.9 is worth (1 - 0.9) / (1 + 0.9) of its length."""
    rng = np.random.default_rng(3)
    chain = np.zeros((20_000, 4))
    for i in range(1, len(chain)):
        chain[i] = 0.9 * chain[i - 1] + rng.normal(size=4)
    assert effective_size(chain) == pytest.approx(80_000 / 19, rel=0.15)
    assert r_hat(chain) < 1.01
    assert r_hat(chain + np.array([0, 0, 0, 8])) > 1.2
