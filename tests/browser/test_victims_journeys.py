"""Journeys in the victims room as people make them: a status, an identity, a merging, a consent."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cast import PASSWORD, Cast, make_cast
from django.utils import timezone

from browser.live import Live, code, give_codes, sign_in
from rooms.victims.persons import file_of
from suar.base.access.acting import acting, at_the_door
from suar.base.access.models import Grant
from suar.base.accounts.models import Person
from suar.rooms.victims.models import Consent, SamePair, Victim

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NAME = "Siti Nurhaliza Rekaan"
#: Where pictures for the guides are put, if somebody asks for them.
SHOTS = os.environ.get("SUAR_SHOTS", "")
PHONE = {"width": 360, "height": 760}


@pytest.fixture
def cast(live: Live) -> Cast:
    return make_cast()


def _page(
    chromium: Any, live: Live, who: str, cast: Cast, *, phone: bool = False, language: str = "en"
) -> Any:
    actor = getattr(cast, who)
    give_codes(actor.person)
    with at_the_door():
        person = Person.objects.get(pk=actor.person)
        person.language = language
        person.save(update_fields=["language"])
    size = PHONE if phone else {"width": 1280, "height": 900}
    page = chromium.new_context(viewport=size, locale="en-GB").new_page()
    page.goto(f"{live.url}/account/login/")
    sign_in(page, live, email=person.email, password=PASSWORD)
    return page


def _sound(page: Any, name: str) -> None:
    """No barrier for assistive technology, no sideways scrolling, no name in title or address."""
    from axe_playwright_python.sync_playwright import Axe

    if SHOTS:
        page.screenshot(path=str(Path(SHOTS) / f"{name}.png"), full_page=True)
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == []
    width = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert width <= 0, f"{name} scrolls sideways by {width}"
    assert "Nurhaliza" not in page.title()
    assert "urhaliza" not in page.url


def test_an_identity_is_opened_with_a_code_that_is_asked_again_and_closed_at_once(
    chromium: Any, live: Live, cast: Cast
) -> None:
    victim = file_of(cast.case_worker, name=NAME, facts={"languages": ["su"], "birth_year": 1998})
    page = _page(chromium, live, "case_worker", cast)
    with at_the_door():  # an hour has passed since the sign-in's code
        from suar.base.accounts.sessions import SessionStore

        cookie = next(each for each in page.context.cookies() if each["name"] == "suar")
        store = SessionStore(cookie["value"])
        for method in store["account_authentication_methods"]:
            method["at"] -= 3600
        store.save()
    page.goto(f"{live.url}/victims/")
    _sound(page, "list")
    page.fill("input[name=asked]", "sitti noerhaliza")
    page.click("text=Search our own files >> nth=-1")
    assert "urhaliza" not in page.url
    page.click(f"a:has-text('{victim.reference}')")
    _sound(page, "file-sealed")
    assert NAME not in page.content()
    page.check("#why-letter")
    page.click("button:has-text('Open identity')")
    assert "reauthenticate" in page.url
    page.fill("input[name=code]", _fresh())
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url("**/open/identity/**")
    assert page.is_checked("input[value=letter]"), "the reason is kept while she proves herself"
    _sound(page, "open")
    page.click("button[data-main]")
    assert NAME in page.content()
    _sound(page, "file-open")
    page.click("text=Close now")
    assert NAME not in page.content()
    assert "Case worker" in page.inner_text("aside, .aside")


def _fresh() -> str:
    """Give this half minute's code; a code is taken once, so what was taken is forgotten first."""
    from django.core.cache import cache

    with at_the_door():
        cache.clear()
    return code()


def test_a_screened_person_is_presumed_then_identified_and_police_learn_nothing(
    chromium: Any, live: Live, cast: Cast
) -> None:
    victim = file_of(cast.supervisor, name=NAME)
    page = _page(chromium, live, "supervisor", cast)
    page.goto(f"{live.url}/victims/{victim.id}/")
    page.click("a:has-text('Presumed')")
    page.select_option("select[name=standard]", "reasonable_grounds")
    page.select_option("select[name=body]", "ngo")
    page.click("button[data-main]")
    page.click("a:has-text('Identified')")
    page.click("button[data-main]")
    assert "name the standard of proof" in page.content()
    page.select_option("select[name=standard]", "conclusive")
    page.select_option("select[name=body]", "court_or_prosecution")
    _sound(page, "status")
    page.click("button[data-main]")
    with acting(cast.supervisor):
        assert Victim.objects.get().status == "identified"
    police = _page(chromium, live, "investigator", cast)
    assert police.goto(f"{live.url}/victims/{victim.id}/").status == 404


