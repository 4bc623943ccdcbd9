"""The coverage study: what it simulates is what it says, and its counts add up."""

import numpy as np
import pytest

from suar.analytics.population.coverage import coverage, coverage_study, invented_from, wilson
from suar.analytics.population.published import published
from suar.analytics.population.stepwise import Stepwise
from suar.analytics.population.table import Table
from suar.knowledge.refusal import Refusal


def test_the_invented_population_is_the_fitted_model():
    table = published("ukdat_5")
    truth = invented_from(table)
    fitted = Stepwise().fit(table)
    assert truth.total == round(fitted.estimate_)
    assert truth.model == fitted.model_
    expected = truth.total * truth.chances[:-1]
    assert expected.sum() == pytest.approx(table.observed, rel=1e-3)
    on = ((np.arange(1, 32)[:, None] >> np.arange(5)) & 1).astype(float)
    np.testing.assert_allclose(expected @ on, table.held(), rtol=1e-3)


def test_effects_at_minus_infinity_stay_impossible():
    table = Table.of(["A", "B", "C"], {"A": 900, "B": 800, "C": 700, "A:C": 300, "B:C": 250})
    assert "A:B" in Stepwise().fit(table).empty_
    truth = invented_from(table)
    assert truth.chances[2] == 0
    assert truth.chances[6] == 0
    assert truth.chances.sum() == pytest.approx(1)


def test_counts_add_up_and_the_share_is_near_the_level():
    document = coverage(published("ukdat_4"), simulations=80, boot=150, seed=2)
    for interval in document["intervals"]:
        assert interval["given"] == 80
        missed = interval["wholly_below"] + interval["wholly_above"]
        assert interval["covered"] + missed == interval["given"]
        assert interval["share_low"] < interval["share"] < interval["share_high"]
    wide = [i["share"] for i in document["intervals"] if i["level"] == 0.95]
    narrow = [i["share"] for i in document["intervals"] if i["level"] == 0.8]
    assert min(wide) > 0.8
    assert max(narrow) <= max(wide)
    assert abs(document["estimates"]["bias"]) < 0.1


def test_two_processes_give_the_same_as_one():
    one = coverage(published("korea"), simulations=9, boot=30, seed=3)
    two = coverage(published("korea"), simulations=9, boot=30, seed=3, workers=2)
    # Shares and counts are the same; sums over batches of another size may differ in the last bit.
    for name, value in two.pop("estimates").items():
        assert value == pytest.approx(one["estimates"][name], rel=1e-9), name
    del one["estimates"]
    for before, after in zip(one["intervals"], two["intervals"], strict=True):
        for name in ("share_low", "share_high", "width"):
            assert after.pop(name) == pytest.approx(before.pop(name), rel=1e-9), name
    assert one == two


def test_a_table_without_estimate_is_refused():
    with pytest.raises(Refusal, match="no estimate to simulate"):
        coverage(Table.of(["A", "B", "C"], {"A": 10, "B": 10, "C": 5}), simulations=2)


@pytest.mark.parametrize(("hits", "tries"), [(0, 10), (10, 10), (447, 500)])
def test_wilson_limits_stay_within_a_share(hits, tries):
    low, high = wilson(hits, tries)
    assert low >= -1e-12
    assert high <= 1 + 1e-12
    assert low <= hits / tries + 1e-12
    assert hits / tries <= high + 1e-12


def test_a_study_tells_what_its_document_holds():
    study = coverage_study(published("korea"), simulations=6, boot=40)
    document = study.document()
    assert document["method"] == "stepwise"
    assert f"{document['truth']:,} persons" in study.text()
    assert f"{document['intervals'][0]['share']:.1%}" in study.text()


def test_methods_that_do_not_resample_are_refused():
    with pytest.raises(Refusal, match="credible intervals"):
        coverage_study(published("korea"), method="latent")


@pytest.mark.long
def test_coverage_of_the_united_kingdom():
    """Published: 90 and 70 % for BCa on tables like this (Silverman, Chan, Vincent 2024)."""
    document = coverage(published("ukdat_5"), workers=2)
    share = {(i["level"], i["kind"]): i["share"] for i in document["intervals"]}
    assert 0.85 <= share[0.95, "bca"] <= 0.94
    assert 0.65 <= share[0.8, "bca"] <= 0.78
