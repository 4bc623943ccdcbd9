"""The picture in a browser: no request, no barrier, no sideways scrolling, whole on paper.

`SUAR_PICTURES=docs/pictures pytest tests/browser/test_picture_report.py` takes the docs' pictures.
"""

import os
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from analytics.picture_report.picture_example import STATES
from suar.analytics.picture.report import render_html

CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason="no Chromium at /usr/bin/chromium")


@cache
def _html(state: str, language: str) -> str:
    return render_html(STATES[state](), language)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        yield chromium
        chromium.close()


class Visit:
    """One page in the browser, with all it asked for and complained of."""

    def __init__(
        self, browser: Any, path: Path, *, width: int = 1280, theme: str = "light"
    ) -> None:
        self.said: list[str] = []
        self.asked: list[str] = []
        self.page = browser.new_page(viewport={"width": width, "height": 900}, color_scheme=theme)
        self.page.on("console", lambda message: self.said.append(message.text))
        self.page.on("pageerror", lambda error: self.said.append(str(error)))
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.goto(path.as_uri())

    def close(self) -> None:
        self.page.close()


def _file(folder: Path, state: str, language: str) -> Path:
    path = folder / f"{state}-{language}.html"
    path.write_text(_html(state, language), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [("en", "light", 1280), ("id", "dark", 1280), ("en", "dark", 390), ("id", "light", 390)],
)
def test_it_fetches_nothing_and_axe_finds_no_barrier(
    browser: Any, tmp_path: Path, language: str, theme: str, width: int
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    path = _file(tmp_path, "rich", language)
    visit = Visit(browser, path, width=width, theme=theme)
    visit.page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
    found = Axe().run(
        visit.page,
        options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    )
    barriers = [
        (broken["id"], [node["target"] for node in broken["nodes"]][:3])
        for broken in found.response["violations"]
    ]
    assert barriers == []
    assert visit.asked == [path.as_uri()]
    assert visit.said == []
    visit.close()


@pytest.mark.parametrize("state", [state for state in STATES if state != "rich"])
def test_refusals_and_empties_have_no_barrier_either(
    browser: Any, tmp_path: Path, state: str
) -> None:
    from axe_playwright_python.sync_playwright import Axe

    visit = Visit(browser, _file(tmp_path, state, "id"))
    found = Axe().run(visit.page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag22aa"]})
    assert [broken["id"] for broken in found.response["violations"]] == []
    visit.close()


@pytest.mark.parametrize("width", [320, 390, 660, 920, 1024, 1160, 1280])
def test_nothing_scrolls_sideways(browser: Any, tmp_path: Path, width: int) -> None:
    for state in ("rich", "withheld"):
        visit = Visit(browser, _file(tmp_path, state, "id"), width=width)
        assert visit.page.evaluate("document.documentElement.scrollWidth") <= width
        visit.close()


def test_words_in_drawings_stay_large_enough_to_read(browser: Any, tmp_path: Path) -> None:
    measure = """() => [...document.querySelectorAll('main svg text')]
        .filter(t => t.getClientRects().length)
        .map(t => t.getBoundingClientRect().height)"""
    for width in (320, 700, 1024, 1280):
        visit = Visit(browser, _file(tmp_path, "rich", "en"), width=width)
        heights = visit.page.evaluate(measure)
        assert len(heights) > 60
        assert min(heights) >= 10.5, f"at {width} px"
        visit.close()


def test_the_details_open_with_the_keyboard_and_the_skip_link_skips(
    browser: Any, tmp_path: Path
) -> None:
    visit = Visit(browser, _file(tmp_path, "rich", "en"))
    visit.page.keyboard.press("Tab")
    assert visit.page.evaluate("document.activeElement.className") == "skip"
    visit.page.keyboard.press("Enter")
    assert visit.page.evaluate("document.activeElement.id") == "picture"
    visit.page.locator("#sets summary").focus()
    visit.page.keyboard.press("Enter")
    assert visit.page.locator("#sets details table").is_visible()
    visit.close()


def test_it_prints_on_a4_light_with_the_first_screen_on_page_one(
    browser: Any, tmp_path: Path
) -> None:
    visit = Visit(browser, _file(tmp_path, "rich", "id"), theme="dark")
    visit.page.emulate_media(media="print", color_scheme="dark")
    assert visit.page.evaluate("getComputedStyle(document.body).backgroundColor") == (
        "rgb(255, 255, 255)"
    )
    assert (
        visit.page.evaluate("getComputedStyle(document.documentElement).getPropertyValue('--ink')")
        == "#14242C"
    )
    # 297 mm less the margins at 96 px an inch: what is above stands on page one.
    visit.page.set_viewport_size({"width": 703, "height": 1020})
    bottom = visit.page.evaluate("document.querySelector('.units').getBoundingClientRect().bottom")
    assert bottom < 1020
    pdf = visit.page.pdf(prefer_css_page_size=True)
    assert 5 <= len(re.findall(rb"/Type\s*/Page\b", pdf)) <= 11
    assert re.search(rb"/MediaBox\s*\[\s*0 0 59[45][.\d]* 84[12]", pdf)
    visit.close()


@pytest.mark.parametrize("width", [320, 390, 700, 1280])
def test_the_estimate_is_dashed_on_every_side(browser: Any, tmp_path: Path, width: int) -> None:
    visit = Visit(browser, _file(tmp_path, "rich", "id"), width=width)
    style = visit.page.evaluate(
        "getComputedStyle(document.querySelector('.box-unknown')).borderStyle"
    )
    assert style == "dashed"
    visit.close()


def test_forced_colours_and_more_contrast_keep_the_page(browser: Any, tmp_path: Path) -> None:
    visit = Visit(browser, _file(tmp_path, "rich", "en"))
    visit.page.emulate_media(forced_colors="active")
    border = "getComputedStyle(document.querySelector('.box-unknown')).borderTopStyle"
    assert visit.page.evaluate(border) in {"dashed", "solid"}
    assert visit.page.evaluate(border.replace(".box-unknown", ".panel")) == "solid"
    visit.close()


SHOTS = [
    ("picture", "rich", "en", 1280, "light", "main", 1480),
    ("picture-dark-id", "rich", "id", 1280, "dark", "main", 1480),
    ("picture-not-known", "rich", "en", 1280, "light", "#unknown", 1380),
    ("picture-corridors", "rich", "en", 1280, "light", "#ways", 660),
    ("picture-phone-id", "rich", "id", 390, "light", "main", 1500),
]


@pytest.mark.parametrize("shot", SHOTS, ids=[shot[0] for shot in SHOTS])
def test_pictures_of_it_are_small(browser: Any, tmp_path: Path, shot: tuple[Any, ...]) -> None:
    name, state, language, width, theme, at, height = shot
    folder = Path(os.environ.get("SUAR_PICTURES", tmp_path))
    visit = Visit(browser, _file(tmp_path, state, language), width=width, theme=theme)
    top = visit.page.evaluate(f"document.querySelector('{at}').getBoundingClientRect().top")
    top = 0 if at == "main" else top
    target = folder / f"{name}.png"
    clip = {"x": 0, "y": top, "width": width, "height": height}
    visit.page.screenshot(path=str(target), full_page=True, clip=clip)
    assert 20_000 < target.stat().st_size < 300_000
    visit.close()
