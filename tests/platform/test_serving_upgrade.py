"""Every release's database, as `releases/keep.py` kept it, comes up to date with nothing lost."""

import gzip
import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import psycopg
import pytest
from django.core.management import call_command
from django.test import Client

from browser.live import SECRET
from platform_fixtures import _point
from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.audit.verify import walk
from suar.base.cluster import Server
from suar.base.cluster.roles import BACKUP, connect, make_database
from suar.base.identifiers import uuid7
from suar.base.vault.envelope import Place
from suar.base.vault.models import Certificate, DataKey
from suar.base.vault.services import open_text

HERE = Path(__file__).resolve().parent / "releases"
KEPT = sorted(path.name.removesuffix(".sql.gz") for path in HERE.glob("*.sql.gz"))
#: Written anew by every migrating, or filled by a migration itself: more rows are no loss.
GROWS = {"django_migrations", "django_content_type", "auth_permission", "audit_head"}


def test_there_is_a_release_to_upgrade() -> None:
    assert KEPT


@pytest.fixture(params=KEPT)
def release(request: pytest.FixtureRequest, server: Server) -> Iterator[tuple[str, dict[str, Any]]]:
    """Give a database as a release left it, migrated by this Suar, and what was written down."""
    from django.db import connections

    name = "release"
    told = json.loads((HERE / f"{request.param}.json").read_text())
    with connect(server, "suar_root", "postgres") as superuser:
        make_database(superuser, name)
        _load(server, name, gzip.decompress((HERE / f"{request.param}.sql.gz").read_bytes()))
        _point(name)
        try:
            call_command("migrate", database="owner", verbosity=0)
            yield name, told
        finally:
            connections.close_all()
            _point("suar")
            superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _load(server: Server, database: str, dump: bytes) -> None:
    done = subprocess.run(
        [server._program("psql"), "-q", "-v", "ON_ERROR_STOP=1", "--dbname", database],
        env=server._environment("suar_root"),
        input=dump,
        capture_output=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()


def test_an_older_release_is_brought_up_to_date_whole(
    server: Server, release: tuple[str, dict[str, Any]]
) -> None:
    database, told = release
    url = server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}"
    with psycopg.connect(url) as connection:
        for table, rows in told["rows"].items():
            found = connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()
            assert found, table
            assert found[0] == rows or (table in GROWS and found[0] >= rows), table
    before = walk(url)
    assert (before.ok, before.events) == (True, told["events"])

    officer = Actor(
        organisation=UUID(told["officer"]["organisation"]),
        person=UUID(told["officer"]["person"]),
        role="data_protection_officer",
    )
    ids = ("organisation", "subject", "record")
    place = Place(**{k: UUID(v) if k in ids else v for k, v in told["place"].items()})
    with acting(officer):
        assert open_text(bytes.fromhex(told["sealed"]), place=place) == "Siti Rekaan binti Contoh"
        assert DataKey.objects.exclude(destroyed_at=None).count() == 1, "erased stays erased"
        assert Certificate.objects.count() == 1
    with acting(Actor(organisation=uuid7(), person=uuid7())):
        assert not DataKey.objects.exists(), "the second wall came along"

    page = _signed_in().get("/day/")
    assert page.status_code == 200
    after = walk(url)
    assert after.ok, after.why
    assert after.events > told["events"], "the chain goes on where it stood"


def _signed_in() -> Client:
    import time

    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

    from suar.base.accounts.models import Person

    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
    with at_the_door():
        email = Person.objects.get(email__startswith="analyst@").email
    client.post("/account/login/", {"login": email, "password": "hujan-di-bulan-juni"})
    number = int(time.time()) // 30
    client.post(
        "/account/2fa/authenticate/", {"code": format_hotp_value(hotp_value(SECRET, number))}
    )
    return client


def test_the_models_and_the_migrations_agree(server: Server) -> None:
    """What is kept at a release is then the whole of its schema."""
    with at_the_door():
        call_command("makemigrations", "--check", "--dry-run", verbosity=0)
