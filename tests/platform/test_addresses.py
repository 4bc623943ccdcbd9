"""Every address x method x role x relation over HTTP: nothing of anybody else's ever shows.

Somebody else's record answers exactly as one that is not there; a lacking permission is 403 with
the rule's reason; whoever has not signed in is sent to sign in; a field group's text shows only
where `rules/visibility.py` shows that group to that role standing so; nothing ever breaks. How a
room joins: `addresses.py`.
"""

import time
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from functools import cache
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from addresses import MARK, Address, Made, Row, Want, every_address, rows
from cast import NOW, Cast, make_cast
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from unsaid import heard

from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.base.accounts.models import Person, Post, Team
from suar.base.audit.models import Event
from suar.base.identifiers import uuid7
from suar.knowledge.rules.permissions import ROLES, Holder, Permission, may
from suar.knowledge.rules.visibility import FieldGroup, Relation, Showing, sight

ALL = ("get", "head", "options", "post", "put", "patch", "delete")
SAFE = frozenset({"get", "head", "options"})
_PLAIN = Want(owner=Actor(), relation="")


@cache
def _ours() -> list[Address]:
    return [each for each in every_address() if each.ours]


def _listed() -> list[Address]:
    """Give what the walk can ask; an address that nobody listed fails its own test."""
    return [each for each in _ours() if each.name in rows()]


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


class Visitor:
    """Somebody at the door, as if just signed in with both proofs."""

    def __init__(self, actor: Actor | None) -> None:
        self.actor = actor
        self.client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
        self.client.raise_request_exception = False
        if actor is not None:
            self._sign_in(self.client)

    def ask(self, method: str, address: str) -> Any:
        """Ask; whoever was signed out or locked by what she did signs in again."""
        answer = getattr(self.client, method)(address)
        if self.actor is not None and _may_have_changed(method, answer):
            self._sign_in(self.client)
        return answer

    def _sign_in(self, client: Client) -> None:
        with at_the_door():
            client.force_login(Person.objects.get(pk=self.actor.person))
            session, now = client.session, time.time()
            session["account_authentication_methods"] = [
                {"method": "password", "at": now},
                {"method": "mfa", "type": "totp", "at": now},
            ]
            session["account_authentication_methods_user"] = str(self.actor.person)
            session["seen"] = now
            session.save()


def _may_have_changed(method: str, answer: Any) -> bool:
    return method not in SAFE and bool(answer.status_code < 400)


def test_every_address_of_ours_says_who_may() -> None:
    silent = [each.name for each in _ours() if each.access is None]
    assert silent == []
    assert len(_ours()) > 10


def test_every_address_is_listed_and_nothing_else() -> None:
    """A new page joins by its row in `address_tables/`; this fails until it has one."""
    names = {each.name for each in _ours()}
    assert sorted(names - rows().keys()) == []
    assert sorted(rows().keys() - names) == []
    for each in _listed():
        assert bool(each.kwargs) == bool(rows()[each.name].make), each.name


def test_what_carries_no_declaration_is_allauths_alone() -> None:
    """They guard themselves, run as the doorkeeper, and show a person her own sign-in only."""
    others = [each for each in every_address() if not each.ours]
    parts = {each.name.split("_")[0] for each in others if each.name != "None"}
    assert parts <= {"account", "mfa", "socialaccount", "openid"}
    assert [each.name for each in others if each.access is not None] == []


