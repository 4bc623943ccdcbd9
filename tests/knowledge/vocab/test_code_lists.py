"""Every list is whole: both languages, a source, a version, nothing pointing nowhere."""

from dataclasses import FrozenInstanceError
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suar.analytics.registers.schema import CODES, MULTI_CODES
from suar.knowledge.refusal import Refusal
from suar.knowledge.vocab import STANDARDS, code_list, names, read_list

LISTS = [code_list(name) for name in names()]
EVERY = [(each, code) for each in LISTS for code in each]

PLAIN = """
name: plain
label: {en: Plain, id: Polos}
definition: {en: A list., id: Daftar.}
source: a test
version: "1"
multi: no
codes:
  no: {label: {en: "No", id: Tidak}, definition: {en: A., id: A.}}
  "01": {label: {en: One, id: Satu}, definition: {en: B., id: B.}}
  12:30: {label: {en: Half past, id: Lewat}, definition: {en: C., id: C.}}
  old: {label: {en: Old, id: Lama}, definition: {en: D., id: D.}, replaced_by: "01"}
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "plain.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("each", LISTS, ids=lambda each: each.name)
def test_list_and_codes_speak_both_languages(each) -> None:
    for text in (each.label, each.definition, *(c.label for c in each)):
        assert set(text) == {"en", "id"}
        assert all(word.strip() == word and word for word in text.values())
    for code in each:
        assert set(code.definition) == {"en", "id"}
        assert all("{" not in word for word in code.definition.values())
        assert code.source
        assert code.version


def test_every_coded_field_of_the_standard_record_has_its_list() -> None:
    places = {"citizenship", "origin", "destination", "exploitation_country", "district"}
    assert (set(CODES) - places) | set(MULTI_CODES) <= set(names())
    assert all(code_list(name).multi for name in MULTI_CODES)
    assert not any(code_list(name).multi for name in set(CODES) - places)


@pytest.mark.parametrize(
    ("name", "codes"),
    [
        ("sex", "female male other"),
        ("status", "identified presumed handled not_established"),
        ("act", "recruitment transportation transfer harbouring receipt sending"),
        (
            "purpose",
            "sexual forced_labour slavery slavery_like servitude organ_removal forced_marriage "
            "armed_conflict begging criminality online_scam child_labour adoption surrogacy "
            "extortion mixed other",
        ),
        ("age_band", "0-8 9-17 18-20 21-23 24-26 27-29 30-38 39-47 48+"),
        ("migration_status", "procedural nonprocedural"),
    ],
)
def test_codes_that_other_parts_name_are_there(name: str, codes: str) -> None:
    assert set(codes.split()) <= {code.code for code in code_list(name)}


def test_the_ic_tip_column_is_there_and_empty() -> None:
    assert "ic_tip" in STANDARDS
    assert all(code.crosswalk["ic_tip"] == () and "ic_tip" not in code.broader for _, code in EVERY)


def test_no_parent_goes_round_in_a_circle() -> None:
    for each, code in EVERY:
        seen, at = set(), code
        while at is not None and at.parent:
            assert at.code not in seen
            seen.add(at.code)
            at = each.get(at.parent)


def test_a_retired_code_names_its_successor_and_stays_readable(tmp_path: Path) -> None:
    found = read_list(written(tmp_path, PLAIN))
    old = found.get("old")
    assert old is not None
    assert old.retired
    assert "old" in found
    assert found.resolve("old") == found.resolve("Lama") == "01"
    for each, code in EVERY:
        assert not code.retired or code.replaced_by in each


def test_yaml_turns_no_word_into_something_else(tmp_path: Path) -> None:
    found = read_list(written(tmp_path, PLAIN))
    assert [code.code for code in found] == ["no", "01", "12:30", "old"]
    assert found.resolve("NO") == "no"
    assert found.resolve("No") == "no"
    assert found.multi is False


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: Polos", "de: Schlicht", "both languages"),
        ("multi: no", "multi: maybe", "neither yes nor no"),
        ("source: a test\n", "", "keys missing"),
        ("version: ", "colour: red\nversion: ", "unknown"),
        ("name: plain", "name: fancy", "name"),
        ('replaced_by: "01"', "replaced_by: gone", "not there"),
        ('replaced_by: "01"', "parent: gone", "not there"),
        ('replaced_by: "01"', "crosswalk: {nowhere: [x]}", "not a standard"),
        ('replaced_by: "01"', "crosswalk: {htcds: x}", "not a list"),
        ("  12:30:", "  no:", "twice"),
        (", definition: {en: A., id: A.}", "", "no definition"),
    ],
)
def test_a_list_that_is_not_whole_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    assert old in PLAIN
    with pytest.raises(Refusal, match=said):
        read_list(written(tmp_path, PLAIN.replace(old, new, 1)))


def test_two_codes_cannot_claim_one_value_of_a_standard(tmp_path: Path) -> None:
    claim = PLAIN.replace('replaced_by: "01"', "crosswalk: {htcds: [Same]}").replace(
        "definition: {en: B., id: B.}", "definition: {en: B., id: B.}, crosswalk: {htcds: [same]}"
    )
    with pytest.raises(Refusal, match="both claim"):
        read_list(written(tmp_path, claim))


def test_an_unknown_list_is_refused_with_the_names_of_those_that_exist() -> None:
    with pytest.raises(Refusal, match="purpose"):
        code_list("colour")


def test_lists_cannot_be_changed_in_passing() -> None:
    with pytest.raises(FrozenInstanceError):
        code_list("sex").name = "x"  # type: ignore[misc]
    assert code_list("sex") is code_list("sex")


@pytest.mark.parametrize("each", LISTS, ids=lambda each: each.name)
def test_blank_is_nothing_and_never_a_no(each) -> None:
    for blank in (None, "", "   ", "\t"):
        assert each.resolve(blank) is None
        assert each.is_blank(blank)
        assert each.from_standard("htcds", blank) is None
    for standard, values in each.blank.items():
        for value in values:
            assert each.is_blank(value, standard)
            assert each.resolve(value, standard) is None
    assert each.resolve("surely no code of any list") is None


@given(st.sampled_from(EVERY), st.sampled_from(["en", "id", "code"]), st.randoms())
def test_case_and_space_do_not_count_and_a_code_resolves_to_itself(pair, form, chance) -> None:
    each, code = pair
    text = code.code if form == "code" else code.label[form]
    dressed = "".join(chance.choice((c.upper(), c.lower(), f"{c} ")) for c in f" {text} ")
    found = each.resolve(dressed)
    if form == "code":
        assert found == code.code
    elif found != code.code:  # a label that two codes share finds neither
        twins = [c for c in each if text.casefold() in {w.casefold() for w in c.label.values()}]
        assert found is None
        assert len(twins) > 1
