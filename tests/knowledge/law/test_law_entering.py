"""Facts entered: typed by schema, three-valued, refused with line and remedy, never repeated."""

import pytest

from suar.knowledge.law.entering import entered, from_mapping
from suar.knowledge.law.known import Known
from suar.knowledge.law.lawbook import shipped
from suar.knowledge.law.reading import read_text
from suar.knowledge.refusal import Refusal

BOOK = shipped()


def facts(text):
    return entered(read_text(text, name="facts.yaml", typed=False), BOOK)


def test_a_list_is_complete_an_empty_one_is_none_an_absent_one_is_not_known():
    assert facts("acts: [recruit]").acts.of("recruit") is Known.MET
    assert facts("acts: [recruit]").acts.of("harbour") is Known.NOT_MET
    assert facts("acts: []").acts.of("recruit") is Known.NOT_MET
    assert facts("means: []").acts.of("recruit") is Known.NOT_KNOWN
    assert facts("acts:").acts.of("recruit") is Known.NOT_KNOWN


def test_a_mapping_is_partial_and_no_stays_no():
    acts = facts("acts: {recruit: yes, harbour: no, send: not_known}").acts
    assert [acts.of(word) for word in ("recruit", "harbour", "send", "receive")] == [
        Known.MET,
        Known.NOT_MET,
        Known.NOT_KNOWN,
        Known.NOT_KNOWN,
    ]


@pytest.mark.parametrize("code", ["ID", "IDN", "id", "[ID, MY]"])
def test_indonesian_citizenship_in_two_or_three_letters(code):
    assert facts(f"victim: {{citizenship: {code}}}").indonesian is Known.MET


@pytest.mark.parametrize("code", ["NO", "MYS", "stateless", "na"])
def test_another_citizenship_is_another_and_norway_is_not_false(code):
    assert facts(f"victim: {{citizenship: {code}}}").indonesian is Known.NOT_MET


@pytest.mark.parametrize(
    ("age", "child"),
    [
        ("17", Known.MET),
        ("18", Known.NOT_MET),
        ("16-17", Known.MET),
        ("17-18", Known.NOT_KNOWN),
        ("child", Known.MET),
        ("adult", Known.NOT_MET),
        ("unborn", Known.MET),
        ("0", Known.MET),
        ("not_known", Known.NOT_KNOWN),
    ],
)
def test_under_eighteen_is_a_child(age, child):
    assert facts(f"victim: {{age: {age}}}").below(BOOK.child_below) is child


@pytest.mark.parametrize(
    "result", ["yes", "exploited", "person exploited", "child_exploited", "[exploited]", "true"]
)
def test_the_result_in_the_words_of_the_facts_files(result):
    assert facts(f"result: {result}").result is Known.MET
    assert facts("result: none").result is Known.NOT_MET
    assert facts("result: []").result is Known.NOT_MET


SECRET = "Wati Rekaan"
REFUSED = [
    (f"acts: [recruit, {SECRET}]", "facts.yaml, line 1"),
    ("acts: [recrut]", "Did you mean `recruit`?"),
    (f"means: []\nname: {SECRET}", "facts.yaml, line 2"),
    (f"victim:\n  age: 16\n  {SECRET}: yes", "facts.yaml, line 3"),
    (f"victim: {{age: {SECRET}}}", "age"),
    ("victim: {citizenship: INA}", "ISO 3166"),
    ("act_date: 2026-02-30", "2025-11-14"),
    ("act_date: yesterday", "2025-11-14"),
    (f"result: {SECRET}", "yes, no or not_known"),
    ("attempt: maybe", "yes, no or not_known"),
    ("movement: sideways", "out_of_indonesia"),
    ("charged: [ID-U21-44]", "Did you mean ID-U21-4"),
    ("acts: &a [recruit]\nmeans: *a", "alias"),
    ("acts: [recruit]\nacts: []", "twice"),
    ("- acts", "keys"),
    ("offender: yes", "mapping"),
    ("acts: [recruit", "line"),
    ("acts: [recruit]\n---\nacts: []", "two documents"),
]


@pytest.mark.parametrize(("text", "says"), REFUSED, ids=lambda value: value[:30])
def test_what_cannot_be_read_is_refused_with_place_and_remedy_and_without_its_words(text, says):
    with pytest.raises(Refusal) as refused:
        facts(text)
    assert says in str(refused.value)
    assert SECRET not in str(refused.value)
    assert "facts.yaml" in str(refused.value)


def test_deep_input_does_not_fell_the_reader():
    with pytest.raises(Refusal):
        facts("acts: " + "[" * 5000)


def test_typed_values_from_a_form_are_taken_as_they_are():
    found = from_mapping({"attempt": True, "acts": {"recruit": False}, "victim": {"age": 9}}, BOOK)
    assert found.attempt is Known.MET
    assert found.acts.of("recruit") is Known.NOT_MET
    assert found.age_to == 9
