"""A real PostgreSQL for the platform's tests: started once, every test in a clone of its own.

A clone takes some 50 ms and lets commits, deferred triggers and several connections be real;
nothing is rolled back or truncated behind the application's back. The folders whose tests need
it import these fixtures in their conftest.
"""

import atexit
import itertools
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import django
import pytest

from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import APP, OWNER, connect, make_database


def _quick() -> str | None:
    """Give a folder in memory where there is one with room, else None: the usual place."""
    memory = Path("/dev/shm")  # noqa: S108 a folder of our own inside it
    there = memory.is_dir() and os.access(memory, os.W_OK)
    return str(memory) if there and shutil.disk_usage(memory).free > _ROOM else None


_ROOM = 4_000_000_000  # bytes: a run's database, clones and files with much to spare
_FOLDER = tempfile.TemporaryDirectory(prefix="suar-test-", dir=_quick(), ignore_cleanup_errors=True)
_INSTANCE = Instance.at(Path(_FOLDER.name))
_SERVER = Server(_INSTANCE)
os.environ.update(
    DJANGO_SETTINGS_MODULE="suar.config.settings",
    SUAR_MODE="test",
    SUAR_DATA=_FOLDER.name,
    SUAR_SECRET_KEY="only-for-tests-" * 4,
    SUAR_MASTER_KEY="only-for-tests-" * 4,
    SUAR_DATABASE_URL=_SERVER.url(APP),
    SUAR_OWNER_DATABASE_URL=_SERVER.url(OWNER),
    SUAR_POOL="0",
    SUAR_HOTLINE="HL",
    SUAR_KIT=f"{_FOLDER.name}/kit",
)
django.setup()
_numbers = itertools.count(1)
#: The machine will not lose its power under a test: what a client was told need not be on the disk.
#: Nor does anything come by that nobody asked for: it would hold the template of the clones.
_OFF = ("fsync", "full_page_writes", "synchronous_commit", "autovacuum")
_OTHERS = "SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = %s"


@cache
def _started() -> Server:
    """Start once a run, whichever folder's tests ask first; stop when the run ends."""
    from django.core.management import call_command
    from django.db import connections
    from django.test.utils import setup_test_environment

    atexit.register(_FOLDER.cleanup)
    atexit.register(_SERVER.stop)
    _SERVER.start()
    with connect(_SERVER, "suar_root", "postgres") as superuser:
        for name in _OFF:
            superuser.execute(f"ALTER SYSTEM SET {name} = off")
        superuser.execute("SELECT pg_reload_conf()")
    setup_test_environment()
    call_command("migrate", database="owner", verbosity=0)
    connections.close_all()
    return _SERVER


@pytest.fixture(scope="session")
def server() -> Server:
    """Give the running server, its database `suar` migrated: the template of every clone."""
    return _started()


@contextmanager
def clone(server: Server, template: str = "suar") -> Iterator[str]:
    """Point Django at a fresh clone; give its name. Afterwards it points where it did before."""
    from django.db import connections

    name, before = f"clone_{next(_numbers)}", connections["default"].settings_dict["NAME"]
    connections.close_all()  # a test without a clone may have asked the template itself
    with connect(server, "suar_root", "postgres") as superuser:
        superuser.execute(_OTHERS, [template])  # a former test's thread may still hold it
        make_database(superuser, name, template=template, strategy="FILE_COPY")
        _point(name)
        try:
            yield name
        finally:
            _point(before)
            superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def database(server: Server) -> Iterator[str]:
    """Point Django at a fresh clone; give its name."""
    with clone(server) as name:
        yield name


def _point(name: str) -> None:
    from django.db import connections

    connections.close_all()
    for alias in ("default", "owner"):
        connections[alias].settings_dict["NAME"] = name
