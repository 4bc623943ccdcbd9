"""`suar link` as a contract: exit codes, one JSON document, the map only for a holder."""

import json

import polars as pl
import pytest
import typer
from typer.testing import CliRunner

from suar.cli.link import link
from suar.knowledge.refusal import Refusal

PROFILE = """
register: {name}
columns:
  NAMA: name
  LAHIR: birth_date
  NIK: nik
"""
ROWS = {
    "police": ["Rahmawati Sinaga,1990-07-05,1271014507900001", "Yohanes Mau,1988-03-09,"],
    "union": ["Sinaga Rahmawati,1990,1271014507900001", "Wayan Sudarma,1979-11-02,"],
}


@pytest.fixture
def files(tmp_path):
    for name, rows in ROWS.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(["NAMA,LAHIR,NIK", *rows]) + "\n")
        (tmp_path / f"{name}.profile.yaml").write_text(PROFILE.format(name=name))
    truth = "register,record,person\npolice,1,a\npolice,2,b\nunion,1,a\nunion,2,c\n"
    (tmp_path / "truth.csv").write_text(truth)
    return tmp_path


@pytest.fixture
def run(files):
    app = typer.Typer()
    app.command()(link)

    def call(*more):
        given = [str(files / f"{name}.csv") for name in ROWS]
        return CliRunner().invoke(app, [*given, "--out", str(files / "out"), *map(str, more)])

    return call


def test_json_is_one_document_and_nothing_else(run, files):
    result = run("--json", "--truth", files / "truth.csv")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["records"] == 4
    assert document["clusters"] == 3
    assert document["quality"]["f1"] == 1.0
    assert not (files / "out" / "persons.csv").exists()


@pytest.mark.parametrize(
    "wrong",
    [
        ["--map"],
        ["--map", "--holder", "Gugus Tugas"],
        ["--holder", "Gugus Tugas", "--ground", "Surat"],
        ["--threshold", "2"],
        ["--threshold", "often"],
        ["--engine", "abacus"],
    ],
)
def test_wrong_use_is_two_and_writes_nothing(run, files, wrong):
    assert run(*wrong).exit_code == 2
    assert not (files / "out").exists()


def test_the_map_comes_with_holder_and_ground(run, files):
    assert run("--map", "--holder", "Gugus Tugas", "--ground", "Surat 1").exit_code == 0
    assert pl.read_csv(files / "out" / "persons.csv")["person"].n_unique() == 3


def test_blind_keeps_the_register_s_numbers_with_their_owner(run, files):
    (files / "police.csv").write_text("NAMA,LAHIR,NIK\n" + "\n".join(ROWS["police"]) + "\n")
    assert run("--blind", files / "map.csv").exit_code == 0
    blind = pl.read_csv(files / "map.csv", infer_schema=False)
    shown = pl.read_csv(files / "out" / "links" / "police.csv", infer_schema=False)["record"]
    assert set(shown) <= set(blind["blind"])
    assert not set(shown) & set(blind["record"])


def test_a_missing_file_is_refused(run, files):
    (files / "union.csv").unlink()
    result = run()
    assert isinstance(result.exception, Refusal)
    assert "union.csv" in str(result.exception)


def test_every_figure_of_a_truth_has_its_interval(run, files):
    told = json.loads(run("--json", "--truth", files / "truth.csv").stdout)
    figures, intervals = told["quality"], told["quality_intervals"]
    assert set(figures) == set(intervals)
    assert all(intervals[name]["low"] <= figures[name] <= 1 for name in figures)
    shown = run("--truth", files / "truth.csv").stdout.splitlines()
    assert sum("(95 %: " in line for line in shown) == len(figures) + 1  # and persons
    assert json.loads((files / "out" / "quality.json").read_text())["quality"]["intervals"]


def test_text_shows_the_count_with_its_interval(run):
    result = run()
    assert result.exit_code == 0
    assert "persons" in result.stdout
    assert "95 %" in result.stdout
