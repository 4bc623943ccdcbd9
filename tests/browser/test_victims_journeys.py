"""Journeys in the victims room as people make them: a status, an identity, a merging, a consent."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cast import PASSWORD, Cast, make_cast
from django.utils import timezone

from browser.live import Live, code, give_codes, sign_in
from browser.ways import LONG, SHORT, Way, every_way
from rooms.victims.persons import file_of
from suar.base.access.acting import acting, at_the_door
from suar.base.access.models import Grant
from suar.base.accounts.models import Person
from suar.rooms.intake.facts import Concerned, Draft, EventFacts
from suar.rooms.intake.models import PersonConcerned, Screening
from suar.rooms.intake.services import take_report, triage_report
from suar.rooms.victims.models import Consent, Episode, Kin, SamePair, StatusDecision, Victim
from suar.rooms.victims.services import accept_report, add_episode
from suar.rooms.victims.services.stories import LegTold

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
NAME = "Siti Nurhaliza Rekaan"
PASSKEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}
#: Where pictures for the guides are put, if somebody asks for them.
SHOTS = os.environ.get("SUAR_SHOTS", "")


@pytest.fixture
def cast(live: Live) -> Cast:
    return make_cast()


def _page(chromium: Any, live: Live, who: str, cast: Cast, *, way: Way = SHORT[1]) -> Any:
    actor = getattr(cast, who)
    give_codes(actor.person)
    with at_the_door():
        person = Person.objects.get(pk=actor.person)
        person.language = way.language
        person.save(update_fields=["language"])
    page = chromium.new_context(**way.options).new_page()
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


@every_way
def test_an_identity_is_opened_with_a_code_that_is_asked_again_and_closed_at_once(
    chromium: Any, live: Live, cast: Cast, way: Way
) -> None:
    victim = file_of(cast.case_worker, name=NAME, facts={"languages": ["su"], "birth_year": 1998})
    page = _page(chromium, live, "case_worker", cast, way=way)
    _an_hour_later(page)
    page.goto(f"{live.url}/victims/")
    _sound(page, f"list-{way.name}")
    page.fill("input[name=asked]", "sitti noerhaliza")
    page.click("form[role=search] button")
    assert "urhaliza" not in page.url
    page.click(f"a:has-text('{victim.reference}')")
    _sound(page, f"file-sealed-{way.name}")
    assert NAME not in page.content()
    page.check("#why-letter")
    page.click(".open-identity button[data-main], .open-identity button.btn-main")
    assert "reauthenticate" in page.url
    page.fill("input[name=code]", _fresh())
    page.click("main form button[type=submit] >> nth=0")
    page.wait_for_url("**/open/identity/**")
    assert page.is_checked("input[value=letter]"), "the reason is kept while she proves herself"
    _sound(page, f"open-{way.name}")
    page.click("button[data-main]")
    assert NAME in page.content()
    _sound(page, f"file-open-{way.name}")
    page.click("form[action*='/close/'] button")
    assert NAME not in page.content()
    assert _words(way.language, "Case worker", "Pekerja kasus") in page.inner_text("aside, .aside")


def test_an_identity_is_opened_with_a_passkey(chromium: Any, live: Live, cast: Cast) -> None:
    victim = file_of(cast.case_worker, name=NAME)
    page = _page(chromium, live, "case_worker", cast)
    _add_passkey(page, live)
    _an_hour_later(page)
    page.goto(f"{live.url}/victims/{victim.id}/")
    page.check("#why-letter")
    page.click("button:has-text('Open identity')")
    assert "reauthenticate" in page.url
    page.click("a[href*='/2fa/webauthn/reauthenticate/']")
    page.click("#mfa_webauthn_reauthenticate")
    page.wait_for_url("**/open/identity/**")
    assert page.is_checked("input[value=letter]")
    page.click("button[data-main]")
    assert NAME in page.content()


def _add_passkey(page: Any, live: Live) -> None:
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": PASSKEY})
    page.goto(f"{live.url}/account/2fa/webauthn/add/")
    if page.locator("input[name=password]").count():
        page.fill("input[name=password]", PASSWORD)
        page.click("form button[type=submit][data-main]")
    page.wait_for_selector("#mfa_webauthn_add")
    page.fill("input[name=name]", "office phone")
    page.click("#mfa_webauthn_add")
    page.wait_for_url(lambda url: "/add/" not in url)


def _an_hour_later(page: Any) -> None:
    """Let this browser's second proof be an hour old; only its cookie opens its session."""
    from importlib import import_module

    from django.conf import settings

    name = settings.SESSION_COOKIE_NAME
    cookie = next(each["value"] for each in page.context.cookies() if each["name"] == name)
    with at_the_door():
        store = import_module(settings.SESSION_ENGINE).SessionStore(cookie)
        methods = store["account_authentication_methods"]
        for method in methods:
            method["at"] -= 3600
        store["account_authentication_methods"] = methods
        store.save()


