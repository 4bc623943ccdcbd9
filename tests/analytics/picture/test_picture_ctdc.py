"""Real input: two public CTDC files, counted alone and never linked; totals checked by hand."""

import csv
import gzip
import json
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path

import pytest

from shared import shared
from suar.analytics.picture import files
from suar.analytics.picture.pipeline import Order, make_picture

NOW = datetime(2026, 11, 1, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_write_report", lambda *_: None)


def test_the_k_anonymised_extract(tmp_path: Path) -> None:
    path = shared("data/ctdc/ctdc_kanon_20200414_extract.csv.gz")
    outcome = make_picture(Order([path], tmp_path / "out"), now=NOW)
    with gzip.open(path, "rt", encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert outcome.summary["records"] == len(rows) == 48_773
    assert outcome.summary["persons"] is None
    document = json.loads((tmp_path / "out/picture.json").read_text("utf-8"))
    assert document["basis"] == "records"
    assert "persons" not in document["units"]
    tables = {table["field"]: table for table in document["breakdowns"]}
    origin = {share["code"]: share["count"] for share in tables["origin"]["shares"]}
    assert origin["IDN"] == 1_971 == sum(row["citizenship"] == "ID" for row in rows)
    purpose = {share["code"]: share["count"] for share in tables["purpose"]["shares"]}
    assert purpose["sexual"] == sum(row["isSexualExploit"] == "1" for row in rows)
    assert purpose["forced_labour"] == sum(row["isForcedLabour"] == "1" for row in rows)
    sex = {share["code"]: share["count"] for share in tables["sex"]["shares"]}
    assert sex["female"] == sum(row["gender"] == "Female" for row in rows)
    years = {point["period"]: point["count"] for point in document["timeline"]["years"]}
    assert years == Counter(
        r["yearOfRegistration"] for r in rows if r["yearOfRegistration"] != "-99"
    )
    assert any("never linked" in doubt["en"] for doubt in document["doubts"])
    assert not (tmp_path / "out/links").exists()


def test_the_victim_perpetrator_file(tmp_path: Path) -> None:
    path = shared("data/ctdc/CTDC_VPsynthetic_condensed.csv")
    outcome = make_picture(Order([path], tmp_path / "out"), now=NOW)
    assert outcome.summary["records"] == 21_195
    assert outcome.summary["persons"] is None
    assert outcome.document["units"]["cases"]["count"] == 21_195


def test_two_such_files_are_never_added(tmp_path: Path) -> None:
    first = shared("data/ctdc/ctdc_kanon_20200414_extract.csv.gz")
    second = shared("data/ctdc/CTDC_VPsynthetic_condensed.csv")
    outcome = make_picture(Order([first, second], tmp_path / "out"), now=NOW)
    assert outcome.document["breakdowns"] == []
    assert [part["records"] for part in outcome.document["alone"]] == [48_773, 21_195]
