"""Sign-in: what the audit keeps of it, lock-out, posts that end, a second post."""

from datetime import timedelta
from typing import Any

import pytest
from cast import NOW, PASSWORD, Cast, make_cast
from django.test import Client
from django.utils import timezone
from signing import client_of, prove, visitor

from browser.live import code, give_codes
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts import services
from suar.base.accounts.models import Person, Post
from suar.base.audit.models import Event

EMAIL = "analyst@example.org"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _events(actor: Actor) -> list[tuple[str, dict[str, Any]]]:
    with acting(actor):
        found = Event.objects.filter(kind=Event.Kind.SIGN_IN).order_by("at", "id")
        return [(event.action, event.detail) for event in found]


def _password(client: Client, password: str, email: str = EMAIL) -> Any:
    return client.post("/account/login/", {"login": email, "password": password})


def test_a_sign_in_is_kept_once_both_proofs_are_given(cast: Cast) -> None:
    client = visitor()
    give_codes(cast.analyst.person)  # type: ignore[arg-type]
    _password(client, PASSWORD)
    assert _events(cast.analyst) == []
    client.post("/account/2fa/authenticate/", {"code": "000000"})
    prove(client, code)
    client.post("/account/logout/")
    assert _events(cast.analyst) == [
        ("sign_in.failed", {"at": "code"}),
        ("sign_in", {"by": ["mfa", "password"]}),
        ("sign_out", {}),
    ]


def test_failures_are_kept_without_what_was_typed(cast: Cast, server: Any, database: str) -> None:
    from suar.base.cluster.roles import connect

    client = visitor()
    _password(client, "a wrong one")
    _password(client, "a wrong one", email="kata-sandi-saya@example.org")
    assert _events(cast.analyst) == [("sign_in.failed", {"at": "password"})]
    with connect(server, "suar_root", database) as root:
        rows = root.execute("SELECT row_to_json(e)::text FROM audit_event e").fetchall()
    failed = [text for (text,) in rows if "sign_in.failed" in text]
    assert len(failed) == 2  # the unknown address too, as nobody's
    assert not any("kata-sandi" in text or "wrong one" in text for text in failed)


def test_after_six_failures_the_door_is_locked_for_the_right_password_too(cast: Cast) -> None:
    for _each in range(6):
        assert "Too many" not in _password(visitor(), "a wrong one").content.decode()
    answer = _password(visitor(), PASSWORD)
    assert "Too many failed login attempts" in answer.content.decode()
    assert _events(cast.analyst)[-1] == ("sign_in.failed", {"at": "locked out"})


def test_six_wrong_codes_lock_the_second_proof(cast: Cast) -> None:
    give_codes(cast.analyst.person)  # type: ignore[arg-type]
    client = visitor()
    _password(client, PASSWORD)
    for _each in range(6):
        client.post("/account/2fa/authenticate/", {"code": "000000"})
    answer = client.post("/account/2fa/authenticate/", {"code": code()})
    assert answer.status_code == 200
    assert "Too many" in answer.content.decode()
    assert client.get("/day/").headers["Location"].startswith("/account/login/")


def test_a_post_that_ends_today_opens_nothing_in_an_open_window(cast: Cast) -> None:
    client = client_of(cast.case_worker)
    assert client.get("/day/").status_code == 200
    with acting(cast.administrator):
        post = Post.objects.get(id=cast.case_worker.post)
        now = timezone.now()
        services.end_post(
            post=post, on=services.today(now), version=1, now=now, by=cast.administrator
        )
    assert "You hold no running post" in client.get("/day/").content.decode()


def test_a_deactivated_person_is_out_at_once_and_comes_back_by_invitation(cast: Cast) -> None:
    client = client_of(cast.case_worker)
    with acting(cast.administrator):
        person = Person.objects.get(id=cast.case_worker.person)
        Post.objects.filter(id=cast.case_worker.post).update(
            until_on=services.today(NOW) + timedelta(days=9999)
        )
        services.deactivate(person=person, now=timezone.now(), by=cast.administrator)
    assert client.get("/day/").headers["Location"].startswith("/account/login/")
    assert "Your posts are over" in _inactive(visitor()).content.decode()
    with acting(cast.administrator):
        _made, secret = services.invite(
            email=person.email,
            name="x",
            role="hotline_operator",
            now=timezone.now(),
            by=cast.administrator,
        )
    page = visitor().get(f"/invitation/{cast.administrator.organisation}/{secret}/")
    assert "a password that you choose here" in page.content.decode()
    services.accept_invitation(
        organisation=cast.administrator.organisation,  # type: ignore[arg-type]
        secret=secret,
        password="kali-ini-yang-baru",
        language="id",
        now=timezone.now(),
    )
    fresh = visitor()
    assert _password(fresh, PASSWORD, person.email).status_code == 200
    assert _password(fresh, "kali-ini-yang-baru", person.email).status_code == 302


def _inactive(client: Client) -> Any:
    answer = client.post(
        "/account/login/", {"login": "case.worker@example.org", "password": PASSWORD}, follow=True
    )
    return answer


def test_a_post_elsewhere_keeps_the_sign_in_open(cast: Cast) -> None:
    with acting(cast.nurse):
        Post.objects.create(
            person_id=cast.case_worker.person,
            organisation_id=cast.nurse.organisation,
            role="case_worker",
            from_on=NOW.date(),
            until_on=NOW.date() + timedelta(days=9999),
        )
    with acting(cast.administrator):
        person = Person.objects.get(id=cast.case_worker.person)
        services.deactivate(person=person, now=timezone.now(), by=cast.administrator)
    client = client_of(cast.case_worker)
    assert "Organisation KB (invented)" in client.get("/day/").content.decode()
    assert "Organisation RA" not in client.get("/day/").content.decode()


def test_a_passkey_is_offered_only_to_whoever_has_one(cast: Cast) -> None:
    client = visitor()
    give_codes(cast.analyst.person)  # type: ignore[arg-type]
    assert _password(client, PASSWORD).headers["Location"] == "/account/2fa/authenticate/"
    page = client.get("/account/2fa/authenticate/").content.decode()
    assert 'name="code"' in page
    assert "mfa_webauthn_authenticate" not in page
