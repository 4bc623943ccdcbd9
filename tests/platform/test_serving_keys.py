"""Keys are rotated in steps that may be cut off; what was sealed opens at every moment."""

from datetime import UTC, datetime
from threading import Thread
from typing import Any
from uuid import UUID

import pytest
from cast import Cast, make_cast
from django.db import connections
from django.test import override_settings

from browser.live import SECRET, give_codes
from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.identifiers import uuid7
from suar.base.vault import rotating
from suar.base.vault.envelope import NotOpened, Place
from suar.base.vault.models import DataKey, OrganisationKey
from suar.base.vault.services import open_text, rotate_organisation_key, seal_text
from suar.knowledge.refusal import Refusal

OLD, NEW = "only-for-tests-" * 4, "another-for-tests-" * 4
NOW = datetime(2026, 1, 2, tzinfo=UTC)
TEXT = "Siti Rekaan"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _place(organisation: UUID | None) -> Place:
    assert organisation
    return Place(organisation, "victim", uuid7(), uuid7(), "identity", "name")


def _sealed(actor: Actor, how_many: int = 1) -> list[tuple[Place, bytes]]:
    with acting(actor):
        places = [_place(actor.organisation) for _ in range(how_many)]
        return [(place, seal_text(TEXT, place=place)) for place in places]


def _opens(actor: Actor, sealed: list[tuple[Place, bytes]]) -> bool:
    with acting(actor):
        return all(open_text(value, place=place) == TEXT for place, value in sealed)


def _factor_opens(actor: Actor) -> bool:
    from allauth.mfa.models import Authenticator
    from allauth.mfa.utils import decrypt

    with at_the_door():
        kept = Authenticator.objects.get(user_id=actor.person, type="totp").data["secret"]
    return bool(decrypt(kept) == SECRET)


def test_a_new_master_key_takes_over_and_the_former_opens_nothing(cast: Cast) -> None:
    first, second = cast.data_officer, cast.investigator
    both = [(actor, _sealed(actor)) for actor in (first, second)]
    assert cast.analyst.person
    give_codes(cast.analyst.person)
    assert _factor_opens(cast.analyst)
    with override_settings(MASTER_KEY=NEW, FORMER_MASTER_KEY=OLD):
        rotating.wrap_under_present_master(organisation=first.organisation)  # and cut off here
        assert all(_opens(actor, sealed) for actor, sealed in both)
        told = [rotating.wrap_under_present_master(organisation=o) for o in rotating.everybody()]
        assert sum(told) == 1, "what was done before is not done again"
        assert rotating.seal_factors_anew() == 1
        assert rotating.seal_factors_anew() == 0
    with override_settings(MASTER_KEY=NEW, FORMER_MASTER_KEY=""):
        assert all(_opens(actor, sealed) for actor, sealed in both)
        assert _factor_opens(cast.analyst)
    with pytest.raises(NotOpened):
        _opens(first, both[0][1])
    with acting(first):
        assert Event.objects.filter(action="vault.rotate_master", by_part="operator").count() == 1


def test_an_organisations_key_is_rotated_in_steps_while_people_seal(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    actor = cast.data_officer
    operator = Actor(organisation=actor.organisation, name="operator")
    before = _sealed(actor, 5)
    monkeypatch.setattr(rotating, "BATCH", 2)
    with acting(operator):
        rotating.begin_organisation(now=NOW, by=operator)
    with acting(operator):
        rotating.move_data_keys(by=operator)  # and cut off here
    between = _sealed(actor)
    assert _opens(actor, before + between)
    assert rotating.rotate_organisation(organisation=operator.organisation, now=NOW) == 3
    assert _opens(actor, before + between)
    with acting(actor):
        keys = OrganisationKey.objects.order_by("number")
        assert [bool(bytes(key.wrapped)) for key in keys] == [False, True]
        assert set(DataKey.objects.values_list("under__number", flat=True)) == {2}
        done = set(Event.objects.filter(by_part="operator").values_list("action", flat=True))
        assert done == {"vault.rotate", "vault.destroy_key"}


def test_the_host_does_not_rotate_what_it_does_not_hold(cast: Cast) -> None:
    actor = cast.data_officer
    _sealed(actor)
    with acting(actor):
        rotate_organisation_key(now=NOW, phrase="hujan di bulan juni dua belas", by=actor)
    with pytest.raises(Refusal, match="holds its own key"):
        rotating.rotate_organisation(organisation=actor.organisation, now=NOW)
    assert rotating.wrap_under_present_master(organisation=actor.organisation) == 0


def test_nothing_is_sealed_under_a_key_that_a_rotation_destroys(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Somebody looks up the key in use, the key is rotated, and only then she writes."""
    from suar.base.vault import keyring

    actor = cast.data_officer
    _sealed(actor)
    asked = keyring._in_use_or_made
    rotated: list[bool] = []

    def looked_up_too_early(organisation: UUID) -> Any:
        found = asked(organisation)
        if not rotated:
            rotated.append(True)
            other = Thread(target=_rotate, args=(actor,))
            other.start()
            other.join(20)
        return found

    monkeypatch.setattr(keyring, "_in_use_or_made", looked_up_too_early)
    assert _opens(actor, _sealed(actor))
    with acting(actor):
        assert set(DataKey.objects.values_list("under__number", flat=True)) == {2}


def _rotate(actor: Actor) -> None:
    try:
        with acting(actor):
            rotate_organisation_key(now=NOW, by=actor)
    finally:
        connections.close_all()
