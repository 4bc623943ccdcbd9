"""`suar review`: asked in a terminal, continued from its file, names shown and never written."""

import json
import subprocess
import sys
from pathlib import Path


def suar(*words: str, at: Path, answers: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "suar", *words],
        cwd=at, input=answers, capture_output=True, text=True, check=False,
    )  # fmt: skip


def registers(folder: Path) -> None:
    people = ["Siti Aminah", "Rahmat Hidayat", "Dewi Lestari", "Wayan Sukarno"]
    for name, year in (("shelter", 1985), ("police", 1986)):
        rows = [f"{name}-{i},{p},{year + i}" for i, p in enumerate(people)]
        (folder / f"{name}.csv").write_text("\n".join(["ID,NAMA,LAHIR", *rows]))
        (folder / f"{name}.profile.yaml").write_text(
            f"register: {name}\nid: ID\ncolumns:\n  NAMA: name\n  LAHIR: birth_date\n"
        )


def test_judging_in_the_terminal(tmp_path: Path) -> None:
    registers(tmp_path)
    asked = ("review", "shelter.csv", "police.csv", "--judgements", "j.csv", "--reviewer", "AB")
    first = suar(*asked, at=tmp_path, answers="s\nd\nq\n")
    assert first.returncode == 0, first.stderr
    assert "Siti Aminah" in first.stdout or "Dewi Lestari" in first.stdout
    text = (tmp_path / "j.csv").read_text()
    assert [line.split(",")[4] for line in text.splitlines()[1:]] == ["same", "different"]
    assert "Aminah" not in text
    assert "Lestari" not in text
    again = suar(*asked, "--json", at=tmp_path)
    assert json.loads(again.stdout)["judged"] == 2
    kappa = suar(*asked, "--json", "--with", "j.csv", at=tmp_path)
    assert json.loads(kappa.stdout)["agreement"]["agreed"] == 2


def test_pairs_to_judge_as_a_file(tmp_path: Path) -> None:
    registers(tmp_path)
    done = suar(
        "review", "shelter.csv", "police.csv", "--judgements", "j.csv", "--list", at=tmp_path
    )
    assert done.returncode == 0, done.stderr
    lines = (tmp_path / "j.csv").read_text().splitlines()
    assert len(lines) > 1
    assert all(line.endswith(",,") for line in lines[1:])
