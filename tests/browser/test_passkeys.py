"""Passkeys and codes in a browser, with an authenticator that Chromium plays itself."""

import json
import os
from base64 import b64decode
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.live import Live, code, give_codes, sign_in
from browser.people import PASSWORD, person
from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.audit.models import Event

#: A red square of 4 by 4 pixels.
EMBLEM = b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAQAAAAECAIAAAAmkwkpAAAAEElEQVR4nGPYoKAARwzEcQCPQw8BQYkCXQAAAABJ"
    "RU5ErkJggg=="
)
EMAIL = "administrator@example.org"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
OPTIONS = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@dataclass
class Key:
    """Chromium's own authenticator, and the page that uses it."""

    page: Any
    session: Any
    name: str
    person: UUID
    live: Live

    def verifies(self, *, yes: bool) -> None:
        """Let the finger fit, or not."""
        told = {"authenticatorId": self.name, "isUserVerified": yes}
        self.session.send("WebAuthn.setUserVerified", told)

    def forget(self) -> None:
        """Empty the authenticator."""
        self.session.send("WebAuthn.clearCredentials", {"authenticatorId": self.name})

    def events(self) -> list[tuple[str, dict[str, Any]]]:
        """Give what the audit kept of her signing in."""
        from suar.base.accounts.models import Post

        with acting(Actor(person=self.person, name="posts")):
            organisation = Post.objects.get(person_id=self.person).organisation_id
        with acting(Actor(organisation=organisation, name="test")):
            found = Event.objects.filter(kind=Event.Kind.SIGN_IN).order_by("id")
            return [(each.action, each.detail) for each in found]


@pytest.fixture(params=["en", "id"])
def key(chromium: Any, live: Live, request: pytest.FixtureRequest) -> Iterator[Key]:
    from suar.base.accounts.models import Person

    made = person("administrator", "administrator", prefix="RA", kind="ngo")
    with at_the_door():
        Person.objects.filter(pk=made).update(language=request.param)
    page = chromium.new_page(viewport={"width": 1280, "height": 900}, locale=request.param)
    page.set_default_timeout(15_000)
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    told = session.send("WebAuthn.addVirtualAuthenticator", {"options": OPTIONS})
    yield Key(page, session, told["authenticatorId"], made, live)
    page.close()


def _no_barrier(page: Any) -> None:
    found = Axe().run(page, options=RULES).response["violations"]
    assert [f"{each['id']}: {n['target']}" for each in found for n in each["nodes"]] == []


def _register(key: Key) -> None:
    """Sign in with a password alone, which opens nothing, and add a passkey."""
    page = key.page
    page.goto(f"{key.live.url}/account/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit][data-main]")
    page.goto(f"{key.live.url}/people/")
    assert "/second-factor/" in page.url
    page.click("a[href='/account/2fa/webauthn/add/']")
    page.fill("input[name=password]", PASSWORD)  # once more before what opens doors is changed
    page.click("form button[type=submit][data-main]")
    page.wait_for_selector("#mfa_webauthn_add")
    _no_barrier(page)
    page.fill("input[name=name]", "office phone")
    page.click("#mfa_webauthn_add")
    page.wait_for_url("**/2fa/recovery-codes/")
    _no_barrier(page)


def _sign_out(key: Key) -> None:
    key.page.goto(f"{key.live.url}/account/logout/")
    key.page.click("form[data-sign-out] button[data-main]")
    key.page.wait_for_url(key.live.url + "/")


def test_a_passkey_is_registered_signs_in_alone_and_opens_what_asks_for_it(key: Key) -> None:
    _register(key)
    page = key.page
    page.goto(f"{key.live.url}/people/")
    assert "/second-factor/" in page.url, "set up is not yet shown"
    page.click("a[href^='/account/2fa/reauthenticate/']")
    _sign_out(key)
    page.goto(f"{key.live.url}/account/login/")
    _no_barrier(page)
    page.click("#passkey_login")
    page.wait_for_url(f"{key.live.url}/day/")
    page.goto(f"{key.live.url}/people/")
    assert page.url == f"{key.live.url}/people/"
    expect(page.locator("h1")).to_have_count(1)
    kept = key.events()
    assert ("sign_in.change", {"what": "webauthn_added"}) in kept
    assert kept[-1] == ("sign_in", {"by": ["mfa"]})


