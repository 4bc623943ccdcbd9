"""A second pair of eyes: asked for, agreed, sent back, taken back. Nobody agrees to her own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.tasks.services import Whose
from suar.knowledge.rules.approvals import ApprovalFacts, Asked, may_decide, may_withdraw
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.lifecycle import APPROVAL, NOTHING, may_move
from suar.rooms.cases.models import Approval, Case, Closure, Journey, Plan
from suar.rooms.cases.sealing import seal_words, words_of
from suar.rooms.cases.services import closing, ground, plans
from suar.rooms.cases.services.cases import met, remind

SUBJECTS: dict[str, type[Any]] = {
    Asked.PLAN: Plan,
    Asked.RETURN: Journey,
    Asked.CLOSURE: Closure,
}


def facts_of(approval: Approval) -> ApprovalFacts:
    """Give what the rule asks: who asked, and who wrote what is asked for."""
    subject = SUBJECTS[approval.what].objects.filter(
        organisation_id=approval.organisation_id, id=approval.subject_id
    )
    authors = frozenset(subject.values_list("by", flat=True))
    return ApprovalFacts(approval.state, approval.asked_by, authors)


def may_agree(approval: Approval, by: Actor) -> Decision:
    """Whether this person may agree to it."""
    if by.organisation != approval.organisation_id:
        return Decision(False, ground.NOT_HERE)
    return may_decide("approve", facts_of(approval), person=by.person, holder=by.holder)


@transaction.atomic
def ask(
    *, case: Case, what: Asked, subject: UUID, words: str = "", now: datetime, by: Actor
) -> Approval:
    """Put a plan, a return or a closure before somebody else."""
    case = ground.locked(case, by)
    may_move(APPROVAL, "ask", state=NOTHING, holder=by.holder).require()
    running = Approval.objects.filter(
        organisation_id=case.organisation_id, case_id=case.id, what=what, state="asked"
    )
    if running.exists():
        raise Denied("Not yet: a supervisor has been asked already.")
    approval = ground.fresh(
        Approval,
        case,
        now=now,
        by=by,
        what=what,
        subject_id=subject,
        state=APPROVAL.move("ask").go_to,
        asked_at=now,
        asked_by=by.person,
    )
    approval.sealed = seal_words(approval, {"words": words})
    approval.save(force_insert=True)
    remind(case, "approve", whose=Whose(), now=now, by=by)  # nobody's yet: for whoever may
    ground.note(f"case.{what}_ask", case, by, approval=approval.id)
    return approval


@transaction.atomic
def ask_for_plan(*, plan: Plan, words: str = "", now: datetime, by: Actor) -> Approval:
    """Put a plan that she agreed to before a supervisor."""
    plan = ground.locked(plan, by)
    case = ground.case_of(plan, by)
    ground.may_work(case, by).require()
    if plan.her_words != "yes":
        raise Denied("Not yet: she has not said yes to the plan.")
    if plan.state not in (plans.DRAFT, plans.BACK):
        raise Denied("This plan was asked for already.")
    plan.state = plans.ASKED
    plan.version += 1
    plan.save(update_fields=["state", "version"])
    return ask(case=case, what=Asked.PLAN, subject=plan.id, words=words, now=now, by=by)


@transaction.atomic
def decide(
    *, approval: Approval, move: str, words: str = "", version: int, now: datetime, by: Actor
) -> Approval:
    """Agree, or send back with what is missing. What was asked for happens with the agreement.

    Raises
    ------
    Denied
        If she asked for it or wrote it herself, may not, or it was decided already.
    StaleWrite
        If somebody decided meanwhile.
    """
    approval = ground.locked(approval, by, version=version)
    case = ground.case_of(approval, by)
    may_decide(move, facts_of(approval), person=by.person, holder=by.holder).require()
    if move == "send_back" and not words.strip():
        raise Denied("Not yet: say what is missing.")
    return _end(approval, case, move, words, now=now, by=by)


@transaction.atomic
def take_back(*, approval: Approval, version: int, now: datetime, by: Actor) -> Approval:
    """Take back what one asked for oneself."""
    approval = ground.locked(approval, by, version=version)
    case = ground.case_of(approval, by)
    may_withdraw(facts_of(approval), person=by.person, holder=by.holder).require()
    return _end(approval, case, "withdraw", "", now=now, by=by)


def _end(
    approval: Approval, case: Case, move: str, words: str, *, now: datetime, by: Actor
) -> Approval:
    approval.state = APPROVAL.move(move).go_to
    approval.decided_at, approval.decided_by = now, by.person
    approval.sealed = seal_words(approval, {**words_of(approval), "answer": words})
    approval.version += 1
    approval.save()
    ground.note(f"case.{approval.what}_{move}", case, by, approval=approval.id)
    _follow(approval, case, move, now=now, by=by)
    met(case, "approve", now=now, by=by)
    return approval


def _follow(approval: Approval, case: Case, move: str, *, now: datetime, by: Actor) -> None:
    agreed = move == "approve"
    if approval.what == Asked.CLOSURE and agreed:
        closure = Closure.objects.get(organisation_id=case.organisation_id, id=approval.subject_id)
        closing.close(case, closure, now=now, by=by)
    elif approval.what == Asked.PLAN:
        state = plans.AGREED if agreed else plans.BACK if move == "send_back" else plans.DRAFT
        Plan.objects.filter(organisation_id=case.organisation_id, id=approval.subject_id).update(
            state=state
        )
    elif approval.what == Asked.RETURN:
        state = Journey.State.AGREED if agreed else Journey.State.PREPARED
        Journey.objects.filter(organisation_id=case.organisation_id, id=approval.subject_id).update(
            state=state, changed_at=now, changed_by=by.person
        )
