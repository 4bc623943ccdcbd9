"""Closing with a reason and an outcome, meeting again, and opening the door once more."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.base.tasks.models import Task
from suar.base.tasks.services import drop_task, finish_task, set_task
from suar.knowledge.rules.closing import ClosingFacts, follow_ups_after, may_ask_closing, may_close
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.lifecycle import CASE, FOLLOW_UP, may_move
from suar.knowledge.vocab import code_list
from suar.rooms.cases.models import Case, Closure, FollowUp, Stay
from suar.rooms.cases.sealing import seal_words
from suar.rooms.cases.services import ground
from suar.rooms.cases.services.cases import remind, worker_of


def facts_of(
    case: Case, *, reason: str = "", outcome: str = "", lives_here: bool | None = None
) -> ClosingFacts:
    """Give what a closure stands on; whether she lives here is asked where it is not told."""
    if lives_here is None:
        lives_here = Stay.objects.filter(
            organisation_id=case.organisation_id, victim_id=case.victim_id, out_at=None
        ).exists()
    return ClosingFacts(case.state, reason, outcome, lives_here)


def may_begin_closing(case: Case, by: Actor, *, lives_here: bool | None = None) -> Decision:
    """Whether the page that asks reason and outcome is worth opening."""
    allowed = ground.may_work(case, by)
    if not allowed.allowed:
        return allowed
    facts = facts_of(case, reason="other", outcome="not_known", lives_here=lives_here)
    return may_ask_closing(facts)


@transaction.atomic
def prepare_closure(
    *, case: Case, reason: str, outcome: str, words: str, now: datetime, by: Actor
) -> Closure:
    """Put a closure before a supervisor; "she left" and "she wants no more" are reasons too."""
    from suar.knowledge.rules.approvals import Asked
    from suar.rooms.cases.services import approvals

    case = ground.locked(case, by)
    ground.may_work(case, by).require()
    may_ask_closing(facts_of(case, reason=reason, outcome=outcome)).require()
    if reason not in code_list("closure_reason") or outcome not in code_list("closure_outcome"):
        raise Denied("Not yet: choose a reason and an outcome.")
    closure = ground.fresh(Closure, case, now=now, by=by, reason=reason, outcome=outcome)
    closure.sealed = seal_words(closure, {"words": words})
    closure.save(force_insert=True)
    approvals.ask(case=case, what=Asked.CLOSURE, subject=closure.id, now=now, by=by)
    return closure


def close(case: Case, closure: Closure, *, now: datetime, by: Actor) -> None:
    """End the work: within the agreement that it was asked for (`approvals.decide`)."""
    facts = facts_of(case, reason=closure.reason, outcome=closure.outcome)
    may_close(
        ClosingFacts(facts.state, facts.reason, facts.outcome, facts.lives_here, approved=True)
    ).require()
    may_move(CASE, "close", state=case.state, holder=by.holder).require()
    closure.closed_at = now
    closure.version += 1
    closure.save(update_fields=["closed_at", "version"])
    case.state, case.closed_at = CASE.move("close").go_to, now
    ground.touch(case, now=now, by=by)
    for task in _open_tasks(case):
        drop_task(task=task, now=now, by=by)
    for months in follow_ups_after(closure.reason):
        _plan_follow_up(case, months, now=now, by=by)
    ground.note("case.close", case, by, closure=closure.id, reason=closure.reason)


@transaction.atomic
def reopen_case(*, case: Case, version: int, now: datetime, by: Actor) -> Case:
    """Open the door again. Nothing is asked: she came back, and that is enough."""
    case = ground.locked(case, by, version=version)
    ground.may_work(case, by, open_only=False).require()
    may_move(CASE, "reopen", state=case.state, holder=by.holder).require()
    newer = Case.objects.filter(
        organisation_id=case.organisation_id, victim_id=case.victim_id
    ).exclude(state="closed")
    if newer.exists():
        raise Denied("A case is open for this person already.")
    case.state, case.closed_at = CASE.move("reopen").go_to, None
    ground.touch(case, now=now, by=by)
    Closure.objects.filter(
        organisation_id=case.organisation_id, case_id=case.id, reopened_at=None
    ).exclude(closed_at=None).update(reopened_at=now)
    remind(case, "assess_again", now=now, by=by)
    ground.note("case.reopen", case, by)
    return case


@dataclass(frozen=True)
class Meeting:
    """How she was met, what was found, in which words. Findings: code: yes, no, not_known."""

    way: str = ""
    findings: Mapping[str, str] = field(default_factory=dict)
    words: str = ""
    on: date | None = None


@transaction.atomic
def meet_again(
    *, follow_up: FollowUp, move: str, meeting: Meeting, version: int, now: datetime, by: Actor
) -> FollowUp:
    """Keep a follow-up: she was met, was not reached, or wants none. Her no ends the asking."""
    follow_up = ground.locked(follow_up, by, version=version)
    case = ground.case_of(follow_up, by)
    ground.may_work(case, by, open_only=False).require()
    may_move(FOLLOW_UP, move, state=follow_up.state, holder=by.holder).require()
    findings = {k: v for k, v in meeting.findings.items() if v != "not_asked"}
    if move == "meet" and (not findings or not meeting.way):
        raise Denied("Not yet: say how she was met, and answer at least one question.")
    follow_up.state = FOLLOW_UP.move(move).go_to
    follow_up.way, follow_up.findings = meeting.way, findings
    follow_up.met_on = (meeting.on or timezone.localdate(now)) if move == "meet" else None
    follow_up.sealed = seal_words(follow_up, {"words": meeting.words})
    follow_up.version += 1
    follow_up.save()
    if move != "not_reach":
        _end_task(follow_up.task_id, case, move, now=now, by=by)
    if move == "decline":
        _end_the_rest(case, now=now, by=by)
    ground.note("case.follow_up_" + move, case, by, follow_up=follow_up.id)
    return follow_up


def _plan_follow_up(case: Case, months: int, *, now: datetime, by: Actor) -> None:
    due = ground.months_later(timezone.localdate(now), months)
    row = ground.fresh(
        FollowUp,
        case,
        now=now,
        by=by,
        months=months,
        due_on=due,
        state=FOLLOW_UP.move("plan").go_to,
    )
    task = set_task(
        subject=("victim", case.victim_id),
        what=f"follow_up_{months}",
        due=timezone.make_aware(datetime.combine(due, time(17))),
        whose=worker_of(case, by),
        started_by_clock=True,
        now=now,
        by=by,
    )
    row.task_id = task.id
    row.save(force_insert=True)


def _open_tasks(case: Case) -> list[Task]:
    return list(
        Task.objects.filter(
            organisation_id=case.organisation_id,
            subject_kind="victim",
            subject_id=case.victim_id,
            state=Task.State.OPEN,
        ).exclude(what__in=("review_status", "stop_processing", "breach_notice"))
    )


def _end_task(task_id: UUID | None, case: Case, move: str, *, now: datetime, by: Actor) -> None:
    task = Task.objects.filter(
        organisation_id=case.organisation_id, id=task_id, state=Task.State.OPEN
    ).first()
    if task is not None:
        (finish_task if move == "meet" else drop_task)(task=task, now=now, by=by)


def _end_the_rest(case: Case, *, now: datetime, by: Actor) -> None:
    """She wants no more follow-ups: the later ones are not asked again."""
    for row in FollowUp.objects.select_for_update().filter(
        organisation_id=case.organisation_id, case_id=case.id, state="due"
    ):
        row.state = "declined"
        row.version += 1
        row.save(update_fields=["state", "version"])
        _end_task(row.task_id, case, "decline", now=now, by=by)
