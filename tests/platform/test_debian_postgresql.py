"""A real server: Debian's PostgreSQL 15, made ready as the how-to says, through every wall once."""

import os
import pwd
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

BINARIES = Path("/usr/lib/postgresql/15/bin")
HOW_TO = Path(__file__).resolve().parents[2] / "docs" / "how-to" / "run-on-a-real-server.md"

#: What a fresh instance on this server must do: run in a process of its own, with its settings.
JOURNEY = """
import django
django.setup()
from django.db import connection
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Team, Organisation
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.base.vault.envelope import Place
from suar.base.vault.services import open_text, seal_text
from django.utils import timezone
ours, others = (Actor(organisation=uuid7(), person=uuid7(), role="analyst") for _ in range(2))
for actor, prefix in ((ours, "AA"), (others, "BB")):
    with acting(actor):
        Organisation.objects.create(
            id=actor.organisation, kind="ngo", level="national", prefix=prefix,
            created_at=timezone.now())
        Team.objects.create(organisation_id=actor.organisation, name="x")
        record(action="test.write", by=actor)
place = Place(ours.organisation, "victim", uuid7(), uuid7(), "identity", "name")
with acting(ours):
    sealed = seal_text("Rekaan", place=place)
    assert open_text(sealed, place=place) == "Rekaan"
    assert Team.objects.count() == 1
with acting(Actor()), connection.cursor() as cursor:
    cursor.execute("SELECT (SELECT count(*) FROM accounts_team), version()")
    count, version = cursor.fetchone()
print(count, version.split()[1].split(".")[0])
"""


def _environment(url: dict[str, str], data: Path) -> dict[str, str]:
    bare = {k: v for k, v in os.environ.items() if not k.startswith(("SUAR_", "DJANGO_"))}
    return {
        **bare,
        "DJANGO_SETTINGS_MODULE": "suar.config.settings",
        "SUAR_DATA": str(data),
        "SUAR_KIT": str(data / "kit"),
        "SUAR_SECRET_KEY": "only-for-tests-" * 4,
        "SUAR_MASTER_KEY": "only-for-tests-" * 4,
        "SUAR_DATABASE_URL": url["suar_app"],
        "SUAR_OWNER_DATABASE_URL": url["suar_owner"],
        "SUAR_BACKUP_DATABASE_URL": url["suar_backup"],
    }


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    """Run PostgreSQL 15 as its ordinary user, with the how-to's SQL; give the addresses."""
    if not (BINARIES / "postgres").exists():
        pytest.skip("Debian's PostgreSQL 15 is not at /usr/lib/postgresql/15/bin")
    user = {}
    if os.geteuid() == 0:
        try:
            entry = pwd.getpwnam("postgres")
        except KeyError:
            entry = pwd.getpwnam("nobody")
        user = {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    with tempfile.TemporaryDirectory(prefix="suar-pg15-", ignore_cleanup_errors=True) as made:
        folder = Path(made)
        folder.chmod(0o711)
        (home := folder / "home").mkdir(mode=0o700)
        if user:
            shutil.chown(home, user["user"], user["group"])
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        data = home / "data"
        init = [str(BINARIES / "initdb"), "-D", str(data), "-U", "root15", "-A", "trust"]
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": "/"}
        subprocess.run([*init, "--locale=C.UTF-8", "--no-sync"], check=True, **quiet, **user)
        start = [str(BINARIES / "postgres"), "-D", str(data), "-p", str(port), "-k", str(home)]
        process = subprocess.Popen([*start, "-h", "127.0.0.1", "-F"], **quiet, **user)
        try:
            _make_ready(port)
            yield {
                role: f"postgresql://{role}:change-me@127.0.0.1:{port}/suar"
                for role in ("suar_owner", "suar_app", "suar_backup")
            }
        finally:
            process.terminate()
            process.wait(20)


def _make_ready(port: int) -> None:
    where = f"postgresql://root15@127.0.0.1:{port}"
    for attempt in range(100):
        try:
            psycopg.connect(f"{where}/postgres").close()
            break
        except psycopg.OperationalError:
            if attempt == 99:
                raise
            import time

            time.sleep(0.1)
    first, second = re.findall(r"```sql\n(.*?)```", HOW_TO.read_text(), re.S)[:2]
    with psycopg.connect(f"{where}/postgres", autocommit=True) as superuser:
        for statement in first.split(";\n"):
            if statement.strip():
                superuser.execute(statement)
    with psycopg.connect(f"{where}/suar", autocommit=True) as superuser:
        superuser.execute(second)


def test_a_fresh_instance_on_debians_server(server: dict[str, str], tmp_path: Path) -> None:
    environment = _environment(server, tmp_path)

    def run(*command: str) -> str:
        done = subprocess.run(
            [sys.executable, *command], env=environment, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    run("-m", "suar", "manage", "prepare")
    assert run("-c", JOURNEY).split() == ["0", "15"]
    told = run("-m", "suar", "audit", "verify", "--data", str(tmp_path))
    assert "The chain is whole: 2 events" in told
    with psycopg.connect(server["suar_owner"]) as owner:
        bare = owner.execute(
            "SELECT count(*) FROM pg_class WHERE relname = 'accounts_team' AND relrowsecurity"
        ).fetchone()
    assert bare == (1,)


def test_a_backup_of_debians_server_restores_into_an_instance_of_our_own(
    server: dict[str, str], tmp_path: Path
) -> None:
    environment = _environment(server, tmp_path / "data")
    command = [sys.executable, "-m", "suar", "backup", str(tmp_path / "copy")]
    command += ["--data", str(tmp_path / "data")]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    apart = {k: v for k, v in environment.items() if "DATABASE" not in k}
    command = [sys.executable, "-m", "suar", "restore", str(tmp_path / "copy")]
    command += ["--data", str(tmp_path / "fresh")]
    done = subprocess.run(command, env=apart, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-3000:]
    assert "The audit chain is whole: 2 events" in done.stdout
