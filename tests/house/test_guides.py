"""Guides: every picture is there and shown; English and Indonesian say as much."""

import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
GUIDES = sorted((DOCS / "how-to").glob("*.id.md"))


def _shown(page: Path) -> set[Path]:
    links = re.findall(r"!\[[^\]]+\]\(([^)]+\.png)\)", page.read_text(encoding="utf-8"))
    return {(page.parent / each).resolve() for each in links}


def test_every_picture_is_there_and_every_picture_is_shown() -> None:
    pages = [*DOCS.rglob("*.md"), *DOCS.parent.glob("*.md")]
    shown = set().union(*(_shown(page) for page in pages))
    assert [each.name for each in shown if not each.exists()] == []
    text = "".join(page.read_text(encoding="utf-8") for page in pages)
    kept = {each.name for each in (DOCS / "pictures").glob("[!p]*.png")}  # not the report’s
    assert {name for name in kept if name not in text} == set()


@pytest.mark.parametrize("indonesian", GUIDES, ids=lambda page: page.stem)
def test_a_guide_says_as_much_in_both_languages(indonesian: Path) -> None:
    english = indonesian.with_name(indonesian.name.replace(".id.md", ".md"))
    texts = [page.read_text(encoding="utf-8") for page in (english, indonesian)]
    heads, pictures, rows = (
        [len(re.findall(pattern, text, re.M)) for text in texts]
        for pattern in (r"^## ", r"^!\[", r"^\|")
    )
    assert heads[0] == heads[1]
    assert pictures[0] == pictures[1]
    assert rows[0] == rows[1]
    assert 0.8 < len(texts[1]) / len(texts[0]) < 1.35
