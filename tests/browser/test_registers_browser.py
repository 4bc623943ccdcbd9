"""Registers and people in a browser: no barrier, no sideways scrolling, the picture shows."""

from pathlib import Path
from typing import Any

import pytest
from cast import NOW, PASSWORD, Cast, make_cast

from browser.live import Live, give_codes, sign_in
from suar.analytics.synthetic import simulate
from suar.base.access.acting import acting
from suar.rooms.registers import jobs, services
from suar.rooms.registers.models import Upload, Work

AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}


@pytest.fixture
def pictured(live: Live, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[Cast, Upload]:
    from suar.base.vault.files import write_sealed
    from suar.rooms.registers import picturing

    def made(*, work: Work, listener: Any, by: Any) -> None:
        page = b"<!doctype html><html lang=en><title>P</title><h1>Three units</h1></html>"
        with acting(by):
            for name in picturing.RESULTS:
                write_sealed(iter([page]), place=services.place_of_result(work, name))

    monkeypatch.setattr(picturing, "make_own_picture", made)
    simulate(tmp_path / "registers", scale=0.05, seed=5)
    cast = make_cast()
    by = cast.analyst
    with acting(by):
        upload, work = services.upload_register(
            parts=iter([(tmp_path / "registers" / "police.csv").read_bytes()]),
            file_name="police.csv",
            title="Police, invented",
            now=NOW,
            by=by,
        )
    _do(work, cast)
    with acting(by):
        upload = Upload.objects.get(id=upload.id)
        work = services.ask_for_picture(uploads=[upload], language="en", now=NOW, by=by)
    _do(work, cast)
    return cast, upload


def _do(work: Work, cast: Cast) -> None:
    by = cast.analyst
    jobs.run_work(
        work=str(work.id), organisation=str(by.organisation), person=str(by.person), role=by.role
    )


def _barriers(page: Any) -> list[Any]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page, options=AXE)
    return [(v["id"], [n["target"] for n in v["nodes"]][:3]) for v in found.response["violations"]]


@pytest.mark.parametrize(("theme", "width"), [("light", 1280), ("dark", 390)])
def test_no_barrier_on_the_rooms_pages(
    live: Live, chromium: Any, pictured: tuple[Cast, Upload], theme: str, width: int
) -> None:
    cast, upload = pictured
    give_codes(cast.analyst.person)  # type: ignore[arg-type]
    page = chromium.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    sign_in(page, live, email="analyst@example.org", password=PASSWORD)
    one = f"/registers/{upload.id}/"
    for address in (
        *("/registers/", "/registers/new/", "/registers/picture/", "/organisation/"),
        *(one, f"{one}profile/", f"{one}replace/", f"{one}delete/", "/picture/"),
    ):
        page.goto(f"{live.url}{address}")
        assert _barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    page.goto(f"{live.url}/picture/")
    assert page.frame_locator("iframe").locator("h1").inner_text() == "Three units"
    assert [text for text in said if "Content Security Policy" in text] == []
    page.close()


def test_no_barrier_on_the_pages_of_people(
    live: Live, chromium: Any, pictured: tuple[Cast, Upload]
) -> None:
    cast, _upload = pictured
    give_codes(cast.administrator.person)  # type: ignore[arg-type]
    page = chromium.new_page(viewport={"width": 390, "height": 900})
    sign_in(page, live, email="administrator@example.org", password=PASSWORD)
    person = cast.case_worker
    for address in (
        *("/people/", "/people/invite/", f"/people/{person.person}/", "/organisation/"),
        *(f"/people/{person.person}/deactivate/", f"/people/posts/{person.post}/end/"),
    ):
        page.goto(f"{live.url}{address}")
        assert _barriers(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth") <= 390, address
    page.close()
