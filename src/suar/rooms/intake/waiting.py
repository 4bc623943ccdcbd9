"""What of the room stands in my day and beside the river."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.tasks.models import Task
from suar.base.tasks.selectors import open_tasks_of
from suar.base.ui.parts import DayItem
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.selectors import queue_of, reports_visible_to, waiting_of
from suar.rooms.intake.wording import ABOUT, STATES, clock_in_words

_MOST = 50


def tasks_of_reports(actor: Actor, now: datetime) -> Iterable[DayItem]:
    """Give her open tasks that stand by a report or by a person whom one concerns."""
    if not may(actor.holder, Permission.TAKE_REPORTS).allowed:
        return
    tasks = list(
        open_tasks_of(actor).filter(subject_kind__in=("report", "person_concerned"))[:_MOST]
    )
    reports = _reports(tasks, actor)
    for task in tasks:
        report = reports.get(task.subject_id)
        if report is not None:
            yield DayItem(
                title=clock_in_words(task.what),
                what=str(ABOUT[report.about]),
                url=reverse("reports:report", args=[report.id]),
                action=_("Open"),
                reference=report.reference,
                until=task.due_at,
                since=task.set_at,
                tone="soon" if task.urgent else STATES[report.state][0],
                status=_("Urgent") if task.urgent else str(STATES[report.state][1]),
            )


def nobodys_reports(actor: Actor, now: datetime) -> Iterable[DayItem]:
    """Give the reports that have no name beside them: anybody who takes reports may take one."""
    rows = queue_of(actor, now=now).filter(
        person_id=None, state__in=(Report.State.RECEIVED, Report.State.TRIAGED)
    )
    for report in rows[:_MOST]:
        kind, state = STATES[report.state]
        late = report.due_at is not None and report.due_at < now
        yield DayItem(
            title=str(ABOUT[report.about]),
            what=_("Nobody’s yet: take it, so that a name stands beside it."),
            url=reverse("reports:report", args=[report.id]),
            action=_("Open"),
            reference=report.reference,
            until=report.due_at,
            since=report.received_at,
            kind="due" if late else "new",
            tone="soon" if report.urgent else kind,
            status=_("Urgent") if report.urgent else str(state),
        )


def how_many(actor: Actor) -> int:
    """Give the number beside the room: hers, and nobody's."""
    with acting(actor):
        return waiting_of(actor, now=timezone.now()).count()


def _reports(tasks: Iterable[Task], actor: Actor) -> dict[UUID, Report]:
    """Give the report of each task's subject, in two queries."""
    ids = {task.subject_id for task in tasks}
    persons = dict(
        PersonConcerned.objects.filter(organisation_id=actor.organisation, id__in=ids).values_list(
            "id", "report_id"
        )
    )
    found = {
        each.id: each
        for each in reports_visible_to(actor).filter(id__in=ids | set(persons.values()))
    }
    return found | {person: found[report] for person, report in persons.items() if report in found}
