"""The command as a user meets it: sentences and exit codes, never a traceback."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

SUAR = [sys.executable, "-m", "suar"]


def _run(*words: str) -> "subprocess.CompletedProcess[str]":
    # what platform tests put into this process's surroundings is nothing of a user's
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("SUAR_", "DJANGO_"))}
    return subprocess.run([*SUAR, *words], env=bare, capture_output=True, text=True, check=False)


def test_the_version() -> None:
    done = _run("--version")
    assert (done.returncode, done.stdout.startswith("suar ")) == (0, True)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("no-such-command",), 2),
        (("picture",), 2),
        (("register", "check", "nowhere.csv"), 1),
        (("picture", "nowhere.csv", "--out", "out"), 1),
        (("estimate", "nowhere.csv"), 1),
        (("audit", "verify", "--data", "nowhere"), 1),
    ],
)
def test_wrong_use_and_refused_input_have_their_codes(words: tuple[str, ...], code: int) -> None:
    done = _run(*words)
    assert done.returncode == code
    assert "Traceback" not in done.stderr
    assert done.stderr.strip()
    assert done.stdout == ""


def test_a_taken_port_is_said_before_the_work(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = _run("demo", "--port", port, "--data", str(tmp_path / "demo"))
    assert done.returncode == 1
    assert f"port {port} is taken" in done.stderr.lower()
    assert not (tmp_path / "demo").exists()
