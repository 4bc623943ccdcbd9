"""Results appear whole or not at all."""

import errno
from pathlib import Path

import pytest

from suar.analytics.writing import whole_file, whole_folder, write_csv
from suar.knowledge.refusal import Refusal


def test_a_stopped_block_leaves_the_old_folder_and_nothing_beside_it(tmp_path: Path) -> None:
    out = tmp_path / "out"
    with whole_folder(out) as aside:
        (aside / "a.txt").write_text("first")
    with pytest.raises(KeyboardInterrupt), whole_folder(out) as aside:
        (aside / "a.txt").write_text("second")
        raise KeyboardInterrupt
    assert (out / "a.txt").read_text() == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_a_full_disk_is_a_refusal_that_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="no space left") as caught, whole_folder(tmp_path / "out"):
        raise OSError(errno.ENOSPC, "No space left on device")
    assert "Make room" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_files_of_others_in_the_folder_are_kept(tmp_path: Path) -> None:
    out = tmp_path / "out"
    out.mkdir()
    (out / "mine.txt").write_text("mine")
    with whole_folder(out) as aside:
        (aside / "a.txt").write_text("a")
    assert sorted(path.name for path in out.iterdir()) == ["a.txt", "mine.txt"]


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "out").write_text("a file")
    with pytest.raises(Refusal, match="not a folder"), whole_folder(tmp_path / "out"):
        pass


def test_a_file_appears_whole_or_not_at_all(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="stop"), whole_file(tmp_path / "a.csv") as aside:
        aside.write_text("half")
        raise ValueError("stop")
    assert list(tmp_path.iterdir()) == []
    with whole_file(tmp_path / "a.csv") as aside:
        aside.write_text("whole")
    assert (tmp_path / "a.csv").read_text() == "whole"


def test_formulas_are_neutralised_but_not_in_record_numbers(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    write_csv(path, ["record", "note"], [["=1", "=cmd|x"], ["-7", None]], verbatim=["record"])
    assert path.read_text() == "record,note\n=1,'=cmd|x\n-7,\n"
