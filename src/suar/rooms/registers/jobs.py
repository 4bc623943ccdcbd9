"""The room's long jobs: each carries ids only, enters `acting()` itself, and is done once.

A job that was cut off (the worker was killed) is taken up again: it begins anew from the sealed
uploads, and its result appears whole or not at all. One whose organisation holds its own key waits
until the key is brought.
"""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.jobs import Status

from suar.base.access.acting import acting
from suar.base.access.actor import Actor, part
from suar.base.audit.services import record
from suar.base.vault.keyring import VaultClosed, is_closed
from suar.knowledge.refusal import Refusal
from suar.rooms.registers.models import Work
from suar.rooms.registers.selectors import roles_of

#: A job that still runs or will.
_ALIVE = (Status.TODO, Status.DOING, Status.ABORTING)


class Stopped(Exception):
    """Somebody asked the job to stop."""


Verb = Callable[..., None]  # takes work=, listener=, by=

#: What later rooms do with an upload, by the kind of work; their apps put it in.
LATER: dict[str, Verb] = {}


def defer(work: Work, by: Actor) -> None:
    """Put a job into the queue, in the transaction of the row that it will work on."""
    run_work.configure(lock=str(work.organisation_id)).defer(
        work=str(work.id),
        organisation=str(by.organisation),
        person=str(by.person),
        role=by.role,
    )


@app.task(name="registers.run_work", retry=3)
def run_work(work: str, organisation: str, person: str, role: str) -> None:
    """Do one job as the person who asked for it."""
    do_work(UUID(work), _asker(organisation, person, role))


def do_work(work_id: UUID, actor: Actor, *, verb: Verb | None = None) -> None:
    """Do a job here and now, by its kind's verb or by another one in its place."""
    if not _begin(work_id, actor, timezone.now()):
        return
    try:
        _do(work_id, actor, verb)
    except Stopped:
        return
    except VaultClosed as closed:
        _wait_for_key(work_id, actor, closed.organisation)
    except Refusal as refusal:
        _end(work_id, actor, state=Work.State.FAILED, problem=str(refusal))


def _wait_for_key(work_id: UUID, actor: Actor, organisation: UUID) -> None:
    """Let a job wait; whoever brings the key begins it again."""
    with acting(actor):
        work = Work.objects.select_for_update().get(id=work_id)
        if work.state != Work.State.RUNNING:
            return
        work.state, work.step, work.done, work.total, work.steps = Work.State.WAITING, "", 0, 0, 0
        work.save(update_fields=["state", "step", "done", "total", "steps"])
    with acting(actor):
        if not is_closed(organisation):  # brought in this very moment
            defer(work, actor)


def begin_waiting(organisation: UUID) -> None:
    """Put the jobs that wait into the queue again: the organisation's own key is here.

    One that is in the queue already finds its work done when its second turn comes.
    """
    waiting = list(Work.objects.filter(organisation_id=organisation, state=Work.State.WAITING))
    roles = roles_of([work.asked_by for work in waiting], Actor(organisation=organisation))
    for work in waiting:
        role = roles.get(work.asked_by, "")
        defer(work, _asker(str(organisation), str(work.asked_by), role))


def _begin(work_id: UUID, actor: Actor, now: datetime) -> bool:
    with acting(actor):
        work = Work.objects.select_for_update().filter(id=work_id).first()
        if work is None or work.state not in (Work.State.WAITING, Work.State.RUNNING):
            return False
        work.state, work.started_at = Work.State.RUNNING, now
        work.save(update_fields=["state", "started_at"])
    return True


def _do(work_id: UUID, actor: Actor, verb: Verb | None) -> None:
    from suar.rooms.registers.checking import check_upload
    from suar.rooms.registers.picturing import make_own_picture

    with acting(actor):
        work = Work.objects.get(id=work_id)
    verbs: dict[str, Verb] = {
        Work.Kind.CHECK: check_upload,
        Work.Kind.PICTURE: make_own_picture,
        **LATER,
    }
    (verb or verbs[work.kind])(work=work, listener=Listener(work_id, actor), by=actor)
    _end(work_id, actor, state=Work.State.DONE)


def _end(work_id: UUID, actor: Actor, *, state: str, problem: str = "") -> None:
    with acting(actor):
        work = Work.objects.select_for_update().get(id=work_id)
        if work.state != Work.State.RUNNING:
            return
        work.state, work.ended_at, work.problem = state, timezone.now(), problem[:500]
        work.save(update_fields=["state", "ended_at", "problem"])
        record(action=f"work.{state}", subject=("work", work_id), by=actor)


@app.periodic(cron="41 * * * *")
@app.task(name="registers.sweep", queueing_lock="registers.sweep")
def sweep(timestamp: int) -> None:
    """Close what nobody will ever finish: each hour, and when a worker starts."""
    close_abandoned(now=timezone.now())


def close_abandoned(*, now: datetime) -> int:
    """Say of work whose job was given up that it failed; give how many.

    A job is given up when it was cut off or went wrong too often: its page must not say for ever
    that it runs.
    """
    with acting(part("worker")):
        given_up = ProcrastinateJob.objects.filter(task_name=run_work.name).exclude(
            status__in=[status.value for status in _ALIVE]
        )
        told = list(given_up.values_list("args", flat=True))
    return sum(_give_up(each, now) for each in told)


def _give_up(told: dict[str, str], now: datetime) -> bool:
    actor = _asker(told["organisation"], told["person"], told["role"])
    with acting(actor):
        unfinished = (Work.State.WAITING, Work.State.RUNNING)
        work = Work.objects.select_for_update().filter(id=told["work"], state__in=unfinished)
        found = work.first()
        if found is None:
            return False
        found.state, found.ended_at = Work.State.FAILED, now
        found.save(update_fields=["state", "ended_at"])
        record(action="work.failed", subject=("work", found.id), by=actor)
    return True


def _asker(organisation: str, person: str, role: str) -> Actor:
    return Actor(organisation=UUID(organisation), person=UUID(person), role=role, name="worker")


class Listener:
    """Write the job's steps where its page reads them; stop if somebody asked."""

    def __init__(self, work_id: UUID, actor: Actor) -> None:
        self.work_id, self.actor, self.step, self.steps = work_id, actor, "", 0

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        """Take a step; called often, written when the step changes or a twentieth is done."""
        if step == self.step and (not total or done % max(1, total // 20)):
            return
        self.steps += step != self.step
        self.step = step
        with acting(self.actor), transaction.atomic():
            rows = Work.objects.filter(id=self.work_id, state=Work.State.RUNNING)
            alive = rows.update(step=step[:120], done=done, total=total, steps=self.steps)
        if not alive:
            raise Stopped