@dataclass
class Walk:
    """One walk: its people, the records made for it, what was answered.

    A record serves every address that its maker serves, until a request may have changed it.
    """

    cast: Cast
    methods: tuple[str, ...]
    met: Counter[int] = field(default_factory=Counter)
    made: dict[tuple[Any, ...], Made] = field(default_factory=dict)
    visitors: dict[str, Visitor] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.colleague = self.cast.case_worker
        with acting(self.colleague):
            team = Team.objects.create(organisation_id=self.colleague.organisation, name="walk")
        self.team: UUID = team.id

    def person_for(self, role: str) -> Actor:
        """Make somebody of Shelter A in a role, who belongs to the walk's team."""
        person = Person(email=f"{uuid7().hex}@example.org", name=role, language="en")
        person.created_at = NOW
        person.set_unusable_password()
        with acting(self.colleague):
            person.save(force_insert=True)
            post = Post.objects.create(
                person=person,
                organisation_id=self.colleague.organisation,
                role=role,
                teams=[self.team],
                from_on=date(2026, 1, 1),
            )
        return replace(self.colleague, person=person.id, post=post.id, role=role)

    def over(self, role: str) -> None:
        """Ask every address in one role (or as nobody), standing every way."""
        actor = self.person_for(role) if role else None
        for address in _listed():
            self.ask(address, actor, list(_relations(address, actor)))

    def shortly(self) -> None:
        """Ask every address as nobody, in one role that may and in one that may not.

        Addresses of one maker are asked in the same roles, so that they share its records.
        """
        people = {role: self.person_for(role) for role in ROLES}
        makers: list[Any] = []
        for address in _listed():
            self.ask(address, None, list(_relations(address, None)))
            make = rows()[address.name].make
            if make not in makers:
                makers.append(make)
            at = makers.index(make) % len(ROLES)
            turned = [*ROLES][at:] + [*ROLES][:at]
            allowed = [role for role in turned if _may(role, address)]
            refused = [role for role in turned if not _may(role, address)]
            if allowed:
                actor = people[allowed[0]]
                self.ask(address, actor, list(_relations(address, actor)))
            if refused:
                actor = people[refused[0]]
                self.ask(address, actor, list(_relations(address, actor))[:1])

    def ask(self, address: Address, actor: Actor | None, relations: list[str]) -> None:
        """Ask one address as one visitor, with each method, standing each of these ways."""
        role = actor.role if actor else ""
        visitor = self.visitors.setdefault(role, Visitor(actor))
        for method, relation in product(self.methods, relations):
            made = self._record(address, relation, actor)
            kwargs = _absent(address, made.kwargs) if relation == "absent" else made.kwargs
            answer = visitor.ask(method, reverse(address.name, kwargs=kwargs))
            if _may_have_changed(method, answer):
                self.made.pop(_key(address, relation, actor), None)
            self.met[answer.status_code] += 1
            Told(address, method, relation, role, made.groups).judge(answer)

    def _record(self, address: Address, relation: str, actor: Actor | None) -> Made:
        """Give what an address names, standing so to the visitor, made where it is not there."""
        make = rows()[address.name].make
        if make is None:
            return Made({})
        key = _key(address, relation, actor)
        if key not in self.made:
            want = self._want(relation, actor)
            with acting(want.owner):
                made = make(want)
                made = made if isinstance(made, Made) else Made(made)
                if relation == "granted" and made.subject and actor:
                    self._grant(made, want.owner, actor)
            self.made[key] = made
        return self.made[key]

    def _want(self, relation: str, actor: Actor | None) -> Want:
        if relation in ("granted", "other"):
            return Want(self.cast.partner, relation, person=self.cast.partner.person)
        if relation == "own" and actor is not None:
            return Want(actor, relation, person=actor.person)
        team = self.team if relation == "team" else None
        return Want(self.colleague, relation, person=self.colleague.person, team=team)

    def _grant(self, made: Made, owner: Actor, actor: Actor) -> None:
        kind, subject = made.subject or ("", None)
        Grant.objects.create(
            organisation_id=owner.organisation,
            to_organisation_id=actor.organisation,
            to_persons=[actor.person],
            subject_kind=kind,
            subject_id=subject,
            field_groups=list(made.groups),
            purpose="test",
            basis="consent",
            from_at=timezone.now() - timedelta(hours=1),
            given_at=timezone.now(),
            given_by=owner.person,
        )


def _key(address: Address, relation: str, actor: Actor | None) -> tuple[Any, ...]:
    """Give by what a record is known: only those of one's own, or granted, are one person's."""
    whose = actor.person if actor and relation in ("own", "granted") else None
    return rows()[address.name].make, relation, whose


