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
    AGAINST,
    REASONS,
    STRENGTHS,
    MergingFacts,
    Sign,
    may_unmerge,
    weigh,
    worth_asking,
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


_SIGNS = st.lists(
    st.builds(Sign, st.sampled_from([*REASONS, *AGAINST, ""]), st.floats(-60, 60)), max_size=6
)


@given(signs=_SIGNS, files=st.integers(0, 10**6))
def test_a_pair_is_weighed_whatever_the_order_of_its_signs(signs: list[Sign], files: int) -> None:
    told = weigh(signs, files=files)
    assert told == weigh(signs[::-1], files=files)
    assert set(told.reasons) <= set(REASONS) | set(AGAINST)
    more = weigh([*signs, Sign("same_home", 2.0)], files=files)
    assert more.odds > told.odds
    assert worth_asking(more) or not worth_asking(told)


def test_a_name_that_many_bear_is_asked_about_among_few_files_and_not_among_many() -> None:
    name = [Sign("same_words", 6.0)]
    assert worth_asking(weigh(name, files=10))
    assert not worth_asking(weigh(name, files=100_000))
    assert worth_asking(weigh([*name, Sign("same_nik", 20.0)], files=100_000))


def test_every_reason_and_strength_is_said_in_both_languages_and_once() -> None:
    assert not set(REASONS) & set(AGAINST)
    assert all(len(code) <= 20 for code in (*REASONS, *AGAINST))
    for table in (REASONS, AGAINST, STRENGTHS):
        assert all(set(row) == {"en", "id"} and all(row.values()) for row in table.values())


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
