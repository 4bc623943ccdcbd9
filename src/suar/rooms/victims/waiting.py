"""What of the room stands in my day and beside the river."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.tasks.selectors import open_tasks_of
from suar.base.ui.parts import DayItem
from suar.base.ui.words import language
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.models import SamePair, Victim
from suar.rooms.victims.sealed import SUBJECT, called

#: The tasks of this room; those of the case are the cases room's.
OURS = ("screen", "review_status", "stop_processing", "child")
_MOST = 50


def tasks_of_persons(actor: Actor, now: datetime) -> Iterable[DayItem]:
    """Give her open tasks that stand by a person's file."""
    if not may(actor.holder, Permission.READ_VICTIMS).allowed:
        return
    tasks = list(
        open_tasks_of(actor)
        .filter(subject_kind=SUBJECT, what__in=OURS)
        .order_by("due_at", "set_at")[:_MOST]
    )
    files = {
        row.id: row
        for row in Victim.objects.filter(
            organisation_id=actor.organisation, id__in={task.subject_id for task in tasks}
        )
    }
    for task in tasks:
        victim = files.get(task.subject_id)
        if victim is None or victim.erased_at is not None:
            continue
        kind, status = wording.status_chip(victim)
        alias = called(victim)
        yield DayItem(
            title=CLOCKS[task.what].label[language()],
            what=f"“{alias}”" if alias else _("A person’s file"),
            url=reverse("victims:file", args=[victim.id]),
            action=_("Open"),
            reference=victim.reference,
            until=task.due_at,
            since=task.set_at,
            tone="soon" if task.urgent else kind,
            status=_("Urgent") if task.urgent else status,
        )


def how_many(actor: Actor) -> int:
    """Count what waits in the room for her: her tasks here, and pairs that she may decide."""
    if not may(actor.holder, Permission.READ_VICTIMS).allowed:
        return 0
    tasks = open_tasks_of(actor).filter(subject_kind=SUBJECT, what__in=OURS).count()
    if not may(actor.holder, Permission.MERGE_PERSONS).allowed:
        return tasks
    pairs = selectors.pairs_visible_to(actor).filter(state=SamePair.State.POSSIBLE).count()
    return tasks + pairs
