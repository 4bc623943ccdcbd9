"""What is sealed opens at its place only, and never again once erased."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.db import connections

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.base.vault.envelope import NotOpened, Place
from suar.base.vault.keyring import Destroyed, VaultClosed, bring_own_key, take_away_own_key
from suar.base.vault.services import erase, open_text, rotate_organisation_key, seal_text

NOW = datetime(2026, 1, 2, tzinfo=UTC)
SECRET = "Siti Rekaan binti Contoh"


@pytest.fixture
def actor(database: str) -> Actor:
    return Actor(organisation=uuid7(), person=uuid7(), role="data_protection_officer")


def _place(actor: Actor) -> Place:
    return Place(actor.organisation, "victim", uuid7(), uuid7(), "identity", "name")


def test_it_opens_at_its_place_and_nowhere_else(actor: Actor) -> None:
    place = _place(actor)
    with acting(actor):
        sealed = seal_text(SECRET, place=place)
        assert open_text(sealed, place=place) == SECRET
        assert SECRET.encode() not in sealed
        for elsewhere in (
            replace(place, record=uuid7()),
            replace(place, field="alias"),
            replace(place, group="contact"),
            replace(place, subject=uuid7()),
        ):
            with pytest.raises(NotOpened):
                open_text(sealed, place=elsewhere)
        with pytest.raises(NotOpened):
            open_text(sealed[:-1] + bytes([sealed[-1] ^ 1]), place=place)


def test_one_key_for_each_subject_and_group(actor: Actor) -> None:
    from suar.base.vault.models import DataKey

    place = _place(actor)
    with acting(actor):
        seal_text("a", place=place)
        seal_text("b", place=replace(place, field="alias"))
        seal_text("c", place=replace(place, group="contact"))
        assert DataKey.objects.filter(subject_id=place.subject).count() == 2


def test_another_organisation_does_not_find_the_key(actor: Actor) -> None:
    from suar.base.vault.models import DataKey

    place = _place(actor)
    with acting(actor):
        sealed = seal_text(SECRET, place=place)
    with acting(Actor(organisation=uuid7(), person=uuid7())), pytest.raises(DataKey.DoesNotExist):
        open_text(sealed, place=place)


def test_rotation_keeps_values_and_destroys_the_old_key(actor: Actor) -> None:
    from suar.base.vault.models import OrganisationKey

    place = _place(actor)
    with acting(actor):
        sealed = seal_text(SECRET, place=place)
        rotate_organisation_key(now=NOW, by=actor)
        assert open_text(sealed, place=place) == SECRET
        old = OrganisationKey.objects.get(number=1)
        assert old.retired_at == NOW
        assert bytes(old.wrapped) == b""


def test_an_own_key_is_not_with_the_host(actor: Actor) -> None:
    place = _place(actor)
    with acting(actor):
        sealed = seal_text(SECRET, place=place)
        rotate_organisation_key(now=NOW, phrase="hujan di bulan juni dua belas", by=actor)
        with pytest.raises(VaultClosed):
            open_text(sealed, place=place)
        with pytest.raises(NotOpened):
            bring_own_key(organisation=actor.organisation, phrase="another phrase")
        bring_own_key(organisation=actor.organisation, phrase="hujan di bulan juni dua belas")
        assert open_text(sealed, place=place) == SECRET
        take_away_own_key(organisation=actor.organisation)
        with pytest.raises(VaultClosed):
            open_text(sealed, place=place)


def test_erased_is_erased_and_certified(actor: Actor) -> None:
    place = _place(actor)
    with acting(actor):
        sealed = seal_text(SECRET, place=place)
        erase(subject_kind="victim", subject=place.subject, reason="her request", now=NOW, by=actor)
        with pytest.raises(Destroyed):
            open_text(sealed, place=place)
        with pytest.raises(Destroyed):
            seal_text("again", place=place)


def test_nothing_sealed_lies_in_clear_in_the_database(actor: Actor) -> None:
    with acting(actor):
        seal_text(SECRET, place=_place(actor))
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT string_agg(d::text, '') FROM vault_datakey d")
        (dump,) = cursor.fetchone()
    assert SECRET not in dump
