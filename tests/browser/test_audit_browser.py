"""The audit's page in a browser: readable by everybody, on a phone and on a desk."""

from typing import Any

import pytest
from cast import PASSWORD, make_cast

from browser.live import Live, give_codes, sign_in
from suar.base.access.acting import acting
from suar.base.audit.services import record
from suar.base.identifiers import uuid7

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_the_audit_passes_axe(live: Live, chromium: Any, theme: str, width: int) -> None:
    from axe_playwright_python.sync_playwright import Axe

    cast = make_cast()
    with acting(cast.case_worker) as by:
        record(action="victim.open.story", kind="opening", subject=("victim", uuid7()), by=by)
    give_codes(cast.data_officer.person)  # type: ignore[arg-type]
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    sign_in(page, live, email="data.officer@example.org", password=PASSWORD)
    for address in ("/audit/", "/audit/?kind=opening", "/audit/?kind=export"):
        page.goto(f"{live.url}{address}")
        found = Axe().run(page, options=AXE)
        assert [v["id"] for v in found.response["violations"]] == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
