"""`suar link --keep` and `suar link-new` as a contract: who holds it, one JSON document."""

import json

import polars as pl
import pytest
from typer.testing import CliRunner

from suar.cli.app import app
from suar.knowledge.refusal import Refusal

PROFILE = """
register: {name}
id: NO
columns:
  NAMA: name
  LAHIR: birth_date
  NIK: nik
"""
ROWS = {
    "police": ["P1,Rahmawati Sinaga,1990-07-05,1271014507900001", "P2,Yohanes Mau,1988-03-09,"],
    "union": ["U1,Sinaga Rahmawati,1990,1271014507900001", "U2,Wayan Sudarma,1979-11-02,"],
    "later": ["L1,Rahmawati Sinaga,1990,1271014507900001", "L2,Ketut Ardana,1991-01-02,"],
}
HOLDER = ["--holder", "Gugus Tugas", "--ground", "Surat Tugas 1/2026"]


@pytest.fixture
def files(tmp_path):
    for name, rows in ROWS.items():
        (tmp_path / f"{name}.csv").write_text("\n".join(["NO,NAMA,LAHIR,NIK", *rows]) + "\n")
        (tmp_path / f"{name}.profile.yaml").write_text(PROFILE.format(name=name))
    return tmp_path


def call(*given):
    return CliRunner().invoke(app, [str(g) for g in given])


@pytest.fixture
def index(files):
    police, union = files / "police.csv", files / "union.csv"
    made = call("link", police, union, "--out", files / "out", "--keep", files / "index", *HOLDER)
    assert made.exit_code == 0, made.output
    return files / "index"


def test_an_index_needs_a_holder_and_a_ground(files):
    police = files / "police.csv"
    for wrong in (
        ["--keep", files / "i"],
        ["--keep", files / "i", "--holder", "x"],
        ["--after", files],
    ):
        assert call("link", police, "--out", files / "out", *wrong).exit_code == 2
    assert not (files / "i").exists()


def test_new_records_find_their_persons_and_numbers_stay(files, index):
    told = json.loads((index / "index.json").read_text())
    assert (told["holder"], told["ground"]) == ("Gugus Tugas", "Surat Tugas 1/2026")
    before = (files / "out" / "links" / "police.csv").read_text()
    result = call("link-new", index, files / "later.csv", "--out", files / "new", "--json")
    assert result.exit_code == 0, result.output
    document = json.loads(result.stdout)
    assert document["records"] == 2
    assert document["persons"] == {"new": 1, "known": 1, "joined": 0, "split": 0}
    assert document["index"] == {"records": 6, "persons": 4}
    written = sorted(p.name for p in (files / "new").rglob("*.*"))
    assert written == ["change.json", "later.csv"]
    own = pl.read_csv(files / "new" / "links" / "later.csv")
    assert own["record"].to_list() == ["L1", "L2"]
    whole = [(files / "new" / n).read_text() for n in ("change.json", "links/later.csv")]
    assert not any(
        word in text for text in whole for word in ("Rahmawati", "1271014507900001", "P1")
    )
    again = call("link-new", index, files / "police.csv", "--out", files / "again")
    assert again.exit_code == 0
    assert (files / "again" / "links" / "police.csv").read_text() == before


def test_only_asking_and_undoing_leave_the_index_as_it_was(files, index):
    asked = call(
        "link-new", index, files / "later.csv", "--out", files / "a", "--only-ask", "--json"
    )
    assert json.loads(asked.stdout)["index"] == {"records": 4, "persons": 3}
    assert not (files / "a" / "links").exists()
    call("link-new", index, files / "later.csv", "--out", files / "b")
    undone = call("link-new", index, "--undo", "--by", "somebody", "--json")
    assert json.loads(undone.stdout) == {"undone": 2, "index": {"records": 4, "persons": 3}}
    assert isinstance(call("link-new", index, "--undo").exception, Refusal)


def test_a_whole_run_again_keeps_the_numbers(files, index):
    three = [files / f"{name}.csv" for name in ROWS]
    before = (files / "out" / "links" / "union.csv").read_text()
    made = call(
        "link", *three, "--out", files / "o", "--keep", files / "i", "--after", index, *HOLDER
    )
    assert made.exit_code == 0, made.output
    people = [
        pl.read_csv(f)["person"].to_list() for f in sorted((files / "o" / "links").glob("u*"))
    ]
    assert len(people[0]) == before.count("\n") - 1


@pytest.mark.parametrize(("said", "new"), [("yes", 2), ("no", 1)])
def test_a_profile_that_declares_no_doubles_is_heard(files, index, said, new):
    """Both new records are the one woman of the index; the register holds her once, or twice."""
    double = ROWS["later"][0].replace("L1", "L3")
    (files / "later.csv").write_text("\n".join(["NO,NAMA,LAHIR,NIK", ROWS["later"][0], double]))
    profile = PROFILE.format(name="later") + f"one_row_a_person: {said}\n"
    (files / "later.profile.yaml").write_text(profile)
    result = call("link-new", index, files / "later.csv", "--out", files / "new", "--json")
    assert result.exit_code == 0, result.output
    own = pl.read_csv(files / "new" / "links" / "later.csv")
    assert own["person"].n_unique() == new


@pytest.mark.parametrize("wrong", [[], ["--undo", "x.csv"], ["x.csv"]])
def test_wrong_use_is_two(index, wrong):
    assert call("link-new", index, *wrong).exit_code == 2
