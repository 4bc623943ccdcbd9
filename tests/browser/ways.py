"""How a journey is walked: on a phone and at a desk, in English and in Indonesian."""

import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from django.utils import translation

PHONE = {"width": 375, "height": 812}
DESK = {"width": 1280, "height": 900}


@dataclass(frozen=True)
class Way:
    """A size of window and a language; the pages' own words in it."""

    language: str
    viewport: dict[str, int]

    @property
    def name(self) -> str:
        size = "phone" if self.viewport is PHONE else "desk"
        return f"{size}-{self.language}"

    @property
    def options(self) -> dict[str, Any]:
        """What a browser's context of this way is made with."""
        locale = "id-ID" if self.language == "id" else "en-GB"
        return {"viewport": self.viewport, "locale": locale}

    def says(self, english: str) -> str:
        """Give the words as the page has them in this way's language."""
        with translation.override(self.language):
            return translation.gettext(english)

    def fits(self, page: Any) -> None:
        """Nothing sticks out sideways."""
        width = page.evaluate("document.documentElement.scrollWidth")
        assert width <= self.viewport["width"], page.url


#: Walked by every `make test`: each size and each language once.
SHORT = [Way("id", PHONE), Way("en", DESK)]
#: The other two of the four, ten seconds a journey: `make test-long` and `make pictures` walk them.
LONG = [Way("en", PHONE), Way("id", DESK)]
every_way: Callable[..., Any] = pytest.mark.parametrize(
    "way",
    [*SHORT, *(pytest.param(way, marks=pytest.mark.long) for way in LONG)],
    ids=lambda way: way.name,
)


def picture(page: Any, name: str) -> None:
    """Keep a picture, where `SUAR_PICTURES` names a folder and a guide shows one of this name."""
    folder = os.environ.get("SUAR_PICTURES")
    if folder and name in _shown():
        page.evaluate("scrollTo(0, 0)")
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


@cache
def _shown() -> frozenset[str]:
    guides = (Path(__file__).resolve().parents[2] / "docs").rglob("*.md")
    text = "".join(each.read_text(encoding="utf-8") for each in guides)
    return frozenset(re.findall(r"pictures/([a-z0-9-]+)\.png", text))
