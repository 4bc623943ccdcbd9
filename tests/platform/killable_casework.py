"""What is planned, given and closed in a case, killed in the middle: each call whole or not."""

from collections.abc import Callable
from typing import Any

from cast import Cast
from killable import Service, call, called
from ready_cases import DAY, WORKER, opened_case, when

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.rooms.cases.models import Approval, Case, FollowUp, Plan
from suar.rooms.cases.services import approvals, cases, closing, giving, lists, plans

Make = Callable[[Cast, Actor], Any]


def _standing(state: str) -> Make:
    def make(cast: Cast, by: Actor) -> Case:
        case = opened_case(cast)
        Case.objects.filter(id=case.id).update(state=state)
        return case

    return make


def _plan(cast: Cast, by: Actor) -> Plan:
    return Plan.objects.get(id=_goal(cast, by).plan_id)


def _goal(cast: Cast, by: Actor) -> Any:
    return plans.add_goal(case=opened_case(cast), domain="income", words="Rekaan", **when(by))


def _agree(plan: Plan, by: Actor) -> Plan:
    return plans.agree_with_her(
        plan=plan, on=DAY, her_words="yes", version=plan.version, **when(by)
    )


def _agreed(cast: Cast, by: Actor) -> Plan:
    return _agree(_plan(cast, by), by)


def _asked(cast: Cast, by: Actor) -> Approval:
    return approvals.ask_for_plan(plan=_agreed(cast, by), **when(by))


def _prepare_closure(case: Case, by: Actor) -> Any:
    return closing.prepare_closure(
        case=case, reason="plan_done", outcome="settled", words="Rekaan", **when(by)
    )


def _closed(cast: Cast, by: Actor) -> Case:
    case = opened_case(cast)
    with acting(cast.case_worker) as worker:
        _prepare_closure(case, worker)
    with acting(cast.supervisor) as supervisor:
        asked = Approval.objects.get(case_id=case.id)
        approvals.decide(approval=asked, move="approve", version=1, **when(supervisor))
    case.refresh_from_db()
    return case


def _due(cast: Cast, by: Actor) -> FollowUp:
    return FollowUp.objects.get(case_id=_closed(cast, by).id, months=3)


def _service(cast: Cast, by: Actor) -> Any:
    return giving.offer_service(
        case=opened_case(cast), code="counselling", terms=giving.Terms(words="Rekaan"), **when(by)
    )


SERVICES: tuple[Service, ...] = (
    called(
        "rooms.cases.services.cases.move_on",
        WORKER,
        call(cases.move_on, "case", move="stabilise", version=1),
        _standing("in service"),
    ),
    called(
        "rooms.cases.services.lists.keep_view",
        WORKER,
        lambda _each, by: lists.keep_view(name=uuid7().hex, query="state=open", by=by),
    ),
    called(
        "rooms.cases.services.lists.rename_view",
        WORKER,
        lambda view, by: lists.rename_view(view=view, name=uuid7().hex, by=by),
        lambda _cast, by: lists.keep_view(name=uuid7().hex, query="", by=by),
    ),
    called(
        "rooms.cases.services.lists.forget_view",
        WORKER,
        lambda view, by: lists.forget_view(view_id=view.id, by=by),
        lambda _cast, by: lists.keep_view(name=uuid7().hex, query="", by=by),
    ),
    called(
        "rooms.cases.services.lists.note_search",
        WORKER,
        lambda _each, by: lists.note_search(found=1, by=by),
    ),
    called("rooms.cases.services.closing.prepare_closure", WORKER, _prepare_closure, opened_case),
    called(
        "rooms.cases.services.closing.reopen_case",
        WORKER,
        lambda case, by: closing.reopen_case(case=case, version=case.version, **when(by)),
        _closed,
    ),
    called(
        "rooms.cases.services.closing.meet_again",
        WORKER,
        call(
            closing.meet_again,
            "follow_up",
            move="meet",
            meeting=closing.Meeting("visit", {"safe": "yes"}, "Rekaan"),
            version=1,
        ),
        _due,
    ),
    called(
        "rooms.cases.services.giving.move_service",
        WORKER,
        call(giving.move_service, "service", move="accept", step=giving.Step(), version=1),
        _service,
    ),
    called(
        "rooms.cases.services.giving.note_entitlement",
        WORKER,
        call(giving.note_entitlement, "case", code="bpjs_health", state="has", on=DAY, words="x"),
        opened_case,
    ),
    called(
        "rooms.cases.services.giving.note_livelihood",
        WORKER,
        call(giving.note_livelihood, "case", living=giving.Living("job", "going")),
        opened_case,
    ),
    called(
        "rooms.cases.services.plans.add_goal",
        WORKER,
        call(plans.add_goal, "case", domain="income", words="Rekaan"),
        opened_case,
    ),
    called(
        "rooms.cases.services.plans.end_goal",
        WORKER,
        call(plans.end_goal, "goal", state="reached", version=1),
        _goal,
    ),
    called("rooms.cases.services.plans.agree_with_her", WORKER, _agree, _plan),
    called(
        "rooms.cases.services.approvals.ask_for_plan",
        WORKER,
        call(approvals.ask_for_plan, "plan"),
        _agreed,
    ),
    called(
        "rooms.cases.services.approvals.take_back",
        WORKER,
        call(approvals.take_back, "approval", version=1),
        _asked,
    ),
)
