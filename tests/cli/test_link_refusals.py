"""What cannot be linked is refused with a sentence: file, row or column, what to do; exit 1.

Whatever is wrong, nothing is left behind: no folder, no half of one, no file beside it.
"""

import subprocess
import sys
from pathlib import Path

import pytest

PROFILE = "register: {0}\nid: NO\ncolumns: {{NAMA: name, LAHIR: birth_date, NIK: nik}}\n"
HEADER = "NO,NAMA,LAHIR,NIK\n"
PERSON = "Rahmawati Sinaga,1990-07-05,1271014507900001\n"
JUDGED = "left_register,left_record,right_register,right_record,judgement,reviewer\n"


def suar(*words: object, at: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "suar", *map(str, words)],
        cwd=at, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    here = tmp_path_factory.mktemp("refused")
    for name in ("police", "union", "bare"):
        (here / f"{name}.csv").write_text(f"{HEADER}{name[0]}1,{PERSON}")
        (here / f"{name}.profile.yaml").write_text(PROFILE.format(name))
    (here / "bare.csv").write_text(HEADER)
    (here / "other.yaml").write_text("register: police\ncolumns: {HULL: name}\n")
    (here / "truth.csv").write_text(
        "register,record,person\npolice,p1,a\npolice,p9,a\nunion,u1,a\n"
    )
    (here / "judged.csv").write_text(f"{JUDGED}navy,1,coast,2,same,x\n")
    (here / "taken").mkdir()
    (here / "taken" / "something").write_text("mine")
    for secret in ("ours", "theirs"):
        suar("key", "secret", "--out", secret, at=here)
    for out, register, *more in (
        ("p.keys", "police", "ours"),
        ("u.keys", "union", "theirs"),
        ("n.keys", "union", "ours", "--kind", "person_named"),
    ):
        made = suar(
            "key", f"{register}.csv", "--secret-file", more[0], "--out", out, *more[1:], at=here
        )
        assert made.returncode == 0, made.stderr
    whole = (here / "p.keys").read_bytes()
    (here / "cut.keys").write_bytes(whole[: len(whole) - 40])
    return here


BOTH = ("police.csv", "union.csv")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (("p.keys", "u.keys"), ("u.keys", "secret")),
        (("p.keys", "n.keys"), ("n.keys", "persons")),
        (("p.keys", "union.csv"), ("union.csv", "suar key")),
        (("cut.keys", "n.keys"), ("cut.keys",)),
        (("police.csv", "bare.csv"), ("bare.csv", "row")),
        ((*BOTH, "--truth", "truth.csv"), ("truth.csv", "row 2", "column record", "police")),
        ((*BOTH, "--profile", "police=other.yaml"), ("police.csv", "HULL")),
        ((*BOTH, "--profile", "navy=other.yaml"), ("navy",)),
        ((*BOTH, "--clerical", "judged.csv"), ("judged.csv", "other files", "suar review")),
        ((*BOTH, "--out", "judged.csv"), ("judged.csv", "not a folder", "--out")),
        ((*BOTH, "--out", "judged.csv/here"), ("judged.csv", "no folder", "--out")),
        (
            (*BOTH, "--keep", "taken", "--holder", "H", "--ground", "G"),
            ("taken", "exists already", "name another"),
        ),
        (
            (*BOTH, "--keep", "new", "--after", "taken", "--holder", "H", "--ground", "G"),
            ("taken", "no index", "suar link"),
        ),
    ],
)  # fmt: skip
def test_a_sentence_and_nothing_left(
    folder: Path, asked: tuple[str, ...], said: tuple[str, ...]
) -> None:
    before = sorted(p.relative_to(folder) for p in folder.rglob("*"))
    out = () if "--out" in asked else ("--out", "links")
    done = suar("link", *asked, *out, at=folder)
    assert done.returncode == 1, done.stdout + done.stderr
    last = done.stderr.strip().splitlines()[-1]
    assert "Traceback" not in done.stderr
    for word in said:
        assert word in last
    for secret in ("Rahmawati", "1271014507900001", "navy,1"):
        assert secret not in done.stderr
    assert sorted(p.relative_to(folder) for p in folder.rglob("*")) == before


def test_rows_left_out_and_numbers_repeated_are_told(folder: Path) -> None:
    torn = f"{HEADER}x1,{PERSON}x1,{PERSON}x2,one,two,three,four,five\n"
    (folder / "torn.csv").write_text(torn)
    (folder / "torn.profile.yaml").write_text(PROFILE.format("torn"))
    done = suar("link", "torn.csv", "union.csv", "--out", "told", at=folder)
    assert done.returncode == 0, done.stderr
    assert "torn.csv, row 3: 1 rows could not be read" in done.stderr
    assert "torn.csv, row 2, column NO: stands in an earlier row too" in done.stderr


def test_judgements_that_cannot_be_kept(folder: Path) -> None:
    done = suar("review", *BOTH, "--judgements", "judged.csv/j.csv", "--list", at=folder)
    assert done.returncode == 1, done.stderr
    assert "cannot be written" in done.stderr
    assert "Traceback" not in done.stderr
