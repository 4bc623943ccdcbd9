"""What of the room stands in my day and beside the river."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.tasks.selectors import open_tasks_of
from suar.base.ui.parts import DayItem
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.selectors import queue_of, reports_visible_to, waiting_of
from suar.rooms.intake.wording import ABOUT, STATES, clock_in_words

_MOST = 50
_WAITING = (Report.State.RECEIVED, Report.State.TRIAGED)


def reports_of_the_day(actor: Actor, now: datetime) -> Iterable[DayItem]:
    """Give her tasks by a report or by a person whom one concerns, and the reports of nobody.

    A report that has no name beside it may be taken by anybody who takes reports. Two queries.
    """
    if not may(actor.holder, Permission.TAKE_REPORTS).allowed:
        return
    tasks = _tasks(actor)
    reports = _reports(tasks, actor, now)
    for task in tasks:
        report = reports.get(task.report)
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
    for report in reports.values():
        if report.person_id is None and report.state in _WAITING:
            yield _nobodys(report, now)


def _nobodys(report: Report, now: datetime) -> DayItem:
    kind, state = STATES[report.state]
    late = report.due_at is not None and report.due_at < now
    return DayItem(
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


def lists(actor: Actor) -> Iterable[QuerySet[Any]]:
    """Give what the number beside the room counts: hers, and nobody's."""
    yield waiting_of(actor, now=timezone.now())


def _tasks(actor: Actor) -> list[Any]:
    """Give her tasks, each with the report that its subject is or stands in."""
    concerned = PersonConcerned.objects.filter(
        organisation_id=OuterRef("organisation_id"), id=OuterRef("subject_id")
    ).values("report_id")
    tasks = open_tasks_of(actor).filter(subject_kind__in=("report", "person_concerned"))
    return list(tasks.annotate(report=Coalesce(Subquery(concerned[:1]), "subject_id"))[:_MOST])


def _reports(tasks: Iterable[Any], actor: Actor, now: datetime) -> dict[UUID, Report]:
    """Give the reports of her tasks, and those of nobody, the most urgent first."""
    hers = reports_visible_to(actor).filter(id__in={task.report for task in tasks})
    nobodys = queue_of(actor, now=now).filter(person_id=None, state__in=_WAITING)
    return {each.id: each for each in hers.union(nobodys[:_MOST], all=True)}