def _words(language: str, english: str, indonesian: str) -> str:
    return english if language == "en" else indonesian


def _fresh() -> str:
    """Give this half minute's code; a code is taken once, so what was taken is forgotten first."""
    from django.core.cache import cache

    with at_the_door():
        cache.clear()
    return code()


@every_way
def test_a_screened_person_is_presumed_then_identified_and_police_learn_nothing(
    chromium: Any, live: Live, cast: Cast, way: Way
) -> None:
    victim = _accepted(cast)
    page = _page(chromium, live, "supervisor", cast, way=way)
    page.goto(f"{live.url}/victims/{victim.id}/")
    page.click("a[href*='/reports/persons/']")
    page.check("input[name=agreed]")
    page.click("button[data-main]")
    page.wait_for_url("**/reports/screenings/**")
    page.check("input[name=conclusion][value=indicated]")
    page.fill("textarea[name=words]", "Paspornya diambil.")
    page.click("form[action*='/conclude/'] button")
    page.goto(f"{live.url}/victims/{victim.id}/")
    page.click("a[href$='/status/presume/']")
    page.select_option("select[name=screening]", index=1)
    page.select_option("select[name=standard]", "reasonable_grounds")
    page.select_option("select[name=body]", "ngo")
    page.click("button[data-main]")
    page.click("a[href$='/status/identify/']")
    page.click("button[data-main]")
    assert page.locator(".errors").count(), "no standard, no identification"
    page.select_option("select[name=standard]", "conclusive")
    page.select_option("select[name=body]", "court_or_prosecution")
    _sound(page, f"status-{way.name}")
    page.click("button[data-main]")
    _sound(page, f"file-identified-{way.name}")
    with acting(cast.supervisor):
        assert Victim.objects.get().status == "identified"
        rested = StatusDecision.objects.get(move="presume").screening_id
        assert rested == Screening.objects.get().id
    police = _page(chromium, live, "investigator", cast, way=way)
    assert police.goto(f"{live.url}/victims/{victim.id}/").status == 404


def _accepted(cast: Cast) -> Victim:
    """Give the file of somebody of whom a report told."""
    by, now = cast.supervisor, timezone.now()
    with acting(by):
        report = take_report(
            draft=Draft("person", persons=(Concerned(state="free", sex="female", minor="no"),)),
            channel="call",
            now=now,
            by=by,
        )
        report = triage_report(report=report, answers={}, version=report.version, now=now, by=by)
        person = PersonConcerned.objects.get()
        _event, (victim,) = accept_report(
            report=report, facts=EventFacts(), chosen=[person.id], now=now, by=by
        )
    return victim


@every_way
def test_a_merging_is_made_undone_and_the_pair_asked_about_again(
    chromium: Any, live: Live, cast: Cast, way: Way
) -> None:
    file_of(cast.supervisor, name=NAME, facts={"birth_year": 1998, "sex": "female"})
    file_of(cast.supervisor, name=NAME, facts={"birth_year": 1999, "sex": "female"})
    page = _page(chromium, live, "supervisor", cast, way=way)
    page.goto(f"{live.url}/victims/same/")
    _sound(page, f"pairs-{way.name}")
    page.click("th a")
    page.check("input[name=birth_year][value=first]")
    _sound(page, f"compare-{way.name}")
    page.click("button[data-main]")
    page.click("a[href*='/merging/']")
    _sound(page, f"undo-{way.name}")
    page.click("button[data-main]")
    with acting(cast.supervisor):
        assert Victim.objects.filter(merged_into_id=None).count() == 2
        assert SamePair.objects.get().state == "parted"
    page.goto(f"{live.url}/victims/same/?show=judged")
    page.click("th a")
    page.click("form[action$='/again/'] button")
    _sound(page, f"compare-again-{way.name}")
    with acting(cast.supervisor):
        assert SamePair.objects.get().state == "possible"


