"""What is written: whole or not at all, the same bytes, and nobody's name anywhere."""

import csv
import errno
import json
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from suar.analytics.linkage.links import Links
from suar.analytics.picture import files, pipeline
from suar.analytics.picture.files import Holder
from suar.analytics.picture.pipeline import Order, make_picture
from suar.analytics.registers import Register
from suar.analytics.registers.schema import IDENTITY_TEXT
from suar.analytics.synthetic import simulate
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.disclosure import Audience

NOW = datetime(2026, 11, 1, tzinfo=UTC)
NAMES = ("police", "foreign_ministry", "women_child", "migrant_agency", "migrant_union")


@pytest.fixture(scope="module")
def simulated(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    out = tmp_path_factory.mktemp("simulated") / "s"
    simulate(out, scale=0.1, seed=3)
    return [next(out.glob(f"{name}.*")) for name in NAMES]


@pytest.fixture
def by_truth(
    monkeypatch: pytest.MonkeyPatch, simulated: list[Path], linked: Callable[..., Links]
) -> None:
    """Link by the truth: linking, and the estimate, have tests of their own."""
    truth = pl.read_csv(simulated[0].parent / "truth.csv", infer_schema=False)
    person = {
        (r, n): int(p) for r, n, p in truth.select("register", "record", "person").iter_rows()
    }

    def link(registers: list[Register], *_: Any) -> Links:
        told = [
            [
                person[register.name, record.partition("#")[0]] if named else None
                for record, named in register.frame.select("record", "names_person").iter_rows()
            ]
            for register in registers
        ]
        links = linked(registers, told)
        records = [register.frame.select("row", "record") for register in registers]
        names = [register.name for register in registers]
        whole = pl.concat(
            frame.with_columns(pl.lit(name).alias("register"))
            for name, frame in zip(names, records, strict=True)
        )
        members = links.members.drop("record").join(whole, on=["register", "row"], how="left")
        return replace(links, members=members.select(links.members.columns))

    monkeypatch.setattr(pipeline, "_link", link)
    monkeypatch.setattr(pipeline, "_estimator", lambda *_: None)


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch, by_truth: None) -> None:
    monkeypatch.setattr(files, "_write_report", lambda *_: None)


def _texts(folder: Path) -> Iterator[tuple[str, str]]:
    for path in folder.rglob("*"):
        if path.suffix in (".xlsx", ".docx"):
            with zipfile.ZipFile(path) as archive:
                for name in archive.namelist():
                    yield f"{path.name}/{name}", archive.read(name).decode("utf-8", "replace")
        elif path.is_file():
            yield path.name, path.read_text("utf-8")


@pytest.mark.usefixtures("by_truth")
def test_nobody_is_named_in_any_file(
    simulated: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[Any] = []
    real = pipeline.read_all
    monkeypatch.setattr(pipeline, "read_all", lambda *a, **k: read.extend(real(*a, **k)) or read)
    out = tmp_path / "out"
    order = Order(
        simulated, out, holder=Holder("N. Analyst", "joint order 7"), audience=Audience.HOLDER
    )
    make_picture(order, now=NOW)
    secrets = set()
    for register in read:
        for field in (*IDENTITY_TEXT, "birth_date"):
            values = register.frame[field].drop_nulls().unique().to_list()
            secrets |= {str(v) for v in values if len(str(v)) >= 7 and not str(v).isalpha()}
            secrets |= {str(v) for v in values if field == "name" and " " in str(v)}
    assert len(secrets) > 1000
    texts = list(_texts(out))
    assert {"picture.html", "picture.json", "bridge.csv"} <= {name for name, _ in texts}
    assert any(name.startswith("nota.docx/") for name, _ in texts)
    dates = {
        p["date"] for r in read for p in [{"date": c.date} for c in r.profile.practice_changes]
    }
    for name, text in texts:
        found = [secret for secret in secrets - dates if secret in text]
        assert found == [], f"{len(found)} in {name}"


@pytest.mark.usefixtures("quick")
def test_the_same_bytes_for_the_same_inputs(simulated: list[Path], tmp_path: Path) -> None:
    documents = []
    for name in ("a", "b"):
        make_picture(Order(simulated[:3], tmp_path / name), now=NOW)
        documents.append((tmp_path / name / "picture.json").read_bytes())
    assert documents[0] == documents[1]
    assert NOW.isoformat() not in documents[0].decode()
    manifest = json.loads((tmp_path / "a/manifest.json").read_text("utf-8"))
    assert manifest["time"] == "2026-11-01T00:00:00+00:00"
    assert manifest["holder"] is None
    assert len(manifest["inputs"]) == 3


@pytest.mark.usefixtures("quick")
def test_the_public_gets_no_records(simulated: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    holder = Holder("N. Analyst", "joint order 7")
    make_picture(Order(simulated[:2], out, audience=Audience.HOLDER, holder=holder), now=NOW)
    assert (out / "persons.csv").exists()
    make_picture(Order(simulated[:2], out, audience=Audience.PUBLIC), now=NOW)
    assert not (out / "persons.csv").exists()
    assert not (out / "pairs.csv").exists()
    assert not (out / "links").exists()
    with pytest.raises(Refusal, match="public"):
        make_picture(Order(simulated[:2], out, audience=Audience.PUBLIC, holder=holder), now=NOW)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize(
    "stop", [OSError(errno.ENOSPC, "No space left on device"), KeyboardInterrupt()]
)
def test_nothing_half_written(
    simulated: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, stop: BaseException
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "bridge.csv").write_text("old\n")

    def fail(*_: Any) -> None:
        raise stop

    monkeypatch.setattr(files, "write_workbook", fail)
    with pytest.raises((Refusal, KeyboardInterrupt)):
        make_picture(Order(simulated[:2], out), now=NOW)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]
    assert [path.name for path in out.iterdir()] == ["bridge.csv"]
    assert (out / "bridge.csv").read_text() == "old\n"


@pytest.mark.usefixtures("quick")
def test_the_tables_and_the_summary_agree(simulated: list[Path], tmp_path: Path) -> None:
    out = tmp_path / "out"
    first = make_picture(Order(simulated, out, audience=Audience.HOLDER), now=NOW)
    with (out / "bridge.csv").open() as stream:
        bridge = list(csv.DictReader(stream))
    whole = first.summary["persons"]["count"]
    for row, told in zip(bridge, first.summary["registers"], strict=True):
        assert row["register"] == told["name"]
        number = {key: int(value) for key, value in row.items() if key != "register" and value}
        assert number["records"] - number["duplicates"] == number["persons"]
        assert number["persons"] == number["only_here"] + number["shared"] == told["persons"]
        rest = number["could_not_hold"] + number["cannot_tell"] + number["missed"]
        assert number["persons"] + rest == whole
    overlaps = pl.read_csv(out / "overlaps.csv", infer_schema=False)
    assert overlaps.columns[-6:] == [*NAMES, "count"]
    assert overlaps["count"].cast(pl.Int64).sum() == whole
    assert set(overlaps["police"]) <= {"0", "1", "", None}
    links = pl.read_csv(out / "links/police.csv", infer_schema=False)
    assert links.columns == ["record", "person", "probability"]
    again = make_picture(Order(simulated, tmp_path / "next", previous=out), now=NOW)
    assert again.document["desks"]["change"]["new"] == 0
    assert again.document["desks"]["change"]["relinked"] == 0


def test_previous_must_be_a_picture(tmp_path: Path) -> None:
    from suar.analytics.picture.previous import _read

    with pytest.raises(Refusal, match=r"picture\.json"):
        _read(tmp_path)
