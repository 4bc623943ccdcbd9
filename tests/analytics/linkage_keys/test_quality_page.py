"""The quality page: whole, fetching nothing, and without a name or a record's number."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from linkage_sets import register_of
from suar.analytics.linkage import Links, link
from suar.analytics.linkage.blocking import RULES
from suar.analytics.linkage.comparisons import COMPARISONS
from suar.analytics.linkage.quality import Step, evaluate, reliability
from suar.analytics.linkage.review.page import quality_page
from suar.analytics.linkage.review.wording import IN_INDONESIAN, SHARED


@pytest.fixture(scope="module")
def links() -> Links:
    people = [
        {"name": f"{first} {last}", "birth_date": f"19{60 + i}-03-1{i % 9}", "nik": None,
         "sex": "female", "record": f"REC-{i}", "district": "3271"}
        for i, (first, last) in enumerate(
            (f, s) for f in ("Siti", "Rahmat", "Wayan", "Dewi", "Ujang")
            for s in ("Nurhaliza", "Hidayat", "Sukarno", "Lestari")
        )
    ]  # fmt: skip
    return link([register_of("police", people), register_of("shelter", people)])


def test_nothing_of_identity_and_nothing_fetched(links: Links) -> None:
    page = quality_page(links)
    for word in ("Nurhaliza", "nurhaliza", "Wayan", "REC-", "3271", "http", "src=", "<script"):
        assert word not in page
    for word in ("Mutu penautan", "same date of birth", "police - shelter"):
        assert word in page


def test_tags_are_closed(links: Links) -> None:
    open_tags: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
            if tag not in ("meta", "br", "line", "rect"):
                open_tags.append(tag)

        def handle_endtag(self, tag: str) -> None:
            assert open_tags.pop() == tag

    Reader().feed(
        quality_page(links, steps=[Step(said=0.05, right=0.1, pairs=40)]).replace("/>", ">")
    )
    assert not open_tags


def test_the_same_links_give_the_same_page(links: Links) -> None:
    assert quality_page(links) == quality_page(links)


def test_the_rules_chosen_and_what_they_are_thought_to_find_are_told() -> None:
    told = {
        "asked_recall": 0.99, "estimated_recall": 0.981,
        "rules": [{"rule": "sound, birth date", "largest_block": 1000}],
    }  # fmt: skip
    page = quality_page(replace(link([]), diagnostics={"blocking": told}))
    for word in ("98.1%", "99.0%", "1,000", "Pasangan mana"):
        assert word in page
    for word in ("a sound of the name, date of birth", "satu bunyi nama, tanggal lahir"):
        assert word in page
    assert "Which pairs were compared" not in quality_page(link([]))


def test_every_level_has_its_indonesian_and_none_is_left_over() -> None:
    said = {
        comparison.words(level, by_keys=by_keys)
        for comparison in COMPARISONS.values()
        for level in range(comparison.top + 1)
        for by_keys in (False, True)
    }
    assert set(IN_INDONESIAN) - said == {"before any evidence", "name", "father's name"}
    assert said <= set(IN_INDONESIAN)


def test_every_part_of_a_rule_s_name_has_its_words_and_none_is_left_over() -> None:
    assert {part for rule in RULES for part in rule.name.split(", ")} == set(SHARED)


def test_figures_stand_with_their_intervals(links: Links) -> None:
    quality = evaluate(links, links.members.select("register", "record", person="record"))
    page = quality_page(links, quality)
    for name, ends in quality["intervals"].items():
        assert f"{quality[name]:.4f} ({ends['low']:.4f} - {ends['high']:.4f})" in page


def test_what_was_said_stands_beside_what_is_true(links: Links) -> None:
    assert "class=square" not in quality_page(links)
    truth = links.members.select("register", "record", person="record")
    steps = reliability(links, truth)
    assert sum(step["pairs"] for step in steps) == links.pairs.height
    assert steps[-1]["right"] == 1.0
    assert "class=square" in quality_page(links, steps=steps)


def test_a_waterfall_goes_from_where_the_step_above_ended(links: Links) -> None:
    page = quality_page(links)
    first = page.index("before any evidence")
    steps = re.findall(r"aria-label='([-+.0-9]+) → ([-+.0-9]+)'", page[first:])
    assert len(steps) > 10
    assert steps[0][0] == "+0.0"
    ends = [after for _, after in steps]
    assert all(b == a or b == "+0.0" for a, (b, _) in zip(ends, steps[1:], strict=False))


def test_of_keys_no_more_is_said_than_they_tell() -> None:
    birth = COMPARISONS["birth"]
    near = "years of birth one apart"
    level = next(n for n in range(birth.top + 1) if birth.words(n) == near)
    assert near not in {birth.words(n, by_keys=True) for n in range(birth.top + 1)}
    assert birth.words(level, by_keys=True) == "same year of birth, on one side from an age"
    assert birth.words(birth.top, by_keys=True) == birth.words(birth.top)
