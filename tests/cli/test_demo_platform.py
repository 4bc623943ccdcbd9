"""The demonstration's front: codes for people without a phone, and no sample in a real place."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from suar.cli.demo_platform import SignIns, code_at


def _demo(*words: str, **given: str) -> "subprocess.CompletedProcess[str]":
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("SUAR_", "DJANGO_"))}
    command = [sys.executable, "-m", "suar", "demo", *words]
    return subprocess.run(
        command, env={**bare, **given}, capture_output=True, text=True, check=False
    )


@pytest.mark.parametrize(
    ("instant", "digits"),
    [(59, "287082"), (1111111109, "081804"), (1234567890, "005924"), (20000000000, "353130")],
)
def test_codes_are_those_of_the_standard(instant: int, digits: str) -> None:
    """RFC 6238, appendix B: the last six of its eight digits."""
    assert code_at("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", instant) == digits


def test_a_code_by_e_mail_is_the_one_of_her_secret(tmp_path: Path) -> None:
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    accounts = [{"email": "analyst@gtr.example.org", "totp_secret": secret}]
    (tmp_path / "sign-ins.json").write_text(json.dumps(accounts))
    told = _demo("--code", "analyst@gtr.example.org", "--data", str(tmp_path))
    assert told.returncode == 0, told.stderr
    now, then = told.stdout.split()[0], told.stdout.split()[-1]
    assert now.isdigit()
    assert len(now) == len(then) == 6
    by_secret = _demo("--code", secret).stdout.split()
    assert {by_secret[0], by_secret[-1]} & {now, then}


@pytest.mark.parametrize("asked", ["nobody@example.org", "not-base-32!"])
def test_a_code_of_nobody_is_refused(tmp_path: Path, asked: str) -> None:
    (tmp_path / "sign-ins.json").write_text("[]")
    told = _demo("--code", asked, "--data", str(tmp_path))
    assert (told.returncode, told.stdout) == (1, "")
    assert "suar demo" in told.stderr


def test_samples_never_get_into_a_real_instance(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    told = _demo("--no-serve", "--data", str(tmp_path))
    assert told.returncode == 1
    assert "no demonstration" in told.stderr
    assert [each.name for each in tmp_path.iterdir()] == ["postgres"]


def test_samples_never_get_into_a_database_of_ones_own(tmp_path: Path) -> None:
    url = "postgresql://suar_app:x@localhost/suar"
    told = _demo("--no-serve", "--data", str(tmp_path / "demo"), SUAR_DATABASE_URL=url)
    assert told.returncode == 1
    assert "brings its own database" in told.stderr
    assert not (tmp_path / "demo").exists()


def test_the_table_and_the_line_name_everybody() -> None:
    accounts = [
        {
            "role": "case_worker",
            "organisation": "Shelter A",
            "email": "case.worker@raa.example.org",
            "password": "contoh",
            "totp_secret": "ABC",
        }
    ]
    sign_ins = SignIns("http://localhost:8123", Path("demo"), accounts)
    assert sign_ins.document() == {
        "url": "http://localhost:8123",
        "data": "demo",
        "accounts": accounts,
    }
    shown = "\n".join(sign_ins.lines())
    for part in ("http://localhost:8123", "Shelter A", "case worker", "ABC", "contoh", "--code"):
        assert part in shown
