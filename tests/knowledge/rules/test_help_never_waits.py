"""Help never waits and is the same for everyone: turned over all that could be known."""

import itertools
from datetime import date
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from suar.knowledge.rules.approvals import ApprovalFacts, may_decide, may_withdraw
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.rules.closing import (
    ClosingFacts,
    ReturnFacts,
    follow_ups_after,
    may_ask_closing,
    may_close,
    may_depart,
)
from suar.knowledge.rules.documents import SUFFIX, may_add, type_of
from suar.knowledge.rules.help import Around, may_ask_again, may_help
from suar.knowledge.rules.lifecycle import CASE, LIFECYCLES, NOTHING, SERVICE
from suar.knowledge.rules.needs import (
    CLOCK_OF,
    DIMENSIONS,
    HEALTH_DOMAINS,
    HEALTH_ITEMS,
    Point,
    change,
    clocks_of,
    course,
    human_security,
)
from suar.knowledge.rules.permissions import ROLES, Holder
from suar.knowledge.rules.stays import BedFacts, may_move_in, may_visit
from suar.knowledge.vocab import code_list, names

WORKER = Holder("case_worker")
#: Every list whose codes say what a person is, was, or was made to do, or how a case stands.
FACTS = [
    name
    for name in ("sex", "gender", "migration_status", "purpose", "age_band", "marital_status",
                 "education", "country", "status", "proceeding_state", "perpetrator_role")
    if name in names()
]  # fmt: skip


def _states(kind: str) -> list[str]:
    return [NOTHING, *sorted(LIFECYCLES[kind].states())]


BESIDE = sorted(set(LIFECYCLES) - {"service", "case"})


@pytest.mark.parametrize("beside", BESIDE)
@pytest.mark.parametrize("move", [m.name for m in SERVICE.moves])
def test_no_state_of_any_lifecycle_beside_the_case_blocks_a_service(beside: str, move: str) -> None:
    for service, case in itertools.product(_states("service"), _states("case")):
        alone = may_help(move, service=service, case=case, holder=WORKER)
        for state in _states(beside):
            around = Around(lifecycles={beside: state})
            assert may_help(move, service=service, case=case, holder=WORKER, around=around) == alone


@given(
    facts=st.fixed_dictionaries(
        {name: st.sampled_from([code.code for code in code_list(name)]) for name in FACTS}
    ),
    lifecycles=st.fixed_dictionaries({kind: st.sampled_from(_states(kind)) for kind in BESIDE}),
    case=st.sampled_from(sorted(CASE.states() - {"closed"})),
)
def test_services_are_the_same_for_everyone(
    facts: dict[str, str], lifecycles: dict[str, str], case: str
) -> None:
    """Men, foreigners, irregular migrants, the accused, who is not established: everyone."""
    around = Around(lifecycles, facts)
    for move in SERVICE.moves:
        for state in move.come_from:
            assert may_help(move.name, service=state, case=case, holder=WORKER, around=around)
            assert may_help(
                move.name, service=state, case=case, holder=WORKER, around=around
            ).allowed


def test_a_service_stands_on_no_consent_and_on_no_other_table() -> None:
    assert all(move.consent == "" for move in SERVICE.moves)
    others = {s for kind in BESIDE for s in LIFECYCLES[kind].states()}
    own = SERVICE.states()
    assert {s for move in SERVICE.moves for s in move.come_from} <= own | {NOTHING}
    assert others - own  # the other tables do have states of their own


def test_a_closed_door_opens_in_one_step() -> None:
    for role in ROLES:
        closed = may_help("offer", service=NOTHING, case="closed", holder=Holder(role))
        assert not closed.allowed
        assert closed.reason
    assert CASE.move("reopen").come_from == ("closed",)


def test_her_no_is_an_answer_and_closes_no_door() -> None:
    assert may_help("decline", service="offered", case="in service", holder=WORKER).allowed
    assert may_help("accept", service="declined", case="in service", holder=WORKER).allowed
    assert not may_ask_again("declined", raised_by_her=False).allowed
    assert may_ask_again("declined", raised_by_her=True).allowed


@given(
    asked=st.integers(1, 5),
    others=st.frozensets(st.integers(1, 5), max_size=3),
    person=st.integers(1, 5),
    role=st.sampled_from(sorted(ROLES)),
    state=st.sampled_from(["asked", "approved", "sent back", "withdrawn"]),
)
def test_nobody_agrees_to_what_is_hers(
    asked: int, others: frozenset[int], person: int, role: str, state: str
) -> None:
    facts = ApprovalFacts(state, UUID(int=asked), frozenset(UUID(int=o) for o in others))
    for move in ("approve", "send_back"):
        decided = may_decide(move, facts, person=UUID(int=person), holder=Holder(role))
        fresh = person != asked and person not in others
        assert decided.allowed == (fresh and role == "case_supervisor" and state == "asked")
    assert not may_decide("approve", facts, person=None, holder=Holder(role)).allowed
    mine = may_withdraw(facts, person=UUID(int=person), holder=WORKER).allowed
    assert mine == (state == "asked" and person == asked)


