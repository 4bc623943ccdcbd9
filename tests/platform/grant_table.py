"""A table of a field group as a later room will have one, made inside a test's own clone."""

from uuid import UUID

from django.db import connections

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.policies import granted_rows, own_rows
from suar.base.identifiers import uuid7

KIND, GROUPS = "victim", ("identity", "health", "facts")


def make_tables() -> None:
    """Make `test_identity`, `test_health` and `test_facts` with both policies, as the owner."""
    with connections["owner"].cursor() as cursor:
        for group in GROUPS:
            table = f"test_{group}"
            cursor.execute(
                f"CREATE TABLE {table} (id uuid PRIMARY KEY, organisation_id uuid NOT NULL,"
                " said text NOT NULL DEFAULT '')"
            )
            cursor.execute(f"CREATE INDEX ON {table} (organisation_id, id)")
            cursor.execute(own_rows(table).sql)
            cursor.execute(granted_rows(table, kind=KIND, group=group).sql)


def put(owner: Actor, subject: UUID | None = None) -> UUID:
    """Write one subject's row in every table; give the subject."""
    subject = subject or uuid7()
    with acting(owner), connections["default"].cursor() as cursor:
        for group in GROUPS:
            cursor.execute(
                f"INSERT INTO test_{group} (id, organisation_id) VALUES (%s, %s)",
                [subject, owner.organisation],
            )
    return subject


def seen(reader: Actor, group: str) -> set[UUID]:
    """Give the subjects whose row in a group's table shows to the reader in raw SQL."""
    with acting(reader), connections["default"].cursor() as cursor:
        cursor.execute(f"SELECT id FROM test_{group}")
        return {row[0] for row in cursor.fetchall()}
