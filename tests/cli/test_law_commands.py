"""`suar law` through its public face: exit codes, one JSON document, text in two languages."""

import json
import stat
import subprocess
import sys
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from suar.cli.law import law_app
from suar.knowledge.refusal import Refusal

FACTS = """\
acts: [recruit, take_out_of_indonesia]
means: {fraud: yes}
purposes: [forced_labour_or_services]
act_date: 2026-03-01
victim: {age: 24, citizenship: ID}
movement: out_of_indonesia
exploitation_place: abroad
other: {victim_is_suspect: yes}
"""


@pytest.fixture
def facts(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text(FACTS, encoding="utf-8")
    return str(path)


def run(*arguments, stdin=None):
    app = typer.Typer()
    app.add_typer(law_app, name="law")
    app.callback()(lambda: None)
    return CliRunner().invoke(app, ["law", *arguments], input=stdin)


def test_charge_prints_one_json_document_with_the_keys_of_the_contract(facts):
    result = run("charge", facts, "--charged", "ID-KUHP-455-1", "--json")
    assert result.exit_code == 0
    document = json.loads(result.stdout)
    assert document["regime"] == "from_2026_01_02"
    assert len(document["offences"]) == 58
    one = next(one for one in document["offences"] if one["id"] == "ID-U21-4")
    assert one["status"] == "fits"
    assert {"name", "state", "because"} <= set(one["elements"][0])
    penalty = {"min_months", "max_months", "fine_max_idr", "mode", "life", "aggravations"}
    assert penalty | {"confidence"} <= set(one["penalty"])
    assert one["penalty_other"]["min_months"] == 36
    assert [one["id"] for one in document["warnings"]] == ["W09", "W03", "W05", "W07"]
    assert all({"id", "text"} <= set(one) for one in document["warnings"])
    assert isinstance(document["ask"], list)


@pytest.mark.parametrize(
    ("language", "says"), [("en", "all elements alleged"), ("id", "semua unsur didalilkan")]
)
def test_charge_in_words_puts_non_punishment_first(facts, language, says):
    result = run("charge", facts, "--language", language)
    assert result.exit_code == 0
    assert says in result.stdout
    assert result.stdout.index("W09") < result.stdout.index("W03")
    assert result.stdout.index("W03") < result.stdout.index("ID-U21-4")


def test_a_refusal_names_file_and_line_and_not_the_word(tmp_path):
    path = tmp_path / "facts.yaml"
    path.write_text("acts: [recruit]\nwho: Wati Rekaan\n", encoding="utf-8")
    result = run("charge", str(path))
    assert isinstance(result.exception, Refusal)
    assert "facts.yaml, line 2" in str(result.exception)
    assert "Wati" not in str(result.exception)


def test_the_other_commands_answer_in_json_and_in_words(facts):
    for arguments in (
        ["matrix", "--states", "ID,KH", "--topic", "protection"],
        ["harmonise", "ID", "MYS", "--facts", facts],
        ["matrix", "--gaps", "--states", "KH"],
        ["restitution", facts],
        ["duties"],
        ["show", "ID-KUHP-455-1"],
        ["show"],
        ["facts", "--words"],
    ):
        words = run(*arguments)
        assert words.exit_code == 0, words.output
        assert words.stdout.strip()
        document = run(*arguments, "--json")
        assert document.exit_code == 0, document.output
        json.loads(document.stdout)


def test_my_rights_in_text_and_as_a_page():
    assert "Hak saya" in run("show", "my-rights").stdout
    page = run("show", "my-rights", "--language", "id", "--html").stdout
    assert page.startswith("<!doctype html>")


def test_facts_are_asked_kept_for_their_owner_and_can_be_charged(tmp_path):
    out = tmp_path / "answers.yaml"
    result = run("facts", "--interactive", "--out", str(out), stdin="1,8\n?\n2026-03-01\nq\n")
    assert result.exit_code == 0
    assert stat.S_IMODE(out.stat().st_mode) == 0o600
    document = json.loads(run("charge", str(out), "--json").stdout)
    found = next(one for one in document["offences"] if one["id"] == "ID-U21-4")
    assert found["status"] == "possible"
    again = run("facts", "--interactive", "--out", str(out), stdin="q\n")
    assert again.exit_code == 0


def test_the_facts_files_can_be_checked(tmp_path):
    from suar.knowledge.law import lawbook

    folder = Path(lawbook.__file__).parent / "facts"
    assert run("facts", "--check", str(folder)).exit_code == 0
    result = run("facts", "--check", str(tmp_path))
    assert isinstance(result.exception, Refusal)


def test_wrong_use_is_two(facts):
    assert run("charge").exit_code == 2
    assert run("facts").exit_code == 2
    assert run("charge", facts, "--language", "fr").exit_code == 2


def test_a_picture_that_is_none_is_refused(facts, tmp_path):
    path = tmp_path / "picture.json"
    path.write_text("[]", encoding="utf-8")
    result = run("harmonise", "ID", "KH", "--picture", str(path))
    assert isinstance(result.exception, Refusal)


def test_gaps_are_ordered_by_the_victims_of_a_picture(tmp_path):
    path = tmp_path / "picture.json"
    shown = [{"origin": "IDN", "destination": "KHM", "count": 70}]
    path.write_text(json.dumps({"registers": [], "corridors": {"shown": shown}}), encoding="utf-8")
    result = run("matrix", "--picture", str(path), "--json")
    found = json.loads(result.stdout)["gaps"]
    assert {one["state"] for one in found[:10]} == {"ID", "KH"}
    assert found[0]["victims"] == 70
    assert found[-1]["victims"] is None
    assert "70" in run("matrix", "--picture", str(path)).stdout


def test_help_costs_no_reading_of_law():
    code = (
        "import sys; import suar.cli.law; "
        "assert not [m for m in sys.modules if m.startswith(('suar.knowledge.law', 'yaml'))]"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
