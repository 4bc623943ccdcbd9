"""Signing in through the pages, as people do: a password, then a code."""

from collections.abc import Callable
from uuid import UUID

from cast import PASSWORD
from django.test import Client

from browser.live import code, give_codes
from suar.base.access.acting import at_the_door
from suar.base.access.actor import Actor
from suar.base.accounts.models import Person


def client_of(actor: Actor, *, language: str = "en") -> Client:
    """Give a client in which the actor's person has signed in."""
    assert actor.person
    give_codes(actor.person)
    with at_the_door():
        Person.objects.filter(pk=actor.person).update(language=language)
        email = Person.objects.get(pk=actor.person).email
    client = visitor(language)
    client.post("/account/login/", {"login": email, "password": PASSWORD})
    prove(client, code)
    return client


def prove(client: Client, code: Callable[[], str]) -> None:
    """Give the second proof; once more if the half minute of a code ended on its way."""
    for _each in range(2):
        answer = client.post("/account/2fa/authenticate/", {"code": code()})
        if answer.headers.get("Location") == "/day/":
            return
    raise AssertionError(answer.content.decode())


def visitor(language: str = "en") -> Client:
    """Give a client in which nobody has signed in."""
    return Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=language)


def key_in(page: str) -> str:
    """Give the one-use key of a page's form."""
    key = page.split('name="once" value="')[1].split('"')[0]
    return str(UUID(key))
