"""What must hold of every set of facts, whatever they are."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suar.knowledge.law.case_facts import FLAGS, HARMS, MOVEMENTS, OFFENDER, PLACES, ROLES
from suar.knowledge.law.charging import charge, examine
from suar.knowledge.law.entering import from_mapping
from suar.knowledge.law.known import Known
from suar.knowledge.law.lawbook import shipped
from suar.knowledge.law.wording import phrases

BOOK = shipped()
RANK = {"no": 0, "possible": 1, "fits": 2}
ANSWER = st.sampled_from(["yes", "no"])
DATES = ["2006", "2019-05-05", "2024", "2025-12-31", "2026-01-01", "2026-01-02", "2026-01", "2026"]


def _codes(group):
    words = sorted(BOOK.codes[group])
    return st.one_of(
        st.lists(st.sampled_from(words), max_size=4, unique=True),
        st.dictionaries(st.sampled_from(words), ANSWER, max_size=4),
    )


FACTS = st.fixed_dictionaries(
    {},
    optional={
        "acts": _codes("acts"),
        "means": _codes("means"),
        "purposes": _codes("purposes"),
        "result": ANSWER,
        "attempt": ANSWER,
        "act_date": st.sampled_from(DATES),
        "judged_on": st.sampled_from(["2025-06-01", "2026-06-01"]),
        "movement": st.sampled_from(["none", *MOVEMENTS]),
        "exploitation_place": st.sampled_from(PLACES),
        "harm": st.sampled_from(["none", *HARMS]),
        "victim": st.fixed_dictionaries(
            {},
            optional={
                "age": st.sampled_from(["3", "11", "16", "17-18", "18", "40"]),
                "citizenship": st.sampled_from(["ID", "MMR", "stateless"]),
            },
        ),
        "offender": st.fixed_dictionaries(
            {}, optional={**dict.fromkeys(OFFENDER, ANSWER), "role": st.sampled_from(ROLES)}
        ),
        "other": st.dictionaries(st.sampled_from(FLAGS), ANSWER, max_size=4),
    },
)


def statuses(facts):
    return {one.offence.id: one.status for one in examine(from_mapping(facts, BOOK), BOOK).offences}


def _with(facts, group, key, value):
    return {**facts, group: {**facts.get(group, {}), key: value}}


def _said(facts, group):
    said = facts.get(group, {})
    return dict.fromkeys(said, "yes") if isinstance(said, list) else said


def _offender(facts, offence, element, code):
    person = offence.elements.get("offender") == "individual" and element.name == "offender"
    return _with(facts, "offender", code, "no" if person else "yes")


def _victim(facts, code):
    key, value = ("citizenship", "IDN") if code == "citizenship" else ("age", "3")
    return _with(facts, "victim", key, value)


def learn(facts, offence, element):
    """Give every way in which this element can come to be known as met."""
    turned = "no" if element.name == "did_not_happen" else "yes"
    ways = {
        "acts": lambda code: {**facts, "acts": {**_said(facts, "acts"), code: "yes"}},
        "means": lambda code: {**facts, "means": {**_said(facts, "means"), code: "yes"}},
        "purposes": lambda code: {**facts, "purposes": {**_said(facts, "purposes"), code: "yes"}},
        "role": lambda code: _with(facts, "offender", "role", code),
        "other": lambda code: _with(facts, "other", code, turned),
        "offender": lambda code: _offender(facts, offence, element, code),
        "victim": lambda code: _victim(facts, code),
        "result": lambda _: {**facts, "result": "yes"},
        "attempt": lambda _: {**facts, "attempt": "yes"},
        "movement": lambda _: {**facts, "movement": element.codes[0]},
        "exploitation_place": lambda _: {
            **facts,
            "exploitation_place": offence.elements["exploitation_place"],
        },
        "act_date": lambda _: {**facts, "act_date": offence.starts.isoformat()},
    }
    for reference in element.asks:
        group, _, code = reference.partition(".")
        yield ways[group](code)


@settings(max_examples=40, deadline=None)
@given(facts=FACTS, pick=st.randoms(use_true_random=False))
def test_learning_that_an_element_is_met_never_lowers_the_offence(facts, pick):
    examined = examine(from_mapping(facts, BOOK), BOOK).offences
    unknown = [
        (one, element)
        for one in examined
        for element in one.elements
        if element.state is Known.NOT_KNOWN
    ]
    for one, element in pick.sample(unknown, min(3, len(unknown))):
        for learned in learn(facts, one.offence, element):
            after = statuses(learned)[one.offence.id]
            assert RANK[after] >= RANK[one.status], (one.offence.id, element, learned)


@settings(max_examples=50, deadline=None)
@given(facts=FACTS, pick=st.randoms(use_true_random=False))
def test_what_is_not_known_never_counts_as_a_no(facts, pick):
    """Forgetting a fact cannot contradict an offence that was not contradicted before."""
    if not facts:
        return
    forgotten = {key: value for key, value in facts.items() if key != pick.choice(sorted(facts))}
    before, after = statuses(facts), statuses(forgotten)
    lowered = [one for one in before if after[one] == "no" and before[one] != "no"]
    assert not lowered


@settings(max_examples=40, deadline=None)
@given(facts=FACTS)
def test_the_same_facts_with_not_known_written_out_give_the_same(facts):
    written = dict.fromkeys(("acts", "means", "purposes", "result", "act_date"), "not_known")
    assert statuses({**written, **facts}) == statuses(facts)


@settings(max_examples=40, deadline=None)
@given(facts=FACTS, later=st.sampled_from(["2026-01-02", "2026-07", "2027", "2040-01-01"]))
def test_a_later_act_date_never_brings_back_a_repealed_article(facts, later):
    found = statuses({**facts, "act_date": later})
    for offence in BOOK.offences.values():
        if offence.ends is not None:
            assert found[offence.id] == "no"


@settings(max_examples=15, deadline=None)
@given(facts=FACTS)
def test_every_document_is_whole_in_both_languages_and_speaks_of_no_guilt(facts):
    for language in ("en", "id"):
        document = charge(from_mapping(facts, BOOK), BOOK, language=language)
        assert [one["id"] for one in document["offences"]] == list(BOOK.offences)
        for offence in document["offences"]:
            states = {element["state"] for element in offence["elements"]}
            wanted = (
                "no" if "not_met" in states else "possible" if "not_known" in states else "fits"
            )
            assert offence["status"] == wanted
            assert all(element["because"] for element in offence["elements"])
            if offence["penalty"]:
                assert offence["penalty"]["confidence"] in ("seen", "derived", "memory", "mixed")
        keys = set(_keys(document))
        assert not keys & {
            "score",
            "probability",
            "guilt",
            "credibility",
            "victim_status",
            "name_of",
        }
        marked = phrases()["english_text"]["id"]
        assert marked not in str(document)


def _keys(value):
    if isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from _keys(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _keys(inner)


@settings(max_examples=40, deadline=None)
@given(facts=FACTS)
def test_a_question_is_about_something_not_known_and_the_last_one_settles(facts):
    examination = examine(from_mapping(facts, BOOK), BOOK)
    waiting = {one.offence.id for one in examination.offences if one.status == "possible"}
    settled = {one for question in examination.questions for one in question.settles}
    assert waiting <= settled
    assert not {one for one in settled if one in BOOK.offences} - waiting


@pytest.mark.parametrize("mode", ["or", "and_or", "and"])
def test_ranges_are_never_widened_below_zero_or_above_the_cap(mode):
    for offence in BOOK.offences.values():
        facts = {
            "act_date": "2025-06-01",
            "harm": "serious_injury",
            "victim": {"age": 9},
            "offender": dict.fromkeys(OFFENDER, "yes"),
        }
        document = charge(from_mapping(facts, BOOK), BOOK)
        found = next(one for one in document["offences"] if one["id"] == offence.id)
        up = found["with_uplifts"]
        if up and found["penalty"]["mode"] == mode:
            most = up["max_months"]
            assert most is None or found["penalty"]["max_months"] <= most <= up["cap_months"]
            assert up["min_months"] >= found["penalty"]["min_months"]
