"""Words, numbers, ranges and dates in both languages; no sentence stands outside the texts."""

import re
import string
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suar.analytics.picture import report
from suar.analytics.picture.report.speech import Speech, texts

FOLDER = Path(report.__file__).parent
SOURCES = [p for p in FOLDER.rglob("*") if p.suffix in {".py", ".html"}]
#: Keys that code puts together from a code of the document.
MADE = (
    "audience", "check.", "cond.", "counts.", "key.", "method.", "note.nature.", "status.",
    "unit.", "unit-word.",
)  # fmt: skip


def _fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_is_there_in_both_languages_with_the_same_places_and_weight() -> None:
    for key, label in texts().items():
        assert set(label) == {"en", "id"}, key
        assert all(label.values()), key
        assert _fields(label["en"]) == _fields(label["id"]), key
        assert label["en"].count("**") == label["id"].count("**"), key


def test_every_text_that_is_asked_for_exists_and_none_is_left_over() -> None:
    written = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    asked = set(re.findall(r"""(?:\bt|say)\(\s*f?["']([a-z][a-z.-]*[a-z])["']""", written))
    assert asked <= set(texts()), asked - set(texts())
    quoted = set(re.findall(r"""["']([a-z][a-z0-9.=-]*)["']""", written, flags=re.IGNORECASE))
    left = {
        key
        for key in texts()
        if key.removesuffix(".records") not in quoted and not key.startswith(MADE)
    }
    parts = ("methods.", "bridge.", "note.", "strata.")  # asked for by f"methods.{key}"
    left = {key for key in left if not (key.startswith(parts) and key.split(".", 1)[1] in quoted)}
    assert left == set()


@pytest.mark.parametrize(
    "word",
    ["human trafficking", "unseen", "rescued", "not a victim", "illegal worker", "scammer",
     "perdagangan manusia", "ilegal", "PSK", "TKW", "oknum", "!"],
)  # fmt: skip
def test_words_that_do_harm_are_not_used(word: str) -> None:
    said = [text for label in texts().values() for text in label.values()]
    assert not [text for text in said if word in text]


def test_numbers_and_ranges_are_said_as_each_language_writes_them() -> None:
    english, indonesian = Speech("en"), Speech("id")
    assert (english.number(1346), indonesian.number(1346)) == ("1,346", "1.346")
    assert english.span(10900, 20600) == "10,900 to 20,600"
    assert indonesian.span(10900, 20600) == "10.900 sampai 20.600"
    assert (english.share(0.041), indonesian.share(0.041)) == ("4.1\u00a0%", "4,1\u00a0%")
    assert indonesian.listed(["a", "b", "c"]) == "a, b, dan c"


@pytest.mark.parametrize(
    ("date", "english", "indonesian"),
    [
        ("2024", "2024", "2024"),
        ("2024-03", "March 2024", "Maret 2024"),
        ("2026-03-12", "12 Mar 2026", "12 Maret 2026"),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(date: str, english: str, indonesian: str) -> None:
    assert Speech("en").date(date) == english
    assert Speech("id").date(date) == indonesian


def test_a_withheld_count_is_a_word_and_zero_is_a_zero() -> None:
    assert Speech("en").count(None) == "withheld"
    assert Speech("id").count(None) == "tidak ditampilkan"
    assert Speech("en").count(0) == "0"


def test_an_unknown_language_is_refused() -> None:
    with pytest.raises(ValueError, match="en and id"):
        Speech("fr")


@given(st.integers(0, 10**9))
def test_a_rough_number_keeps_three_figures_and_a_number_all_of_them(value: int) -> None:
    said = Speech("id").number(value).replace(".", "")
    assert int(said) == value
    rough = int(Speech("en").rough(value).replace(",", ""))
    assert abs(rough - value) <= max(value, 1) * 0.0051
    assert len(str(rough).rstrip("0")) <= 3
