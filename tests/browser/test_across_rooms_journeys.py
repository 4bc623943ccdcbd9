"""Journeys across rooms: from a screening to a status; a partner without a grant; the story."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from cast import PASSWORD, Cast, make_cast

from browser.live import Live, give_codes, sign_in
from browser.ways import Way, every_way, picture
from rooms.cases.case_people import case_for
from rooms.intake.told import triaged
from suar.base.access.acting import acting, at_the_door
from suar.base.access.actor import Actor
from suar.base.accounts.models import Person
from suar.rooms.intake.models import Screening
from suar.rooms.victims.models import Victim

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
MAIN = "main form [data-main]"


@pytest.fixture
def cast(live: Live) -> Cast:
    return make_cast()


def _enter(chromium: Any, live: Live, who: Actor, way: Way) -> Any:
    assert who.person is not None
    give_codes(who.person)
    with at_the_door():
        person = Person.objects.get(pk=who.person)
        person.language = way.language
        person.save(update_fields=["language"])
    page = chromium.new_context(**way.options).new_page()
    sign_in(page, live, email=person.email, password=PASSWORD)
    return page


def _on(page: Any) -> None:
    with page.expect_navigation():
        page.locator(MAIN).last.click()


def _sound(page: Any, way: Way) -> None:
    found = Axe().run(page, options=AXE).response["violations"]
    assert [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found] == [], page.url
    way.fits(page)


@every_way
def test_a_person_is_screened_accepted_presumed_and_identified(
    live: Live, chromium: Any, cast: Cast, way: Way
) -> None:
    report = triaged(cast.supervisor, child="no")
    page = _enter(chromium, live, cast.supervisor, way)
    page.goto(f"{live.url}/reports/{report.id}/")
    page.get_by_role("link", name=way.says("Screening")).click()
    _on(page)
    assert page.locator("[name=agreed]:invalid, [role=alert]").count(), "she is asked first"
    for told in ("agreed", "rested"):
        page.check(f"[name={told}]")
    _on(page)
    page.locator("a[href*='/ask/ilo_ec_labour/']").first.click()
    for row in page.locator("input[type=radio][value=yes]").all()[:4]:
        row.check(force=True)
    picture(page, f"screening-{way.name}")
    _sound(page, way)
    _on(page)
    _sound(page, way)
    page.check("[name=conclusion][value=indicated]", force=True)
    _on(page)
    with acting(cast.supervisor):
        assert Screening.objects.get().conclusion == "indicated"
    page.goto(f"{live.url}/reports/{report.id}/")
    page.locator("a[href*='/accept/']").click()
    page.locator("[name=chosen]").first.check()
    _sound(page, way)
    _on(page)
    with acting(cast.supervisor):
        victim = Victim.objects.get()
    assert victim.status == "signal", "a screening decides no status"
    page.goto(f"{live.url}/victims/{victim.id}/")
    for move, status, standard in (
        ("presume", "presumed", "reasonable_grounds"),
        ("identify", "identified", "conclusive"),
    ):
        page.locator(f"main a[href*='/status/{move}']").first.click()
        page.select_option("select[name=standard]", standard)
        page.select_option("select[name=body]", "ngo")
        _on(page)
        with acting(cast.supervisor):
            assert Victim.objects.get().status == status
    _sound(page, way)


@every_way
def test_a_partner_without_a_grant_sees_nothing(
    live: Live, chromium: Any, cast: Cast, way: Way
) -> None:
    case = case_for(cast)
    report = triaged(cast.case_worker)
    page = _enter(chromium, live, cast.consul, way)
    for address in (
        f"/cases/{case.id}/",
        f"/cases/{case.id}/plan/",
        f"/victims/{case.victim_id}/",
        f"/reports/{report.id}/",
    ):
        assert page.goto(live.url + address).status == 404, address
        assert case.reference not in page.content()
        _sound(page, way)
    for address in ("/day/", "/victims/", "/reports/", "/cases/shared/"):
        page.goto(live.url + address)
        text = page.inner_text("body")
        assert case.reference not in text, address
        assert report.reference not in text, address
        way.fits(page)


@every_way
def test_the_story_has_a_way_in_for_every_step(live: Live, chromium: Any, way: Way) -> None:
    page = chromium.new_context(**way.options).new_page()
    page.goto(f"{live.url}/story/")
    assert page.locator("ol.story > li").count() == 10
    assert page.locator("ol.story form[action='/account/login/']").count() == 9
    _sound(page, way)
    picture(page, f"story-{way.name}")
