"""`suar keys rotate` refuses before it touches a key."""

import os
import subprocess
import sys
from pathlib import Path

import pytest


def _rotate(data: Path, **given: str) -> "subprocess.CompletedProcess[str]":
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("SUAR_", "DJANGO_"))}
    command = [sys.executable, "-m", "suar", "keys", "rotate", "--data", str(data)]
    return subprocess.run(
        command, env={**bare, **given}, capture_output=True, text=True, check=False
    )


def test_a_folder_without_an_instance_stays_as_it_is(tmp_path: Path) -> None:
    told = _rotate(tmp_path / "none")
    assert (told.returncode, told.stdout) == (1, "")
    assert "holds no instance" in told.stderr
    assert not (tmp_path / "none").exists()


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({}, "SUAR_FORMER_MASTER_KEY"),
        ({"SUAR_FORMER_MASTER_KEY": "y" * 40}, "SUAR_LOOKUP_KEY"),
    ],
)
def test_keys_from_outside_want_the_former_one_too(
    tmp_path: Path, given: dict[str, str], missing: str
) -> None:
    told = _rotate(tmp_path, SUAR_MASTER_KEY="x" * 40, **given)
    assert told.returncode == 1
    assert f"{missing} is missing" in told.stderr
    assert "suar serve" in told.stderr
