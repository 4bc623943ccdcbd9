"""The database's wall on every table that there is: rows against the rules, no table named here.

The catalogue says which tables carry an owner and which of them show by grant, of what and as
which field group. Each gets a row for every kind of grant, and every reader asks raw SQL for all.
"""

import re
from dataclasses import dataclass
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone
from psycopg import sql
from test_two_walls import NAMED_GROUPS, OWNER, READERS, SCOPES, TIMES, Subject, grant_of

from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.access.services import facts_of
from suar.base.cluster import Server
from suar.base.cluster.roles import connect
from suar.base.identifiers import uuid7
from suar.knowledge.rules.visibility import FieldGroup, Reader, row_shows

_POLICIES = """
SELECT c.relname, p.polname, pg_get_expr(p.polqual, p.polrelid), k.attname FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'organisation_id'
LEFT JOIN pg_policy p ON p.polrelid = c.oid
LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary AND i.indnatts = 1
LEFT JOIN pg_attribute k ON k.attrelid = c.oid AND k.attnum = i.indkey[0] AND k.atttypid = 2950
WHERE c.relkind = 'r' AND c.relrowsecurity ORDER BY 1, 2
"""
_GRANTED = re.compile(
    r"\(organisation_id, (?P<key>\w+)\) IN .*subject_kind\)::text = '(?P<kind>\w+)'"
    r".*'(?P<group>\w+)'::text = ANY .*suar_grant_runs",
    re.DOTALL,
)
#: Everything but the owner and the keys may be empty, for the time of a test: what a row holds is
#: nothing to its policy.
_LOOSEN = """
DO $$ DECLARE told record; BEGIN
  FOR told IN SELECT conrelid::regclass AS t, conname FROM pg_constraint
    WHERE connamespace = 'public'::regnamespace AND contype IN ('c', 'f', 'u', 'x')
    ORDER BY contype = 'u' LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I CASCADE', told.t, told.conname);
  END LOOP;
  FOR told IN SELECT indexrelid::regclass AS i FROM pg_index
    JOIN pg_class c ON c.oid = indrelid
    WHERE relnamespace = 'public'::regnamespace AND indisunique AND NOT indisprimary LOOP
    EXECUTE format('DROP INDEX %s', told.i);
  END LOOP;
  FOR told IN SELECT attrelid::regclass AS t, attname FROM pg_attribute
    JOIN pg_class c ON c.oid = attrelid
    WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0
    AND attnotnull AND NOT attisdropped AND attidentity = '' AND NOT EXISTS (
      SELECT FROM pg_index WHERE indrelid = attrelid AND indisprimary AND attnum = ANY (indkey)
    ) LOOP
    EXECUTE format('ALTER TABLE %s ALTER COLUMN %I DROP NOT NULL', told.t, told.attname);
  END LOOP;
END $$
"""


@dataclass(frozen=True)
class Table:
    """A table with an owner: by which column it names a subject, and where a grant shows it."""

    name: str
    key: str
    group: str = ""  # shows by a grant of this field group
    kind: str = ""
    known: bool = True  # its policies are the house's own

    def shows(self, reader: Reader, subject: Subject) -> bool:
        """Whether the rules let the reader see the subject's row."""
        grant = subject.grant
        grants = [facts_of(grant)] if grant and grant.subject_kind == self.kind else []
        return row_shows(OWNER, reader, self.group, grants, now=timezone.now())


def _tables(superuser: Any) -> list[Table]:
    policies: dict[tuple[str, str], dict[str, str]] = {}
    for name, policy, rule, key in superuser.execute(_POLICIES).fetchall():
        policies.setdefault((name, key or "organisation_id"), {})[policy] = rule
    told = []
    for (name, key), rules in policies.items():
        granted = _GRANTED.search(rules.get("granted", ""))
        known = set(rules) <= {"own", "granted"} and bool(granted) == ("granted" in rules)
        where = granted.groupdict() if granted else {"key": key}
        told.append(Table(name, known=known and where["key"] != "organisation_id", **where))
    return told


