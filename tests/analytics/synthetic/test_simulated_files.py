"""What `simulate` writes: exactly these files, exactly these rows, the same bytes again."""

import hashlib
import json
import os
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suar.analytics.synthetic import simulate
from suar.knowledge.refusal import Refusal

ROWS = {
    "police": 1352,
    "foreign_ministry": 2438,
    "women_child": 2039,
    "migrant_agency": 262,
    "migrant_union": 1346,
}
OTHERS = {"truth.csv", "population.json", "README.md"}


def digests(folder: Path) -> dict[str, str]:
    return {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}


def rows_in(path: Path) -> int:
    if path.suffix == ".xlsx":
        return pl.read_excel(path, infer_schema_length=0).height
    separator = path.read_text().split("\n")[0]
    mark = max(",;\t", key=separator.count)
    return pl.read_csv(path, separator=mark, infer_schema_length=0).height


@pytest.mark.parametrize("scenario", ["seeds", "units"])
def test_it_writes_exactly_the_promised_files_with_exactly_the_promised_rows(country, scenario):
    made = country(1, scenario)
    files = {path.name for path in made.out.iterdir()}
    registers = files - OTHERS
    assert files >= OTHERS
    assert {Path(name).stem for name in registers} == set(ROWS)
    assert len(registers) == 5
    assert {Path(name).suffix for name in registers} == {".csv", ".tsv", ".xlsx"}
    assert {Path(name).stem: rows_in(made.out / name) for name in registers} == ROWS
    assert made.summary.rows == ROWS
    assert set(made.summary.files) == files


def test_the_first_line_of_each_text_file_is_its_header(country):
    made = country(1)
    assert (made.out / "police.csv").read_text().startswith("NO_LP,NAMA,TGL_LAHIR,JK,NIK,")
    assert (made.out / "foreign_ministry.tsv").read_text().startswith("case_no\tname\t")
    assert (made.out / "women_child.csv").read_text().startswith("ID_KORBAN;NAMA_KORBAN;")
    assert (made.out / "migrant_union.csv").read_text().startswith("nomor,nama,lahir,")


@pytest.mark.parametrize("scenario", ["seeds", "units"])
def test_one_seed_gives_the_same_bytes_in_every_process(tmp_path, scenario):
    program = (
        "import sys; from pathlib import Path; from suar.analytics.synthetic import simulate;"
        "simulate(Path(sys.argv[1]), scenario=sys.argv[2], scale=0.2, seed=7)"
    )
    made = []
    for hash_seed in ("0", "4242"):
        out = tmp_path / hash_seed
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        subprocess.run([sys.executable, "-c", program, out, scenario], check=True, env=environment)
        made.append(digests(out))
    assert made[0] == made[1]


def test_another_seed_gives_another_country(tmp_path):
    simulate(tmp_path / "a", scale=0.1, seed=1)
    simulate(tmp_path / "b", scale=0.1, seed=2)
    first, second = digests(tmp_path / "a"), digests(tmp_path / "b")
    assert all(first[name] != second[name] for name in first)


def test_every_place_that_a_reader_looks_says_that_the_data_are_invented(country):
    made = country(1)
    assert (made.out / "README.md").read_text().startswith("# INVENTED DATA / DATA REKAAN")
    assert json.loads((made.out / "population.json").read_text())["invented"] is True
    assert all(register.invented for register in made.registers().values())


@settings(max_examples=25, deadline=None)
@given(
    scale=st.floats(0.0005, 0.06),
    seed=st.integers(0, 2**40),
    scenario=st.sampled_from(["seeds", "units"]),
)
def test_any_scale_keeps_its_promises(tmp_path_factory, scale, seed, scenario):
    out = tmp_path_factory.mktemp("any") / "out"
    summary = simulate(out, scenario=scenario, scale=scale, seed=seed)
    assert summary.rows == {name: max(1, round(rows * scale)) for name, rows in ROWS.items()}
    for name, rows in summary.rows.items():
        assert rows_in(next(out.glob(f"{name}.*"))) == rows
    truth = pl.read_csv(out / "truth.csv", schema_overrides={"record": pl.String})
    assert truth["person"].n_unique() == summary.population["seen"]


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"scenario": "other"}, "scenario"),
        ({"scale": 0.0}, "scale"),
        ({"scale": -1.0}, "scale"),
        ({"scale": 5000.0}, "scale"),
        ({"scale": float("nan")}, "scale"),
        ({"seed": -1}, "seed"),
    ],
)
def test_wrong_settings_are_refused_with_a_remedy_and_leave_nothing(tmp_path, wrong, says):
    with pytest.raises(Refusal, match=says) as refusal:
        simulate(tmp_path / "out", **wrong)
    assert refusal.value.remedy
    assert not list(tmp_path.iterdir())
