"""What of the room stands in my day and beside the river."""

from collections.abc import Iterable
from datetime import datetime

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.tasks.selectors import open_tasks_of
from suar.base.ui.parts import DayItem
from suar.base.ui.words import language
from suar.knowledge.rules.clocks import CLOCKS
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.models import Breach, Consent, SamePair, Victim
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
            kind=_kind(task.due_at, now) if task.what == "stop_processing" else "due",
            since=task.set_at,
            tone="soon" if task.urgent else kind,
            status=_("Urgent") if task.urgent else status,
        )


def clocks_of_rights(actor: Actor, now: datetime) -> Iterable[DayItem]:
    """Give what the data act's clocks and persons' requests ask of whoever answers for rights.

    Processing that has to stop after a withdrawal is a task of whoever took it; it stands here too,
    without anybody's alias, so that no clock runs out while one person is away.
    """
    if not may(actor.holder, Permission.ANSWER_RIGHTS).allowed:
        return
    here, own = reverse("rights:index"), {"organisation_id": actor.organisation}
    for breach in Breach.objects.filter(**own).exclude(
        persons_told_at__isnull=False, authority_told_at__isnull=False
    )[:_MOST]:
        yield DayItem(
            title=_("Notice after a breach"),
            what=str(wording.BREACHES.get(breach.kind, breach.kind)),
            url=here,
            action=_("Open"),
            reference="",
            until=breach.notice_by,
            kind=_kind(breach.notice_by, now),
            since=breach.found_at,
            tone="soon",
            status=_("Act 27/2022"),
        )
    requests = list(selectors.requests_visible_to(actor).filter(state="open")[:_MOST])
    stopping = list(
        Consent.objects.filter(**own, state=Consent.State.WITHDRAWN, stopped_at=None)
        .exclude(withdrawn_by=actor.person)  # a task of hers, which stands in her day already
        .order_by("stop_by")[:_MOST]
    )
    references = dict(
        Victim.objects.filter(
            **own, id__in={row.victim_id for row in (*requests, *stopping)}
        ).values_list("id", "reference")
    )
    for request in requests:
        yield DayItem(
            title=_("She asked about her data"),
            what=str(wording.RIGHTS.get(request.kind, request.kind)),
            url=here,
            action=_("Answer"),
            reference=references.get(request.victim_id, ""),
            until=request.due_at,
            kind=_kind(request.due_at, now),
            since=request.asked_at,
        )
    for consent in stopping:
        yield DayItem(
            title=CLOCKS["stop_processing"].label[language()],
            what=wording.code("organisation_kind", consent.to_kind),
            url=here,
            action=_("Open"),
            reference=references.get(consent.victim_id, ""),
            until=consent.stop_by,
            kind=_kind(consent.stop_by, now),
            since=consent.withdrawn_at,
            tone="soon",
            status=_("Act 27/2022"),
        )


def _kind(until: datetime | None, now: datetime) -> str:
    """A clock of the act stands in my day from its first hour: as new, until its day comes."""
    later = until is not None and timezone.localdate(until) > timezone.localdate(now)
    return "new" if later else "due"


def how_many(actor: Actor) -> int:
    """Count what waits in the room for her: her tasks here, and pairs that she may decide."""
    if not may(actor.holder, Permission.READ_VICTIMS).allowed:
        return 0
    tasks = open_tasks_of(actor).filter(subject_kind=SUBJECT, what__in=OURS).count()
    if not may(actor.holder, Permission.MERGE_PERSONS).allowed:
        return tasks
    pairs = selectors.pairs_visible_to(actor).filter(state=SamePair.State.POSSIBLE).count()
    return tasks + pairs
