"""Opening a case, moving it on, handing out its tasks."""

from datetime import datetime

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.tasks.models import Task
from suar.base.tasks.services import Whose, finish_task, set_task
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.lifecycle import CASE, NOTHING, may_move
from suar.rooms.cases.models import Case
from suar.rooms.cases.services import ground
from suar.rooms.victims.models import Assignment, Victim

#: Moves that somebody chooses; the others come with the work itself.
BY_HAND = ("stabilise", "begin_return", "reintegrate", "follow_up")


@transaction.atomic
def open_case(*, victim: Victim, now: datetime, by: Actor) -> Case:
    """Open this organisation's work for a person. Whoever opens it walks beside her.

    Raises
    ------
    Denied
        If the post may not, or a case of hers is open here already.
    """
    organisation = ground.own(by)
    victim = ground.locked(victim, by)
    may_move(CASE, "open", state=NOTHING, holder=by.holder).require()
    earlier = list(
        Case.objects.filter(organisation_id=organisation, victim_id=victim.id).order_by("number")
    )
    if any(case.state != "closed" for case in earlier):
        raise Denied("A case is open for this person already.")
    case = Case.objects.create(
        organisation_id=organisation,
        reference=ground.reference_for(organisation),
        victim_id=victim.id,
        number=len(earlier) + 1,
        state=CASE.move("open").go_to,
        opened_at=now,
        opened_by=by.person,
        changed_at=now,
        changed_by=by.person,
    )
    assigned = Assignment.objects.filter(
        organisation_id=organisation, victim_id=victim.id, until_at=None
    )
    if not assigned.exists():
        Assignment.objects.create(
            organisation_id=organisation,
            victim_id=victim.id,
            person_id=by.person,
            from_at=now,
            by=by.person,
        )
    for what in ("assess", "plan"):
        remind(case, what, now=now, by=by)
    ground.note("case.open", case, by, number=case.number)
    return case


@transaction.atomic
def move_on(*, case: Case, move: str, version: int, now: datetime, by: Actor) -> Case:
    """Say where the case stands now.

    Raises
    ------
    Denied
        If that move is not made by hand or not from this state.
    StaleWrite
        If somebody changed the case meanwhile.
    """
    case = ground.locked(case, by, version=version)
    ground.may_work(case, by).require()
    if move not in BY_HAND:
        raise Denied("Not yet: choose where the case stands.")
    may_move(CASE, move, state=case.state, holder=by.holder).require()
    ground.advance(case, move, now=now, by=by)
    return case


def remind(case: Case, what: str, *, now: datetime, by: Actor, whose: Whose | None = None) -> Task:
    """Start a clock for whoever works on the case; one of a kind runs at a time."""
    running = Task.objects.filter(
        organisation_id=case.organisation_id,
        subject_kind="victim",
        subject_id=case.victim_id,
        what=what,
        state=Task.State.OPEN,
    ).first()
    if running is not None:
        return running
    return set_task(
        subject=("victim", case.victim_id),
        what=what,
        now=now,
        by=by,
        whose=worker_of(case, by) if whose is None else whose,
        started_by_clock=True,
    )


def met(case: Case, what: str, *, now: datetime, by: Actor) -> None:
    """Stop the clock of work that is done."""
    for task in Task.objects.filter(
        organisation_id=case.organisation_id,
        subject_kind="victim",
        subject_id=case.victim_id,
        what=what,
        state=Task.State.OPEN,
    ):
        finish_task(task=task, now=now, by=by)


def worker_of(case: Case, by: Actor) -> Whose:
    """Give whose the case's tasks are: the first assigned, else whoever acts."""
    first = (
        Assignment.objects.filter(
            organisation_id=case.organisation_id, victim_id=case.victim_id, until_at=None
        )
        .order_by("from_at", "id")
        .first()
    )
    return Whose(first.person_id, first.team_id) if first else Whose(by.person)