def test_a_passkey_is_asked_for_again_after_the_lock(key: Key) -> None:
    _register(key)
    _sign_out(key)
    page = key.page
    page.goto(f"{key.live.url}/account/login/")
    page.click("#passkey_login")
    page.wait_for_url(f"{key.live.url}/day/")
    page.click("details.whose summary")
    page.evaluate(
        "() => { const f = document.createElement('form'); f.method = 'post'; f.action = '/lock/';"
        " f.append(document.querySelector('[name=csrfmiddlewaretoken]').cloneNode());"
        " document.body.append(f); f.submit(); }"
    )
    page.wait_for_selector("text=/Locked|Terkunci/")
    page.goto(f"{key.live.url}/people/")
    assert "/lock/" in page.url
    page.goto(f"{key.live.url}/account/2fa/webauthn/reauthenticate/?next=/people/")
    _no_barrier(page)
    page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url(f"{key.live.url}/people/")


def test_a_passkey_that_nobody_knows_opens_nothing_and_is_in_the_audit(key: Key) -> None:
    from allauth.mfa.models import Authenticator

    _register(key)
    _sign_out(key)
    with at_the_door():
        Authenticator.objects.filter(user_id=key.person, type="webauthn").delete()
    page = key.page
    page.goto(f"{key.live.url}/account/login/")
    page.click("#passkey_login")
    page.wait_for_selector("[role=status] .note")
    assert page.url == f"{key.live.url}/account/login/"
    page.goto(f"{key.live.url}/people/")
    assert "/account/login/" in page.url
    assert all(action != "sign_in" for action, _detail in key.events()[2:])
    assert _nobodys_failures() == [{"at": "passkey"}]


def test_a_passkey_that_is_not_shown_says_so_in_words(key: Key) -> None:
    _register(key)
    _sign_out(key)
    key.verifies(yes=False)
    page = key.page
    page.goto(f"{key.live.url}/account/login/")
    page.click("#passkey_login")
    page.wait_for_selector("[data-passkey-words]:not([hidden])", timeout=120_000)
    assert page.locator("[data-passkey-words]").inner_text().strip()
    assert page.url == f"{key.live.url}/account/login/"


def test_a_code_signs_in_and_a_wrong_one_is_in_the_audit(key: Key) -> None:
    give_codes(key.person)
    page = key.page
    page.goto(f"{key.live.url}/account/login/")
    page.fill("input[name=login]", EMAIL)
    page.fill("input[name=password]", PASSWORD)
    page.click("form button[type=submit][data-main]")
    page.fill("input[name=code]", "000000")
    page.click("form button[type=submit][data-main]")
    page.wait_for_selector(".errors")
    _no_barrier(page)
    page.fill("input[name=code]", code())
    page.click("form button[type=submit][data-main]")
    page.wait_for_url(f"{key.live.url}/day/")
    told = [(action, detail) for action, detail in key.events() if action != "sign_in.change"]
    assert told == [
        ("sign_in.failed", {"at": "code"}),
        ("sign_in", {"by": ["mfa", "password"]}),
    ]


def test_every_page_about_signing_in_has_no_barrier(key: Key) -> None:
    give_codes(key.person)
    sign_in(key.page, key.live, email=EMAIL, password=PASSWORD)
    page = key.page
    for address in (
        "2fa/webauthn/",
        "2fa/webauthn/add/",
        "2fa/totp/deactivate/",
        "2fa/recovery-codes/generate/",
        "password/change/",
    ):
        page.goto(f"{key.live.url}/account/{address}")
        _no_barrier(page)
        assert page.locator("h1").count() == 1, address
    page.context.clear_cookies()
    for address in ("password/reset/", "password/reset/done/", "inactive/", "signup/"):
        page.goto(f"{key.live.url}/account/{address}")
        _no_barrier(page)


def test_the_organisations_pages_have_no_barrier_also_with_an_emblem(key: Key) -> None:
    give_codes(key.person)
    sign_in(key.page, key.live, email=EMAIL, password=PASSWORD)
    page = key.page
    page.goto(f"{key.live.url}/organisation/")
    page.set_input_files(
        "input[name=emblem]", {"name": "e.png", "mimeType": "image/png", "buffer": EMBLEM}
    )
    page.click("form[action='/organisation/emblem/'] [data-main]")
    page.wait_for_selector("img.emblem")
    page.fill("form[action='/organisation/team/'] input[name=name]", "Tim malam")
    page.click("form[action='/organisation/team/'] [data-main]")
    page.wait_for_selector("text=Tim malam")
    for width in (1280, 390):
        page.set_viewport_size({"width": width, "height": 900})
        for address in ("organisation/", "organisation/edit/", "people/"):
            page.goto(f"{key.live.url}/{address}")
            _no_barrier(page)
            assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0
            if folder := os.environ.get("SUAR_SHOTS"):
                name = f"{address.strip('/').replace('/', '-')}-{width}.png"
                page.screenshot(path=Path(folder) / name, full_page=True)


def _nobodys_failures() -> list[dict[str, Any]]:
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT detail::text FROM audit_event WHERE action = 'sign_in.failed'")
        return [json.loads(row[0]) for row in cursor.fetchall()]
