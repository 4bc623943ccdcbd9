"""Papers: what each may carry, who makes it, to whom it goes, and its number."""

from itertools import product

import pytest

from suar.knowledge.rules.papers import (
    CARRIES,
    LETTERS,
    MAKERS,
    PAPER_REASONS,
    SECRET,
    Goes,
    PaperFacts,
    PaperKind,
    covered,
    is_secret,
    may_make,
    may_print,
    may_refer,
    number_of,
)
from suar.knowledge.rules.permissions import ROLES, Holder
from suar.knowledge.rules.visibility import CARE, SHOWS, FieldGroup, Showing

G = FieldGroup
ALL = frozenset(FieldGroup)


def test_every_kind_has_its_row_in_every_table() -> None:
    for table in (CARRIES, MAKERS, LETTERS):
        assert set(table) == set(PaperKind)


def test_where_she_is_stands_on_no_paper() -> None:
    assert not any(G.SAFETY in groups for groups in CARRIES.values())


def test_whoever_makes_a_papers_plain_form_sees_all_that_stands_on_it_by_itself() -> None:
    for kind, role in product(PaperKind, ROLES):
        if kind is PaperKind.REPORT or not may_make(kind, Holder(role)).allowed:
            continue
        by_itself = CARRIES[kind] & {G.FACTS, G.SERVICES}
        assert all(SHOWS[role][group] is Showing.SHOWN for group in by_itself), (kind, role)


@pytest.mark.parametrize("kind", PaperKind)
def test_nothing_closed_gets_onto_a_paper(kind: PaperKind) -> None:
    for group in FieldGroup:
        facts = PaperFacts(kind, frozenset({group}), ALL - {group}, reason="service")
        assert not may_print(facts).allowed, group
        allowed = may_print(PaperFacts(kind, frozenset({group}), ALL, reason="service")).allowed
        assert allowed is (group in CARRIES[kind]), group


@pytest.mark.parametrize("reason", ["", "because", "other"])
def test_a_secret_paper_asks_for_a_reason_and_a_plain_one_does_not(reason: str) -> None:
    for kind in PaperKind:
        for groups in (frozenset({G.FACTS}), CARRIES[kind]):
            facts = PaperFacts(kind, groups, ALL, reason=reason)
            secret = is_secret(kind, groups)
            assert may_print(facts).allowed is (not secret and reason == ""), (kind, groups)
    told = PaperFacts(PaperKind.CONSENT, SECRET & CARRIES[PaperKind.CONSENT], ALL)
    for given in PAPER_REASONS:
        words = "x" if given == "other" else ""
        again = PaperFacts(told.kind, told.groups, ALL, reason=given, words=words)
        assert may_print(again).allowed, given


@pytest.mark.parametrize("said", ["", "not_asked", "no", "yes"])
def test_she_takes_a_paper_only_where_paper_is_safe(said: str) -> None:
    for goes in Goes:
        facts = PaperFacts(
            PaperKind.CONSENT, frozenset({G.FACTS}), ALL, goes, "her_wish", paper_safe=said
        )
        assert may_print(facts).allowed is (goes is not Goes.HERSELF or said == "yes")


def test_an_erased_person_has_no_papers() -> None:
    for kind in PaperKind:
        facts = PaperFacts(kind, frozenset(), ALL, reason="service", erased=True)
        assert not may_print(facts).allowed


@pytest.mark.parametrize(
    ("said", "goes"),
    [("", True), ("given", True), ("ended", True), ("refused", False), ("withdrawn", False)],
)
def test_her_no_sends_no_letter(said: str, goes: bool) -> None:
    assert may_refer(said).allowed is goes


@pytest.mark.parametrize("said", ["", "ended", "refused", "withdrawn"])
def test_without_a_running_yes_a_letter_carries_nothing(said: str) -> None:
    assert covered(said, ALL, to_kind="social") == frozenset()


@pytest.mark.parametrize("kind", ["police", "prosecution", "court"])
def test_care_stays_behind_the_wall_on_paper_too(kind: str) -> None:
    assert covered("given", ALL, to_kind=kind) & CARE == frozenset()
    assert covered("given", ALL, to_kind="social") == CARRIES[PaperKind.REFERRAL]


def test_a_number_tells_sequence_paper_office_month_and_year() -> None:
    told = number_of(PaperKind.SOCIAL_REPORT, prefix="RA", year=2026, month=4, sequence=1234)
    assert told == "1234/LS/RA/IV/2026"
