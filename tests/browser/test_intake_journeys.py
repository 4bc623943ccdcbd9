"""Journeys of intake: a report on a phone, a call about a captive, a group, a lost connection.

Each is walked as people walk it. With `SUAR_PICTURES` set, pictures are taken on the way.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings

from browser.live import Live, give_codes, sign_in
from browser.people import PASSWORD, person
from browser.ways import DESK, PHONE, Way, every_way, picture
from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation, Person, Post
from suar.base.audit.models import Event
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.screening import tool
from suar.rooms.cases.models import Paper
from suar.rooms.intake import selectors
from suar.rooms.intake.models import PersonConcerned, Report

TOLD = {
    "en": "Invented: promised work, now has to write to strangers online.",
    "id": "Rekaan: dijanjikan kerja, sekarang harus mengirim pesan kepada orang asing.",
}


@pytest.fixture
def operator(live: Live) -> Iterator[Actor]:
    """An operator of the hotline, with her authenticator."""
    made = person("operator", "hotline_operator", prefix="HL", kind="women_child")
    give_codes(made)
    with acting(Actor(person=made, name="test")):
        organisation = Post.objects.get(person_id=made).organisation_id
    with acting(Actor(organisation=organisation, name="test")):
        Organisation.objects.filter(pk=organisation).update(hotline="129")
    before, settings.HOTLINE = settings.HOTLINE, "HL"
    yield Actor(organisation=organisation, person=made, role="hotline_operator")
    settings.HOTLINE = before


def _speak(who: Actor, language: str) -> None:
    with at_the_door():
        Person.objects.filter(pk=who.person).update(language=language)


def _triage(code: str, way: Way) -> str:
    """Give the words of one of the ten things."""
    asked = tool("triage").get(code)
    assert asked is not None
    return str(asked.label[way.language])


def _offline(page: Any, off: bool) -> None:
    page.context.set_offline(off)


@every_way
def test_a_public_report(live: Live, operator: Actor, chromium: Any, way: Way) -> None:
    says, page = way.says, chromium.new_context(**way.options).new_page()
    asked: list[str] = []
    page.on("request", lambda each: asked.append(each.url))
    page.goto(f"{live.url}/report/")
    assert page.get_by_role("heading", name=says("Tell us what you know")).is_visible()
    assert page.locator("a[href='tel:129']").is_visible()
    assert page.get_by_text(says("Quick exit"), exact=True).is_visible()
    assert "Suar" not in page.title()
    page.locator("[name=whom][value=other]").check(force=True)
    page.locator("[name=free][value=no]").check(force=True)
    assert page.get_by_text(says("Do not call or message this person.")).is_visible()
    page.get_by_label(says("What happened?")).fill(TOLD[way.language])
    code_word = page.get_by_label(says("Code word (may stay empty)"))
    assert not code_word.is_visible(), "asked under its own question"
    page.locator("[name=contact][value=yes]").check(force=True)
    page.get_by_label(says("A number or account that is safe")).fill("0812 rekaan")
    page.get_by_label(says("At what time?")).fill("19.00 - 21.00 WIB")
    picture(page, f"intake-public-{way.name}")
    way.fits(page)
    page.get_by_role("button", name=says("Send the report")).click()
    code = page.locator(".tracking code").inner_text()
    way.fits(page)
    page.reload()  # a lost connection: the browser sends it once more
    assert page.locator(".tracking code").inner_text() == code
    page.goto(f"{live.url}/report/follow/")
    page.locator("main input[type=text]").fill(code)
    page.locator("main button").click()
    said = page.get_by_role("status").inner_text()
    assert said.startswith(says("Received. We will contact you in the way you asked."))
    assert all(each.startswith(live.url) for each in asked), "nothing from elsewhere"
    with acting(operator):
        report = Report.objects.get()
        assert (report.channel, report.urgent, report.contact_wanted) == ("web", True, True)
        assert report.reference not in page.content()


def test_the_public_form_works_without_javascript(
    live: Live, operator: Actor, chromium: Any
) -> None:
    context = chromium.new_context(locale="en-GB", viewport=PHONE, java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live.url}/report/")
    page.get_by_role("button", name="Send the report").click()
    assert page.get_by_role("alert").is_visible()
    page.get_by_label("What happened?").fill("Invented.")
    page.get_by_role("button", name="Send the report").click()
    assert page.locator(".tracking code").is_visible()
    page.get_by_text("Quick exit", exact=True).click()
    page.get_by_role("heading", name="Weather and seasons").wait_for()
    assert page.title() == "Weather"


@every_way
def test_an_operators_call_about_a_captive(
    live: Live, operator: Actor, chromium: Any, way: Way
) -> None:
    says = way.says
    _speak(operator, way.language)
    page = chromium.new_context(**way.options).new_page()
    sign_in(page, live, email="operator@example.org", password=PASSWORD)
    page.goto(f"{live.url}/reports/")
    page.get_by_role("link", name=says("New report")).first.click()
    page.wait_for_url("**/reports/call/")
    page.wait_for_load_state("load")
    page.keyboard.press("Alt+1")
    assert page.evaluate("document.activeElement.name") == "caller"
    page.keyboard.type("Bu Rekaan")
    page.get_by_label(says("Who is this to the person concerned?")).select_option("parent")
    page.get_by_label(says("Safe contact of the caller")).fill("0812 rekaan")
    page.get_by_label(says("Name or alias")).fill("A. Rekaan")
    page.get_by_label(says("Age, or about")).fill("23")
    page.select_option("select[name=state]", "held")
    page.get_by_label(says("Country where the person is")).select_option("KHM")
    page.get_by_label(says("What has happened, shortly")).fill(
        "Rekaan: must write to strangers online."
    )
    watched = page.get_by_role("group", name=_triage("watched", way))
    watched.get_by_role("radio", name=says("Yes"), exact=True).check()
    picture(page, f"intake-call-{way.name}")
    page.get_by_role("button", name=says("Save and end")).click()
    page.wait_for_url("**/reports/*-*/")
    way.fits(page)
    assert page.get_by_text(says("Do not call or message this person.")).first.is_visible()
    assert page.get_by_text(CLOCKS["tell_consulate"].label[way.language], exact=True).is_visible()
    told = page.locator("main").inner_text()
    assert "Bu Rekaan" in told, "whom to call back stays before her while she talks"
    assert "A. Rekaan" not in told, "the rest is sealed as soon as it is saved"
    assert "strangers online" not in told
    page.get_by_role("button", name=says("Close now")).click()
    assert "Rekaan" not in page.locator("main").inner_text()
    picture(page, f"intake-report-{way.name}")
    page.get_by_label(says("Who told it, and the safe contact")).check()
    page.get_by_label(says("To call back as agreed")).check()
    page.get_by_role("button", name=says("Open"), exact=True).click()
    assert page.get_by_text("Bu Rekaan").is_visible()
    page.get_by_role("button", name=says("Close now")).click()
    assert page.get_by_text("Bu Rekaan").count() == 0
    page.goto(f"{live.url}/reports/")
    picture(page, f"intake-queue-{way.name}")
    with acting(operator):
        assert PersonConcerned.objects.get().state == "held"


@every_way
def test_a_group_of_forty_from_a_flight(
    live: Live, operator: Actor, chromium: Any, way: Way
) -> None:
    says = way.says
    _speak(operator, way.language)
    page = chromium.new_context(**way.options).new_page()
    sign_in(page, live, email="operator@example.org", password=PASSWORD)
    page.goto(f"{live.url}/reports/group/")
    page.get_by_text(says("By air")).click()
    page.get_by_label(says("From which country")).select_option("KHM")
    page.get_by_label(says("How many persons")).fill("40")
    page.get_by_role("button", name=says("Make the sheet")).click()
    for first in (1, 21):
        for number in range(first, first + 20):
            page.locator(f"#p{number}_seen").check()
        page.locator(f"[name=p{first}_name]").fill(f"Rekaan {first}")
        page.locator(f"[name=p{first}_age]").fill("16")
        row = page.locator(f"#person-{first}")
        row.get_by_text(says("Ten things")).click()
        doctor = row.get_by_role("group", name=_triage("medical", way))
        doctor.get_by_role("radio", name=says("Yes"), exact=True).check()
        if first == 1:
            picture(page, f"intake-sheet-{way.name}")
        page.locator("main [data-main]").click()
    page.wait_for_url("**/reports/*-*/")
    with acting(operator):
        persons = {each.number: each for each in PersonConcerned.objects.all()}
        assert len(persons) == 40
        assert all(each.triaged_at for each in persons.values())
        assert [number for number, each in persons.items() if each.urgent] == [1, 21]
        assert persons[21].minor == "yes"
        assert selectors.identities_of([persons[1]], operator)[persons[1].id]["name"] == "Rekaan 1"


@every_way
def test_a_form_finished_after_the_connection_dropped(
    live: Live, operator: Actor, chromium: Any, way: Way
) -> None:
    says = way.says
    _speak(operator, way.language)
    page = chromium.new_context(**way.options).new_page()
    sign_in(page, live, email="operator@example.org", password=PASSWORD)
    page.goto(f"{live.url}/reports/call/")
    told = page.get_by_label(says("What has happened, shortly"))
    told.fill("Invented: written while the line was bad.")
    page.select_option("select[name=state]", "missing")
    _offline(page, True)
    page.get_by_role("button", name=says("Save and end")).click()
    assert told.input_value().startswith("Invented"), "it stays on the page"
    page.wait_for_function("Object.keys(sessionStorage).some((k) => k.startsWith('suar-draft:'))")
    kept = page.evaluate("JSON.stringify(sessionStorage)")
    assert "Invented" not in kept, "the draft lies sealed"
    _offline(page, False)
    page.reload()
    page.wait_for_function("document.querySelector('[name=told]').value.startsWith('Invented')")
    assert page.locator("select[name=state]").input_value() == "missing"
    picture(page, f"intake-draft-{way.name}")
    page.get_by_role("button", name=says("Save and end")).click()
    page.wait_for_url("**/reports/*-*/")
    with acting(operator):
        report = Report.objects.get()
        assert selectors.told_of(report, operator)[0][1].startswith("Invented")
    page.goto(f"{live.url}/reports/call/")
    assert page.get_by_label(says("What has happened, shortly")).input_value() == "", (
        "once received, gone"
    )


@every_way
def test_the_paper_of_a_report_has_a_number_and_nothing_that_is_sealed(
    live: Live, operator: Actor, chromium: Any, way: Way
) -> None:
    from rooms.intake.told import CAPTIVE, MARK, triaged

    _speak(operator, way.language)
    page = chromium.new_context(**way.options).new_page()
    sign_in(page, live, email="operator@example.org", password=PASSWORD)
    report = triaged(operator, CAPTIVE, danger="yes")
    page.goto(f"{live.url}/reports/{report.id}/")
    page.get_by_role("link", name=way.says("Make the paper of this report")).click()
    page.fill("input[name=place]", "Kota Rekaan")
    way.fits(page)
    page.click("button[data-main]")
    with acting(operator):
        paper = Paper.objects.get(report_id=report.id)
        made = Event.objects.filter(subject_kind="report", subject_id=report.id)
        assert made.filter(action__startswith="paper.").exists()
    page.wait_for_url(f"**/{paper.id}/")
    page.emulate_media(media="print")
    sheet = page.inner_text("body")
    assert paper.number in sheet
    assert report.reference in sheet
    assert _triage("danger", way) in sheet
    assert MARK not in page.content()


@pytest.mark.parametrize("language", ["en-GB", "id-ID"])
@pytest.mark.parametrize("viewport", [PHONE, DESK], ids=["phone", "desk"])
def test_the_rooms_pages_pass_axe(
    live: Live, operator: Actor, chromium: Any, language: str, viewport: dict[str, int]
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    _speak(operator, language[:2])
    page = chromium.new_context(locale=language, viewport=viewport).new_page()
    for address in ("/report/", "/report/follow/"):
        page.goto(f"{live.url}{address}")
        _clean(Axe().run(page), address)
    sign_in(page, live, email="operator@example.org", password=PASSWORD)
    from rooms.intake.told import CAPTIVE, triaged

    report = triaged(operator, CAPTIVE, danger="yes")
    for address in ("", "call/", "group/", "numbers/", f"{report.id}/", f"{report.id}/triage/"):
        page.goto(f"{live.url}/reports/{address}")
        _clean(Axe().run(page), address)
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= viewport["width"], address


def _clean(found: Any, address: str) -> None:
    wrong = [
        (each["id"], [n["target"] for n in each["nodes"]]) for each in found.response["violations"]
    ]
    assert wrong == [], address
