"""What waits in the room for a person: tasks with clocks, what to agree to, who answers others.

The tasks that stand by a person's file are given here too, with those of her case: one query for
the tasks, one for the files with their cases, one for the aliases, one for all the rest.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.tasks.selectors import open_tasks_of
from suar.base.ui.parts import DayItem
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.cases import wording
from suar.rooms.cases.models import Approval, Service, Threat
from suar.rooms.cases.selectors.cases import cases_visible_to
from suar.rooms.victims import waiting as persons
from suar.rooms.victims.asked import Asked, asked_in, part
from suar.rooms.victims.models import Victim
from suar.rooms.victims.sealed import SUBJECT, called_of_many

#: Tasks of a person that belong to her case; the others are the victims room's.
OURS: Final = (
    *("assess", "plan", "assess_again", "service", "before_return", "other", "call_back"),
    *("follow_up_3", "follow_up_6", "follow_up_12"),
    *("danger_now", "medical", "forensic_window", "suicide", "no_shelter", "detained"),
    "interpreter",
)
_MOST: Final = 60


def tasks_of_cases(actor: Actor, now: datetime) -> Iterable[DayItem]:
    """Give a row for each task of hers, for what she may agree to, and for what others owe."""
    if not may(actor.holder, Permission.READ_CASES).allowed:
        yield from persons.tasks_of_persons(actor, now)
        yield from persons.clocks_of_rights(actor, now)
        return
    reads = may(actor.holder, Permission.READ_VICTIMS).allowed
    wanted = (*OURS, *(persons.OURS if reads else ()))
    tasks = list(
        open_tasks_of(actor)
        .filter(subject_kind=SUBJECT, what__in=wanted)
        .order_by("due_at", "set_at")[: 2 * _MOST]
    )
    asked = asked_in(_parts(actor))
    files = _files(actor, {task.subject_id for task in tasks} | {row.victim for row in asked})
    aliases = called_of_many(row for row in files.values() if row.erased_at is None)
    for task in tasks:
        file = files.get(task.subject_id)
        if file is None or (task.what in persons.OURS and file.erased_at is not None):
            continue
        alias = aliases.get(file.id, "")
        if task.what in persons.OURS:
            yield persons.item_of(task, file, alias, now=now)
        elif file.case is not None:
            what = wording.task_in_words(task.what)
            yield _item(file.case, alias, what=what, until=task.due_at, since=task.set_at)
    for row in asked:
        file = files.get(row.victim)
        if row.kind == "threat":
            yield _threat(row)
        elif row.kind in ("breach", "request", "stopping"):
            yield persons.item_of_right(row, now)
        elif file is not None and file.case is not None:
            yield _item(file.case, aliases.get(file.id, ""), **_told(row))


def _told(row: Asked) -> dict[str, Any]:
    if row.kind == "approval":
        return {
            "what": _("To agree to: %(what)s") % {"what": _(wording.ASKED[row.code]).lower()},
            "url": reverse("cases:approval", args=[row.id]),
            "action": _("Look"),
            "kind": "new",
        }
    heading = wording.label("standard_service", row.code)
    return {
        "what": _("%(heading)s: another organisation gives it") % {"heading": heading},
        "url": reverse("cases:service", args=[row.id]),
        "since": row.at,
        "kind": "waiting",
    }


def _threat(row: Asked) -> DayItem:
    return DayItem(
        title=_("Threats against staff"),
        what=wording.label("staff_threat", row.code),
        url=reverse("cases:threat", args=[row.id]),
        action=_("Look"),
        kind="new",
        tone="soon",
        status=_("Open"),
    )


def lists(actor: Actor) -> Iterable[QuerySet[Any]]:
    """Give what the number beside the room counts: what is hers to do or to agree to."""
    yield open_tasks_of(actor).filter(subject_kind=SUBJECT, what__in=OURS)
    yield _to_agree(actor)
    yield _threats(actor)


def _parts(actor: Actor) -> Iterable[QuerySet[Any]]:
    """Give what is asked of her and is no task; what others owe; the clocks of rights."""
    yield part(_elsewhere(actor), "service", victim="victim_id", code="heading", at="changed_at")
    if may(actor.holder, Permission.APPROVE_CASES).allowed:
        yield part(_to_agree(actor), "approval", victim="victim_id", code="what", at="asked_at")
        yield part(_threats(actor), "threat", code="kind", at="at")
    yield from persons.rights_asked(actor)


def _to_agree(actor: Actor) -> QuerySet[Approval]:
    if not may(actor.holder, Permission.APPROVE_CASES).allowed:
        return Approval.objects.none()
    return Approval.objects.filter(organisation_id=actor.organisation, state="asked").exclude(
        asked_by=actor.person
    )


def _threats(actor: Actor) -> QuerySet[Threat]:
    """Give what supervisors are told of: threats that nobody dealt with yet."""
    if not may(actor.holder, Permission.APPROVE_CASES).allowed:
        return Threat.objects.none()
    return Threat.objects.filter(organisation_id=actor.organisation, state="open")


def _elsewhere(actor: Actor) -> QuerySet[Service]:
    return Service.objects.filter(
        organisation_id=actor.organisation,
        own=False,
        state__in=("accepted", "scheduled"),
        changed_by=actor.person,
    )


def _files(actor: Actor, people: set[UUID | None]) -> dict[UUID | None, Any]:
    """Give the files of persons, each with her newest case here: one query."""
    newest = (
        cases_visible_to(actor)
        .filter(victim_id=OuterRef("id"))
        .order_by("-number")
        .values(told=JSONObject(id="id", reference="reference", state="state"))
    )
    rows = Victim.objects.filter(organisation_id=actor.organisation, id__in=people - {None})
    return {row.id: row for row in rows.annotate(case=Subquery(newest[:1]))}


def _item(case: dict[str, str], alias: str, *, what: str, **told: Any) -> DayItem:
    kind, words = wording.chip_of(wording.CASE, case["state"])
    facts = {
        "title": f"“{alias}”" if alias else wording.unknown_name(),
        "what": what,
        "url": reverse("cases:case", args=[case["id"]]),
        "action": _("Open"),
        "reference": case["reference"],
        "tone": kind,
        "status": words,
        **told,
    }
    return DayItem(**facts)
