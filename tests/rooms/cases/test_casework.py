"""The verbs of a case: assess, plan, serve, agree by four eyes, close, meet again, reopen."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import product

import pytest
from cast import NOW, Cast, make_cast
from django.db import IntegrityError, transaction

from rooms.cases.case_people import MARK, case_for, person
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.services import Reach, Terms, give_grant
from suar.base.access.versions import StaleWrite
from suar.base.audit.models import Event as AuditEvent
from suar.base.identifiers import uuid7
from suar.base.tasks.models import Task
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.cases.models import (
    Approval,
    Assessment,
    Case,
    Finding,
    FollowUp,
    HealthFinding,
    HealthNote,
    LegalNote,
    Livelihood,
    PrivilegedNote,
    Service,
    ServiceDetail,
    ServiceMove,
    Stay,
)
from suar.rooms.cases.sealing import words_of, words_of_many
from suar.rooms.cases.selectors import (
    cases_granted_to,
    cases_visible_to,
    get_case_for,
    relation_to,
    sights_of,
)
from suar.rooms.cases.services import approvals, closing, giving, journeys, needs, notes, plans
from suar.rooms.cases.services import cases as verbs
from suar.rooms.victims.models import Facts, Victim

DAY = date(2026, 3, 12)


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _offer(case: Case, by: Actor, code: str = "counselling", **terms: object) -> Service:
    told = giving.Terms(**terms)  # type: ignore[arg-type]
    return giving.offer_service(case=case, code=code, terms=told, now=NOW, by=by)


def _tasks(case: Case) -> set[str]:
    rows = Task.objects.filter(subject_id=case.victim_id, state="open")
    return set(rows.values_list("what", flat=True))


def test_an_assessment_keeps_what_was_answered_and_starts_its_clocks(cast: Cast) -> None:
    by = cast.case_worker
    case = case_for(cast)
    told = needs.Told(
        scores={"debt": 1, "mind": 2},
        items={"suicide": ("risk", "now"), "person_she_trusts": ("protective", "now")},
        her_words=MARK,
    )
    with acting(by):
        assert _tasks(case) == {"assess", "plan"}
        row = needs.record_assessment(case=case, on=DAY, told=told, now=NOW, by=by)
        assert {f.code for f in Finding.objects.all()} == {"debt", "person_she_trusts"}
        assert {f.code for f in HealthFinding.objects.all()} == {"mind", "suicide"}
        assert Finding.objects.get(code="person_she_trusts").urgency == ""
        assert _tasks(case) == {"plan", "assess_again", "suicide"}
        assert Case.objects.get().state == "assessed"
        assert words_of(row) == {"her_words": MARK}
        assert MARK.encode() not in bytes(row.sealed)
        again = needs.record_assessment(
            case=case, on=DAY, told=needs.Told(scores={"debt": 3}), now=NOW, by=by
        )
        assert again.number == 2
        assert Assessment.objects.count() == 2
        for wrong in (needs.Told(), needs.Told(scores={"debt": 5})):
            with pytest.raises(Denied), transaction.atomic():
                needs.record_assessment(case=case, on=DAY, told=wrong, now=NOW, by=by)
    colleague = replace(by, person=cast.supervisor.person)
    with acting(colleague), pytest.raises(Denied):
        needs.record_assessment(
            case=case, on=DAY, told=needs.Told(scores={"mind": 2}), now=NOW, by=colleague
        )


def test_a_plan_is_agreed_with_her_and_then_by_somebody_else(cast: Cast) -> None:
    by, boss = cast.case_worker, cast.supervisor
    case = case_for(cast)
    with acting(by):
        goal = plans.add_goal(case=case, domain="income", words="Menjahit", now=NOW, by=by)
        plan = plans.plan_in_hand(case)
        assert plan is not None
        with pytest.raises(Denied), transaction.atomic():
            approvals.ask_for_plan(plan=plan, now=NOW, by=by)
        plan = plans.agree_with_her(
            plan=plan, on=DAY, her_words="yes", version=plan.version, now=NOW, by=by
        )
        approval = approvals.ask_for_plan(plan=plan, now=NOW, by=by)
        with pytest.raises(Denied), transaction.atomic():
            plans.add_goal(case=case, domain="debt", words="Lagi", now=NOW, by=by)
        assert not approvals.may_agree(approval, by).allowed
    with acting(boss):
        with pytest.raises(Denied), transaction.atomic():  # sent back without a word
            approvals.decide(approval=approval, move="send_back", version=1, now=NOW, by=boss)
        done = approvals.decide(approval=approval, move="approve", version=1, now=NOW, by=boss)
        assert done.state == "approved"
        assert plans.plan_in_hand(case).state == "agreed"  # type: ignore[union-attr]
        with pytest.raises(StaleWrite), transaction.atomic():
            approvals.decide(approval=approval, move="approve", version=1, now=NOW, by=boss)
    with acting(by):
        later = plans.add_goal(case=case, domain="debt", words="Lunas", now=NOW, by=by)
        plan = plans.plan_in_hand(case)
        assert plan is not None
        assert (plan.number, plan.state) == (2, "draft")
        goal.refresh_from_db()
        assert goal.plan_id == later.plan_id == plan.id
        assert Case.objects.get().state == "planned"


def test_a_supervisor_who_asked_waits_for_another_one(cast: Cast) -> None:
    boss = cast.supervisor
    case = case_for(cast, owner=boss)
    with acting(boss):
        closing.prepare_closure(
            case=case, reason="she_left", outcome="not_known", words="", now=NOW, by=boss
        )
        approval = Approval.objects.get()
        with pytest.raises(Denied), transaction.atomic():
            approvals.decide(approval=approval, move="approve", version=1, now=NOW, by=boss)
        with pytest.raises(IntegrityError), transaction.atomic():  # nor past Python
            Approval.objects.filter(id=approval.id).update(
                state="approved", decided_by=boss.person, decided_at=NOW
            )
        assert Case.objects.get().state == "opened"


def test_a_service_goes_from_offered_to_given_and_her_no_has_a_place(cast: Cast) -> None:
    by = cast.case_worker
    case = case_for(cast)
    with acting(by):
        row = _offer(case, by, "vocational_training", times=8, cost=1_500_000, provider=MARK)

        def move(name: str, **step: object) -> Service:
            return giving.move_service(
                service=row,
                move=name,
                step=giving.Step(**step),  # type: ignore[arg-type]
                version=Service.objects.get(id=row.id).version,
                now=NOW,
                by=by,
            )

        assert move("decline").answer == "her_choice"
        with pytest.raises(Denied), transaction.atomic():
            move("accept")  # nobody presses her
        move("accept", raised_by_her=True)
        assert move("deliver_partly", held=5).held == 5
        with pytest.raises(Denied), transaction.atomic():
            move("stop")  # without saying why
        assert move("deliver").held == 8
        states = ["offered", "declined", "accepted", "partly", "delivered"]
        assert list(ServiceMove.objects.order_by("id").values_list("state", flat=True)) == states
        assert Case.objects.get().state == "in service"
        assert words_of(Service.objects.get())["provider"] == MARK
        with pytest.raises(StaleWrite), transaction.atomic():
            giving.move_service(
                service=row, move="stop", step=giving.Step("full"), version=1, now=NOW, by=by
            )
        health = _offer(case, by, "reproductive_health")
        assert (health.code, health.heading) == ("health", "health")
        detail = ServiceDetail.objects.get()
        assert words_of(detail)["code"] == "reproductive_health"
        with pytest.raises(Denied), transaction.atomic():
            _offer(case, by, "health")  # a heading is no service
        said = {str(value) for e in AuditEvent.objects.all() for value in e.detail.values()}
        assert not {"reproductive_health", MARK} & said


def test_help_is_the_same_whatever_stands_beside_the_case(cast: Cast) -> None:
    """Every status and every proceeding, men, foreigners, irregular migrants: the same services."""
    by = cast.case_worker
    people = [
        *product([s.value for s in Victim.Status], ["male"], [["KHM"]], ["nonprocedural"]),
        *product(["identified"], ["female", "other"], [["IDN"], []], ["procedural"]),
    ]
    proceedings = [code.code for code in code_list("proceeding_state")]
    for number, (status, sex, nations, _way) in enumerate(people):
        case = case_for(cast, status=status)
        with acting(by):
            Facts.objects.create(
                organisation_id=case.organisation_id,
                victim_id=case.victim_id,
                sex=sex,
                nationalities=nations,
                changed_at=NOW,
                changed_by=by.person,
            )
            state = proceedings[number % len(proceedings)]
            notes.write_legal(case=case, state=state, words="", on=DAY, now=NOW, by=by)
            for heading in (c for c in code_list("standard_service") if c.parent is None):
                code = code_list("standard_service").children(heading.code)[0]
                row = _offer(case, by, code)
                given = giving.move_service(
                    service=row, move="deliver", step=giving.Step(), version=1, now=NOW, by=by
                )
                assert given.state == "delivered"


def test_closing_asks_a_reason_an_outcome_and_another_pair_of_eyes(cast: Cast) -> None:
    by, boss = cast.case_worker, cast.supervisor
    case = case_for(cast)
    with acting(by):
        with pytest.raises(Denied), transaction.atomic():
            closing.prepare_closure(case=case, reason="", outcome="", words="", now=NOW, by=by)
        closing.prepare_closure(
            case=case, reason="plan_done", outcome="settled", words=MARK, now=NOW, by=by
        )
        approval = Approval.objects.get()
    with acting(boss):
        approvals.decide(approval=approval, move="approve", version=1, now=NOW, by=boss)
        closed = Case.objects.get()
        assert (closed.state, closed.closed_at) == ("closed", NOW)
        assert _tasks(case) == {"follow_up_3", "follow_up_6", "follow_up_12"}
        days = list(FollowUp.objects.order_by("months").values_list("due_on", flat=True))
        assert days == [date(2026, 6, 12), date(2026, 9, 12), date(2027, 3, 12)]
        assert all(t.person_id == by.person for t in Task.objects.filter(state="open"))
    with acting(by):
        with pytest.raises(Denied), transaction.atomic():
            _offer(closed, by)
        first = FollowUp.objects.get(months=3)
        meeting = closing.Meeting(way="call", findings={"safe": "yes", "debt": "not_asked"})
        met = closing.meet_again(
            follow_up=first, move="meet", meeting=meeting, version=1, now=NOW, by=by
        )
        assert met.findings == {"safe": "yes"}
        assert _tasks(case) == {"follow_up_6", "follow_up_12"}
        second = FollowUp.objects.get(months=6)
        closing.meet_again(
            follow_up=second, move="decline", meeting=closing.Meeting(), version=1, now=NOW, by=by
        )
        assert _tasks(case) == set()  # her no ends the asking
        again = closing.reopen_case(case=closed, version=closed.version, now=NOW, by=by)
        assert (again.state, again.closed_at) == ("reopened", None)
        assert _offer(again, by).state == "offered"


@pytest.mark.parametrize("reason", ["she_left", "wants_no_more"])
def test_she_left_and_she_wants_no_more_are_reasons(cast: Cast, reason: str) -> None:
    by, boss = cast.case_worker, cast.supervisor
    case = case_for(cast)
    with acting(by):
        closing.prepare_closure(
            case=case, reason=reason, outcome="not_known", words="", now=NOW, by=by
        )
    with acting(boss):
        approval = Approval.objects.get()
        approvals.decide(approval=approval, move="approve", version=1, now=NOW, by=boss)
        assert _tasks(case) == set()  # nobody goes after her
        assert verbs.open_case(victim=person(boss), now=NOW, by=boss).number == 1
        her = Victim.objects.get(id=case.victim_id)
        assert verbs.open_case(victim=her, now=NOW, by=boss).number == 2


def test_a_return_is_voluntary_weighed_and_agreed(cast: Cast) -> None:
    by, boss = cast.case_worker, cast.supervisor
    case = case_for(cast)
    risks = {code.code: "no" for code in code_list("return_risk")}
    whole = journeys.Preparation(
        voluntary=True, country="IDN", risks=risks, weighed_with_her=True,
        papers={"ticket": "has"}, receiver="family", place=MARK,
    )  # fmt: skip
    with acting(by):
        journey = journeys.prepare_return(
            case=case, told=journeys.Preparation(), child=False, now=NOW, by=by
        )
        assert "before_return" in _tasks(case)
        with pytest.raises(Denied), transaction.atomic():
            journeys.ask_for_return(journey=journey, version=1, now=NOW, by=by)
        journey = journeys.prepare_return(
            case=case, told=whole, child=False, journey=journey, version=1, now=NOW, by=by
        )
        assert "before_return" not in _tasks(case)
        with pytest.raises(Denied), transaction.atomic():
            journeys.depart(journey=journey, version=2, now=NOW, by=by)
        approval = journeys.ask_for_return(journey=journey, version=2, now=NOW, by=by)
    with acting(boss):
        approvals.decide(approval=approval, move="approve", version=1, now=NOW, by=boss)
    with acting(by):
        gone = journeys.depart(journey=journey, version=2, now=NOW, by=by)
        assert Case.objects.get().state == "returning"
        there = journeys.arrive(journey=gone, version=3, on=DAY, now=NOW, by=by)
        assert (there.state, Case.objects.get().state) == ("arrived", "reintegrating")
        assert MARK not in str(journeys.Journey.objects.values().get())


def test_her_team_sees_health_and_notes_and_colleagues_do_not(cast: Cast) -> None:
    by, boss = cast.case_worker, cast.supervisor
    case = case_for(cast)
    with acting(by):
        notes.write_note(case=case, words=MARK, on=DAY, now=NOW, by=by)
        notes.write_health(case=case, topic="hiv", words=MARK, on=DAY, now=NOW, by=by)
        seen = sights_of(case, by, now=NOW)
        assert seen[FieldGroup.HEALTH].sealed
        assert seen[FieldGroup.SERVICES].readable
        assert seen[FieldGroup.LEGAL].readable
    with acting(boss):
        assert relation_to(case, boss, now=NOW) == "colleague"
        assert FieldGroup.HEALTH not in sights_of(case, boss, now=NOW)
        assert not notes.may_note(case, now=NOW, by=boss).allowed
        with pytest.raises(Denied):
            notes.write_health(case=case, topic="body", words="x", on=DAY, now=NOW, by=boss)
    with acting(cast.keeper):
        assert set(sights_of(case, cast.keeper, now=NOW)) == {
            FieldGroup.SERVICES,
            FieldGroup.FACTS,
        }


def test_another_organisation_sees_what_was_granted_and_never_a_note(cast: Cast) -> None:
    by, boss = cast.case_worker, cast.supervisor
    case = case_for(cast)
    with acting(by):
        _offer(case, by)
        _offer(case, by, "general_care")
        notes.write_note(case=case, words=MARK, on=DAY, now=NOW, by=by)
        notes.write_health(case=case, topic="body", words=MARK, on=DAY, now=NOW, by=by)
        notes.write_legal(case=case, state="trial", words=MARK, on=DAY, now=NOW, by=by)
    tables = (Case, Service, ServiceDetail, HealthNote, LegalNote, PrivilegedNote, Stay)
    for stranger in (cast.partner, cast.nurse, cast.investigator, cast.consul):
        with acting(stranger):
            assert [t.__name__ for t in tables if t.objects.exists()] == []
    with acting(boss):
        for group in (FieldGroup.FACTS, FieldGroup.SERVICES):
            terms = Terms((group,), "help", "consent", uuid7(), NOW + timedelta(days=36500))
            to = Reach(cast.nurse.organisation)  # type: ignore[arg-type]
            give_grant(subject=("victim", case.victim_id), to=to, terms=terms, now=NOW, by=boss)
    later = NOW + timedelta(hours=1)
    with acting(cast.nurse):
        assert get_case_for(cast.nurse, case.id, now=later).id == case.id
        assert cases_granted_to(cast.nurse, now=later).count() == 1
        assert not cases_visible_to(cast.nurse).exists()
        assert set(sights_of(case, cast.nurse, now=later)) == {
            FieldGroup.SERVICES,
            FieldGroup.FACTS,
        }


def test_many_words_open_with_one_key_query(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    by = cast.case_worker
    case = case_for(cast)
    with acting(by):
        for number in range(8):
            notes.write_note(case=case, words=f"{MARK} {number}", on=DAY, now=NOW, by=by)
        rows = list(PrivilegedNote.objects.all())
        with CaptureQueriesContext(
            connection,
        ) as asked:
            told = words_of_many(rows)
        assert len(asked) == 1
        assert {w["words"] for w in told.values()} == {f"{MARK} {n}" for n in range(8)}


def test_a_livelihood_has_whole_rupiah_and_an_outcome(cast: Cast) -> None:
    by = cast.case_worker
    case = case_for(cast)
    living = giving.Living("business", "going", from_on=DAY, amount=5_000_000)
    with acting(by):
        row = giving.note_livelihood(case=case, living=living, now=NOW, by=by)
        done = replace(living, state="done", outcome="enough")
        giving.note_livelihood(case=case, living=done, row=row, version=1, now=NOW, by=by)
        assert Livelihood.objects.get().outcome == "enough"
        for wrong in (replace(living, amount=-1), replace(living, until_on=date(2020, 1, 1))):
            with pytest.raises(Denied), transaction.atomic():
                giving.note_livelihood(case=case, living=wrong, now=NOW, by=by)
        for state in ("missing", "has"):
            giving.note_entitlement(
                case=case, code="bpjs_health", state=state, on=None, words="", now=NOW, by=by
            )
        assert giving.Entitlement.objects.get().state == "has"
