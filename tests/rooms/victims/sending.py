"""Filling in the room's forms as a browser does, for this room's tests."""

import re
from typing import Any

from django.test import Client
from signing import key_in

from suar.rooms.victims.models import Victim


def fields_of(page: str) -> dict[str, str]:
    """Give the hidden fields of a page's last form."""
    form = page.rsplit('<form method="post"', 1)[-1] if 'data-step="' in page else page
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: value for name, value in found if name != "csrfmiddlewaretoken"}


def send(client: Client, url: str, **values: object) -> Any:
    """Fill in a page's form and send it."""
    page = client.get(url).content.decode()
    return client.post(url, {**fields_of(page), "once": key_in(page), **values})


def unseal(client: Client, victim: Victim, group: str = "identity") -> None:
    """Open a sealed group with a reason."""
    answer = client.post(f"/victims/{victim.id}/open/{group}/", {"reason": "write"})
    assert answer.status_code == 302
    assert "reauthenticate" not in answer.headers["Location"]
