"""Events sealed before there were lanes verify after the upgrade; the chain goes on from them."""

from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql

from suar.base.access.policies import CONTEXT_FUNCTIONS
from suar.base.audit.chain import INSTALL as CHAIN
from suar.base.audit.lanes import INSTALL as LANES
from suar.base.audit.verify import walk
from suar.base.cluster import Server
from suar.base.cluster.roles import APP, BACKUP, OWNER, connect, make_database

FIRST_TABLES = """
CREATE TABLE audit_event (
  id uuid PRIMARY KEY, organisation_id uuid, by_organisation_id uuid, by_person_id uuid,
  by_role varchar(40) NOT NULL, by_part varchar(40) NOT NULL, kind varchar(10) NOT NULL,
  action varchar(80) NOT NULL, subject_kind varchar(30) NOT NULL, subject_id uuid,
  reason varchar(300) NOT NULL, detail jsonb NOT NULL, at timestamptz NOT NULL);
CREATE TABLE audit_seal (
  position bigint PRIMARY KEY, digest bytea NOT NULL, event_id uuid NOT NULL UNIQUE);
CREATE TABLE audit_head (id smallint PRIMARY KEY, position bigint NOT NULL, digest bytea NOT NULL);
"""
EVENT = (
    "INSERT INTO audit_event (id, by_role, by_part, kind, action, subject_kind, reason, detail, at)"
    " VALUES (gen_random_uuid(), '', 'x', 'change', 'test', '', 'é', '{\"a\": [1]}', now())"
)


@pytest.fixture
def earlier(server: Server) -> Iterator[str]:
    """Give a database whose audit is as it was before there were lanes, with five events."""
    name = "before_lanes"
    with connect(server, "suar_root", "postgres") as superuser:
        make_database(superuser, name)
        with connect(server, "suar_root", name) as root:
            root.execute(sql.SQL("GRANT ALL ON SCHEMA public TO {}").format(sql.Identifier(OWNER)))
        with connect(server, OWNER, name) as owner:
            owner.execute(
                sql.SQL(
                    "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO {};"
                    "ALTER DEFAULT PRIVILEGES GRANT SELECT, INSERT ON TABLES TO {}"
                ).format(sql.Identifier(BACKUP), sql.Identifier(APP))
            )
            for each in (CONTEXT_FUNCTIONS, FIRST_TABLES, CHAIN):
                owner.execute(each)
        _write(server, name, 5)
        yield name
        superuser.execute(f"DROP DATABASE {name} WITH (FORCE)")


def _write(server: Server, database: str, times: int) -> None:
    with connect(server, APP, database) as writer:
        for _ in range(times):
            writer.execute(EVENT)


def test_what_was_sealed_before_verifies_after(server: Server, earlier: str) -> None:
    url = server.url(BACKUP).rsplit("/", 1)[0] + f"/{earlier}"
    with connect(server, OWNER, earlier) as owner:
        owner.execute(LANES)
    assert walk(url).ok
    _write(server, earlier, 3)
    found = walk(url)
    assert (found.ok, found.events) == (True, 8)
    with connect(server, BACKUP, earlier) as reader:
        kept = reader.execute("SELECT lane, position, heads[1] FROM audit_seal ORDER BY 2")
        assert kept.fetchall() == [(1, n, n - 1 if n > 5 else None) for n in range(1, 9)]


@pytest.mark.parametrize("position", [1, 5, 6])
def test_a_row_from_before_that_is_altered_after_is_named(
    server: Server, earlier: str, position: int
) -> None:
    with connect(server, OWNER, earlier) as owner:
        owner.execute(LANES)
    _write(server, earlier, 3)
    with connect(server, "suar_root", earlier) as superuser:
        superuser.execute("SET session_replication_role = replica")
        row = superuser.execute(
            "UPDATE audit_event SET reason = 'other' WHERE id ="
            " (SELECT event_id FROM audit_seal WHERE position = %s) RETURNING id",
            [position],
        ).fetchone()
    assert row is not None
    found = walk(server.url(BACKUP).rsplit("/", 1)[0] + f"/{earlier}")
    assert (found.ok, found.first_broken) == (False, str(row[0]))


def test_what_was_sealed_before_is_refused_a_change_after(server: Server, earlier: str) -> None:
    with connect(server, OWNER, earlier) as owner:
        owner.execute(LANES)
        for statement in ("UPDATE audit_seal SET lane = 2", "DELETE FROM audit_seal"):
            with pytest.raises(psycopg.errors.RaiseException, match="append-only"):
                owner.execute(statement)