def test_a_merging_is_made_and_undone_on_a_phone(chromium: Any, live: Live, cast: Cast) -> None:
    file_of(cast.supervisor, name=NAME, facts={"birth_year": 1998, "sex": "female"})
    file_of(cast.supervisor, name=NAME, facts={"birth_year": 1999, "sex": "female"})
    page = _page(chromium, live, "supervisor", cast, phone=True)
    page.goto(f"{live.url}/victims/same/")
    _sound(page, "pairs-phone")
    page.click("th a")
    page.check("input[name=birth_year][value=first]")
    _sound(page, "compare-phone")
    page.click("button[data-main]")
    assert "read together" in page.content()
    page.click("text=Take the merging back")
    _sound(page, "undo-phone")
    page.click("button[data-main]")
    with acting(cast.supervisor):
        assert Victim.objects.filter(merged_into_id=None).count() == 2
        assert SamePair.objects.get().state == "parted"


def test_a_consent_is_asked_given_seen_by_its_recipient_alone_and_withdrawn(
    chromium: Any, live: Live, cast: Cast
) -> None:
    victim = file_of(cast.case_worker, name=NAME)
    page = _page(chromium, live, "case_worker", cast)
    page.goto(f"{live.url}/victims/{victim.id}/")
    page.click("a:has-text('Ask for consent')")
    page.select_option("select[name=to]", str(cast.nurse.organisation))
    _sound(page, "consent-1")
    page.click("button[data-main]")
    page.check("input[name=purpose][value=care]")
    page.click("button[data-main]")
    page.click("button[name=back]")
    assert page.is_checked("input[name=purpose][value=care]"), "what was answered is there"
    page.click("button[data-main]")
    page.check("input[name=groups][value=identity]")
    page.click("button[data-main]")
    page.select_option("select[name=language]", "su")
    page.check("input[name=no_explained]")
    _sound(page, "consent-4")
    page.click("button[data-main]")
    page.check("input[name=said][value=yes]")
    page.select_option("select[name=evidence]", "witnessed")
    page.fill("input[name=until]", (timezone.now() + timedelta(days=60)).date().isoformat())
    page.click("button[data-main]")
    _sound(page, "consent-6")
    page.click("button[data-main]")
    with acting(cast.case_worker):
        assert Consent.objects.get().state == "given"
        assert Grant.objects.count() == 1
    nurse = _page(chromium, live, "nurse", cast)
    nurse.goto(f"{live.url}/victims/")
    nurse.click(f"a:has-text('{victim.reference}')")
    _sound(nurse, "file-granted")
    consul = _page(chromium, live, "consul", cast)
    assert consul.goto(f"{live.url}/victims/{victim.id}/").status == 404
    assert victim.reference not in consul.content()
    page.goto(f"{live.url}/victims/{victim.id}/")
    page.click("text=She takes it back")
    _sound(page, "withdraw")
    page.click("button[data-main]")
    assert "72-hour clock met" in page.content()
    assert nurse.goto(f"{live.url}/victims/{victim.id}/").status == 404


def test_rights_and_their_clocks_in_indonesian(chromium: Any, live: Live, cast: Cast) -> None:
    victim = file_of(cast.supervisor, name=NAME)
    page = _page(chromium, live, "supervisor", cast, language="id")
    page.goto(f"{live.url}/victims/{victim.id}/ask/")
    page.select_option("select[name=kind]", "see")
    page.select_option("select[name=asked_by]", "herself")
    page.click("button[data-main]")
    page.goto(f"{live.url}/rights/")
    _sound(page, "rights-id")
    page.goto(f"{live.url}/victims/{victim.id}/held/")
    _sound(page, "held-id")
