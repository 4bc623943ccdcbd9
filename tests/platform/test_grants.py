"""Grants: given with a ground, shown to whom they name, gone with their end, audited."""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

import pytest
from cast import Cast, make_cast
from django.db import DatabaseError, connections
from django.utils import timezone
from grant_table import KIND, make_tables, put, seen

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.base.access.selectors import (
    granted_subjects,
    grants_given_by,
    grants_reaching,
    groups_granted,
)
from suar.base.access.services import Reach, Terms, give_grant, revoke_grant
from suar.base.audit.models import Event
from suar.base.identifiers import uuid7
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.visibility import FieldGroup

IDENTITY = Terms((FieldGroup.IDENTITY,), "referral for treatment", "consent")
TEAM = uuid7()


@pytest.fixture
def cast(database: str) -> Cast:
    make_tables()
    return make_cast()


def _give(cast: Cast, subject: UUID, terms: Terms = IDENTITY, **reach: object) -> Grant:
    with acting(cast.supervisor):
        return give_grant(
            subject=(KIND, subject),
            to=Reach(cast.nurse.organisation, **reach),
            terms=terms,
            now=timezone.now(),
            by=cast.supervisor,
        )


def test_a_grant_shows_its_groups_and_nothing_else(cast: Cast) -> None:
    subject, other = put(cast.supervisor), put(cast.supervisor)
    assert seen(cast.nurse, "identity") == set()
    grant = _give(cast, subject)
    assert seen(cast.nurse, "identity") == {subject}
    assert seen(cast.nurse, "health") == set()
    for nobody in (cast.partner, cast.investigator, cast.analyst, Actor()):
        assert seen(nobody, "identity") == set()
    assert seen(cast.case_worker, "identity") == {subject, other}
    with acting(cast.nurse):
        now = timezone.now()
        assert granted_subjects(cast.nurse, kind=KIND, group=FieldGroup.IDENTITY, now=now) == [
            subject
        ]
        assert groups_granted(cast.nurse, subject=(KIND, subject), now=now) == {FieldGroup.IDENTITY}
        assert list(grants_given_by(cast.nurse)) == []
    with acting(cast.supervisor):
        assert list(grants_given_by(cast.supervisor)) == [grant]
        events = Event.objects.filter(subject_id=subject, action="grant.give")
        assert events.get().detail["groups"] == ["identity"]


def test_a_grant_to_persons_or_a_team_does_not_reach_their_colleagues(cast: Cast) -> None:
    to_person, to_team = put(cast.supervisor), put(cast.supervisor)
    _give(cast, to_person, persons=(cast.nurse.person,))
    _give(cast, to_team, team=TEAM)
    colleague = replace(cast.nurse, person=uuid7())
    member = replace(colleague, teams=(uuid7(), TEAM))
    assert seen(cast.nurse, "identity") == {to_person}
    assert seen(colleague, "identity") == set()
    assert seen(member, "identity") == {to_team}
    for reader, expected in ((cast.nurse, {to_person}), (colleague, set()), (member, {to_team})):
        with acting(reader):
            reaching = grants_reaching(reader, now=timezone.now())
            assert {grant.subject_id for grant in reaching} == expected


def test_revoked_ended_and_future_grants_show_nothing(cast: Cast) -> None:
    subject = put(cast.supervisor)
    grant = _give(cast, subject)
    with acting(cast.supervisor):
        revoke_grant(grant=grant, now=timezone.now(), by=cast.supervisor)
        with pytest.raises(Denied, match="Not any more: it is “revoked”"):
            revoke_grant(grant=grant, now=timezone.now(), by=cast.supervisor)
    assert seen(cast.nurse, "identity") == set()
    hour = timedelta(hours=1)
    for begins, ends in ((-2 * hour, -hour), (hour, 2 * hour)):
        with acting(cast.supervisor):
            now = timezone.now()
            Grant.objects.filter(id=grant.id).update(
                revoked_at=None, revoked_by=None, from_at=now + begins, until_at=now + ends
            )
        assert seen(cast.nurse, "identity") == set()


def test_what_may_not_be_granted_is_denied_with_a_reason(cast: Cast) -> None:
    subject, now = put(cast.supervisor), timezone.now()
    police = Reach(cast.investigator.organisation)
    clinic = Reach(cast.nurse.organisation)
    health = replace(IDENTITY, groups=(FieldGroup.HEALTH,))
    refused = [
        (cast.supervisor, police, health, "walled off"),
        (cast.case_worker, clinic, IDENTITY, "Case worker may not give"),
        (cast.supervisor, clinic, replace(IDENTITY, basis=""), "lawful basis"),
        (cast.supervisor, clinic, replace(IDENTITY, groups=()), "choose what"),
        (cast.supervisor, clinic, replace(IDENTITY, until=now), "end before it begins"),
        (cast.supervisor, Reach(cast.supervisor.organisation), IDENTITY, "another"),
        (cast.supervisor, Reach(uuid7()), IDENTITY, "another"),
    ]
    for by, to, terms, reason in refused:
        with acting(by), pytest.raises(Denied, match=reason):
            give_grant(subject=(KIND, subject), to=to, terms=terms, now=now, by=by)
    with acting(cast.supervisor):
        assert not Grant.objects.exists()


def test_only_the_giver_revokes(cast: Cast) -> None:
    grant = _give(cast, put(cast.supervisor))
    receiver = replace(cast.nurse, role="case_supervisor")
    with acting(receiver), pytest.raises(Denied, match="Only the organisation"):
        revoke_grant(grant=grant, now=timezone.now(), by=receiver)
    with acting(receiver):  # nor by raw SQL: the reader's policy is for reading
        assert Grant.objects.filter(id=grant.id).update(until_at=None) == 0


def test_nobody_grants_what_another_organisation_owns(cast: Cast) -> None:
    subject = put(cast.supervisor)
    thief = replace(cast.partner, role="case_supervisor")
    with acting(thief):
        give_grant(
            subject=(KIND, subject),
            to=Reach(cast.nurse.organisation),
            terms=IDENTITY,
            now=timezone.now(),
            by=thief,
        )
    assert seen(cast.nurse, "identity") == set()
    assert seen(thief, "identity") == set()
    with acting(thief), pytest.raises(DatabaseError, match="row-level security"):
        Grant.objects.create(  # in the owner's name
            organisation_id=cast.supervisor.organisation,
            to_organisation_id=thief.organisation,
            subject_kind=KIND,
            subject_id=subject,
            field_groups=["identity"],
            purpose="x",
            basis="x",
            from_at=timezone.now(),
            given_at=timezone.now(),
            given_by=thief.person,
        )


def test_a_granted_row_is_read_never_written(cast: Cast) -> None:
    subject = put(cast.supervisor)
    _give(cast, subject)
    with acting(cast.nurse), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE test_identity SET said = 'changed'")
        assert cursor.rowcount == 0
        cursor.execute("DELETE FROM test_identity")
        assert cursor.rowcount == 0
