"""The shell in a browser: no barrier, no complaint, nothing from elsewhere; exit, menu, drafts.

`SUAR_SHOTS=folder pytest tests/browser/test_shell.py` keeps a picture of every page it opens.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from browser.live import Live, give_codes, sign_in
from browser.people import PASSWORD, analyst
from suar.base.access.acting import at_the_door

PUBLIC = ("/", "/components/plain/", "/components/paper/", "/weather/", "/account/login/")
SIGNED_IN = ("/day/", "/components/", "/roles/", "/account/2fa/", "/account/reauthenticate/")
_DRAFTS = "Object.keys(sessionStorage).filter(k => k.startsWith('suar-draft:')).length"
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


class Visit:
    """One window, with all it asked for and complained of."""

    def __init__(self, chromium: Any, live: Live, *, theme: str, width: int, locale: str) -> None:
        self.live = live
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page = chromium.new_page(
            viewport={"width": width, "height": 900}, color_scheme=theme, locale=locale
        )
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.name = f"{locale}-{theme}-{width}"

    def open(self, address: str) -> None:
        self.page.goto(self.live.url + address)
        if folder := os.environ.get("SUAR_SHOTS"):
            name = address.strip("/").replace("/", "-") or "start"
            self.page.screenshot(path=Path(folder) / f"{name}-{self.name}.png", full_page=True)

    def elsewhere(self) -> list[str]:
        return [u for u in self.asked if not u.startswith((self.live.url, "data:"))]

    def barriers(self) -> list[str]:
        self.page.evaluate("scrollTo(0, 0)")  # a target half under the sticky bar is not small
        found = Axe().run(self.page, options=RULES).response["violations"]
        return [f"{each['id']}: {n['target']}" for each in found for n in each["nodes"]]

    def sideways(self) -> int:
        return int(self.page.evaluate("document.documentElement.scrollWidth - innerWidth"))


@pytest.fixture(params=[("light", 1280, "en"), ("dark", 390, "id"), ("dark", 1280, "en")])
def visit(chromium: Any, live: Live, request: pytest.FixtureRequest) -> Iterator[Visit]:
    theme, width, locale = request.param
    opened = Visit(chromium, live, theme=theme, width=width, locale=locale)
    yield opened
    opened.page.close()


@pytest.fixture
def desk(chromium: Any, live: Live) -> Iterator[Visit]:
    opened = Visit(chromium, live, theme="light", width=1280, locale="en")
    yield opened
    opened.page.close()


def _sign_in(visit: Visit, language: str = "en") -> None:
    from suar.base.accounts.models import Person

    person = analyst()
    give_codes(person)
    with at_the_door():
        Person.objects.filter(pk=person).update(language=language)
    sign_in(visit.page, visit.live, email="analyst@example.org", password=PASSWORD)


def _all_is_well(visit: Visit, addresses: tuple[str, ...]) -> None:
    for address in addresses:
        visit.open(address)
        assert visit.barriers() == [], address
        assert visit.sideways() <= 0, address
    assert visit.said == []
    assert visit.elsewhere() == []


def test_public_pages_have_no_barrier(visit: Visit) -> None:
    _all_is_well(visit, PUBLIC)


def test_pages_after_signing_in_have_no_barrier(visit: Visit) -> None:
    _sign_in(visit, visit.name[:2])
    _all_is_well(visit, SIGNED_IN)
    visit.open("/day/")
    visit.page.click("details.whose summary")
    assert visit.barriers() == []


def test_the_lock_and_the_page_for_faults_have_no_barrier(visit: Visit) -> None:
    _sign_in(visit, visit.name[:2])
    visit.open("/nothing-here/")
    assert visit.barriers() == []
    visit.page.evaluate(
        "() => { const f = document.createElement('form'); f.method = 'post'; f.action = '/lock/';"
        " f.append(document.querySelector('[name=csrfmiddlewaretoken]').cloneNode());"
        " document.body.append(f); f.submit(); }"
    )
    visit.page.wait_for_selector("text=/Locked|Terkunci/")
    assert visit.barriers() == []


def test_a_page_fits_320_pixels_and_a_zoom_of_400_percent(desk: Visit) -> None:
    _sign_in(desk)
    desk.page.set_viewport_size({"width": 320, "height": 256})
    for address in (*SIGNED_IN, *PUBLIC):
        desk.open(address)
        assert desk.sideways() <= 0, address


def test_esc_three_times_or_a_click_leaves_and_no_way_leads_back(desk: Visit) -> None:
    for leave in ("keys", "click"):
        desk.open("/weather/")
        desk.open("/components/plain/")
        length = desk.page.evaluate("history.length")
        if leave == "keys":
            for _ in range(3):
                desk.page.keyboard.press("Escape")
        else:
            desk.page.click("[data-quick-exit]")
        desk.page.wait_for_url("**/weather/")
        assert desk.page.evaluate("history.length") == length
        desk.page.go_back()
        assert "components" not in desk.page.url


def test_the_quick_exit_works_without_javascript(chromium: Any, live: Live) -> None:
    page = chromium.new_context(java_script_enabled=False).new_page()
    page.goto(f"{live.url}/components/plain/")
    page.click("[data-quick-exit]")
    assert page.url == f"{live.url}/weather/"
    page.context.close()


def test_the_keyboard_goes_skip_link_first_and_every_focus_shows(desk: Visit) -> None:
    _sign_in(desk)
    desk.open("/roles/")
    desk.page.keyboard.press("Tab")
    assert desk.page.evaluate("document.activeElement.className") == "skip"
    focused = 0
    while desk.page.evaluate("document.activeElement !== document.body"):
        focused += 1
        ring = desk.page.evaluate(
            "(() => { const s = getComputedStyle(document.activeElement);"
            " return [s.outlineStyle, s.outlineWidth, s.outlineColor, s.boxShadow]; })()"
        )
        assert ring[:3] == ["solid", "3px", "rgb(255, 184, 28)"], ring
        assert "2px" in ring[3]
        desk.page.keyboard.press("Tab")
    assert focused >= 6


def test_the_menu_opens_by_key_and_closes_by_esc_with_the_focus_back(desk: Visit) -> None:
    _sign_in(desk)
    desk.page.focus("details.whose summary")
    desk.page.keyboard.press("Enter")
    assert desk.page.is_visible("text=Sign-in and passkeys")
    desk.page.keyboard.press("Escape")
    assert not desk.page.is_visible("text=Sign-in and passkeys")
    assert desk.page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_targets_are_large_enough_on_a_phone(chromium: Any, live: Live) -> None:
    phone = Visit(chromium, live, theme="light", width=390, locale="id")
    phone.open("/components/plain/")
    small = phone.page.evaluate(
        "[...document.querySelectorAll('.exit, main button, main .choice, summary,"
        " main input:not([type=radio]):not([type=hidden])')]"
        ".filter(e => e.getBoundingClientRect().height < 44)"
        ".map(e => e.outerHTML.slice(0, 80))"
    )
    assert small == []
    phone.page.close()


def test_a_draft_is_kept_sealed_and_comes_back_and_goes_with_signing_out(desk: Visit) -> None:
    _sign_in(desk)
    desk.open("/components/")
    desk.page.fill("textarea[name=note]", "Kalimat rekaan yang panjang")
    expect(desk.page.locator("[data-draft-line]")).to_have_text("Kept as draft in this window")
    stored = desk.page.evaluate("JSON.stringify(sessionStorage)")
    assert "Kalimat" not in stored
    assert "suar-draft:/components/:example" in stored
    desk.open("/components/")
    expect(desk.page.locator("textarea[name=note]")).to_have_value("Kalimat rekaan yang panjang")
    desk.page.click("details.whose summary")
    desk.page.click("[data-sign-out] button")
    desk.page.wait_for_url(desk.live.url + "/")
    assert desk.page.evaluate(_DRAFTS) == 0


def test_the_idle_lock_warns_then_locks_and_the_draft_stays(desk: Visit) -> None:
    desk.page.clock.install()
    _sign_in(desk)
    desk.open("/components/")
    desk.page.fill("textarea[name=note]", "Kalimat rekaan")
    desk.page.clock.fast_forward("14:10")
    desk.page.wait_for_selector(".idle-warning")
    desk.page.clock.fast_forward("01:10")
    desk.page.clock.run_for(2000)
    desk.page.wait_for_selector("text=Locked, because")
    assert desk.page.evaluate(_DRAFTS) == 1
    desk.page.goto(desk.live.url + "/day/")
    assert "/lock/" in desk.page.url
    desk.page.goto(desk.live.url + "/account/reauthenticate/?next=/components/")
    desk.page.fill("input[name=password]", PASSWORD)
    desk.page.click("form button[type=submit][data-main]")
    desk.page.wait_for_url("**/components/")
    expect(desk.page.locator("textarea[name=note]")).to_have_value("Kalimat rekaan")


def test_a_lost_connection_keeps_what_was_written_and_sends_nothing(desk: Visit) -> None:
    _sign_in(desk)
    desk.open("/components/")
    line = desk.page.locator("[data-draft-line]")
    asked = len(desk.asked)
    desk.page.context.set_offline(True)
    desk.page.fill("textarea[name=note]", "Ditulis tanpa sambungan")
    expect(line).to_contain_text("Not connected · drafts in this window: 1")
    desk.page.check("input[name=channel][value=voice]")
    desk.page.fill("input[name=family]", "Kakak rekaan")
    desk.page.evaluate("document.querySelector('form[data-draft]').noValidate = true")
    desk.page.click("form[data-draft] [data-main]")
    expect(line).to_contain_text("Not connected")
    sent = [address for address in desk.asked[asked:] if "/static/" not in address]
    assert sent == [], "nothing was sent"
    assert "Ditulis" not in desk.page.evaluate("JSON.stringify({...sessionStorage})")
    desk.page.context.set_offline(False)
    expect(line).to_contain_text("Kept as draft")
    desk.open("/components/")
    expect(desk.page.locator("textarea[name=note]")).to_have_value("Ditulis tanpa sambungan")
    expect(desk.page.locator("input[name=channel][value=voice]")).to_be_checked()


def test_a_shortcut_leads_to_its_part_unless_switched_off(desk: Visit) -> None:
    _sign_in(desk)
    desk.open("/components/")
    desk.page.keyboard.press("Alt+Digit3")
    assert desk.page.evaluate("document.activeElement.closest('#part-3') !== null")
    desk.page.click("details.whose summary")
    desk.page.click("[data-shortcuts]")
    desk.open("/components/")
    desk.page.keyboard.press("Alt+Digit3")
    assert not desk.page.evaluate("document.activeElement.closest('#part-3') !== null")
    assert not desk.page.is_visible("#part-3 kbd")


def test_motion_and_forced_colours_keep_every_border(chromium: Any, live: Live) -> None:
    page = chromium.new_page(forced_colors="active", reduced_motion="reduce")
    page.goto(f"{live.url}/components/plain/")
    assert (
        page.evaluate("getComputedStyle(document.querySelector('.note')).borderTopWidth") == "1px"
    )
    page.close()


def test_on_paper_the_frame_is_gone_and_the_organisation_stays(desk: Visit) -> None:
    _sign_in(desk)
    desk.open("/components/")
    desk.page.emulate_media(media="print")
    assert desk.page.is_visible("text=Organisation GT (invented)")
    for gone in (".side", ".places", ".bar .languages"):
        assert not desk.page.is_visible(gone)
