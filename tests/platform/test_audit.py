"""The audit: sealed at commit, append-only, and any single altered or missing row is named."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import DatabaseError, connections, transaction

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.services import record, record_refusal
from suar.base.audit.verify import Walk, walk
from suar.base.cluster import Server
from suar.base.cluster.roles import BACKUP, connect
from suar.base.identifiers import uuid7


@pytest.fixture
def actor(database: str) -> Actor:
    return Actor(organisation=uuid7(), person=uuid7(), role="case_worker")


def _walk(server: Server, database: str) -> Walk:
    return walk(server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}")


def _write(actor: Actor, times: int) -> list[str]:
    ids = []
    for number in range(times):
        with acting(actor):
            ids.append(str(record(action="test.write", detail={"n": number}, by=actor).id))
    connections.close_all()
    return ids


def test_what_commits_is_sealed_and_what_rolls_back_is_not(
    actor: Actor, server: Server, database: str
) -> None:
    _write(actor, 3)
    with acting(actor):
        record(action="test.undone", by=actor)
        transaction.set_rollback(True)
    record_refusal(action="GET somewhere", reason="Not for this post.", by=actor)
    found = _walk(server, database)
    assert (found.ok, found.events, found.first_broken) == (True, 4, None)


def test_the_application_can_neither_change_nor_remove(actor: Actor) -> None:
    _write(actor, 1)
    for statement in (
        "UPDATE audit_event SET action = 'other'",
        "DELETE FROM audit_event",
        "TRUNCATE audit_event",
        "UPDATE audit_head SET position = 0",
        "INSERT INTO audit_seal VALUES (99, gen_random_uuid(), 'x')",
    ):
        with pytest.raises(DatabaseError), acting(actor), transaction.atomic():
            connections["default"].cursor().execute(statement)


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE audit_event SET reason = 'other' WHERE id = '{id}'",
        "DELETE FROM audit_event WHERE id = '{id}'",
        "DELETE FROM audit_seal WHERE event_id = '{id}'",
    ],
)
def test_the_first_broken_row_is_named(
    actor: Actor, server: Server, database: str, damage: str
) -> None:
    ids = _write(actor, 7)
    with connect(server, "suar_root", database) as superuser:
        superuser.execute("SET session_replication_role = replica")  # a thief with every right
        superuser.execute(damage.format(id=ids[3]))
    found = _walk(server, database)
    assert not found.ok
    if "audit_seal" not in damage:
        assert found.first_broken == ids[3]
    else:  # the seal after the missing one stands where it should not
        assert found.first_broken == ids[4]


def test_a_cut_tail_shows_against_the_head(actor: Actor, server: Server, database: str) -> None:
    ids = _write(actor, 4)
    with connect(server, "suar_root", database) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(f"DELETE FROM audit_seal WHERE event_id = '{ids[3]}'")
        superuser.execute(f"DELETE FROM audit_event WHERE id = '{ids[3]}'")
    assert not _walk(server, database).ok


def test_many_writers_keep_one_chain(actor: Actor, server: Server, database: str) -> None:
    with ThreadPoolExecutor(8) as pool:
        written = list(pool.map(lambda _: _write(actor, 25), range(8)))
    found = _walk(server, database)
    assert found.ok
    assert found.events == sum(len(ids) for ids in written) == 200
