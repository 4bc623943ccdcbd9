"""The audit: sealed at commit, append-only, and any single altered or missing row is named."""

import random
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.db import DatabaseError, connections, transaction

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.lanes import LANES, LOCKS
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
        "INSERT INTO audit_seal VALUES (99, gen_random_uuid(), 'x', 1, '{}')",
        "SELECT 1 FROM audit_head FOR UPDATE",
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


def _side_by_side(actor: Actor, server: Server, database: str, writers: int) -> list[str]:
    """Seal in so many lanes at once: each writer has sealed and not yet committed."""
    open_ones = [connect(server, "suar_app", database) for _ in range(writers)]
    ids = []
    for connection in open_ones:
        connection.execute("BEGIN")
        connection.execute(
            "SELECT set_config('suar.organisation', %s, true)", [str(actor.organisation)]
        )
        ids.append(str(uuid7()))
        connection.execute(
            "INSERT INTO audit_event (id, organisation_id, by_organisation_id, by_role, by_part,"
            " kind, action, subject_kind, reason, detail, at) VALUES"
            " (%s, %s, %s, '', '', 'change', 'test.write', '', '', '{}', now())",
            [ids[-1], actor.organisation, actor.organisation],
        )
        connection.execute("SET CONSTRAINTS ALL IMMEDIATE")  # seals now
    for connection in open_ones:
        connection.execute("COMMIT")
        connection.close()
    return ids


def _rows(server: Server, database: str, query: str) -> list[tuple[object, ...]]:
    with connect(server, BACKUP, database) as connection:
        return connection.execute(query).fetchall()  # type: ignore[call-overload]


def test_writers_side_by_side_do_not_wait_and_stand_on_each_other(
    actor: Actor, server: Server, database: str
) -> None:
    _write(actor, 2)  # one writer alone: the plain chain
    assert _rows(server, database, "SELECT DISTINCT lane FROM audit_seal") == [(1,)]
    _side_by_side(actor, server, database, LANES)
    assert _rows(server, database, "SELECT count(DISTINCT lane) FROM audit_seal") == [(LANES,)]
    _write(actor, 1)
    (last,) = _rows(
        server,
        database,
        "SELECT heads FROM audit_seal WHERE lane = 1 ORDER BY position DESC LIMIT 1",
    )
    assert last[0] == [3] + [1] * (LANES - 1), "a seal stands on the heads of all lanes"
    assert _walk(server, database).ok


def test_when_every_lane_is_taken_a_writer_waits_for_one(
    actor: Actor, server: Server, database: str
) -> None:
    with connect(server, "suar_owner", database) as owner, ThreadPoolExecutor(1) as pool:
        owner.execute("BEGIN")
        for lane in range(1, LANES + 1):
            owner.execute("SELECT pg_advisory_xact_lock(%s, %s)", [LOCKS, lane])
        writing = pool.submit(_write, actor, 1)
        for _ in range(500):
            if _rows(server, "postgres", "SELECT 1 FROM pg_locks WHERE NOT granted"):
                break
        else:
            raise AssertionError("nobody waits")
        assert not writing.done()
        owner.execute("COMMIT")
        writing.result(20)
    assert _walk(server, database).ok


def test_several_events_of_one_change_hold_together(
    actor: Actor, server: Server, database: str
) -> None:
    def change(number: int) -> None:
        for _ in range(5):
            with acting(actor):
                for each in range(4):
                    record(action="test.write", detail={"n": number, "each": each}, by=actor)
        connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(change, range(6)))
    found = _walk(server, database)
    assert (found.ok, found.events) == (True, 120)


#: What a thief with every right may do to the last seal of a lane, heads and all.
CUT = """
DELETE FROM audit_event WHERE id = '{id}';
UPDATE audit_head h SET position = h.position - 1, digest = coalesce(
    (SELECT digest FROM audit_seal WHERE lane = h.id AND position = h.position - 1),
    sha256(convert_to('suar ' || h.id, 'UTF8')))
WHERE h.id = (SELECT lane FROM audit_seal WHERE event_id = '{id}');
DELETE FROM audit_seal WHERE event_id = '{id}';
"""


