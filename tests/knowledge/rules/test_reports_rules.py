"""What a report asks for, whom never to call, who opens what, and how long a name is kept."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suar.knowledge.rules import reports
from suar.knowledge.rules.lifecycle import REPORT
from suar.knowledge.rules.permissions import ROLES, Holder, Permission, may
from suar.knowledge.rules.reports import Part, ReportFacts
from suar.knowledge.rules.retention import Act, erase_on, may_erase_named
from suar.knowledge.rules.visibility import Relation
from suar.knowledge.screening import Said, tool

NOW = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)


def test_every_need_of_triage_has_its_place_in_the_queue() -> None:
    needs = {each.need for each in tool("triage") if each.need}
    assert needs <= set(reports.RANKS)
    assert max(reports.RANKS.values()) < reports.LAST


@given(st.dictionaries(st.sampled_from([e.code for e in tool("triage")]), st.sampled_from(Said)))
def test_only_a_yes_is_a_need_and_one_need_more_never_goes_back(told: dict[str, Said]) -> None:
    needs = reports.needs_of(told)
    yes = {each.need for each in tool("triage") if told.get(each.code) is Said.YES} - {""}
    assert set(needs) == yes
    assert reports.rank_of([*needs, "danger_now"]) <= reports.rank_of(needs)
    assert list(needs) == sorted(needs, key=lambda each: (reports.RANKS[each], each))


@pytest.mark.parametrize("state", ["held", "missing"])
def test_a_captive_is_never_called_and_always_needs_the_consulate(state: str) -> None:
    assert not reports.may_call(state).allowed
    assert "tell_consulate" in reports.needs_of({}, state=state)
    assert reports.may_call("free").allowed
    assert not reports.needs_of({}, state="free")


@pytest.mark.parametrize("relation", list(Relation))
@pytest.mark.parametrize("part", list(Part))
@pytest.mark.parametrize("role", sorted(ROLES))
def test_who_opens_what_of_a_report(role: str, part: Part, relation: Relation) -> None:
    holder = Holder(role)
    allowed = reports.may_open(holder, part, relation, states=["held"]).allowed
    takes = may(holder, Permission.TAKE_REPORTS).allowed
    decides = may(holder, Permission.DECIDE_REPORTS).allowed
    inside = relation in (Relation.OWN, Relation.TEAM) or (
        relation is Relation.COLLEAGUE and decides
    )
    captive_number = part is Part.NUMBER and not decides
    assert allowed == (takes and inside and not captive_number)


def test_too_little_known_is_no_reason_and_no_conclusion_says_not_a_victim() -> None:
    for word in ("evidence", "not_enough", "not_a_victim", "no_signs"):
        assert word not in reports.NOT_INDICATED
    assert set(reports.CONCLUSIONS) == {"indicated", "not_enough_yet", "other_need"}


def test_accepting_says_what_is_missing() -> None:
    decides = Holder("case_supervisor")
    asked = [
        (ReportFacts("received", persons=1), "Not yet: triage comes first."),
        (ReportFacts("triaged"), "Not yet: the report concerns no person. Add her or him first."),
    ]
    for facts, reason in asked:
        assert reports.may_accept(facts, decides).reason == reason
    assert reports.may_accept(ReportFacts("triaged", persons=1), decides).allowed
    assert not reports.may_accept(ReportFacts("triaged", persons=1), Holder("analyst")).allowed


def test_every_open_state_has_a_clock_and_no_other() -> None:
    open_states = {"received", "triaged", "passed on"}
    for state in REPORT.states():
        assert (reports.report_due(state, start=NOW) is not None) == (state in open_states)
    late = NOW - timedelta(minutes=1)
    assert reports.lacks_name(due_at=late, person=None, now=NOW)
    assert not reports.lacks_name(due_at=late, person="somebody", now=NOW)
    assert not reports.lacks_name(due_at=None, person=None, now=NOW)


@given(st.integers(0, 120))
def test_an_age_has_one_band_and_a_child_is_in_a_childs(age: int) -> None:
    band = reports.age_band_of(age)
    low, _dash, high = band.partition("-")
    assert int(low.rstrip("+")) <= age <= int(high or 200)
    assert reports.may_be_child(age_band=band, minor="not_asked") == (age < 18)


def test_the_doubt_about_age_is_to_her_benefit() -> None:
    assert reports.may_be_child(age_band="", minor="not_known")
    assert not reports.may_be_child(age_band="", minor="not_asked")


@given(st.dates(date(2000, 1, 1), date(2090, 12, 31)))
def test_a_person_named_is_erased_twelve_months_later(start: date) -> None:
    end = erase_on("person_named", start=start)
    assert (end.year, end.month) == (start.year + 1, start.month)
    assert not may_erase_named(erase_on=end, today=end - timedelta(days=1), act=Act()).allowed
    assert may_erase_named(erase_on=end, today=end, act=Act()).allowed
    kept = Act("SP.Sidik/1/2026", start)
    assert not may_erase_named(erase_on=end, today=end, act=kept).allowed
    for no_act in (Act("", start), Act("SP.Sidik/1", None), Act("  ", start)):
        assert may_erase_named(erase_on=end, today=end, act=no_act).allowed
