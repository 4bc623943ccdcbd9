"""Consent, guardians, status, rights and one-person rules as tables of cases."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suar.knowledge.rules.consent import (
    EVIDENCE,
    GUARDIANS,
    PURPOSES,
    Asked,
    GuardianFacts,
    may_speak,
    may_stand,
    stop_by,
)
from suar.knowledge.rules.retention import band_of_age
from suar.knowledge.rules.rights import ErasureFacts, SafetyCheck, may_erase, may_show
from suar.knowledge.rules.same_person import (
    REASONS,
    Likeness,
    MergingFacts,
    may_unmerge,
    reasons_for,
)
from suar.knowledge.rules.status import NOT_ESTABLISHED, STANDARDS, STRENGTH, stronger
from suar.knowledge.vocab import code_list

NOW = datetime(2026, 3, 12, tzinfo=UTC)
YES = Asked("care", True, 1, "su", True, "signed", NOW, NOW + timedelta(days=30))
CLEAR = GuardianFacts("parent", "no", "no", "no", "no")
CHILD = replace(YES, child=True, given_by="with_guardian", assent="yes", guardian=CLEAR)
ANSWERS = st.sampled_from(["yes", "no", "not_known", "not_asked"])


@pytest.mark.parametrize(
    ("asked", "allowed"),
    [
        (YES, True),
        (CHILD, True),
        (replace(YES, given_by="guardian", guardian=CLEAR), False),
        (replace(YES, deceased=True), False),
        (replace(YES, until=NOW), False),
        (replace(YES, until=NOW + timedelta(days=367)), False),
        (replace(CHILD, assent="no"), False),
        (replace(CHILD, assent=""), False),
        (replace(CHILD, assent="", too_young_to_ask=True), True),
        (replace(CHILD, guardian=None), False),
    ],
)
def test_when_a_yes_stands(asked: Asked, allowed: bool) -> None:
    assert may_stand(asked).allowed is allowed


@given(accused=ANSWERS, benefits=ANSWERS, recruited=ANSWERS, disputed=ANSWERS)
def test_only_a_guardian_without_any_doubt_of_a_conflict_speaks(
    accused: str, benefits: str, recruited: str, disputed: str
) -> None:
    told = may_speak(GuardianFacts("relative", accused, benefits, recruited, disputed))
    clear = {accused, benefits, recruited} == {"no"} and disputed != "yes"
    assert told.allowed is clear
    assert not may_speak(GuardianFacts("unknown", "no", "no", "no", "no")).allowed


def test_every_text_stands_in_both_languages() -> None:
    for table in (EVIDENCE, GUARDIANS, STANDARDS, NOT_ESTABLISHED, REASONS):
        assert all(set(row) == {"en", "id"} and all(row.values()) for row in table.values())
    for row in PURPOSES.values():
        assert set(row) == {"label", "no"}
        assert all(set(text) == {"en", "id"} for text in row.values())


def test_the_clock_after_a_withdrawal_is_three_days() -> None:
    assert stop_by(NOW) - NOW == timedelta(hours=72)


@given(one=st.sampled_from(STRENGTH), two=st.sampled_from(STRENGTH))
def test_the_stronger_status_is_one_of_the_two_whatever_their_order(one: str, two: str) -> None:
    assert stronger(one, two) == stronger(two, one)
    assert stronger(one, two) in (one, two)


@given(
    shared=st.integers(0, 3),
    numbers=st.integers(0, 2),
    apart=st.none() | st.integers(0, 20),
    sex=st.none() | st.booleans(),
)
def test_without_a_shared_number_contradicting_facts_give_no_reason(
    shared: int, numbers: int, apart: int | None, sex: bool | None
) -> None:
    told = reasons_for(Likeness(shared, shared, numbers, 2, 2, apart, sex))
    assert set(told) <= set(REASONS)
    if not numbers and (sex is False or (apart or 0) > 2):
        assert told == ()
    assert ("same_number" in told) is bool(numbers)


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3)), min_size=1, max_size=6))
def test_the_newest_merging_can_always_be_undone(pairs: list[tuple[int, int]]) -> None:
    made = [MergingFacts(n, str(a), str(b)) for n, (a, b) in enumerate(pairs)]
    assert may_unmerge(made[-1], made).allowed


def test_an_erasure_is_her_own_wish_and_never_while_she_is_not_free() -> None:
    good = ErasureFacts("erase", "open", "herself", told_what_goes=True)
    assert may_erase(good).allowed
    for worse in (
        {"asked_by": "helper"},
        {"not_yet_free": True},
        {"told_what_goes": False},
        {"state": "done"},
        {"kind": "see"},
        {"erased": True},
        {"merged": True},
    ):
        assert not may_erase(replace(good, **worse)).allowed
    assert not may_show(SafetyCheck(True, False, True), on_paper=False).allowed


def test_bands_of_age_are_codes_of_the_vocabulary() -> None:
    known = {code.code for code in code_list("age_band")}
    assert {band_of_age(2000, at=2000 + age) for age in range(100)} <= known
