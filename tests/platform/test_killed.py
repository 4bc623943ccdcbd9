"""Killed with -9 in the middle: no acknowledged write is lost, nothing is half, the chain is whole.

A forked process calls one service over and over and tells each acknowledged deed through a pipe;
after a random while it is killed, and the database is looked at from outside. The while is as long
as the calls before it took, so that the kill falls into a call and not beside it.
"""

import contextlib
import multiprocessing
import pickle
import random
import signal
import time
from collections.abc import Iterator
from typing import Any

import pytest
from cast import Cast, make_cast
from django.db import connections
from footprints import Footprint, Rows, change, rows_now
from killable import Service, every_service
from killing import work_until_killed

from platform_fixtures import clone
from suar.base.access.acting import acting
from suar.base.accounts.models import Team
from suar.base.audit.verify import walk
from suar.base.cluster import Server
from suar.base.cluster.roles import BACKUP, connect
from suar.base.identifiers import uuid7

SERVICES = every_service()
#: In the long form: so often each, and over all services together at least `MANY`.
EACH, MANY = 3, 200


def _kill_once(
    service: Service, cast: Cast, needed: object, database: str, rest: float
) -> list[str]:
    """Let a process work, kill it some seconds after its first deed; give what it had told."""
    connections.close_all()
    reading, writing = multiprocessing.Pipe(duplex=False)
    context = multiprocessing.get_context("spawn" if service.fresh else "fork")
    given = pickle.dumps((cast, needed)) if service.fresh else (cast, needed)
    arguments = (service.name, given, writing, database)
    process = context.Process(target=work_until_killed, args=arguments, daemon=True)
    process.start()
    writing.close()
    reading.poll(120)  # the first deed: the process is warm now
    time.sleep(rest)
    process.kill()
    process.join()
    told = []
    with contextlib.suppress(EOFError, OSError):  # the end, or a message that was cut off
        while True:
            told.append(reading.recv())
    reading.close()
    assert process.exitcode == -signal.SIGKILL, f"{service.name} ended by itself after {told!r}"
    assert told, f"{service.name} did nothing before it was killed"
    return told


def _wait_for_the_server(superuser: Any, database: str) -> None:
    """The killed process is gone; the server may still be committing what it had been told last."""
    for _ in range(400):
        busy = superuser.execute(
            "SELECT count(*) FROM pg_stat_activity"
            " WHERE datname = %s AND pid <> pg_backend_pid() AND backend_type = 'client backend'",
            [database],
        ).fetchone()
        if busy == (0,):
            return
        time.sleep(0.02)
    raise AssertionError("a session of the killed process does not end")


class Killing:
    """One service's calls: let through some, then killed so many times."""

    def __init__(self, service: Service, cast: Cast, superuser: Any, chance: random.Random) -> None:
        self.service, self.cast, self.superuser = service, cast, superuser
        self.chance = chance
        self.needed = service.prepare(cast)
        self.told: set[str] = set()

    def learn(self) -> None:
        """Let three calls through: the first warms up, the others teach what a call leaves."""
        self._call()
        base = self._rows()
        one, began = self._call(), time.monotonic()
        two = self._call()
        self.took = time.monotonic() - began
        self.footprint = Footprint.of(change(base, one), change(base, two))
        assert self.footprint.after(1), f"{self.service.name} leaves nothing"

    def kill(self, database: str) -> None:
        """Kill it once and look at what is there."""
        service = self.service
        before = list(self.needed) if isinstance(self.needed, list) else self.needed
        base = self._rows()
        rest = self.chance.uniform(0, 3 * self.took)
        told = _kill_once(service, self.cast, self.needed, database, rest)
        self.told |= set(told)
        _wait_for_the_server(self.superuser, database)
        if service.alike:
            found = change(base, self._rows())
            torn = self.footprint.torn(found, told=len(told))
            assert not torn, f"{service.name} is torn: {torn}"
        service.holds(self.cast, self.told, before)

    def again(self) -> None:
        """Make ready for the next kill."""
        if isinstance(self.needed, list) and self.service.uses_up:
            del self.needed[:]
            self.needed.extend(self.service.prepare(self.cast))

    def _call(self) -> Rows:
        self.told.add(self.service.deed(self.cast, self.needed))
        return self._rows()

    def _rows(self) -> Rows:
        return rows_now(self.superuser)


def _kill(service: Service, times: int, cast: Cast, server: Server, database: str) -> None:
    with connect(server, "suar_root", database) as superuser:
        killing = Killing(service, cast, superuser, random.Random(f"{service.name} {times}"))
        killing.took = 0.05
        if service.alike:
            killing.learn()
        for time_ in range(times):
            if time_:
                killing.again()
            killing.kill(database)
    connections.close_all()
    found = walk(server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}")
    assert found.ok, found.why


def test_half_a_call_is_found(server: Server, database: str) -> None:
    """What takes two transactions to do one thing does not pass."""

    def deed(cast: Cast, _: Any) -> str:
        for name in ("first", "second"):
            with acting(cast.administrator) as by:
                Team.objects.create(organisation_id=by.organisation, name=f"{name} {uuid7()}")
            time.sleep(0.02)
        return "done"

    cast = make_cast()
    with connect(server, "suar_root", database) as superuser:
        killing = Killing(Service("torn", deed), cast, superuser, random.Random(1))
        killing.learn()
        base = rows_now(superuser)
        with acting(cast.administrator) as by:
            Team.objects.create(organisation_id=by.organisation, name="first alone")
        found = change(base, rows_now(superuser))
        assert killing.footprint.torn(found, told=0)
        deed(cast, None)
        whole = change(base, rows_now(superuser)) - found
        assert not killing.footprint.torn(whole, told=0)
        assert not killing.footprint.torn(whole, told=1)
        assert killing.footprint.torn(whole, told=2), "an acknowledged call is lost"


@pytest.fixture(scope="module")
def with_cast(server: Server) -> Iterator[tuple[str, Cast]]:
    """A database with the cast in it, to be cloned for each service."""
    with clone(server) as name:
        cast = make_cast()
        connections.close_all()
        yield name, cast


@pytest.mark.parametrize("service", SERVICES, ids=lambda each: each.name)
def test_killed_once(service: Service, server: Server, with_cast: tuple[str, Cast]) -> None:
    template, cast = with_cast
    with clone(server, template) as database:
        _kill(service, 1, cast, server, database)


@pytest.mark.long
@pytest.mark.parametrize("service", SERVICES, ids=lambda each: each.name)
def test_killed_again_and_again(
    service: Service, server: Server, with_cast: tuple[str, Cast]
) -> None:
    template, cast = with_cast
    with clone(server, template) as database:
        _kill(service, max(EACH, -(-MANY // len(SERVICES))), cast, server, database)