@pytest.fixture
def tables(server: Server, database: str) -> list[Table]:
    with connect(server, "suar_root", database) as superuser:
        found = _tables(superuser)
        superuser.execute(_LOOSEN)
    return found


@pytest.fixture
def subjects(server: Server, database: str, tables: list[Table]) -> list[Subject]:
    """One subject for every kind of grant, with a row of the owner's in every table."""
    now = timezone.now()
    kinds = sorted({table.kind for table in tables if table.kind})
    made = [
        Subject(subject := uuid7(), grant_of(subject, scope, times, groups, now, kind=kind))
        for kind, scope, times, groups in product(kinds, SCOPES, TIMES, NAMED_GROUPS)
    ]
    with acting(Actor(organisation=OWNER)):
        for each in made:
            if each.grant is not None:
                each.grant.save(force_insert=True)
    ids = [each.id for each in made]
    with connect(server, "suar_root", database) as superuser:
        superuser.execute("SET session_replication_role = replica")  # no trigger runs
        for table in tables:
            if table.name != "access_grant":
                _put(superuser, table, ids)
    return made


def _put(superuser: Any, table: Table, subjects: list[UUID]) -> None:
    keys = superuser.execute(
        "SELECT a.attname, format_type(a.atttypid, NULL) FROM pg_index i JOIN pg_attribute a"
        " ON a.attrelid = i.indrelid AND a.attnum = ANY (i.indkey)"
        " WHERE i.indrelid = %s::regclass AND i.indisprimary",
        [table.name],
    ).fetchall()
    values = {name: sql.SQL("gen_random_uuid()") for name, type_ in keys if type_ == "uuid"}
    values[table.key] = sql.SQL("s")
    values["organisation_id"] = sql.SQL("{}::uuid").format(str(OWNER))
    superuser.execute(
        sql.SQL("INSERT INTO {} ({}) SELECT {} FROM unnest(%s::uuid[]) s").format(
            sql.Identifier(table.name),
            sql.SQL(", ").join(map(sql.Identifier, values)),
            sql.SQL(", ").join(values.values()),
        ),
        [subjects],
    )


def _seen(reader: Reader, tables: list[Table]) -> set[tuple[str, UUID]]:
    """Give what raw SQL shows to a reader of every table, in one query."""
    actor = Actor(reader.organisation, reader.person, teams=tuple(reader.teams))
    query = " UNION ALL ".join(
        f"SELECT '{each.name}', {each.key} FROM {each.name} WHERE organisation_id = '{OWNER}'"
        for each in tables
    )
    with acting(actor), connections["default"].cursor() as cursor:
        cursor.execute(query)
        return set(cursor.fetchall())


def test_the_rules_hold_on_every_table_row_by_row(
    tables: list[Table], subjects: list[Subject]
) -> None:
    asked = [each for each in tables if each.known]
    cases, shown = 0, 0
    for reader in READERS:
        seen = _seen(reader, asked)
        for table, subject in product(asked, subjects):
            by_rule = table.shows(reader, subject)
            assert ((table.name, subject.id) in seen) == by_rule, (table, reader, subject)
            cases, shown = cases + 1, shown + by_rule
    assert cases >= 50_000
    assert 0 < shown < cases
    groups = {each.group for each in asked} - {""}
    assert groups <= set(FieldGroup)
    assert len([each for each in asked if each.group]) > 10


def test_without_a_context_or_with_anothers_no_row_shows_on_any_table(
    tables: list[Table], subjects: list[Subject]
) -> None:
    """Tables whose policies are of another kind show to nobody else either."""
    others = {each.name for each in tables if not each.known} - {"access_grant"}
    directory = {"accounts_organisationname"}  # what an organisation is called, for who signed in
    for reader in (Reader(None), Reader(uuid7(), uuid7())):
        seen = {name for name, _ in _seen(reader, tables)}
        by_grant = {each.name for each in tables if each.group}
        assert seen - by_grant <= (directory if reader.organisation else set()), seen
        assert not seen & by_grant
    assert directory <= others
    with at_the_door(), connections["default"].cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT count(*) FROM {table.name}")
            assert cursor.fetchone() == (0,), table.name
