"""Killed with -9 in the middle: no acknowledged write is lost, nothing is half, the chain is whole.

A forked process calls one service over and over and tells each acknowledged deed through a pipe;
after a random while it is killed, and the database is looked at from outside.
"""

import os
import random
import select
import signal
import time
import traceback

import pytest
from cast import Cast, make_cast
from django.db import connections
from killable import Service, every_service

from suar.base.audit.verify import walk
from suar.base.cluster import Server
from suar.base.cluster.roles import BACKUP, connect

SERVICES = every_service()
#: Over all services together; each service gets its share.
MANY = 200


def _kill_once(service: Service, cast: Cast, needed: object, chance: random.Random) -> set[str]:
    """Fork, let it work, kill it at a random moment; give what it had acknowledged."""
    connections.close_all()
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        try:
            os.close(reading)
            while True:
                told = service.deed(cast, needed)
                os.write(writing, f"{told}\n".encode())
        except IndexError:  # nothing is left to do: wait for the end
            time.sleep(60)
        except Exception:  # noqa: BLE001 whatever it is: say it, and end here, not in the parent's test
            traceback.print_exc()
        finally:
            os._exit(1)
    os.close(writing)
    select.select([reading], [], [], 30)  # the first deed: the process is warm now
    time.sleep(chance.uniform(0, 0.15))
    os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    told = b""
    while part := os.read(reading, 65536):
        told += part
    os.close(reading)
    assert os.WIFSIGNALED(status), f"{service.name} ended by itself after {told!r}"
    assert told, f"{service.name} did nothing before it was killed"
    lines = told.decode().split("\n")
    return set(lines[:-1])


def _wait_for_the_server(server: Server, database: str) -> None:
    """The killed process is gone; the server may still be committing what it had been told last."""
    with connect(server, "suar_root", "postgres") as superuser:
        for _ in range(400):
            busy = superuser.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = %s", [database]
            ).fetchone()
            if busy == (0,):
                return
            time.sleep(0.02)
    raise AssertionError("a session of the killed process does not end")


def _kill(service: Service, times: int, server: Server, database: str, seed: int) -> None:
    cast, chance = make_cast(), random.Random(seed)
    needed = service.prepare(cast)
    told: set[str] = set()
    for _ in range(times):
        before = list(needed) if isinstance(needed, list) else needed
        told |= _kill_once(service, cast, needed, chance)
        _wait_for_the_server(server, database)
        service.holds(cast, told, before)
        if isinstance(needed, list) and service.uses_up:
            del needed[:]
            needed.extend(service.prepare(cast))
    connections.close_all()
    found = walk(server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}")
    assert found.ok, found.why


#: Those that do most at once, in `make test`; the long form kills all of them.
SHORT = (
    "rooms.registers.services.upload_register",
    "rooms.registers.services.delete_upload",
    "base.accounts.services.accept_invitation",
    "base.access.services.revoke_grant",
    "base.vault.services.erase",
    "base.vault.services.rotate_organisation_key",
)


@pytest.mark.parametrize("name", SHORT)
def test_killed_once(name: str, server: Server, database: str) -> None:
    service = next(each for each in SERVICES if each.name == name)
    _kill(service, 1, server, database, seed=len(name))


@pytest.mark.long
@pytest.mark.parametrize("service", SERVICES, ids=lambda each: each.name)
def test_killed_again_and_again(service: Service, server: Server, database: str) -> None:
    _kill(service, -(-MANY // len(SERVICES)), server, database, seed=7)
