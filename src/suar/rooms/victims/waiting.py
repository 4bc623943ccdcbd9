"""What of the room stands in my day and beside the river."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.tasks.models import Task
from suar.base.tasks.selectors import open_tasks_of
from suar.base.ui.parts import DayItem
from suar.base.ui.words import language
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.asked import Asked, asked_in, part
from suar.rooms.victims.models import Breach, Consent, SamePair, Victim
from suar.rooms.victims.sealed import SUBJECT, called_of_many

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
    aliases = called_of_many(files.values())
    for task in tasks:
        victim = files.get(task.subject_id)
        if victim is not None and victim.erased_at is None:
            yield item_of(task, victim, aliases.get(victim.id, ""), now=now)


def item_of(task: Task, victim: Victim, alias: str, *, now: datetime) -> DayItem:
    """Give a task by a person's file as it stands in my day."""
    kind, status = wording.status_chip(victim)
    return DayItem(
        title=CLOCKS[task.what].label[language()],
        what=f"“{alias}”" if alias else _("A person’s file"),
        url=reverse("victims:file", args=[victim.id]),
        action=_("Open"),
        reference=victim.reference,
        until=task.due_at,
        kind=_kind(task.due_at, now) if task.what == "stop_processing" else "due",
        since=task.set_at,
        tone="soon" if task.urgent else kind,
        status=_("Urgent") if task.urgent else status,
    )


def clocks_of_rights(actor: Actor, now: datetime) -> Iterable[DayItem]:
    """Give what the data act's clocks and persons' requests ask of whoever answers for rights."""
    for row in asked_in(rights_asked(actor)):
        yield item_of_right(row, now)


def rights_asked(actor: Actor) -> Iterable[QuerySet[Any]]:
    """Give the parts of which `item_of_right` makes a row of my day.

    Processing that has to stop after a withdrawal is a task of whoever took it; it stands here too,
    without anybody's alias, so that no clock runs out while one person is away.
    """
    if not may(actor.holder, Permission.ANSWER_RIGHTS).allowed:
        return
    own = {"organisation_id": actor.organisation}
    hers = Victim.objects.filter(
        organisation_id=OuterRef("organisation_id"), id=OuterRef("victim_id")
    ).values("reference")
    reference = Coalesce(Subquery(hers[:1]), Value(""))
    breaches = Breach.objects.filter(**own).exclude(
        persons_told_at__isnull=False, authority_told_at__isnull=False
    )
    requests = selectors.requests_visible_to(actor).filter(state="open")
    stopping = Consent.objects.filter(
        **own, state=Consent.State.WITHDRAWN, stopped_at=None
    ).exclude(withdrawn_by=actor.person)  # a task of hers, which stands in her day already
    yield part(breaches, "breach", code="kind", at="found_at", until="notice_by")
    yield part(requests, "request", code="kind", at="asked_at", until="due_at", reference=reference)
    yield part(
        stopping,
        "stopping",
        code="to_kind",
        at="withdrawn_at",
        until="stop_by",
        reference=reference,
    )


def item_of_right(row: Asked, now: datetime) -> DayItem:
    """Give a clock of the act, or a request, as it stands in my day."""
    title, what = {
        "breach": (_("Notice after a breach"), wording.BREACHES.get(row.code, row.code)),
        "request": (_("She asked about her data"), wording.RIGHTS.get(row.code, row.code)),
        "stopping": (
            CLOCKS["stop_processing"].label[language()],
            wording.code("organisation_kind", row.code),
        ),
    }[row.kind]
    act = row.kind != "request"
    return DayItem(
        title=title,
        what=str(what),
        url=reverse("rights:index"),
        action=_("Open") if act else _("Answer"),
        reference=row.reference,
        until=row.until,
        kind=_kind(row.until, now),
        since=row.at,
        tone="soon" if act else "",
        status=_("Act 27/2022") if act else "",
    )


def _kind(until: datetime | None, now: datetime) -> str:
    """A clock of the act stands in my day from its first hour: as new, until its day comes."""
    later = until is not None and timezone.localdate(until) > timezone.localdate(now)
    return "new" if later else "due"


def lists(actor: Actor) -> Iterable[QuerySet[Any]]:
    """Give what the number beside the room counts: her tasks here, and pairs she may decide."""
    if not may(actor.holder, Permission.READ_VICTIMS).allowed:
        return
    yield open_tasks_of(actor).filter(subject_kind=SUBJECT, what__in=OURS)
    if may(actor.holder, Permission.MERGE_PERSONS).allowed:
        yield selectors.pairs_visible_to(actor).filter(state=SamePair.State.POSSIBLE)
