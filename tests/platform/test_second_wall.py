"""The database's own wall: without a context nothing of an organisation's shows, on any table."""

from datetime import UTC, datetime

import pytest
from django.db import connections

from suar.base.access.acting import NobodyActs, acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.access.policies import OPEN_TABLES
from suar.base.identifiers import uuid7

NOW = datetime(2026, 1, 2, tzinfo=UTC)


def _organisation(prefix: str) -> Actor:
    from suar.base.accounts.models import Organisation

    actor = Actor(organisation=uuid7(), role="administrator")
    with acting(actor):
        Organisation.objects.create(
            id=actor.organisation, kind="shelter", level="regency", prefix=prefix, created_at=NOW
        )
    return actor


def test_every_table_has_a_policy_or_a_reason(database: str) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT c.relname, c.relrowsecurity, count(p.polname) FROM pg_class c"
            " JOIN pg_namespace n ON n.oid = c.relnamespace"
            " LEFT JOIN pg_policy p ON p.polrelid = c.oid"
            " WHERE n.nspname = 'public' AND c.relkind IN ('r', 'p') GROUP BY 1, 2"
        )
        tables = {name: (secured, policies) for name, secured, policies in cursor.fetchall()}
        cursor.execute("SELECT matviewname FROM pg_matviews WHERE schemaname = 'public'")
        assert cursor.fetchall() == [], "materialised views know no policy"
    bare = {name for name, (secured, policies) in tables.items() if not (secured and policies)}
    assert bare - set(OPEN_TABLES) == set()
    assert set(OPEN_TABLES) - set(tables) == set(), "a reason for a table that is not there"


def test_the_application_role_can_bypass_nothing(database: str) -> None:
    with at_the_door(), connections["default"].cursor() as cursor:
        cursor.execute(
            "SELECT rolsuper, rolbypassrls, rolcreaterole, rolcreatedb FROM pg_roles"
            " WHERE rolname = current_user"
        )
        assert cursor.fetchone() == (False, False, False, False)
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"
            " AND tableowner = current_user"
        )
        assert cursor.fetchone() == (0,)


def test_a_query_outside_the_door_is_refused(database: str) -> None:
    from suar.base.accounts.models import Organisation

    with pytest.raises(NobodyActs):
        list(Organisation.objects.all())
    with acting(Actor(organisation=uuid7())):
        later = Organisation.objects.all()
    with pytest.raises(NobodyActs):
        list(later)


def test_without_or_with_anothers_context_raw_sql_sees_nothing(database: str) -> None:
    from suar.base.accounts.models import Team

    ours, others = _organisation("AA"), _organisation("BB")
    with acting(ours):
        Team.objects.create(organisation_id=ours.organisation, name="Night")
    for actor, expected in ((ours, 1), (others, 0), (Actor(), 0)):
        with acting(actor), connections["default"].cursor() as cursor:
            cursor.execute("SELECT count(*) FROM accounts_team")
            assert cursor.fetchone() == (expected,)


def test_nobody_writes_a_row_for_somebody_else(database: str) -> None:
    from django.db import DatabaseError

    from suar.base.accounts.models import Team

    ours, others = _organisation("AA"), _organisation("BB")
    with pytest.raises(DatabaseError, match="row-level security"), acting(ours):
        Team.objects.create(organisation_id=others.organisation, name="Night")


def test_an_inner_actor_ends_with_its_block(database: str) -> None:
    from suar.base.accounts.models import Team

    ours, others = _organisation("AA"), _organisation("BB")
    with acting(ours):
        Team.objects.create(organisation_id=ours.organisation, name="Night")
        with acting(others):
            assert Team.objects.count() == 0
        assert Team.objects.count() == 1
