"""The plan: goals in her words, agreed with her first and then by a second pair of eyes."""

from datetime import date, datetime

from django.db import transaction

from suar.base.access.actor import Actor
from suar.knowledge.rules.decision import Decision, Denied
from suar.rooms.cases.models import Case, Goal, Plan
from suar.rooms.cases.sealing import seal_words
from suar.rooms.cases.services import ground
from suar.rooms.cases.services.cases import met

DRAFT, ASKED, AGREED, BACK = "draft", "asked", "agreed", "sent back"


def plan_in_hand(case: Case) -> Plan | None:
    """Give the newest plan of a case."""
    return (
        Plan.objects.filter(organisation_id=case.organisation_id, case_id=case.id)
        .order_by("-number")
        .first()
    )


def may_change_plan(case: Case, plan: Plan | None, by: Actor) -> Decision:
    """Whether goals may be written now: in a draft, or by beginning a new version."""
    allowed = ground.may_work(case, by)
    if allowed.allowed and plan is not None and plan.state == ASKED:
        return Decision(False, "Not yet: the plan waits for a supervisor. Take it back first.")
    return allowed


@transaction.atomic
def add_goal(
    *, case: Case, domain: str, words: str, by_on: str = "", now: datetime, by: Actor
) -> Goal:
    """Write a goal into the plan in hand; an agreed plan gets a new version that carries it on."""
    case = ground.locked(case, by)
    plan = plan_in_hand(case)
    may_change_plan(case, plan, by).require()
    if not words.strip():
        raise Denied("Not yet: write the goal in her words.")
    if plan is None or plan.state == AGREED:
        plan = _next(case, plan, now=now, by=by)
    elif plan.state == BACK:
        plan.state = DRAFT
        plan.version += 1
        plan.save(update_fields=["state", "version"])
    goal = ground.fresh(Goal, case, now=now, by=by, plan_id=plan.id, domain=domain, by_on=by_on)
    goal.sealed = seal_words(goal, {"words": words.strip()})
    goal.save(force_insert=True)
    ground.touch(case, now=now, by=by)
    ground.note("case.goal", case, by, goal=goal.id, domain=domain)
    return goal


@transaction.atomic
def end_goal(*, goal: Goal, state: str, version: int, now: datetime, by: Actor) -> Goal:
    """Say that a goal is reached, or that she chose to give it up, or that it is open again."""
    goal = ground.locked(goal, by, version=version)
    case = ground.case_of(goal, by)
    ground.may_work(case, by).require()
    if state not in ("open", "reached", "given up"):
        raise Denied("A goal is open, reached or given up.")
    goal.state = state
    goal.version += 1
    goal.save(update_fields=["state", "version"])
    ground.touch(case, now=now, by=by)
    ground.note("case.goal_end", case, by, goal=goal.id, state=state)
    return goal


@transaction.atomic
def agree_with_her(
    *, plan: Plan, on: date, her_words: str, version: int, now: datetime, by: Actor
) -> Plan:
    """Keep what she says to the plan. Her no leaves it a draft; help goes on all the same."""
    plan = ground.locked(plan, by, version=version)
    case = ground.case_of(plan, by)
    may_change_plan(case, plan, by).require()
    if her_words not in ("yes", "no"):
        raise Denied("Not yet: ask her, and write yes or no.")
    if plan.state == AGREED:
        raise Denied("This plan is agreed already. A new goal begins a new version.")
    plan.her_words, plan.agreed_on = her_words, on if her_words == "yes" else None
    plan.version += 1
    plan.save(update_fields=["her_words", "agreed_on", "version"])
    if her_words == "yes":
        ground.advance(case, "plan", now=now, by=by)
        met(case, "plan", now=now, by=by)
    ground.note("case.plan_with_her", case, by, plan=plan.id, her=her_words)
    return plan


def _next(case: Case, former: Plan | None, *, now: datetime, by: Actor) -> Plan:
    """Begin a version; goals that are open move on to it, so that nothing is written twice."""
    plan = ground.fresh(
        Plan, case, now=now, by=by, number=former.number + 1 if former else 1, state=DRAFT
    )
    plan.save(force_insert=True)
    if former is not None:
        Goal.objects.filter(
            organisation_id=case.organisation_id, plan_id=former.id, state="open"
        ).update(plan_id=plan.id)
    return plan


def may_ask(case: Case, plan: Plan | None, by: Actor) -> Decision:
    """Whether the plan may be put before a supervisor."""
    allowed = ground.may_work(case, by)
    if not allowed.allowed:
        return allowed
    if plan is None or plan.state not in (DRAFT, BACK):
        return Decision(False, "This plan was asked for already.")
    if plan.her_words != "yes":
        return Decision(False, "Not yet: she has not said yes to the plan.")
    return allowed
