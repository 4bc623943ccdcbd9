"""An organisation's own key in hand: taken into use, and the memory that a restart empties."""

import pytest
from cast import NOW

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.base.vault import brought, own
from suar.base.vault.envelope import Place
from suar.base.vault.keytext import new_key

SECRET = "Siti Rekaan binti Contoh"
KEY = new_key()


def restart(monkeypatch: pytest.MonkeyPatch) -> int:
    """Do to the memory what a start of `suar serve` does; give it."""
    descriptor = brought.make_memory()
    assert descriptor is not None
    for name, value in brought.told_of(descriptor).items():
        monkeypatch.setenv(name, value)
    return descriptor


def place_of(actor: Actor) -> Place:
    return Place(actor.organisation, "victim", uuid7(), uuid7(), "identity", "name")


def take(by: Actor, key: str = KEY) -> None:
    with acting(by):
        own.take_into_use(key=key, hours=8, now=NOW, by=by)
