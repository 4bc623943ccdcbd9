"""`suar simulate` from the command line."""

import json

import typer
from typer.testing import CliRunner

from suar.cli.simulate import simulate

app = typer.Typer()
app.command()(simulate)


def test_it_writes_and_says_what_is_really_so(tmp_path):
    out = tmp_path / "country"
    done = CliRunner().invoke(app, ["--out", str(out), "--scale", "0.1", "--seed", "3"])
    assert done.exit_code == 0, done.output
    truth = json.loads((out / "population.json").read_text())
    assert "Invented data" in done.stdout
    assert f"{truth['persons']:,} persons" in done.stdout
    assert f"{truth['unseen']:,} to none" in done.stdout


def test_json_is_one_document_on_stdout(tmp_path):
    out = tmp_path / "country"
    done = CliRunner().invoke(
        app, ["--out", str(out), "--scale", "0.05", "--scenario", "units", "--json"]
    )
    assert done.exit_code == 0, done.output
    document = json.loads(done.stdout)
    assert document["rows"]["foreign_ministry"] == 122
    assert document["population"]["invented"] is True


def test_an_unknown_scenario_is_wrong_use(tmp_path):
    done = CliRunner().invoke(app, ["--out", str(tmp_path / "x"), "--scenario", "real"])
    assert done.exit_code == 2
    assert not (tmp_path / "x").exists()
