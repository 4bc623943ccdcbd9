"""Both walls, case by case: what the rules say and what raw SQL shows, over every combination.

Roles x permissions x relation x field group x the grant's time and readers. The rules must never
allow what the database hides, the database never show what the rules refuse by row.
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from django.db import connections
from django.utils import timezone

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.base.access.policies import granted_rows, own_rows
from suar.base.access.services import facts_of
from suar.base.identifiers import uuid7
from suar.knowledge.rules.permissions import ROLES, Holder, Permission, may
from suar.knowledge.rules.visibility import (
    CARE,
    PROSECUTION,
    SHOWS,
    FieldGroup,
    Reader,
    Relation,
    Showing,
    names,
    relation_of,
    row_shows,
    runs,
    sight,
)

HOUR = timedelta(hours=1)
OWNER, RECEIVER, OUTSIDER = uuid7(), uuid7(), uuid7()
ASSIGNED, MATE, COLLEAGUE = uuid7(), uuid7(), uuid7()
NAMED, MEMBER, UNNAMED = uuid7(), uuid7(), uuid7()
OUR_TEAM, THEIR_TEAM = uuid7(), uuid7()

READERS = (
    Reader(OWNER, ASSIGNED),
    Reader(OWNER, MATE, frozenset({OUR_TEAM})),
    Reader(OWNER, COLLEAGUE),
    Reader(RECEIVER, NAMED),
    Reader(RECEIVER, MEMBER, frozenset({THEIR_TEAM})),
    Reader(RECEIVER, UNNAMED),
    Reader(OUTSIDER, uuid7(), frozenset({THEIR_TEAM})),  # a stranger who guessed the team's id
    Reader(None),
)
#: from, until, revoked, in hours from now; None: no such instant.
TIMES = ((-1, None, None), (-1, 1, None), (-2, -1, None), (1, 2, None), (-2, 1, -1))
SCOPES = ("everybody", "person", "team", "no grant")
NAMED_GROUPS = (
    (FieldGroup.IDENTITY, FieldGroup.FACTS),
    (FieldGroup.HEALTH,),
    tuple(FieldGroup),
)


@dataclass(frozen=True)
class Subject:
    id: UUID
    grant: Grant | None


@pytest.fixture
def subjects(database: str) -> list[Subject]:
    with connections["owner"].cursor() as cursor:
        for group in FieldGroup:
            table = f"test_{group.value}"
            cursor.execute(f"CREATE TABLE {table} (id uuid PRIMARY KEY, organisation_id uuid)")
            cursor.execute(own_rows(table).sql)
            cursor.execute(granted_rows(table, kind="victim", group=group.value).sql)
    now = timezone.now()
    made = [
        Subject(subject := uuid7(), grant_of(subject, scope, times, groups, now))
        for scope, times, groups in product(SCOPES, TIMES, NAMED_GROUPS)
    ]
    with acting(Actor(organisation=OWNER)), connections["default"].cursor() as cursor:
        for each in made:
            if each.grant is not None:
                each.grant.save(force_insert=True)
            for group in FieldGroup:
                row = [each.id, OWNER]
                cursor.execute(f"INSERT INTO test_{group.value} VALUES (%s, %s)", row)
    return made


def grant_of(
    subject: UUID,
    scope: str,
    times: tuple[int | None, ...],
    groups: tuple[FieldGroup, ...],
    now: datetime,
    *,
    kind: str = "victim",
) -> Grant | None:
    """Give the grant of a kind, not yet saved; None where there is to be none."""
    if scope == "no grant":
        return None
    from_at, until, revoked = (None if hours is None else now + hours * HOUR for hours in times)
    return Grant(
        organisation_id=OWNER,
        to_organisation_id=RECEIVER,
        to_persons=[NAMED] if scope == "person" else [],
        to_team_id=THEIR_TEAM if scope == "team" else None,
        subject_kind=kind,
        subject_id=subject,
        field_groups=[str(group) for group in groups],
        purpose="test",
        basis="consent",
        from_at=from_at,
        until_at=until,
        given_at=now,
        given_by=ASSIGNED,
        revoked_at=revoked,
        revoked_by=ASSIGNED if revoked else None,
    )


def _shown(reader: Reader) -> set[tuple[FieldGroup, UUID]]:
    """Give what raw SQL shows to a reader over every group's table, in one query."""
    actor = Actor(reader.organisation, reader.person, teams=tuple(reader.teams))
    query = " UNION ALL ".join(f"SELECT '{g.value}', id FROM test_{g.value}" for g in FieldGroup)
    with acting(actor), connections["default"].cursor() as cursor:
        cursor.execute(query)
        return {(FieldGroup(group), row) for group, row in cursor.fetchall()}


def test_rules_and_database_agree_in_every_case(subjects: list[Subject]) -> None:
    now, cases, found = timezone.now(), 0, Counter()
    for reader in READERS:
        shown = _shown(reader)
        for subject, group in product(subjects, FieldGroup):
            grants = [facts_of(subject.grant)] if subject.grant else []
            by_row = (group, subject.id) in shown
            assert by_row == row_shows(OWNER, reader, group.value, grants, now=now), (
                reader,
                subject,
                group,
            )
            running = [g for g in grants if names(g, reader) and runs(g, now=now)]
            relation = relation_of(
                reader,
                owner=OWNER,
                assigned=frozenset({ASSIGNED}),
                team=OUR_TEAM,
                granted=bool(running),
            )
            granted = frozenset(FieldGroup(name) for g in running for name in g.groups)
            for role in ROLES:
                how = sight(role, group, relation, granted=granted).showing
                if how is not Showing.ABSENT:
                    found[relation] += 1
                    assert by_row, "the rules allow what the database hides"
                    assert SHOWS[role][group] is how
                    assert not (role in PROSECUTION and group in CARE)
                for permission in Permission:
                    cases += 1
                    both = may(Holder(role), permission).allowed and how is not Showing.ABSENT
                    assert not both or (by_row and permission in ROLES[role].permissions)
    assert cases >= 100_000
    assert set(found) == {Relation.OWN, Relation.TEAM, Relation.COLLEAGUE, Relation.GRANTED}


def test_every_relation_is_met(subjects: list[Subject]) -> None:
    now = timezone.now()
    met = set()
    for reader, subject in product(READERS, subjects):
        grants = [facts_of(subject.grant)] if subject.grant else []
        running = any(names(g, reader) and runs(g, now=now) for g in grants)
        met.add(
            relation_of(
                reader,
                owner=OWNER,
                assigned=frozenset({ASSIGNED}),
                team=OUR_TEAM,
                granted=running,
            )
        )
    assert met == set(Relation)


def test_a_row_of_nobody_cannot_be(database: str) -> None:
    """Every table with an owner refuses a row without one (`organisation_id` is never null)."""
    may_be_null = {"audit_event"}  # the instance's own events: sign-in before a post is known
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, is_nullable FROM information_schema.columns"
            " WHERE table_schema = 'public' AND column_name = 'organisation_id'"
        )
        null = {table for table, nullable in cursor.fetchall() if nullable == "YES"}
    assert null == may_be_null