def _absent(address: Address, kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """Give the same words with keys that nobody ever had."""
    return {
        name: uuid7() if kind == "UUIDConverter" else kwargs[name]
        for name, kind in address.kwargs.items()
    }


def _may(role: str, address: Address) -> bool:
    access = address.access
    return not isinstance(access, Permission) or may(Holder(role), access).allowed


def _relations(address: Address, actor: Actor | None) -> Iterator[str]:
    row: Row = rows()[address.name]
    if row.make is None:
        yield "none"
    elif actor is None:
        yield "anonymous"
    else:
        yield from row.relations


@dataclass(frozen=True)
class Told:
    """One answer, judged by what the rules say of who asked for what."""

    address: Address
    method: str
    relation: str
    role: str
    granted: tuple[str, ...]

    def judge(self, answer: Any) -> None:
        """Fail where it shows, allows or breaks what it should not."""
        status = answer.status_code
        told = f"{self.method} {self.address.name} as {self.role or 'nobody'}"
        told += f" ({self.relation}): {status}"
        assert status < 500, told
        body = b"" if answer.streaming else answer.content
        self._shows_no_more_than_the_rules(body.decode(errors="replace"), told)
        if status == 405 or self.address.access == "public":
            return
        if not self.role:
            assert status == 302, told
            assert "/account/login/" in answer.headers["Location"], told
        elif isinstance(self.address.access, Permission):
            self._is_allowed_or_absent(status, body, told)

    def _is_allowed_or_absent(self, status: int, body: bytes, told: str) -> None:
        if not may(Holder(self.role), self.address.access).allowed:
            assert status == 403, told
            assert self.method == "head" or b"may not" in body, told
        elif self.relation in ("other", "absent"):
            assert status == 404, told
        elif self.relation in ("own", "none") and rows()[self.address.name].there:
            assert status != 404, told

    def _shows_no_more_than_the_rules(self, body: str, told: str) -> None:
        if self.relation in ("other", "anonymous", "granted"):
            assert MARK not in body, told
        for group in FieldGroup:
            if _PLAIN.mark(group) in body:
                standing = Relation(self.relation) if self.role else Relation.ANONYMOUS
                granted = [FieldGroup(each) for each in self.granted]
                seen = sight(self.role, group, standing, granted=granted).showing
                assert seen is Showing.SHOWN, f"{group} shows: {told}"


def test_who_may_and_who_may_not_over_every_address(cast: Cast) -> None:
    walk = Walk(cast, ("get", "post"))
    with heard() as lacking:
        walk.shortly()
    assert lacking == set(), "words that Indonesian lacks"
    assert {200, 302, 405} <= set(walk.met)
    with acting(walk.colleague):
        kept = Event.objects.filter(kind=Event.Kind.REFUSAL).count()
    assert kept == walk.met[403], "every refusal is in the audit"


@pytest.mark.long
@pytest.mark.timeout(3600)
@pytest.mark.parametrize("role", ["", *ROLES], ids=lambda role: role or "nobody")
def test_every_role_over_every_address_and_method(cast: Cast, role: str) -> None:
    walk = Walk(cast, ALL)
    walk.over(role)
    actor = cast.analyst if role else None
    ways = sum(len(list(_relations(each, actor))) for each in _listed())
    assert sum(walk.met.values()) == len(ALL) * ways


def test_allauths_addresses_break_for_nobody_and_show_nobody_else(cast: Cast) -> None:
    visitors = [Visitor(None), Visitor(cast.analyst), Visitor(cast.partner)]
    for address in every_address():
        if address.ours or address.name == "None":
            continue
        values = dict.fromkeys(address.kwargs, "0")
        where = reverse(address.name, kwargs=values)
        for visitor, method in product(visitors, ("get", "post")):
            answer = visitor.ask(method, where)
            assert answer.status_code < 500, f"{method} {address.name}"
            if not answer.streaming and visitor.actor is not cast.partner:
                assert b"partner@example.org" not in answer.content


def test_a_post_that_has_ended_opens_nothing(cast: Cast) -> None:
    with acting(cast.analyst):
        Post.objects.filter(id=cast.analyst.post).update(until_on=date(2026, 1, 2))
    answer = Visitor(cast.analyst).ask("get", "/day/")
    assert answer.status_code == 403
