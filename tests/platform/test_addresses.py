"""Every address x method x role x relation over HTTP: nothing of anybody else's ever shows.

Somebody else's record answers exactly as one that is not there; a lacking permission is 403 with
the rule's reason; whoever has not signed in is sent to sign in; nothing ever breaks.
"""

import time
from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from addresses import MARK, Address, every_address, sample
from cast import NOW, Cast, make_cast
from django.test import Client
from django.urls import reverse

from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.identifiers import uuid7
from suar.knowledge.rules.permissions import ROLES, Holder, Permission, may

METHODS = ("get", "post", "put", "delete")
RELATIONS = ("own", "colleague", "other", "absent")


@cache
def _ours() -> list[Address]:
    return [each for each in every_address() if each.ours]


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _post_for(role: str, organisation: UUID) -> Actor:
    from suar.base.accounts.models import Person, Post

    person = Person(
        email=f"{role}.{uuid7().hex[-6:]}@example.org", name=role, language="en", created_at=NOW
    )
    person.set_unusable_password()
    with acting(Actor(organisation=organisation, name="test")):
        person.save(force_insert=True)
        post = Post.objects.create(
            person=person, organisation_id=organisation, role=role, from_on=date(2026, 1, 1)
        )
    return Actor(organisation=organisation, person=person.id, post=post.id, role=role)


class Visitor:
    """Somebody at the door: each request in a fresh session, as if just signed in."""

    def __init__(self, actor: Actor | None) -> None:
        self.actor = actor

    def ask(self, method: str, address: str) -> Any:
        client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE="en")
        client.raise_request_exception = False
        if self.actor is not None:
            self._sign_in(client)
        return getattr(client, method)(address)

    def _sign_in(self, client: Client) -> None:
        from suar.base.accounts.models import Person

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


def test_every_address_of_ours_says_who_may() -> None:
    silent = [each.name for each in _ours() if each.access is None]
    assert silent == []
    assert len(_ours()) > 10


def test_what_carries_no_declaration_is_allauths_alone() -> None:
    """They guard themselves, run as the doorkeeper, and show a person her own sign-in only."""
    others = [each for each in every_address() if not each.ours]
    parts = {each.name.split("_")[0] for each in others if each.name != "None"}
    assert parts <= {"account", "mfa", "socialaccount", "openid"}
    assert [each.name for each in others if each.access is not None] == []


def _cases(every: bool) -> list[tuple[Address, str, str]]:
    """Give address, method and relation; where an address names no record there is one relation."""
    found = []
    for address, method in product(_ours(), METHODS):
        relations = RELATIONS if address.kwargs else ("none",)
        chosen = METHODS if every else ("get", "post")
        if method in chosen:
            found += [(address, method, relation) for relation in relations]
    return found


def _where(address: Address, relation: str, visitor: Actor, other: Actor) -> str:
    values = {}
    for name in address.kwargs:
        owner = {
            "own": visitor,
            "colleague": replace(visitor, person=uuid7()),
            "other": other,
        }.get(relation)
        values[name] = str(uuid7()) if owner is None else sample(name, owner)
        if owner is None and address.kwargs[name] != "UUIDConverter":
            values[name] = sample(name, visitor) if name == "secret" else "x"
    return reverse(address.name, kwargs=values)


def _judge(case: tuple[Address, str, str], role: str, answer: Any) -> None:
    address, method, relation = case
    told = f"{method} {address.name} as {role or 'nobody'} ({relation}): {answer.status_code}"
    assert answer.status_code < 500, told
    if answer.status_code == 405:
        return
    body = b"" if answer.streaming else answer.content
    if relation == "other" or not role:
        assert MARK.encode() not in body, told
    if address.access == "public":
        return
    if not role:
        assert answer.status_code == 302, told
        assert "/account/login/" in answer.headers["Location"], told
    elif isinstance(address.access, Permission):
        allowed = may(Holder(role), address.access)
        if not allowed.allowed:
            assert answer.status_code == 403, told
            assert b"may not" in body, told
        elif relation in ("other", "absent"):
            assert answer.status_code == 404, told


def _over(cast: Cast, roles: list[str], *, every: bool) -> Counter[int]:
    people = {role: _post_for(role, cast.analyst.organisation) for role in roles}
    other = cast.partner
    met: Counter[int] = Counter()
    for case in _cases(every):
        address, method, relation = case
        for role in ("", *roles):
            actor = people.get(role)
            where = _where(address, relation, actor or cast.analyst, other)
            answer = Visitor(actor).ask(method, where)
            _judge(case, role, answer)
            met[answer.status_code] += 1
    return met


def test_a_few_roles_over_every_address(cast: Cast) -> None:
    roles = ["analyst", "administrator", "auditor", "case_worker"]
    met = _over(cast, roles, every=False)
    assert {200, 302, 405} <= set(met)
    with acting(cast.analyst):
        kept = Event.objects.filter(kind=Event.Kind.REFUSAL).count()
    assert kept == met[403], "every refusal is in the audit"


@pytest.mark.long
def test_every_role_over_every_address_and_method(cast: Cast) -> None:
    met = _over(cast, list(ROLES), every=True)
    assert sum(met.values()) == len(_cases(True)) * (len(ROLES) + 1)


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
    from suar.base.accounts.models import Post

    with acting(cast.analyst):
        Post.objects.filter(id=cast.analyst.post).update(until_on=date(2026, 1, 2))
    answer = Visitor(cast.analyst).ask("get", "/day/")
    assert answer.status_code == 403
