"""English and Indonesian complete; the words of the field; nothing that calls a person guilty."""

import re
from pathlib import Path

import pytest

from suar.knowledge.law import lawbook, wording
from suar.knowledge.law.charge_text import charge_text
from suar.knowledge.law.charging import document, examine
from suar.knowledge.law.duties import duties
from suar.knowledge.law.entering import from_mapping
from suar.knowledge.law.gaps import gaps
from suar.knowledge.law.harmonise import harmonise
from suar.knowledge.law.lawbook import shipped
from suar.knowledge.law.matrix import matrix
from suar.knowledge.law.pages import as_markdown, as_text, index, page
from suar.knowledge.law.reading import read
from suar.knowledge.law.restitution import restitution
from suar.knowledge.law.rights_sheet import sheet_html, sheet_text
from suar.knowledge.law.tables_text import (
    duties_text,
    harmonise_text,
    matrix_text,
    restitution_text,
)

BOOK = shipped()
HOME = Path(lawbook.__file__).parent
FULL = {
    "acts": ["recruit", "take_out_of_indonesia", "place_worker"],
    "means": ["fraud"],
    "purposes": ["prostitution"],
    "act_date": "2025-11-14",
    "victim": {"age": 16, "citizenship": "ID"},
    "movement": "out_of_indonesia",
    "exploitation_place": "abroad",
    "harm": "death",
    "offender": {"official": "yes", "organised_group": "yes"},
    "other": {"victim_is_suspect": "yes", "restitution_claimed": "no"},
}


def everything(language):
    """Every text that this package can print in a language."""
    for facts in ({}, FULL, {**FULL, "act_date": "2026-02"}):
        entered = from_mapping(facts, BOOK)
        yield charge_text(examine(entered, BOOK), language=language, width=90)
        yield restitution_text(restitution(entered, BOOK, language=language), width=90)
        found = harmonise(BOOK, "ID", "TL", facts=entered, language=language)
        yield harmonise_text(found, width=90)
    yield matrix_text(matrix(BOOK, language=language), width=90)
    yield duties_text(duties(BOOK, language=language), width=90)
    yield str(gaps(BOOK, language=language))
    yield sheet_text(BOOK, language=language, width=90)
    yield sheet_html(BOOK, language=language)
    for ids in index(BOOK).values():
        for id_ in ids:
            found = page(BOOK, id_, language=language)
            yield as_text(found, 90)
            yield as_markdown(found)


@pytest.fixture(scope="module")
def texts():
    return {language: "\n".join(everything(language)) for language in ("en", "id")}


def test_no_sentence_of_the_facts_files_is_left_in_english(texts):
    marked = wording.phrases()["english_text"]["id"]
    left = [line for line in texts["id"].splitlines() if marked in line]
    assert not left


def test_every_sentence_and_label_of_ours_stands_in_both_languages():
    for key, words in wording.phrases().items():
        assert set(words) == {"en", "id"}, key
        if key != "english_text":
            assert all(words.values()), key
            wanted = [set(re.findall(r"{(\w+)}", words[one])) for one in ("en", "id")]
            assert wanted[0] == wanted[1], key
    for group, codes in wording.labels().items():
        if group != "schema":
            assert all(set(words) == {"en", "id"} for words in codes.values()), group


@pytest.mark.parametrize("path", sorted((HOME / "added").glob("*.yaml")), ids=lambda one: one.stem)
def test_every_text_that_was_added_stands_in_both_languages(path):
    for words in _bilingual(read(path, typed=True).data):
        assert set(words) == {"en", "id"}
        assert all(isinstance(text, str) and text for text in words.values())


def _bilingual(value):
    if isinstance(value, dict):
        if "en" in value or ("id" in value and len(value) == 1):
            yield value
        for inner in value.values():
            yield from _bilingual(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _bilingual(inner)


def test_every_code_that_can_be_entered_has_a_word():
    for group, codes in BOOK.codes.items():
        assert not [code for code in codes if code not in wording.labels()[group]]


def test_no_translation_is_kept_for_a_sentence_that_is_no_more():
    known = {text for name in lawbook.FACTS for text in _strings(BOOK.raw(name))}
    known |= {text for name in lawbook.ADDED for text in _strings(BOOK.raw(name))}
    stale = [text for text in wording.indonesian() if text not in known]
    assert not stale


def _strings(value):
    if isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)
    elif isinstance(value, str):
        yield value


NEVER = {
    "en": [r"\bguilty\b", r"probab", r"\bscore", r"not a victim", r"likely guilty", r"\bcredib"],
    "id": [
        r"\bbersalah\b",
        r"probabilitas",
        r"\bskor\b",
        r"bukan korban",
        r"perdagangan manusia",
        r"\boknum\b",
        r"\bcalo\b",
        r"\bTKI\b",
        r"\bTKW\b",
        r"\bPSK\b",
    ],
}


@pytest.mark.parametrize("language", ["en", "id"])
def test_no_page_speaks_of_guilt_or_uses_a_word_of_the_left_column(texts, language):
    text = texts[language].replace("pengakuan bersalah", "").replace("guilty-plea", "")
    for pattern in NEVER[language]:
        found = re.search(pattern, text, re.IGNORECASE)
        assert not found, text[max(0, found.start() - 60) : found.end() + 40]


@pytest.mark.parametrize("language", ["en", "id"])
def test_each_output_says_that_it_is_no_advice_and_how_old_its_newest_source_is(language):
    advice = {"en": "Not legal advice", "id": "Bukan nasihat hukum"}[language]
    for text in everything(language):
        if text.startswith("["):
            continue
        assert advice in text
        assert BOOK.newest_source in text


def test_the_three_words_of_the_page(texts):
    for words in (
        "all elements alleged on the facts entered",
        "not known yet",
        "an element contradicted",
    ):
        assert words in texts["en"].replace("\n", " ")


#: Raw values beside their text, and the names under which foreign laws are known.
LEFT = re.compile(r"(Order|Act) 20|/v(/[0-9]+)?: |/mode: |/yardstick/")
ENGLISH = re.compile(r"\b(the|of|and|or|is|not|to|by|with|from|in|for|on)\b")


def _same(english, indonesian, path=""):
    """Give the texts that are the same in both documents, with their place."""
    if isinstance(english, dict):
        for key in english:
            yield from _same(english[key], indonesian[key], f"{path}/{key}")
    elif isinstance(english, list):
        for index_, (one, two) in enumerate(zip(english, indonesian, strict=True)):
            yield from _same(one, two, f"{path}/{index_}")
    elif isinstance(english, str) and english == indonesian and ENGLISH.search(english):
        yield f"{path}: {english}"


@pytest.mark.parametrize("facts", [{}, FULL], ids=["nothing known", "much known"])
def test_no_english_sentence_is_left_in_an_indonesian_document(facts):
    entered = from_mapping(facts, BOOK)
    for make in (
        lambda language: document(examine(entered, BOOK), language=language),
        lambda language: restitution(entered, BOOK, language=language),
        lambda language: duties(BOOK, language=language),
        lambda language: matrix(BOOK, language=language),
        lambda language: harmonise(BOOK, "ID", "TL", facts=entered, language=language),
    ):
        left = [one for one in _same(make("en"), make("id")) if not LEFT.search(one)]
        assert not left
