"""A key of the organisation's own in a browser: from the download to the paper, and locked."""

from pathlib import Path
from typing import Any

import pytest
from cast import PASSWORD, make_cast
from django.urls import reverse

from browser.live import Live, give_codes, sign_in
from suar.base.access.acting import acting
from suar.base.vault import own
from suar.base.vault.keytext import read_key

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


def _sound(page: Any, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=AXE)
    assert [
        (v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found.response["violations"]
    ] == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_from_the_download_to_the_paper(
    live: Live, chromium: Any, tmp_path: Path, theme: str, width: int
) -> None:
    cast = make_cast()
    by = cast.data_officer
    give_codes(by.person)  # type: ignore[arg-type]
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    sign_in(page, live, email="data.officer@example.org", password=PASSWORD)
    page.goto(f"{live.url}{reverse('keys:index')}")
    _sound(page, width)
    with page.expect_download() as coming:
        page.click("form[action='/keys/make/'] button")
    file = tmp_path / coming.value.suggested_filename
    coming.value.save_as(file)
    page.set_input_files("input[name=key_file]", file)
    page.check("input[name=copies]")
    page.check("input[name=lost]")
    page.click("form[action='/keys/take/'] button[data-main]")
    page.wait_for_selector("form[action='/keys/lock/']")
    _sound(page, width)
    page.click("form[action='/keys/lock/'] button")
    page.wait_for_selector("a.btn-main[href^='/keys/bring/']")
    page.goto(f"{live.url}/day/")
    page.click(".strip a")
    _sound(page, width)
    page.fill("input[name=key_text]", read_key(file.read_text()).lower())
    page.click("form[action='/keys/bring/'] button[data-main]")
    page.wait_for_url(f"{live.url}/day/")
    page.goto(f"{live.url}{reverse('keys:give_back')}")
    _sound(page, width)
    with acting(by):
        assert not own.how_held(by).closed
    page.close()
