"""`suar estimate` from the command line."""

import json

import pytest
import typer
from typer.testing import CliRunner

from suar.cli.estimate import estimate
from suar.knowledge.refusal import Refusal

app = typer.Typer()
app.command()(estimate)

TABLE = """police,ministry,union,count
1,0,0,360
0,1,0,252
0,0,1,357
1,1,0,360
1,0,1,90
0,1,1,63
1,1,1,90
"""


@pytest.fixture
def table(tmp_path):
    path = tmp_path / "overlaps.csv"
    path.write_text(TABLE)
    return path


def _json(*arguments: object) -> dict:
    done = CliRunner().invoke(app, [*map(str, arguments), "--json"])
    assert done.exit_code == 0, done.output
    assert done.stdout.count("\n") == 1
    return json.loads(done.stdout)


def test_json_is_the_document_of_the_contract(table):
    document = _json(table, "--method", "stepwise", "--boot", 100, "--seed", 5)
    assert {
        "lists", "observed", "results", "headline", "warnings", "checks", "seed", "version",
        "strata", "sensitivity", "words",
    } <= set(document)  # fmt: skip
    assert (document["lists"], document["observed"], document["seed"]) == (
        ["police", "ministry", "union"],
        1572,
        5,
    )
    (result,) = document["results"]
    assert set(result) >= {
        "method", "model", "estimate", "hidden", "intervals", "replicates", "warnings",
    }  # fmt: skip
    assert result["method"] == "stepwise"
    assert result["hidden"] == pytest.approx(result["estimate"] - 1572)
    assert {(i["level"], i["kind"]) for i in result["intervals"]} == {
        (level, kind) for level in (0.8, 0.95) for kind in ("bca", "percentile")
    }
    assert result["replicates"] == 100


def test_no_resamples_no_intervals(table):
    assert _json(table, "--method", "bic", "--boot", 0)["results"][0]["intervals"] == []


def test_lists_are_merged_and_dropped(table):
    document = _json(table, "--method", "stepwise", "--boot", 0, "--merge", "police+union")
    assert document["lists"] == ["police+union", "ministry"]
    document = _json(table, "--method", "stepwise", "--boot", 0, "--drop", "union")
    assert document["lists"] == ["police", "ministry"]


def test_a_scope_file_makes_strata(tmp_path):
    path = tmp_path / "persons.csv"
    women = TABLE.replace("police", "sex,police").replace("\n", "\nf,").removesuffix("f,")
    men = "m,1,0,0,300\nm,0,1,0,200\nm,1,1,0,100\n"
    path.write_text(women + men)
    scope = tmp_path / "scope.yaml"
    scope.write_text("union: {any: [{sex: [f]}]}\n")
    document = _json(path, "--method", "stepwise", "--boot", 50, "--scope", scope)
    assert document["observed"] == 2172
    assert sorted(len(s["lists"]) for s in document["strata"]) in ([2, 3], [3])


def test_the_page_says_figure_methods_model_checks_and_what_it_rests_on(table):
    done = CliRunner().invoke(app, [str(table), "--method", "stepwise", "--boot", "100"])
    assert done.exit_code == 0, done.output
    for part in (
        "How many are known to no register",
        "Known to no register",
        "Detection rate",
        "stepwise",
        "police and ministry find the same persons more often than chance",
        "Checks",
        "[one-method]",
        "Taken for granted",
        "seed 1",
    ):
        assert part in done.stdout
    assert "●" in done.stdout


def test_the_page_is_there_in_indonesian(table):
    done = CliRunner().invoke(
        app, [str(table), "--method", "stepwise", "--boot", "100", "--language", "id"]
    )
    assert "Berapa yang belum tercatat di register mana pun" in done.stdout
    assert "lebih sering daripada kebetulan" in done.stdout
    assert "1.572" in done.stdout
    assert "Known to" not in done.stdout


def test_wrong_use_ends_with_two(table):
    assert CliRunner().invoke(app, [str(table), "--method", "guess"]).exit_code == 2
    assert CliRunner().invoke(app, [str(table), "--boot", "-1"]).exit_code == 2
    assert CliRunner().invoke(app, [str(table), "--language", "fr"]).exit_code == 2


def test_a_bad_table_is_a_refusal(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("A,B,count\n1,0,-1\n")
    done = CliRunner().invoke(app, [str(path)])
    assert isinstance(done.exception, Refusal)
    assert "bad.csv, row 1, column count" in str(done.exception)
