"""The operator founds an organisation once, and its first administrator comes in by one link."""

import json
from datetime import timedelta
from typing import Any

import pytest
from cast import PASSWORD
from django.core.management import call_command
from django.utils import timezone
from signing import visitor

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.founding import Wish, find_organisation, found_once
from suar.base.accounts.models import Invitation, OrganisationName, Post
from suar.base.audit.models import Event
from suar.knowledge.refusal import Refusal

NAME = "Rumah Aman Melati Rekaan"
EMAIL = "kepala@melati.example.org"
SHELTER = {"kind": "shelter", "level": "regency", "region": "KAB. SIMEULUE", "email": EMAIL}


def _found(capsys: Any, name: str = NAME, **options: Any) -> dict[str, Any]:
    call_command("found_organisation", name, "--json", **{**SHELTER, **options})
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    return told


def _part(told: dict[str, Any]) -> Actor:
    return Actor(organisation=told["organisation"], name="test")


def _path(told: dict[str, Any]) -> str:
    return str(told["link"]).removeprefix("http://localhost:8000")


def test_it_is_founded_once_audited_and_its_link_opens_the_door(database: str, capsys: Any) -> None:
    told = _found(capsys)
    assert (told["prefix"], told["new"]) == ("RAMR", True)
    organisation = find_organisation(name="rumah aman melati rekaan")
    assert organisation is not None
    assert (str(organisation.id), organisation.region) == (told["organisation"], "11.09")
    page = visitor().post(_path(told), {"password": PASSWORD, "again": PASSWORD})
    assert page.status_code == 302
    with acting(_part(told)):
        assert Post.objects.get(organisation_id=organisation.id).role == "administrator"
        done = Event.objects.filter(organisation_id=organisation.id).order_by("at")
        assert [event.action for event in done] == [
            "organisation.found",
            "person.invite",
            "person.accept",
        ]
        assert {event.by_part for event in done[:2]} == {"operator"}
    again = _found(capsys)
    assert (again["new"], again["link"]) == (False, None)
    assert "administrator already" in again["invitation"]


def test_the_same_again_changes_nothing_and_a_lost_link_is_replaced(
    database: str, capsys: Any
) -> None:
    first = _found(capsys)
    second = _found(capsys)
    assert second["link"] is None
    assert "--new-link" in second["invitation"]
    third = _found(capsys, new_link=True)
    assert "was withdrawn" in visitor().get(_path(first)).content.decode()
    assert visitor().get(_path(third)).status_code == 200
    with acting(_part(first)):
        assert OrganisationName.objects.filter(name_id=NAME).count() == 1
        later = timezone.now() + timedelta(days=1)
        assert Invitation.objects.filter(withdrawn_at=None, until_at__gt=later).count() == 1


def test_prefixes_are_found_and_never_shared(database: str) -> None:
    now = timezone.now()
    made = [
        found_once(Wish(f"Rumah Aman {each}", "shelter", "national"), now=now)[0].prefix
        for each in ("Mawar", "Melati", "Menur")
    ]
    assert made == ["RAM", "RUM", "RUA"]


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ({"region": "KAB. ENTAH"}, "no regency is known"),
        ({"level": "national"}, "has no region"),
        ({"email": "kepala"}, "no e-mail address"),
        ({"prefix": "R2"}, "two to four letters"),
        ({"parent": "Entah"}, "parent's name"),
    ],
)
def test_what_does_not_fit_founds_nothing(
    database: str, options: dict[str, str], says: str
) -> None:
    with pytest.raises(Refusal, match=f"(?i){says}"):
        call_command("found_organisation", NAME, **{**SHELTER, **options})
    assert find_organisation(name=NAME) is None


def test_the_name_of_another_kind_is_refused(database: str, capsys: Any) -> None:
    _found(capsys)
    with pytest.raises(Refusal, match="there already: shelter, regency"):
        call_command("found_organisation", NAME, kind="ngo", level="regency")
