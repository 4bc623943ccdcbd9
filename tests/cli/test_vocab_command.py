"""`suar vocab` prints what people map their columns to."""

import json

import pytest
import typer
from typer.testing import CliRunner

from suar.cli.vocab import vocab
from suar.knowledge.refusal import Refusal
from suar.knowledge.vocab import code_list, names

APP = typer.Typer(rich_markup_mode=None, pretty_exceptions_enable=False)
APP.command()(vocab)


def run(*words: str) -> str:
    done = CliRunner().invoke(APP, list(words), catch_exceptions=False)
    assert done.exit_code == 0, done.output
    return done.stdout


def test_without_a_list_it_names_them_all_with_their_sizes() -> None:
    lines = run().splitlines()
    assert [line.split()[0] for line in lines] == list(names())
    assert [int(line.split()[1]) for line in lines] == [len(code_list(name)) for name in names()]


def test_a_list_in_indonesian() -> None:
    printed = run("purpose", "--language", "id")
    assert printed.startswith("Tujuan eksploitasi.")
    assert "  online_scam" in printed
    assert "Dipaksa melakukan penipuan daring" in printed


def test_json_is_one_document_with_both_languages_and_the_crosswalk() -> None:
    document = json.loads(run("control", "--json"))
    assert document["multi"] is True
    threats = next(code for code in document["codes"] if code["code"] == "threats")
    assert threats["label"] == {"en": "Threats", "id": "Ancaman"}
    assert threats["crosswalk"]["htcds"] == ["PhysicalThreats"]
    assert threats["crosswalk"]["ic_tip"] == []
    assert threats["broader"] == {"ctdc_2024": ["meansThreats"]}
    assert {each["name"] for each in json.loads(run("--json"))["lists"]} == set(names())


def test_an_unknown_list_is_refused_and_a_wrong_language_is_wrong_use() -> None:
    with pytest.raises(Refusal, match="o code list is called"):
        CliRunner().invoke(APP, ["colour"], catch_exceptions=False)
    assert CliRunner().invoke(APP, ["--language", "fr"]).exit_code == 2
