"""Reads of tasks, always for an actor: hers, her teams', a record's."""

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from suar.base.access.actor import Actor
from suar.base.tasks.models import Task
from suar.knowledge.rules.permissions import Permission, may


def tasks_visible_to(actor: Actor) -> QuerySet[Task]:
    """Give the organisation's tasks, the earliest due first, to whoever works on tasks."""
    if not may(actor.holder, Permission.WORK_TASKS).allowed:
        return Task.objects.none()
    return Task.objects.filter(organisation_id=actor.organisation).order_by("due_at", "set_at")


def open_tasks_of(actor: Actor) -> QuerySet[Task]:
    """Give the open tasks that are the person's own or a team's of hers."""
    hers = Q(person_id=actor.person) | Q(person_id=None, team_id__in=actor.teams)
    return tasks_visible_to(actor).filter(hers, state=Task.State.OPEN)


def tasks_of(actor: Actor, *, subject: tuple[str, UUID]) -> QuerySet[Task]:
    """Give the tasks of one record; whether the record shows is the room's question."""
    return tasks_visible_to(actor).filter(subject_kind=subject[0], subject_id=subject[1])


def get_task_for(actor: Actor, task_id: UUID) -> Task:
    """Give one task, or 404."""
    found = tasks_visible_to(actor).filter(id=task_id).first()
    if found is None:
        raise Http404
    return found