@every_way
def test_a_consent_is_asked_given_seen_by_its_recipient_alone_and_withdrawn(
    chromium: Any, live: Live, cast: Cast, way: Way
) -> None:
    victim = file_of(cast.case_worker, name=NAME)
    page = _page(chromium, live, "case_worker", cast, way=way)
    page.goto(f"{live.url}/victims/{victim.id}/")
    page.click("a[href$='/consent/']")
    page.select_option("select[name=to]", str(cast.nurse.organisation))
    _sound(page, f"consent-1-{way.name}")
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
    _sound(page, f"consent-4-{way.name}")
    page.click("button[data-main]")
    page.check("input[name=said][value=yes]")
    page.select_option("select[name=evidence]", "witnessed")
    page.fill("input[name=until]", (timezone.now() + timedelta(days=60)).date().isoformat())
    page.click("button[data-main]")
    _sound(page, f"consent-6-{way.name}")
    page.click("button[data-main]")
    with acting(cast.case_worker):
        assert Consent.objects.get().state == "given"
        assert Grant.objects.count() == 1
    nurse = _page(chromium, live, "nurse", cast, way=way)
    nurse.goto(f"{live.url}/victims/")
    nurse.click(f"a:has-text('{victim.reference}')")
    _sound(nurse, f"file-granted-{way.name}")
    consul = _page(chromium, live, "consul", cast, way=way)
    assert consul.goto(f"{live.url}/victims/{victim.id}/").status == 404
    assert victim.reference not in consul.content()
    page.goto(f"{live.url}/victims/{victim.id}/")
    page.click("a[href$='/withdraw/']")
    _sound(page, f"withdraw-{way.name}")
    page.click("button[data-main]")
    met = _words(way.language, "72-hour clock met", "Tenggat 72 jam terpenuhi")
    assert met in page.content()
    assert nurse.goto(f"{live.url}/victims/{victim.id}/").status == 404


def test_rights_and_their_clocks_in_indonesian(chromium: Any, live: Live, cast: Cast) -> None:
    victim = file_of(cast.supervisor, name=NAME)
    page = _page(chromium, live, "supervisor", cast, way=LONG[1])
    page.goto(f"{live.url}/victims/{victim.id}/ask/")
    page.select_option("select[name=kind]", "see")
    page.select_option("select[name=asked_by]", "herself")
    page.click("button[data-main]")
    page.goto(f"{live.url}/rights/")
    _sound(page, "rights-id")
    page.goto(f"{live.url}/victims/{victim.id}/held/")
    _sound(page, "held-id")


@every_way
def test_what_was_written_is_corrected_and_people_are_tied(
    chromium: Any, live: Live, cast: Cast, way: Way
) -> None:
    by, now = cast.case_worker, timezone.now()
    victim = file_of(by, name=NAME, flags={"child": "yes"})
    other = file_of(by)
    with acting(by):
        legs = [LegTold({"country": "KHM"}), LegTold({"country": "LAO"})]
        facts = {"country": "KHM", "purposes": ["forced_labour"], "from_on": "2024-03"}
        add_episode(victim=victim, facts=facts, legs=legs, now=now, by=by)
    page = _page(chromium, live, "case_worker", cast, way=way)
    file = f"{live.url}/victims/{victim.id}/"
    page.goto(f"{file}child/")
    page.check("input[name=unborn]")
    page.click("button[data-main]")
    _sound(page, f"child-{way.name}")
    page.click("a[href$='/birth/']")
    _sound(page, f"birth-{way.name}")
    page.click("button[data-main]")
    page.goto(file)
    page.click("a[href*='/episode/']:not([href$='/leg/']) >> nth=0")
    page.fill("input[name=until_on]", "2023")
    page.click("button[data-main]")
    assert page.locator(".errors").count(), "an end before its beginning"
    page.fill("input[name=until_on]", "2024-11")
    _sound(page, f"episode-{way.name}")
    page.click("button[data-main]")
    page.goto(f"{file}kin/")
    page.fill("input[name=reference]", other.reference)
    page.select_option("select[name=kind]", "sibling")
    _sound(page, f"kin-{way.name}")
    page.click("button[data-main]")
    page.goto(f"{file}death/")
    page.fill("input[name=died_on]", "2026-02")
    page.select_option("select[name=body]", "abroad")
    page.click("button[data-main]")
    _sound(page, f"file-people-{way.name}")
    with acting(by):
        assert Episode.objects.get().until_on == "2024-11"
        assert set(Kin.objects.values_list("kind", flat=True)) == {"child", "sibling"}


@every_way
def test_a_secret_is_brought_and_refusals_stand_among_those_who_looked(
    chromium: Any, live: Live, cast: Cast, way: Way
) -> None:
    victim = file_of(cast.case_worker, name=NAME)
    boss = _page(chromium, live, "supervisor", cast, way=way)
    assert boss.goto(f"{live.url}/victims/{victim.id}/open/story/").status == 404
    boss.goto(f"{live.url}/victims/{victim.id}/looked/")
    _sound(boss, f"looked-{way.name}")
    assert _words(way.language, "Refused", "Ditolak") in boss.content()
    officer = _page(chromium, live, "data_officer", cast, way=way)
    officer.goto(f"{live.url}/rights/")
    officer.click("a[href$='/rights/secret/']")
    officer.fill("input[name=secret]", "rahasia-proyek-bersama-yang-panjang")
    officer.check("input[name=agreed]")
    officer.click("button[data-main]")
    _sound(officer, f"secret-{way.name}")
    assert "rahasia-proyek" not in officer.content()
