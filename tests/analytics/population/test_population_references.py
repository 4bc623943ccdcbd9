"""Numbers measured with the R packages on two published tables and their resamples."""

import csv
import json

import numpy as np
import pytest

from shared import shared
from suar.analytics.population.bic import BestBic
from suar.analytics.population.bootstrap import acceleration, bca_share, jackknife, quantile
from suar.analytics.population.kernel import NO_ESTIMATE, NOT_IDENTIFIABLE, OK, lattice
from suar.analytics.population.reading import read_table
from suar.analytics.population.stepwise import Stepwise
from suar.analytics.population.table import Table

PAIRS = [("ukdat", "UKdat"), ("neworl", "NewOrl")]

#: Rows whose list B is empty: SparseMSE falls back to independent lists without a word there.
#: MultipleSystemsEstimation lets the list go and finds these.
NEW_ORLEANS_EMPTY_LIST = {134: 1360.111, 176: 1410.965, 925: 3086.350}


def _reference(name: str) -> dict:
    return json.loads(shared("data/mse/reference_public.json").read_text())["tables"][name]


def _table(name: str) -> Table:
    return read_table(shared(f"data/mse/{name}.csv"))


def _resamples(name: str, lists: int) -> tuple[np.ndarray, np.ndarray]:
    with shared(f"data/mse/{name}_resamples.csv").open() as handle:
        header, *rows = csv.reader(handle)
    masks = [sum(int(bit) << i for i, bit in enumerate(h[1:])) for h in header[:-1]]
    values = np.array(rows, dtype=float)
    counts = np.zeros((len(values), 1 << lists))
    counts[:, masks] = values[:, :-1]
    return counts[:, 1:], values[:, -1]


@pytest.mark.parametrize(("name", "key"), PAIRS)
def test_stepwise_is_that_of_r(name: str, key: str) -> None:
    expected = _reference(key)["sparsemse_stepwise"]
    fitted = Stepwise().fit(_table(name))
    assert fitted.estimate_ == pytest.approx(expected["estimate"]["point est."], rel=1e-6)
    pairs = expected["model"]["finite_pairs"]
    assert list(fitted.model_) == ([pairs] if isinstance(pairs, str) else pairs)
    assert fitted.deviance_ == pytest.approx(expected["deviance"], rel=1e-6)
    assert fitted.aic_ == pytest.approx(expected["aic_adjusted"], rel=1e-6)
    coefficients = {"(all)": expected["coefficients"].pop("(Intercept)")}
    assert fitted.coefficients_ == pytest.approx(coefficients | expected["coefficients"], rel=1e-6)


def test_stepwise_bic_is_that_of_the_successor_package() -> None:
    expected = _reference("UKdat")["mse120_stepwise"][0]
    assert Stepwise().fit(_table("ukdat")).bic_ == pytest.approx(expected["bic"], rel=1e-6)


@pytest.mark.parametrize(("name", "key"), PAIRS)
def test_a_thousand_resamples_are_those_of_r(name: str, key: str) -> None:
    table = _table(name)
    counts, expected = _resamples(name, table.size)
    found = Stepwise().totals(counts, table.size)
    others = NEW_ORLEANS_EMPTY_LIST if name == "neworl" else {}
    for row, value in others.items():
        assert found[row - 1] == pytest.approx(value, rel=1e-6)
        expected[row - 1] = found[row - 1]
    np.testing.assert_allclose(found, expected, rtol=1e-6)


def test_bca_limits_are_those_of_r_from_the_same_resamples() -> None:
    table, expected = _table("ukdat"), _reference("UKdat")["sparsemse_bca"]
    counts, _ = _resamples("ukdat", table.size)
    method = Stepwise()
    tables, weights = jackknife(table.cells())
    a = acceleration(method.totals(tables, table.size), weights)
    assert a == pytest.approx(expected["ahat"], rel=1e-6)
    values = method.totals(counts, table.size)
    for share, limit in expected["BCa"].items():
        at = bca_share(float(share), expected["z0"], a)
        assert quantile(values, at) == pytest.approx(limit, rel=1e-6)


def test_best_bic_of_six_lists_is_that_of_r() -> None:
    expected = _reference("UKdat")["bic"][0]
    table = _table("ukdat")
    fitted = BestBic().fit(table)
    assert fitted.n_models_ == expected["n_models"] == fitted.n_valid_
    assert fitted.estimate_ == pytest.approx(expected["popest"], rel=1e-6)
    assert fitted.bic_ == pytest.approx(expected["BIC"], rel=1e-6)
    for mine, theirs in zip(fitted.top_, expected["top"], strict=True):
        assert mine["estimate"] == pytest.approx(theirs["abundance"], rel=1e-6)
        assert mine["bic"] == pytest.approx(theirs["BIC"], rel=1e-6)
        assert set(mine["model"]) == _pairs(table, theirs["model"])


def _pairs(table: Table, model: str) -> set[str]:
    """Spell out ``[12,36]``, where the digits number the lists."""
    parts = [part for part in model.strip("[]").split(",") if len(part) == 2]
    return {":".join(table.lists[int(digit) - 1] for digit in part) for part in parts}


def test_eight_lists_are_searched_downhill() -> None:
    fitted = BestBic().fit(_table("neworl"))
    assert fitted.model_ == ("D:E",)
    assert fitted.estimate_ == pytest.approx(1183.69227, rel=1e-6)


ARTIFICIAL = Table.of(["A", "B", "C"], {"A": 40, "B": 30, "C": 20, "A:B": 6})


@pytest.mark.parametrize(
    ("pairs", "status"),
    [
        ((), OK),
        (("A:B",), NO_ESTIMATE),
        (("A:C",), OK),
        (("B:C",), OK),
        (("A:B", "A:C"), NO_ESTIMATE),
        (("A:B", "B:C"), NO_ESTIMATE),
        (("A:C", "B:C"), OK),
        (("A:B", "A:C", "B:C"), NOT_IDENTIFIABLE),
    ],
)
def test_existence_and_identifiability_of_the_eight_models(pairs, status) -> None:
    design = lattice(3)
    names = [ARTIFICIAL.name(int(p)) for p in design.params]
    active = np.array([[":" not in name or name in pairs for name in names]])
    assert design.fit(ARTIFICIAL.cells()[None, :], active).status[0] == status


def test_statuses_do_not_need_a_linear_programme(monkeypatch) -> None:
    from suar.analytics.population import kernel

    def refuse(*_: object) -> bool:
        raise AssertionError("the linear programme was asked")

    monkeypatch.setattr(kernel, "positive_table_exists", refuse)
    fitted = BestBic().fit(ARTIFICIAL)
    assert (fitted.n_models_, fitted.n_valid_) == (8, 4)
