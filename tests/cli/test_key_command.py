"""`suar key` from end to end: secret, keys, links and a picture without a name."""

import json
import subprocess
import sys
from pathlib import Path

import pytest


def suar(*words: str, at: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "suar", *words], cwd=at, capture_output=True, text=True, check=False
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    people = [("Siti Aminah", "P"), ("Rahmat Hidayat", "L"), ("Dewi Lestari", "P")]
    for name in ("shelter", "police"):
        rows = [
            f"{name}-{i},{person},19{80 + i}-05-1{i},{sex},,2021"
            for i, (person, sex) in enumerate(people)
        ]
        (tmp_path / f"{name}.csv").write_text("\n".join(["ID,NAMA,LAHIR,JK,NIK,TAHUN", *rows]))
        (tmp_path / f"{name}.profile.yaml").write_text(
            f"register: {name}\nid: ID\ncolumns:\n  NAMA: name\n  LAHIR: birth_date\n"
            "  JK: {field: sex, values: {L: male, P: female}}\n  NIK: nik\n  TAHUN: year\n"
        )
    assert suar("key", "secret", "--out", "secret", at=tmp_path).returncode == 0
    return tmp_path


def test_keys_link_and_make_a_picture(folder: Path) -> None:
    for name in ("shelter", "police"):
        made = suar(
            "key", f"{name}.csv", "--secret-file", "secret", "--out", f"{name}.keys", "--json",
            at=folder,
        )  # fmt: skip
        assert made.returncode == 0, made.stderr
        assert json.loads(made.stdout)["keyed"] == 3
    linked = suar(
        "link", "shelter.keys", "police.keys", "--keys", "--out", "l", "--json", at=folder
    )
    assert linked.returncode == 0, linked.stderr
    document = json.loads(linked.stdout)
    assert document["private"] is True
    assert document["records"] == 6
    head, *lines = (folder / "l" / "links" / "shelter.csv").read_text().splitlines()
    assert head == "record,person,probability"
    assert {line.split(",")[0] for line in lines} == {"shelter-0", "shelter-1", "shelter-2"}
    picture = suar(
        "picture", "shelter.keys", "police.keys", "--out", "p", "--audience", "holder", "--json",
        at=folder,
    )  # fmt: skip
    assert picture.returncode == 0, picture.stderr
    assert json.loads(picture.stdout)["records"] == 6
    everything = b"".join(p.read_bytes() for p in (folder / "p").rglob("*") if p.is_file())
    assert b"Aminah" not in everything
    assert b"aminah" not in everything


def test_a_blinded_key_file_holds_no_record_number(folder: Path) -> None:
    done = suar(
        "key", "shelter.csv", "--secret-file", "secret", "--out", "s.keys", "--blind", "map.csv",
        at=folder,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "shelter-1" not in (folder / "s.keys").read_text()
    assert "shelter-1" in (folder / "map.csv").read_text()


def test_refusals_are_one_sentence_without_a_trace(folder: Path) -> None:
    asked = (
        ("key", "shelter.csv", "--secret-file", "absent", "--out", "k"),
        ("key", "shelter.csv", "--secret-file", "secret", "--out", "k", "--facts", "name"),
        ("key", "secret", "--out", "secret"),
        ("key", "secret", "--join", "secret", "--out", "again"),
    )
    for words in asked:
        done = suar(*words, at=folder)
        assert done.returncode == 1
        assert "Traceback" not in done.stderr
        assert "Aminah" not in done.stderr


def test_names_beside_keys_are_refused(folder: Path) -> None:
    suar("key", "shelter.csv", "--secret-file", "secret", "--out", "shelter.keys", at=folder)
    for verb in ("link", "picture"):
        done = suar(verb, "shelter.keys", "police.csv", "--out", "o", at=folder)
        assert done.returncode == 1
        assert "names beside key files" in done.stderr
