"""The pages about estimates: their tables can be read, their figures come from what is run."""

import re
from pathlib import Path

import pytest

from suar.analytics.population.coverage import coverage_study
from suar.analytics.population.graphs import DecomposableGraphs
from suar.analytics.population.published import published
from suar.analytics.population.reading import read_table
from suar.analytics.population.scope import read_scopes
from suar.analytics.population.stepwise import Stepwise

DOCS = Path(__file__).resolve().parents[3] / "docs"
HOW_TO = (DOCS / "how-to" / "estimate-from-your-own-table.md").read_text(encoding="utf-8")
EXPLAINED = (DOCS / "explanation" / "what-this-number-can-say.md").read_text(encoding="utf-8")


def _blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", HOW_TO, flags=re.DOTALL | re.MULTILINE)


def test_the_tables_of_the_how_to_are_read_and_estimated(tmp_path):
    plain, split = _blocks("csv")
    for name, text in (("plain", plain), ("split", split)):
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    table = read_table(tmp_path / "plain.csv")
    assert table.observed == 799
    assert Stepwise().fit(table).estimate_ > 799
    assert len(read_table(tmp_path / "split.csv").strata) == 2


def test_the_scope_of_the_how_to_is_read(tmp_path):
    (tmp_path / "scope.yaml").write_text(_blocks("yaml")[0], encoding="utf-8")
    scope = read_scopes(tmp_path / "scope.yaml")["women_child"]
    assert scope.holds({"sex": "male", "minor": "yes"}) is True
    assert scope.holds({"sex": "male", "minor": "no"}) is False


def test_the_python_of_the_how_to_runs(tmp_path, monkeypatch):
    plain = _blocks("csv")[0]
    (tmp_path / "table.csv").write_text(plain, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    code = _blocks("python")[0].replace("boot=1000", 'method="stepwise", boot=50', 1)
    found = {}
    exec(compile(code, "how-to", "exec"), found)  # noqa: S102 - our own page
    assert found["one"].estimate_ > 799


def test_figures_of_methods_are_what_the_methods_give():
    graphs = DecomposableGraphs().fit(published("ukdat_5")).result_
    limits = graphs.interval(0.95)
    assert f"{graphs.estimate:,.0f} ({limits.low:,.0f} to {limits.high:,.0f})" in EXPLAINED
    for name in ("ukdat_5", "ukdat", "kosovo"):
        assert f"| {Stepwise().fit(published(name)).estimate_:,.0f} (" in EXPLAINED


@pytest.mark.long
@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("ukdat_5", "United Kingdom, five lists"),
        ("western", "Western US site"),
        ("kosovo", "Kosovo"),
    ],
)
def test_coverage_on_the_page_is_what_was_measured(name, row):
    document = coverage_study(published(name)).document()
    share = {(i["kind"], i["level"]): i["share"] for i in document["intervals"]}
    told = [f"{document['truth']:,}"] + [
        f"{100 * share[kind, level]:.1f} %"
        for kind in ("bca", "percentile")
        for level in (0.95, 0.8)
    ]
    assert f"| {row} | {' | '.join(told)} |" in EXPLAINED
