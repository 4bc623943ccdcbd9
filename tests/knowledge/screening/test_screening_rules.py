"""The tools, what is carried between them, and what the answers add up to."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.screening import (
    Outcome,
    Said,
    Weight,
    positive,
    reckon,
    standing,
    tool,
    tools,
)
from suar.knowledge.screening.reading import read_tool

OPERATIONAL = tool("ilo_ec_labour")
ALL = {each.code for each in OPERATIONAL}

#: Adult and child weights as CASEWORK-ANCHORS 5.1 has them, counted: S, M, W, none.
WEIGHTS = {
    "dr": ((1, 8, 1, 0), (2, 8, 0, 0)),
    "cr": ((1, 9, 0, 0), (4, 6, 0, 0)),
    "rv": ((0, 14, 2, 0), (0, 15, 0, 1)),
    "ex": ((1, 7, 1, 0), (1, 7, 0, 1)),
    "cd": ((4, 10, 1, 0), (8, 7, 0, 0)),
    "vd": ((0, 5, 2, 0), (0, 7, 0, 0)),
}


def _stands(*codes: str, said: Said = Said.YES) -> dict[str, object]:
    answers = {(OPERATIONAL.name, code): said for code in codes}
    return standing(OPERATIONAL, answers)  # type: ignore[return-value]


@pytest.mark.parametrize("dimension", OPERATIONAL.dimensions, ids=lambda each: each.code)
def test_weights_are_those_of_the_source(dimension: object) -> None:
    order = (Weight.STRONG, Weight.MEDIUM, Weight.WEAK, Weight.NONE)
    counted = tuple(
        tuple([each.weight(child=child) for each in dimension.indicators].count(w) for w in order)
        for child in (False, True)
    )
    assert counted == WEIGHTS[dimension.code]


def test_the_totals_of_the_lists_are_those_of_the_sources() -> None:
    assert [len(each.indicators) for each in OPERATIONAL.dimensions] == [10, 10, 16, 9, 15, 7]
    assert {name: len(each) for name, each in tools().items()} == {
        "ilo_11": 11,
        "ilo_ec_labour": 67,
        "online_fraud": 12,
        "triage": 10,
    }


@given(st.integers(0, 6), st.integers(0, 6), st.integers(0, 6))
def test_a_dimension_is_positive_exactly_by_the_four_ways(s: int, m: int, w: int) -> None:
    ways = (s >= 2, s >= 1 and m + w >= 1, m >= 3, m >= 2 and w >= 1)
    assert positive(s, m, w) == any(ways)


@given(st.integers(0, 5), st.integers(0, 5), st.integers(0, 5))
def test_one_indicator_more_never_makes_a_dimension_less(s: int, m: int, w: int) -> None:
    if positive(s, m, w):
        assert all(positive(s + a, m + b, w + c) for a, b, c in product((0, 1), repeat=3))


def test_an_adult_needs_act_means_and_exploitation_and_a_child_no_means() -> None:
    exploited = ("ex.hours", "ex.pay")
    recruited = ("rv.economic", "rv.information", "rv.family")
    alone = reckon(OPERATIONAL, _stands(*exploited), child=False)
    assert alone.outcome is Outcome.INSUFFICIENT
    whole = reckon(OPERATIONAL, _stands(*exploited, *recruited), child=False)
    assert whole.outcome is Outcome.INDICATED
    means = {each.name: each for each in whole.elements}["means"]
    assert (means.state, means.by, means.substituted) == ("shown", ("rv",), True)
    child = reckon(OPERATIONAL, _stands(*exploited), child=True, act_told=True)
    assert child.outcome is Outcome.INDICATED
    adult = reckon(OPERATIONAL, _stands(*exploited), child=False, act_told=True)
    assert adult.outcome is Outcome.INSUFFICIENT
    coerced = reckon(
        OPERATIONAL, _stands(*exploited, "cd.documents", "cd.debt"), child=False, act_told=True
    )
    assert {each.name: each.substituted for each in coerced.elements}["means"] is False


@given(st.dictionaries(st.sampled_from(sorted(ALL)), st.sampled_from(list(Said))), st.booleans())
def test_no_answers_find_that_somebody_is_not_a_victim(told: dict[str, Said], child: bool) -> None:
    answers = {(OPERATIONAL.name, code): said for code, said in told.items()}
    result = reckon(OPERATIONAL, standing(OPERATIONAL, answers), child=child)
    assert result.outcome in (Outcome.INDICATED, Outcome.INSUFFICIENT)
    assert {each.value for each in Outcome} == {"indicated", "insufficient"}
    for each in result.dimensions:
        assert not (each.positive and each.could)


@given(st.sets(st.sampled_from(sorted(ALL))), st.booleans())
def test_not_asked_and_not_known_never_count_as_no(codes: set[str], child: bool) -> None:
    """What may still become positive is said to be open, never not shown."""
    stands = {**_stands(*ALL, said=Said.NO), **_only(codes)}
    result = reckon(OPERATIONAL, stands, child=child)  # type: ignore[arg-type]
    best = reckon(OPERATIONAL, {**stands, **_stands_of(codes)}, child=child)  # type: ignore[arg-type]
    for now, most in zip(result.dimensions, best.dimensions, strict=True):
        assert most.positive == (now.positive or now.could)


def _only(codes: set[str]) -> dict[str, object]:
    found = _stands(*codes, said=Said.NOT_KNOWN)
    return {code: found[code] for code in codes}


def _stands_of(codes: set[str]) -> dict[str, object]:
    found = _stands(*codes)
    return {code: found[code] for code in codes}


def test_what_was_answered_is_carried_and_says_from_where() -> None:
    told = {
        ("triage", "watched"): Said.YES,
        ("triage", "accused"): Said.NO,
        ("online_fraud", "documents"): Said.NO,
        ("ilo_ec_labour", "cr.confinement"): Said.YES,
    }
    labour = standing(OPERATIONAL, told)
    assert labour["cd.confinement"].said is Said.YES
    assert labour["cd.confinement"].source == ("triage", "watched")
    assert labour["cd.documents"].said is Said.NOT_ASKED, "a no elsewhere says nothing here"
    fraud = standing(tool("online_fraud"), told)
    assert (fraud["accused"].said, fraud["accused"].carried) == (Said.NO, True)
    eleven = standing(tool("ilo_11"), told)
    assert eleven["isolation"].said is Said.NOT_ASKED, "a coarse sign is not taken apart"
    assert eleven["movement"].said is Said.YES


def test_an_own_answer_stands_before_a_carried_one() -> None:
    told = {("triage", "watched"): Said.YES, ("online_fraud", "guarded"): Said.NO}
    guarded = standing(tool("online_fraud"), told)["guarded"]
    assert (guarded.said, guarded.carried) == (Said.NO, False)


def test_every_need_has_its_clock_and_every_text_its_two_languages() -> None:
    for each in tools().values():
        assert each.version
        assert each.source
        for indicator in each:
            assert indicator.label.keys() == {"en", "id"}
            assert not indicator.need or CLOCKS[indicator.need].urgent


def test_a_tool_that_points_nowhere_or_says_too_little_is_refused(tmp_path: object) -> None:
    path = tmp_path / "bad.yaml"  # type: ignore[operator]
    path.write_text("tool: bad\nlabel: {en: a, id: b}\n")
    with pytest.raises(Refusal, match="unlike a screening tool"):
        read_tool(path)
    with pytest.raises(Refusal, match="No screening tool"):
        tool("nothing")