def test_a_lane_that_is_cut_off_shows_in_the_others(
    actor: Actor, server: Server, database: str
) -> None:
    ids = _side_by_side(actor, server, database, 5)
    after = _write(actor, 1)
    with connect(server, "suar_root", database) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(CUT.format(id=ids[3]))
    found = _walk(server, database)
    assert (found.ok, found.first_broken) == (False, after[0])
    assert "seal 1 of lane 4" in found.why


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM audit_event WHERE id = '{id}'",
        "DELETE FROM audit_seal WHERE event_id = '{id}'",
        "UPDATE audit_event SET by_person_id = gen_random_uuid() WHERE id = '{id}'",
        "UPDATE audit_event SET at = at + interval '1 microsecond' WHERE id = '{id}'",
        "UPDATE audit_event SET subject_id = by_person_id, by_person_id = NULL WHERE id = '{id}'",
        "UPDATE audit_seal SET digest = sha256(digest) WHERE event_id = '{id}'",
        "UPDATE audit_seal SET heads = NULL WHERE event_id = '{id}'",
        "UPDATE audit_seal SET heads[1] = heads[1] + 1 WHERE event_id = '{id}'",
        "UPDATE audit_seal SET position = position + 1000000000 WHERE event_id = '{id}'",
        "UPDATE audit_seal SET position = -position WHERE event_id = '{id}'",
        "UPDATE audit_seal SET lane = lane + 20 WHERE event_id = '{id}'",
    ],
)
def test_any_one_row_of_many_writers_altered_or_missing_is_found(
    actor: Actor, server: Server, database: str, damage: str
) -> None:
    with ThreadPoolExecutor(4) as pool:
        ids = [each for some in pool.map(lambda _: _write(actor, 6), range(4)) for each in some]
    chosen = random.Random(damage).choice(ids)
    assert _walk(server, database).ok
    with connect(server, "suar_root", database) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(damage.format(id=chosen))
    found = _walk(server, database)
    assert not found.ok
    if "audit_event" in damage:
        assert found.first_broken == chosen


def test_an_event_sealed_twice_or_a_changed_head_is_found(
    actor: Actor, server: Server, database: str
) -> None:
    _write(actor, 2)
    with connect(server, "suar_root", database) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE audit_head SET digest = sha256(digest) WHERE id = 9")
        assert not _walk(server, database).ok
        superuser.execute(
            "UPDATE audit_head SET digest = sha256(convert_to('suar 9', 'UTF8')) WHERE id = 9"
        )
        assert _walk(server, database).ok
        with pytest.raises(psycopg.errors.UniqueViolation):
            superuser.execute("INSERT INTO audit_seal SELECT * FROM audit_seal LIMIT 1")


def test_a_lane_that_moved_while_it_was_held_seals_nothing(
    actor: Actor, server: Server, database: str
) -> None:
    """Nobody moves a lane without its lock; were it so, the write fails and the chain is whole."""
    with connect(server, "suar_root", database) as superuser, ThreadPoolExecutor(1) as pool:
        superuser.execute("BEGIN")
        superuser.execute("UPDATE audit_head SET position = position + 1 WHERE id = 1")
        writing = pool.submit(_write, actor, 1)
        for _ in range(500):
            if _rows(server, "postgres", "SELECT 1 FROM pg_locks WHERE NOT granted"):
                break
        else:
            raise AssertionError("nobody waits")
        superuser.execute("COMMIT")
        with pytest.raises(DatabaseError, match="the lane moved"):
            writing.result(20)
        superuser.execute("UPDATE audit_head SET position = position - 1 WHERE id = 1")
    assert _walk(server, database).ok
