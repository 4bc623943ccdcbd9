"""The room's pages as people use them: signed in, a form opened and sent."""

import re
import time
from typing import Any

from django.test import Client
from django.urls import reverse

from suar.base.access.acting import at_the_door
from suar.base.access.actor import Actor
from suar.base.accounts.models import Person


def signed_in(actor: Actor, language: str = "en") -> Client:
    """Sign in as people do: password and second factor shown just now."""
    client = Client(HTTP_HOST="localhost", HTTP_ACCEPT_LANGUAGE=language)
    with at_the_door():
        person = Person.objects.get(pk=actor.person)
        Person.objects.filter(pk=actor.person).update(language=language)
        client.force_login(person)
        session = client.session
        session["account_authentication_methods"] = [
            {"method": "password", "at": time.time()},
            {"method": "mfa", "at": time.time(), "type": "totp"},
        ]
        session["account_authentication_methods_user"] = str(actor.person)
        session["seen"] = time.time()
        session.save()
    return client


def at(name: str, *args: Any) -> str:
    return reverse(f"cases:{name}", args=args)


def send(client: Client, address: str, status: int = 302, /, **told: Any) -> Any:
    """Open a form's page and send it, with the key and the version that it showed."""
    page = client.get(address)
    assert page.status_code == 200, (address, page.status_code)
    hidden = dict(
        re.findall(r'<input type="hidden" name="(once|version)" value="([^"]*)"', page.text)
    )
    answer = client.post(address, {**hidden, **told})
    said = (
        re.findall(r'role="alert".*?</div>', answer.text, re.S) if answer.status_code != 302 else ""
    )
    assert answer.status_code == status, (address, answer.status_code, said)
    return answer
