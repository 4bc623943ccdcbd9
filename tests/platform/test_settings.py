"""Settings: every one is written down, production wants its secrets, the deploy check is clean."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAME = re.compile(r"\bSUAR_[A-Z][A-Z_]*[A-Z]\b")
PRODUCTION = {
    "SUAR_MODE": "production",
    "SUAR_SECRET_KEY": "Rekaan-7391-kunci-rahasia-untuk-uji-coba-saja-4826-panjang-sekali",
    "SUAR_MASTER_KEY": "Rekaan-8264-kunci-induk-untuk-uji-coba-saja-1937-panjang-sekali",
    "SUAR_DATABASE_URL": "postgresql://app:x@localhost:5432/suar",
    "SUAR_BASE_URL": "https://suar.example.go.id",
    "SUAR_OIDC_ISSUER": "https://sso.example.go.id",
    "SUAR_OIDC_CLIENT_ID": "suar",
    "SUAR_OIDC_CLIENT_SECRET": "rekaan",
}


def _run(code: str, given: dict[str, str], *more: str) -> "subprocess.CompletedProcess[str]":
    bare = {k: os.environ[k] for k in ("PATH", "HOME", "LANG") if k in os.environ}
    return subprocess.run(
        [sys.executable, "-c", code, *more],
        env={**bare, **given, "DJANGO_SETTINGS_MODULE": "suar.config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_example_names_every_setting_and_no_other() -> None:
    code = "import json, suar.config.settings as s; print(json.dumps(sorted(s.env.asked)))"
    asked = set(json.loads(_run(code, PRODUCTION).stdout))
    elsewhere = {
        name for path in (ROOT / "src").rglob("*.py") for name in NAME.findall(path.read_text())
    }
    example = (ROOT / ".env.example").read_text()
    named = re.findall(r"^(SUAR_[A-Z_]+)=", example, re.M)
    assert len(named) == len(set(named))
    assert asked <= set(named)
    assert set(named) == asked | elsewhere


def test_the_example_gives_the_defaults_that_hold() -> None:
    pairs = re.findall(r"^(SUAR_[A-Z_]+)=(.+)$", (ROOT / ".env.example").read_text(), re.M)
    shown = (
        "{'SUAR_MODE': s.MODE, 'SUAR_ZONE': s.TIME_ZONE, 'SUAR_LANGUAGE': s.LANGUAGE_CODE,"
        " 'SUAR_BASE_URL': s.BASE_URL, 'SUAR_IDLE_MINUTES': str(s.IDLE_LOCK_MINUTES),"
        " 'SUAR_MAIL_PORT': str(s.EMAIL_PORT), 'SUAR_MAIL_FROM': s.DEFAULT_FROM_EMAIL,"
        " 'SUAR_POOL': str(s.DATABASES['default']['OPTIONS']['pool']['max_size'])}"
    )
    code = f"import json, suar.config.settings as s; print(json.dumps({shown}))"
    given = {k: v for k, v in PRODUCTION.items() if "KEY" in k or "DATABASE" in k}
    hold = json.loads(_run(code, given).stdout)
    assert hold == {name: value for name, value in pairs if name in hold}
    assert len(hold) == 8


@pytest.mark.parametrize("missing", ["SUAR_SECRET_KEY", "SUAR_MASTER_KEY", "SUAR_DATABASE_URL"])
def test_production_refuses_to_start_without_its_secrets(missing: str) -> None:
    given = {name: value for name, value in PRODUCTION.items() if name != missing}
    done = _run("import suar.config.settings", given)
    assert done.returncode != 0
    assert f"{missing} is missing" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("SUAR_SECRET_KEY", "short", "32 characters"),
        ("SUAR_MASTER_KEY", "short", "32 characters"),
        ("SUAR_BASE_URL", "http://suar.example.go.id", "https://"),
        ("SUAR_MODE", "debug", "production, demo or test"),
        ("SUAR_DATABASE_URL", "mysql://a@b/c", "postgresql://"),
        ("SUAR_IDLE_MINUTES", "soon", "whole number"),
        ("SUAR_BEHIND_PROXY", "maybe", "yes or no"),
        ("SUAR_LOOKUP_KEY", "short", "32 characters"),
        ("SUAR_LANGUAGE", "fr", "id or en"),
        ("SUAR_ZONE", "Jakarta", "a zone such as"),
        ("SUAR_MAIL_USER_FILE", "no/such/file", "SUAR_MAIL_USER_FILE names it"),
    ],
)
def test_a_wrong_setting_is_named(name: str, value: str, says: str) -> None:
    done = _run("import suar.config.settings", {**PRODUCTION, name: value})
    assert done.returncode != 0
    assert says in done.stderr.splitlines()[-1]


def test_a_secret_may_come_from_a_file(tmp_path: Path) -> None:
    (tmp_path / "key").write_text("x" * 40 + "\n")
    given = {**PRODUCTION, "SUAR_SECRET_KEY_FILE": str(tmp_path / "key")}
    del given["SUAR_SECRET_KEY"]
    done = _run("import suar.config.settings as s; print(len(s.SECRET_KEY))", given)
    assert done.stdout.strip() == "40", done.stderr


def test_a_setting_left_empty_is_not_given() -> None:
    """Else a copied example would sign with an empty key, and answer under no name at all."""
    named = re.findall(r"^(SUAR_[A-Z_]+)=", (ROOT / ".env.example").read_text(), re.M)
    code = (
        "import suar.config.settings as s;"
        "print(s.LOOKUP_KEY == s.MASTER_KEY, s.ALLOWED_HOSTS, s.MODE, s.TIME_ZONE,"
        " s.IDLE_LOCK_MINUTES)"
    )
    done = _run(code, {**dict.fromkeys(named, ""), **PRODUCTION})
    assert done.stdout.strip() == "True ['suar.example.go.id'] production Asia/Jakarta 15", (
        done.stderr
    )


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"SUAR_MASTER_KEY": ""}, "SUAR_MASTER_KEY is missing. Set it"),
        ({}, "The database does not answer ("),
    ],
)
def test_an_operators_command_refuses_in_one_sentence(changed: dict[str, str], says: str) -> None:
    code = "from suar.cli import main; import sys; sys.argv = ['suar', *sys.argv[1:]]; main()"
    there = {"SUAR_DATABASE_URL": "postgresql://app:x@127.0.0.1:1/suar", "SUAR_POOL": "0"}
    done = _run(code, {**PRODUCTION, **there, **changed}, "manage", "clearsessions")
    assert done.returncode == 1
    assert done.stderr.startswith(says)
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("base", ["https://suar.example.go.id", "http://localhost:8000"])
def test_the_deploy_check_is_clean(base: str) -> None:
    code = (
        "from suar.cli import main; import sys;"
        "sys.argv = ['suar', 'manage', 'check', '--deploy', '--fail-level', 'INFO']; main()"
    )
    done = _run(code, {**PRODUCTION, "SUAR_BASE_URL": base})
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


def test_pages_start_without_frames() -> None:
    """Every address is loaded without the libraries that only long jobs and commands need."""
    code = (
        "import sys, django\ndjango.setup()\n"
        "from django.urls import get_resolver\nget_resolver().url_patterns\n"
        "print([m for m in ('polars','numpy','scipy','duckdb','splink','altair','openpyxl','docx')"
        " if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
