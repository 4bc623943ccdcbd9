"""Sign-in by a ministry's own directory (OIDC): it vouches for people whom we know, makes none."""

from collections.abc import Iterator
from typing import Any

import pytest
from cast import Cast, make_cast
from directory import Directory
from django.test import Client, override_settings
from signing import visitor

from browser.live import code, give_codes
from suar.base.access.acting import acting, at_the_door
from suar.base.accounts.models import Person
from suar.base.audit.models import Event

EMAIL = "investigator@example.org"
START = "/account/oidc/ministry/login/"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


@pytest.fixture
def ministry() -> Iterator[Directory]:
    with Directory() as directory, override_settings(SOCIALACCOUNT_PROVIDERS=directory.settings()):
        yield directory


def _through(client: Client, ministry: Directory, **told: Any) -> Any:
    there = client.post(START).headers["Location"]
    assert there.startswith(f"{ministry.issuer}/authorize?")
    return client.get(ministry.vouch(there, **told))


def test_a_known_person_signs_in_and_still_shows_a_second_proof(
    cast: Cast, ministry: Directory
) -> None:
    give_codes(cast.investigator.person)  # type: ignore[arg-type]
    client = visitor()
    assert "Ministry" in client.get("/account/login/").content.decode()
    answer = _through(client, ministry, email=EMAIL)
    assert answer.headers["Location"] == "/account/2fa/authenticate/"
    answer = client.post("/account/2fa/authenticate/", {"code": code()})
    if answer.status_code == 200:
        answer = client.post("/account/2fa/authenticate/", {"code": code()})
    assert client.get("/day/").status_code == 200
    with acting(cast.investigator):
        kept = [event.detail for event in Event.objects.filter(action="sign_in")]
    assert kept == [{"by": ["mfa", "socialaccount"]}]


def test_a_directory_alone_opens_nothing_without_a_second_proof(
    cast: Cast, ministry: Directory
) -> None:
    client = visitor()
    _through(client, ministry, email=EMAIL)
    assert client.get("/day/").headers["Location"] == "/second-factor/"


@pytest.mark.parametrize(
    "told",
    [
        {"email": "somebody.else@example.org"},
        {"email": EMAIL, "verified": False},
    ],
)
def test_whom_we_do_not_know_or_whom_it_does_not_vouch_for_is_not_let_in(
    cast: Cast, ministry: Directory, told: dict[str, Any]
) -> None:
    client = visitor()
    answer = _through(client, ministry, **told)
    assert answer.status_code == 403
    assert "Not invited yet" in answer.content.decode()
    assert client.get("/day/").headers["Location"].startswith("/account/login/")
    with at_the_door():
        assert Person.objects.filter(email="somebody.else@example.org").count() == 0


def test_a_deactivated_person_is_not_let_in_by_the_directory(
    cast: Cast, ministry: Directory
) -> None:
    from django.utils import timezone

    _through(visitor(), ministry, email=EMAIL)  # tied to her account once
    with at_the_door():
        Person.objects.filter(email=EMAIL).update(is_active=False, deactivated_at=timezone.now())
    client = visitor()
    _through(client, ministry, email=EMAIL)
    assert client.get("/day/").headers["Location"].startswith("/account/login/")


@pytest.mark.parametrize(
    "changes", [{"aud": "another client"}, {"iss": "http://elsewhere.example"}, {"exp": 1}]
)
def test_a_token_that_is_not_for_us_or_is_over_is_refused(
    cast: Cast, ministry: Directory, changes: dict[str, Any], server: Any, database: str
) -> None:
    from suar.base.cluster.roles import connect

    ministry.token_changes = changes
    client = visitor()
    _through(client, ministry, email=EMAIL)
    assert client.get("/day/").headers["Location"].startswith("/account/login/")
    with connect(server, "suar_root", database) as root:
        rows = root.execute("SELECT detail FROM audit_event WHERE action = 'sign_in.failed'")
        assert rows.fetchall() == [({"at": "directory"},)]


def test_an_answer_that_nobody_asked_for_is_refused(cast: Cast, ministry: Directory) -> None:
    client = visitor()
    there = client.post(START).headers["Location"]
    back = ministry.vouch(there, email=EMAIL)
    stranger = visitor()
    stranger.get(back)  # the state is another window's
    assert stranger.get("/day/").headers["Location"].startswith("/account/login/")
    client.get(back.replace("code=", "code=x"))
    assert client.get("/day/").headers["Location"].startswith("/account/login/")
