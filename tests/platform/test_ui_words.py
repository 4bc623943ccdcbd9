"""Words of the shell: catalogue, numbers, dates, clocks, reasons. No database."""

import ast
import importlib.util
import re
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import ModuleType

import lucide
import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st
from unsaid import heard

from suar.base.ui import clocks, words
from suar.base.ui.reasons import in_words
from suar.base.ui.words import known_zone
from suar.knowledge.rules.permissions import ROLES, Holder, Permission, may

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 3, 12, 2, 10, tzinfo=UTC)


def _messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("messages", ROOT / "docs" / "messages.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["messages"] = module
    spec.loader.exec_module(module)
    return module


def test_every_text_is_said_in_indonesian_and_the_compiled_catalogue_is_current() -> None:
    assert _messages().faults() == []


def test_a_missing_or_fuzzy_text_and_a_stale_catalogue_are_named(tmp_path: Path) -> None:
    messages = _messages()
    whole = messages.merged()
    for entry in whole.values():
        entry.translation = entry.translation or entry.plural or entry.text
    first = next(iter(whole.values()))
    catalogue = tmp_path / "django.po"
    catalogue.write_text(messages.as_text(whole))
    catalogue.with_suffix(".mo").write_bytes(messages.compiled(whole)[:-1])
    messages.CATALOGUE = catalogue
    assert messages.faults() == ["django.mo is not the catalogue's: run python docs/messages.py"]
    text = catalogue.read_text().replace(f'msgid "{first.text}"', '#, fuzzy\nmsgid "gone"', 1)
    catalogue.write_text(text)
    assert any(first.text in fault for fault in messages.faults())


def test_the_catalogue_reads_back_as_it_was_written(tmp_path: Path) -> None:
    messages = _messages()
    entries = messages.merged()
    path = tmp_path / "django.po"
    path.write_text(messages.as_text(entries))
    again = messages.read(path)
    assert {k: e.translation for k, e in again.items()} == {
        k: e.translation for k, e in entries.items()
    }


def test_a_call_of_gettext_is_collected_by_whatever_name_a_module_gave_it() -> None:
    messages = _messages()
    tree = ast.parse(
        "from django.utils.translation import gettext as _now, ngettext as many\n"
        "_now('One')\nmany('Two', 'Twos', 2)\nother('Three')"
    )
    assert [each.text for each in messages._module(tree, "here")] == ["One", "Two"]


def test_words_that_indonesian_lacks_are_heard_whatever_the_language() -> None:
    with heard() as lacking:
        for language in ("en", "id"):
            with translation.override(language):
                translation.gettext("Save")
                translation.gettext(f"Said by nobody in {language}")
                translation.pgettext("bed", "Free")
                translation.ngettext("a thing of nobody", "things of nobody", 2)
    assert lacking == {"Said by nobody in en", "Said by nobody in id", "a thing of nobody"}


@pytest.mark.parametrize(
    ("value", "english", "indonesian"),
    [(1346, "1,346", "1.346"), (3.5, "3.5", "3,5"), (-1200, "−1,200", "−1.200"), (0, "0", "0")],
)
def test_numbers_follow_the_language(value: float, english: str, indonesian: str) -> None:
    assert words.number(value, in_language="en") == english
    assert words.number(value, in_language="id") == indonesian


@given(low=st.integers(0, 10**9), high=st.integers(0, 10**9))
def test_a_range_has_a_word_and_never_a_hyphen(low: int, high: int) -> None:
    for language, word in (("en", " to "), ("id", " sampai ")):
        said = words.span(low, high, in_language=language)
        assert word in said
        assert not re.search(r"[-–]", said)


def test_dates_are_never_all_digits_and_partial_ones_stay_partial() -> None:
    assert words.day(NOW, in_language="en") == "12 Mar 2026"
    assert words.day("2024", in_language="id") == "2024"
    assert words.day("2024-03", in_language="id") == "Maret 2024"
    assert words.day("2024-08-02", in_language="id") == "2 Agustus 2024"


@pytest.mark.parametrize(
    ("zone", "english", "indonesian"),
    [
        ("Asia/Jakarta", "12 Mar 2026, 09:10 WIB", "12 Maret 2026 pukul 09.10 WIB"),
        ("Asia/Makassar", "12 Mar 2026, 10:10 WITA", "12 Maret 2026 pukul 10.10 WITA"),
        ("Asia/Jayapura", "12 Mar 2026, 11:10 WIT", "12 Maret 2026 pukul 11.10 WIT"),
        ("Asia/Phnom_Penh", "12 Mar 2026, 09:10 UTC+7", "12 Maret 2026 pukul 09.10 UTC+7"),
        ("Asia/Kathmandu", "12 Mar 2026, 07:55 UTC+5:45", "12 Maret 2026 pukul 07.55 UTC+5:45"),
    ],
)
def test_every_time_carries_its_zone(zone: str, english: str, indonesian: str) -> None:
    with timezone.override(known_zone(zone)):
        assert words.moment(NOW, in_language="en") == english
        assert words.moment(NOW, in_language="id") == indonesian


@given(minutes=st.integers(-200_000, 200_000))
def test_a_clock_never_promises_more_than_there_is(minutes: int) -> None:
    with translation.override("en"):
        said = clocks.clock(NOW + timedelta(minutes=minutes), now=NOW)
    amount, unit = int(said.words.split()[0]), said.words.split()[1].rstrip("s")
    length = amount * {"minute": 1, "hour": 60, "day": 1440}[unit]
    assert length <= max(1, abs(minutes))
    assert said.tone == ("late" if minutes < 0 else "soon" if minutes <= 1440 else "going")


def test_a_quarter_left_is_soon_and_no_deadline_is_no_clock() -> None:
    since = NOW - timedelta(days=30)
    assert clocks.clock(NOW + timedelta(days=9), now=NOW, since=since).tone == "soon"
    assert clocks.clock(NOW + timedelta(days=11), now=NOW, since=since).tone == "going"
    assert clocks.clock(None, now=NOW).tone == "wait"


@pytest.mark.parametrize("role", ROLES)
def test_the_rules_refusals_are_said_in_indonesian(role: str) -> None:
    for permission in Permission:
        decision = may(Holder(role), permission)
        if not decision.allowed:
            with translation.override("id"):
                said = in_words(decision.reason)
            assert said.startswith("Bukan untuk jabatan ini: peran ")
            assert ROLES[role].label["id"] in said
            assert "may not" not in said


def test_every_icon_that_a_page_names_exists() -> None:
    named = set()
    for path in (ROOT / "src" / "suar").rglob("templates/**/*.html"):
        named |= set(re.findall(r'{% icon "([\w-]+)"', path.read_text()))
        named |= set(re.findall(r'icon="([\w-]+)"', path.read_text()))
    assert len(named) > 20
    for name in named:
        lucide._load_icon(name)


def test_no_template_of_ours_carries_inline_style_or_script() -> None:
    for path in (ROOT / "src" / "suar").rglob("templates/**/*.html"):
        if "analytics" in path.parts:
            continue
        text = path.read_text()
        assert not re.search(r"\sstyle=|\son\w+=\"|<style", text), path
        for tag in re.findall(r"<script[^>]*>", text):
            assert "src=" in tag or "application/json" in tag, path
