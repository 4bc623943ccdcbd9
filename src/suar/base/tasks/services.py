"""Setting, handing over, finishing and dropping tasks. Five beats each."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.tasks.models import Task
from suar.base.vault.envelope import Place, key_of, unseal
from suar.base.vault.services import open_text, seal_text
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.rules.clocks import due as due_of
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.lifecycle import NOTHING, TASK, may_move


@dataclass(frozen=True)
class Whose:
    """A person, a team, or neither: nobody's yet."""

    person: UUID | None = None
    team: UUID | None = None


def place_of_note(task: Task) -> Place:
    """Give where a task's words belong: under its subject's own key."""
    return Place(
        task.organisation_id, task.subject_kind, task.subject_id, task.id, "services", "task"
    )


@transaction.atomic
def set_task(
    *,
    subject: tuple[str, UUID],
    what: str,
    now: datetime,
    by: Actor,
    due: datetime | None = None,
    whose: Whose = Whose(),
    note: str = "",
    started_by_clock: bool = False,
) -> Task:
    """Set a task for one of the organisation's own records.

    Parameters
    ----------
    what
        A code of `rules/clocks.py`, which says how long it may take and whether it is urgent.
    due
        Another deadline than the clock's own.
    started_by_clock
        A rule starts it (an urgent need, a follow-up), whatever the post of whoever acts.

    Raises
    ------
    Denied
        If the post may not, or nobody's organisation would own it.
    """
    move, holder = ("start_clock", None) if started_by_clock else ("set", by.holder)
    may_move(TASK, move, state=NOTHING, holder=holder).require()
    if by.organisation is None:
        raise Denied("A task belongs to an organisation.")
    task = Task(
        organisation_id=by.organisation,
        subject_kind=subject[0],
        subject_id=subject[1],
        what=what,
        urgent=CLOCKS[what].urgent,
        due_at=due or due_of(what, start=now),
        person_id=whose.person,
        team_id=whose.team,
        set_at=now,
        set_by=by.person,
    )
    if note:
        task.note = seal_text(note, place=place_of_note(task))
    task.save(force_insert=True)
    record(action="task.set", subject=subject, detail=_detail(task), by=by)
    return task


@transaction.atomic
def hand_over_task(*, task: Task, whose: Whose, now: datetime, by: Actor) -> Task:
    """Give an open task to a person or a team of the own organisation."""
    from suar.base.accounts.models import Post, Team

    task = _locked(task, by)
    may_move(TASK, "hand_over", state=task.state, holder=by.holder).require()
    works_here = Post.objects.filter(
        organisation_id=by.organisation, person_id=whose.person, from_on__lte=now.date()
    ).exclude(until_on__lt=now.date())
    if whose.person and not works_here.exists():
        raise Denied("A task goes to somebody who works here.")
    own = Team.objects.filter(organisation_id=by.organisation, id=whose.team)
    if whose.team and not own.exists():
        raise Denied("A task goes to a team of the own organisation.")
    task.person_id, task.team_id = whose.person, whose.team
    task.version += 1
    task.save(update_fields=["person_id", "team_id", "version"])
    record(
        action="task.hand_over",
        subject=(task.subject_kind, task.subject_id),
        detail=_detail(task),
        by=by,
    )
    return task


def finish_task(*, task: Task, now: datetime, by: Actor) -> Task:
    """Say that a task is done."""
    return _end(task, "finish", Task.State.DONE, now=now, by=by)


def drop_task(*, task: Task, now: datetime, by: Actor, why: str = "") -> Task:
    """Say that a task is not needed any more; ``why`` is a sentence of a rule's, for the audit."""
    return _end(task, "drop", Task.State.DROPPED, now=now, by=by, why=why)


def note_of(task: Task, *, keys: Mapping[UUID, bytes] | None = None) -> str:
    """Give the words beside a task, or nothing; ``keys``: those at hand, other words stay shut."""
    sealed, place = bytes(task.note), place_of_note(task)
    if not sealed:
        return ""
    if keys is None:
        return open_text(sealed, place=place)
    key = keys.get(key_of(sealed))
    return unseal(sealed, key=key, place=place).decode() if key else ""


@transaction.atomic
def _end(
    task: Task, move: str, state: Task.State, *, now: datetime, by: Actor, why: str = ""
) -> Task:
    task = _locked(task, by)
    may_move(TASK, move, state=task.state, holder=by.holder).require()
    task.state, task.ended_at, task.ended_by = state, now, by.person
    task.version += 1
    task.save(update_fields=["state", "ended_at", "ended_by", "version"])
    record(
        action=f"task.{move}",
        subject=(task.subject_kind, task.subject_id),
        reason=why,
        detail=_detail(task),
        by=by,
    )
    return task


def _locked(task: Task, by: Actor) -> Task:
    found = (
        Task.objects.select_for_update().filter(id=task.id, organisation_id=by.organisation).first()
    )
    if found is None:
        raise Denied("There is no such record here.")
    return found


def _detail(task: Task) -> dict[str, str]:
    return {
        "task": str(task.id),
        "what": task.what,
        "due": task.due_at.isoformat() if task.due_at else "",
        "person": str(task.person_id or ""),
        "team": str(task.team_id or ""),
    }
