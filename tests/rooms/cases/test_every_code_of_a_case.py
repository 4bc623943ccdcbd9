"""Every code of a case's lists has its place: services, aid, work, stays, closures, files."""

from datetime import date

import pytest
from cast import NOW, Cast, make_cast
from django.db import transaction

from rooms.cases.case_people import case_for
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.lifecycle import SERVICE
from suar.knowledge.vocab import code_list
from suar.rooms.cases.models import (
    Approval,
    Bed,
    Case,
    Entitlement,
    FollowUp,
    Livelihood,
    Service,
    Stay,
)
from suar.rooms.cases.services import approvals, closing, giving, shelters

DAY = date(2026, 3, 12)


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _offer(case: Case, by: Actor, code: str) -> Service:
    return giving.offer_service(case=case, code=code, terms=giving.Terms(), now=NOW, by=by)


def test_every_service_of_the_six_headings_is_offered_and_every_state_reached(cast: Cast) -> None:
    by, standard = cast.case_worker, code_list("standard_service")
    headings = [each.code for each in standard if each.parent is None]
    assert len(headings) == 6
    case = case_for(cast)
    with acting(by):
        for heading in headings:
            offered = {_offer(case, by, code).heading for code in standard.children(heading)}
            assert offered == {heading}
        ways = {
            "accepted": ("accept",),
            "declined": ("decline",),
            "scheduled": ("accept", "schedule"),
            "delivered": ("schedule", "deliver"),
            "partly": ("deliver_partly",),
            "unavailable": ("find_none",),
            "stopped": ("accept", "stop"),
        }
        assert {"offered", *ways} == SERVICE.states()
        answers = {"find_none": "full", "stop": "her_choice"}
        for state, moves in ways.items():
            row = _offer(case, by, "counselling")
            for version, move in enumerate(moves, start=1):
                row = giving.move_service(
                    service=row,
                    move=move,
                    step=giving.Step(answers.get(move, ""), held=1),
                    version=version,
                    now=NOW,
                    by=by,
                )
            assert row.state == state


def test_every_entitlement_and_every_outcome_of_a_livelihood_is_kept(cast: Cast) -> None:
    by, case = cast.case_worker, case_for(cast)
    with acting(by):
        for code in code_list("entitlement"):
            for state in Entitlement.State.values:
                giving.note_entitlement(
                    case=case, code=code.code, state=state, on=DAY, words="", now=NOW, by=by
                )
        kept = set(Entitlement.objects.values_list("code", "state"))
        assert kept == {(each.code, state) for each in code_list("entitlement")}
        for kind in code_list("livelihood"):
            for outcome in code_list("livelihood_outcome"):
                living = giving.Living(kind.code, "done", outcome=outcome.code)
                giving.note_livelihood(case=case, living=living, now=NOW, by=by)
        kept = set(Livelihood.objects.values_list("code", "outcome"))
        assert len(kept) == len(code_list("livelihood")) * len(code_list("livelihood_outcome"))
        with pytest.raises(Denied), transaction.atomic():
            giving.note_livelihood(
                case=case, living=giving.Living("business", "done", outcome="rich"), now=NOW, by=by
            )


def test_every_reason_closes_a_case_and_only_some_plan_to_meet_again(cast: Cast) -> None:
    by, boss = cast.case_worker, cast.supervisor
    outcomes = [each.code for each in code_list("closure_outcome")]
    followed = set()
    for number, reason in enumerate(each.code for each in code_list("closure_reason")):
        case = case_for(cast)
        with acting(by):
            closing.prepare_closure(
                case=case,
                reason=reason,
                outcome=outcomes[number % len(outcomes)],
                words="",
                now=NOW,
                by=by,
            )
        with acting(boss):
            asked = Approval.objects.get(case_id=case.id)
            approvals.decide(approval=asked, move="approve", version=1, now=NOW, by=boss)
            case.refresh_from_db()
            assert case.state == "closed", reason
            planned = FollowUp.objects.filter(case_id=case.id).values_list("months", flat=True)
            assert sorted(planned) in ([], [3, 6, 12])
            followed |= {reason} if planned else set()
    all_reasons = {each.code for each in code_list("closure_reason")}
    assert all_reasons - followed == {"she_left", "wants_no_more", "deceased", "opened_twice"}


def test_a_taken_bed_takes_nobody_else_until_she_leaves(cast: Cast) -> None:
    keeper, first, second = cast.keeper, case_for(cast), case_for(cast)
    with acting(keeper):
        house = shelters.make_shelter(name="Melur", address="Jalan", now=NOW, by=keeper)
        shelters.add_beds(shelter=house, names=["A1"], kept_for="anyone", by=keeper)
        bed = Bed.objects.get()

        def move_in(case: Case) -> Stay:
            return shelters.move_in(
                case=case, bed=bed, agrees=True, told_free=True, now=NOW, by=keeper
            )

        stay = move_in(first)
        with pytest.raises(Denied), transaction.atomic():
            move_in(second)
        ended = [each.code for each in code_list("stay_end")]
        shelters.move_out(stay=stay, ended=ended[0], version=stay.version, now=NOW, by=keeper)
        assert move_in(second).out_at is None