def test_a_case_closes_by_reason_outcome_and_somebody_else() -> None:
    for reason in (code.code for code in code_list("closure_reason")):
        facts = ClosingFacts("in service", reason, "not_known")
        assert may_ask_closing(facts).allowed
        assert not may_close(facts).allowed
        assert may_close(ClosingFacts("in service", reason, "not_known", approved=True)).allowed
    told = ClosingFacts("in service", "she_left", "not_known", lives_here=True, approved=True)
    assert not may_close(told).allowed
    assert not may_ask_closing(ClosingFacts("closed", "she_left", "not_known")).allowed
    assert not may_ask_closing(ClosingFacts("opened", "", "settled")).allowed
    assert follow_ups_after("she_left") == ()
    assert follow_ups_after("returned_home") == (3, 6, 12)


def test_nobody_is_returned_against_her_will_or_without_weighing() -> None:
    whole = {
        "voluntary": True, "risks": {"blame": "yes", "arrest": "not_known"},
        "weighed_with_her": True, "receiver": "nobody",
    }  # fmt: skip
    assert may_depart(ReturnFacts(**whole)).allowed  # type: ignore[arg-type]
    for name, value in (
        ("voluntary", None), ("voluntary", False), ("risks", {}), ("risks", {"blame": "not_asked"}),
        ("weighed_with_her", False), ("receiver", ""), ("receiver", "not_known"),
        ("papers_missing", frozenset({"ticket"})), ("child", True),
    ):  # fmt: skip
        decided = may_depart(ReturnFacts(**{**whole, name: value}))  # type: ignore[arg-type]
        assert not decided.allowed, name
        assert decided.reason
    assert may_depart(ReturnFacts(**{**whole, "child": True, "best_interest": True})).allowed  # type: ignore[arg-type]


def test_a_bed_is_free_fitting_and_hers_to_leave() -> None:
    assert may_move_in(BedFacts(), told_free=True, agrees=True).allowed
    for facts in (BedFacts(taken=True), BedFacts(out_of_use=True), BedFacts(shelter_closed=True)):
        assert not may_move_in(facts, told_free=True, agrees=True).allowed
    assert not may_move_in(BedFacts(), told_free=True, agrees=False).allowed
    assert not may_move_in(BedFacts(), told_free=False, agrees=True).allowed
    assert [may_visit(she_agrees=a).allowed for a in (True, False, None)] == [True, False, False]


DAYS = st.dates()
POINTS = st.lists(
    st.builds(Point, domain=st.sampled_from(["debt", "mind"]), on=DAYS, score=st.integers(1, 4))
)


@given(POINTS)
def test_a_course_keeps_every_score_in_order(points: list[Point]) -> None:
    found = course(points)
    assert sorted(str(p) for row in found.values() for p in row) == sorted(map(str, points))
    for row in found.values():
        assert [p.on for p in row] == sorted(p.on for p in row)
        moved = change(row)
        assert moved is None if len(row) < 2 else moved == row[-1].score - row[0].score
    with pytest.raises(ValueError, match="1, 2, 3 or 4"):
        course([*points, Point("debt", date(2026, 1, 1), 5)])


@given(st.dictionaries(st.sampled_from(sorted(c.code for c in code_list("need_domain"))),
                       st.integers(1, 4)))  # fmt: skip
def test_every_domain_stands_in_one_dimension_and_the_worst_speaks(latest: dict[str, int]) -> None:
    placed = [domain for domains in DIMENSIONS.values() for domain in domains]
    assert sorted(placed) == sorted(code.code for code in code_list("need_domain"))
    assert list(DIMENSIONS) == [code.code for code in code_list("human_security")]
    for each in human_security(latest):
        known = [latest[d] for d in DIMENSIONS[each.code] if d in latest]
        assert each.worst == min(known, default=None)
        assert each.asked == len(known)


def test_codes_of_the_rules_stand_in_the_lists() -> None:
    needs = {code.code for code in code_list("need")}
    assert set(CLOCK_OF) | HEALTH_ITEMS <= needs
    assert set(CLOCK_OF.values()) <= set(CLOCKS)
    assert {c.code for c in code_list("need_domain")} >= HEALTH_DOMAINS
    assert clocks_of({"suicide": ("not_known", "now"), "no_shelter": ("risk", "later")}) == ()
    assert clocks_of({"threatened": ("risk", "now"), "family_threatened": ("risk", "now")}) == (
        "danger_now",
    )
    headings = [c for c in code_list("standard_service") if c.parent is None]
    assert len(headings) == 6


def test_a_file_is_known_by_its_content() -> None:
    assert type_of(b"\x89PNG\r\n\x1a\n....") == "image/png"
    assert type_of(b"RIFF\0\0\0\0WAVEfmt ") == "audio/wav"
    assert type_of(b"RIFF\0\0\0\0AVI LIST") == ""
    assert type_of(b"\0\0\0\x20ftypM4A ") == "audio/mp4"
    assert type_of(b"\0\0\0\x20ftypisom") == ""
    for head in (b"", b"<html>", b"MZ", b"PK\x03\x04", b"<?xml", b"<svg"):
        assert type_of(head) == ""
        assert not may_add(type_of(head), size=10, offered_by_her=True).allowed
    for kind in SUFFIX:
        sound = kind.startswith("audio/")
        assert may_add(kind, size=10, offered_by_her=False).allowed is not sound
        assert not may_add(kind, size=20 * 1024 * 1024 + 1, offered_by_her=True).allowed
        assert not may_add(kind, size=0, offered_by_her=True).allowed
