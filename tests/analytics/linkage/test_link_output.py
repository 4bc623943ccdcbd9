"""What linking writes, and what it must never write."""

import json

import polars as pl
import pytest

from linkage_sets import register_of
from suar.analytics.linkage import evaluate, link
from suar.analytics.linkage.output import Holder, link_document, write_run
from suar.knowledge.refusal import Refusal

NIK, PHONE = "1271014507900001", "081234567890"
POLICE = [
    {"record": "=LP/1", "name": "Rahmawati Sinaga", "nik": NIK, "sex": "female"},
    {"record": "LP/2", "name": "Rahmawati Sinaga", "nik": NIK, "phone": PHONE},
    {"record": "LP/3", "name": "Yohanes Mau", "passport": "B1234567", "birth_date": "1988-03-09"},
]
UNION = [
    {"record": "S1", "name": "Sinaga Rahmawati", "nik": NIK, "phone": PHONE},
    {"record": "S2", "name": "Wayan Sudarma", "passport": "C7654321", "birth_date": "1979-11-02"},
]
TRUTH = pl.DataFrame(
    {
        "register": ["police"] * 3 + ["union"] * 2,
        "record": ["=LP/1", "LP/2", "LP/3", "S1", "S2"],
        "person": ["a", "a", "b", "a", "c"],
    }
)
HOLDER = Holder("Gugus Tugas", "Surat Tugas 1/2026")


@pytest.fixture(scope="module")
def registers():
    return [register_of("police", POLICE), register_of("union", UNION)]


@pytest.fixture(scope="module")
def links(registers):
    return link(registers)


def test_each_register_gets_its_own_records_verbatim_and_no_map(links, registers, tmp_path):
    write_run(links, registers, tmp_path / "out")
    written = sorted(str(p.relative_to(tmp_path / "out")) for p in (tmp_path / "out").rglob("*.*"))
    quality = ["quality.html", "quality.json"]
    assert written == ["links/police.csv", "links/union.csv", "manifest.json", *quality]
    own = pl.read_csv(tmp_path / "out" / "links" / "police.csv")
    assert own.columns == ["record", "person", "probability"]
    assert own["record"].to_list() == ["=LP/1", "LP/2", "LP/3"]
    person = own["person"].to_list()
    assert person[0] == person[1] != person[2]


def test_a_register_s_links_tell_nothing_of_the_others(links, registers, tmp_path):
    """Whoever is known elsewhere looks like whoever is not."""
    write_run(links, registers, tmp_path / "both")
    alone = [registers[1]]
    write_run(link(alone), alone, tmp_path / "alone")
    text = [(tmp_path / d / "links" / "union.csv").read_text() for d in ("both", "alone")]
    assert text[0] == text[1]


def test_the_whole_map_names_its_holder_and_ground(links, registers, tmp_path):
    write_run(links, registers, tmp_path / "out", holder=HOLDER)
    for name in ("persons.csv", "pairs.csv"):
        assert (tmp_path / "out" / name).stat().st_mode & 0o077 == 0
    persons = pl.read_csv(tmp_path / "out" / "persons.csv")
    assert persons.columns == ["person", "register", "record", "probability"]
    assert persons.height == len(POLICE) + len(UNION)
    assert persons["person"].n_unique() == 3
    assert pl.read_csv(tmp_path / "out" / "pairs.csv").height >= 3
    manifest = json.loads((tmp_path / "out" / "manifest.json").read_text())
    assert (manifest["holder"], manifest["ground"]) == (HOLDER.name, HOLDER.ground)


def test_an_earlier_map_is_not_left_beside_a_run_without_a_holder(links, registers, tmp_path):
    write_run(links, registers, tmp_path / "out", holder=HOLDER)
    with pytest.raises(Refusal, match=r"persons\.csv"):
        write_run(links, registers, tmp_path / "out")


def test_no_identity_is_in_any_output(links, registers, tmp_path):
    quality = evaluate(links, TRUTH)
    write_run(links, registers, tmp_path / "out", holder=HOLDER, quality=quality)
    text = "\n".join(p.read_text() for p in (tmp_path / "out").rglob("*.*")).lower()
    told = [v for row in (*POLICE, *UNION) for k, v in row.items() if k != "record"]
    words = {w.lower() for v in told for w in v.split() if v not in ("female", "male")}
    assert words
    assert not [w for w in words if w in text]
    assert "+62812" not in text


def test_same_seed_same_bytes(registers, tmp_path):
    for name in ("one", "two"):
        write_run(link(registers, seed=4), registers, tmp_path / name, holder=HOLDER)
    for path in sorted((tmp_path / "one").rglob("*.*")):
        if path.name != "manifest.json":
            twin = tmp_path / "two" / path.relative_to(tmp_path / "one")
            assert path.read_bytes() == twin.read_bytes()


def test_the_document_has_the_keys_of_the_contract(links, registers, tmp_path):
    document = link_document(links, registers, quality=evaluate(links, TRUTH), out=tmp_path)
    assert list(document) == [
        "records", "persons", "clusters", "pairs", "quality", "quality_intervals", "engine",
        "private", "out",
    ]  # fmt: skip
    assert document["records"] == 5
    assert set(document["persons"]) == {"count", "low", "high"}
    assert list(document["quality"]) == [
        "precision", "recall", "f1", "blocking_recall", "calibration_error",
    ]  # fmt: skip
    assert document["quality"]["f1"] == 1.0
    assert json.loads(json.dumps(document, allow_nan=False)) == document


def test_truth_of_other_records_is_refused(links):
    with pytest.raises(Refusal, match="speaks of none"):
        evaluate(links, TRUTH.with_columns(register=pl.lit("nobody")))
    with pytest.raises(Refusal, match="no column person"):
        evaluate(links, TRUTH.drop("person"))
