"""What shows to whom: the table covers every role and group, and the walls hold for every case."""

from datetime import UTC, datetime, timedelta
from itertools import product
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suar.knowledge.rules.permissions import ROLES, Permission
from suar.knowledge.rules.visibility import (
    ASSIGNED_ONLY,
    CARE,
    PROSECUTION,
    REASONS,
    SHOWS,
    FieldGroup,
    GrantFacts,
    Reader,
    Relation,
    Showing,
    may_grant,
    names,
    row_shows,
    runs,
    sight,
)

NOW = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
A, B, C = (UUID(int=number) for number in (1, 2, 3))
EVERY = list(product(ROLES, FieldGroup, Relation))


def test_the_table_names_every_role_and_every_group_once() -> None:
    assert set(SHOWS) == set(ROLES)
    assert all(set(row) == set(FieldGroup) for row in SHOWS.values())


def test_only_who_may_open_identities_has_something_sealed_to_open() -> None:
    for name, role in ROLES.items():
        sealed = {group for group, how in SHOWS[name].items() if how is Showing.MASKED}
        assert bool(sealed) == (Permission.OPEN_IDENTITY in role.permissions), name
        person = {FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.STORY, FieldGroup.HEALTH}
        assert not [g for g in person if SHOWS[name][g] is Showing.SHOWN], name


def test_no_role_sees_everything_in_the_open_and_the_administrator_sees_nothing() -> None:
    assert all(Showing.SHOWN not in {row[FieldGroup.IDENTITY]} for row in SHOWS.values())
    assert set(SHOWS["administrator"].values()) == {Showing.ABSENT}


@pytest.mark.parametrize("granted", [frozenset(), frozenset(FieldGroup)])
def test_the_walls_hold_for_every_case(granted: frozenset[FieldGroup]) -> None:
    for role, group, relation in EVERY:
        found = sight(role, group, relation, granted=granted)
        if relation in (Relation.OTHER, Relation.ANONYMOUS):
            assert found.showing is Showing.ABSENT
        if role in PROSECUTION and group in CARE:
            assert found.showing is Showing.ABSENT
        if relation is Relation.COLLEAGUE and group in ASSIGNED_ONLY:
            assert found.showing is Showing.ABSENT
        if relation is Relation.GRANTED and group not in granted:
            assert found.showing is Showing.ABSENT
        assert bool(found.reason) == (found.showing is not Showing.SHOWN)
        assert found.decision.allowed == (found.showing is not Showing.ABSENT)


def test_a_grant_never_shows_more_than_the_own_role_would() -> None:
    for role, group in product(ROLES, FieldGroup):
        own = sight(role, group, Relation.OWN).showing
        by_grant = sight(role, group, Relation.GRANTED, granted=FieldGroup).showing
        assert by_grant in (own, Showing.ABSENT)


def test_every_reason_stands_in_both_languages() -> None:
    for role, group, relation in EVERY:
        reason = sight(role, group, relation).reason
        assert not reason or reason in {each["en"] for each in REASONS.values()}
    assert all(set(each) == {"en", "id"} and all(each.values()) for each in REASONS.values())


def test_care_is_never_granted_to_who_prosecutes() -> None:
    for kind in ("police", "prosecution", "court"):
        for group in FieldGroup:
            assert may_grant([group], to_kind=kind).allowed == (group not in CARE)
    assert may_grant(FieldGroup, to_kind="shelter").allowed
    assert not may_grant([], to_kind="shelter").allowed


instants = st.integers(-3, 3).map(lambda hours: NOW + timedelta(hours=hours))
grants = st.builds(
    GrantFacts,
    owner=st.just(A),
    to_organisation=st.sampled_from([B, C]),
    groups=st.frozensets(st.sampled_from(["identity", "facts"])),
    from_at=instants,
    to_persons=st.frozensets(st.sampled_from([UUID(int=7), UUID(int=8)])),
    to_team=st.sampled_from([None, UUID(int=9)]),
    until_at=st.none() | instants,
    revoked_at=st.none() | instants,
)
readers = st.builds(
    Reader,
    organisation=st.sampled_from([None, A, B, C]),
    person=st.sampled_from([None, UUID(int=7), UUID(int=8)]),
    teams=st.frozensets(st.just(UUID(int=9))),
)


@given(st.lists(grants, max_size=3), readers)
def test_a_row_of_anothers_shows_only_by_a_running_grant_that_names_the_reader(
    held: list[GrantFacts], reader: Reader
) -> None:
    shown = row_shows(A, reader, "identity", held, now=NOW)
    if reader.organisation in (None, A):
        assert shown == (reader.organisation == A)
        return
    reasons = [g for g in held if runs(g, now=NOW) and names(g, reader) and "identity" in g.groups]
    assert shown == bool(reasons)
    for grant in reasons:
        assert grant.to_organisation == reader.organisation
        assert grant.revoked_at is None
        assert grant.from_at <= NOW
        if grant.to_persons or grant.to_team:  # a colleague sees no more than the grant
            assert reader.person in grant.to_persons or grant.to_team in reader.teams
