"""`suar picture`: flags, exit codes, one JSON document, a headline that people can read."""

import json
from pathlib import Path
from typing import Any

import pytest
import typer
from typer.testing import CliRunner

from suar.analytics.picture import files, pipeline
from suar.cli.picture import headline, picture
from suar.knowledge.refusal import Refusal

app = typer.Typer(pretty_exceptions_enable=False)
app.command()(picture)
TOTALS = "year,unit,sex,age,purpose,count\n2021,case,,,,40\n2022,case,,,,30\n"


@pytest.fixture(autouse=True)
def _no_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_write_report", lambda *_: None)
    monkeypatch.setattr(pipeline, "_estimator", lambda *_: None)


def test_totals_alone_give_one_json_document(tmp_path: Path) -> None:
    (tmp_path / "ngo.csv").write_text(TOTALS)
    asked = [str(tmp_path / "ngo.csv"), "--out", str(tmp_path / "out"), "--json"]
    result = CliRunner().invoke(app, asked)
    assert result.exit_code == 0, result.output
    told = json.loads(result.stdout)
    assert told["persons"] is None
    assert told["records"] == 2
    keys = {"records", "rejected", "persons", "registers", "estimate", "quality", "out"}
    assert set(told) == keys
    assert (tmp_path / "out/timeline.csv").read_text().splitlines()[1] == "2021,ngo,case,40"


def test_a_missing_register_is_refused(tmp_path: Path) -> None:
    result = CliRunner().invoke(app, [str(tmp_path / "no.csv"), "--out", str(tmp_path / "out")])
    assert isinstance(result.exception, Refusal)
    assert "does not exist" in str(result.exception)
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    "flags",
    [["--map"], ["--map", "--holder", "A"], ["--holder", "A"], ["--threshold", "2"]],
)  # fmt: skip
def test_wrong_use_is_exit_two(tmp_path: Path, flags: list[str]) -> None:
    (tmp_path / "ngo.csv").write_text(TOTALS)
    asked = [str(tmp_path / "ngo.csv"), "--out", str(tmp_path / "out"), *flags]
    assert CliRunner().invoke(app, asked).exit_code == 2


def test_the_headline_in_both_languages() -> None:
    document: Any = {
        "language": "id",
        "invented": True,
        "title": "Berapa orang?",
        "units": {"persons": {"count": 5639, "low": 5500, "high": 5790}},
    }
    estimate = {"kind": "range", "low": 10900.4, "high": 20600.0}
    told: Any = {"records": 7437, "out": "out", "estimate": estimate}
    lines = headline(document, told)
    assert lines[2] == "5.639 orang, dihitung sekali (5.500 sampai 5.790)."
    assert "10.900 sampai 20.600" in lines[3]
    refused = {**told, "estimate": {"kind": "refused", "reasons": ["few-lists"]}}
    assert "few-lists" in headline(document | {"language": "en"}, refused)[3]
