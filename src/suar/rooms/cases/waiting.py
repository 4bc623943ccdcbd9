"""What waits in the room for a person: tasks with clocks, what to agree to, who answers others."""

from collections.abc import Iterable
from datetime import datetime
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.tasks.selectors import open_tasks_of
from suar.base.ui.parts import DayItem
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.cases import wording
from suar.rooms.cases.models import Approval, Case, Service, Threat
from suar.rooms.cases.selectors.cases import cases_visible_to
from suar.rooms.cases.selectors.listing import aliases_of
from suar.rooms.victims.models import Victim

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
        return
    tasks = list(
        open_tasks_of(actor).filter(subject_kind="victim", what__in=OURS).order_by("due_at")[:_MOST]
    )
    asked = list(_to_agree(actor))
    waits = list(_elsewhere(actor))
    by_person, aliases = _cases(
        actor,
        {task.subject_id for task in tasks} | {row.victim_id for row in (*asked, *waits)},
    )
    for task in tasks:
        case = by_person.get(task.subject_id)
        if case is not None:
            yield _item(
                case,
                aliases,
                what=wording.task_in_words(task.what),
                until=task.due_at,
                since=task.set_at,
            )
    for row in asked:
        case = by_person.get(row.victim_id)
        if case is not None:
            yield _item(
                case,
                aliases,
                what=_("To agree to: %(what)s") % {"what": _(wording.ASKED[row.what]).lower()},
                url=reverse("cases:approval", args=[row.id]),
                action=_("Look"),
                kind="new",
            )
    for threat in _threats(actor):
        yield DayItem(
            title=_("Threats against staff"),
            what=wording.label("staff_threat", threat.kind),
            url=reverse("cases:threat", args=[threat.id]),
            action=_("Look"),
            kind="new",
            tone="soon",
            status=_("Open"),
        )
    for service in waits:
        case = by_person.get(service.victim_id)
        if case is not None:
            heading = wording.label("standard_service", service.heading)
            yield _item(
                case,
                aliases,
                what=_("%(heading)s: another organisation gives it") % {"heading": heading},
                url=reverse("cases:service", args=[service.id]),
                since=service.changed_at,
                kind="waiting",
            )


def how_many(actor: Actor) -> int:
    """Give the number beside the room: what is hers to do or to agree to."""
    with acting(actor):
        tasks = open_tasks_of(actor).filter(subject_kind="victim", what__in=OURS).count()
        return tasks + _to_agree(actor).count() + _threats(actor).count()


def _to_agree(actor: Actor):  # type: ignore[no-untyped-def]
    if not may(actor.holder, Permission.APPROVE_CASES).allowed:
        return Approval.objects.none()
    return Approval.objects.filter(organisation_id=actor.organisation, state="asked").exclude(
        asked_by=actor.person
    )


def _threats(actor: Actor):  # type: ignore[no-untyped-def]
    """Give what supervisors are told of: threats that nobody dealt with yet."""
    if not may(actor.holder, Permission.APPROVE_CASES).allowed:
        return Threat.objects.none()
    return Threat.objects.filter(organisation_id=actor.organisation, state="open").order_by("at")


def _elsewhere(actor: Actor):  # type: ignore[no-untyped-def]
    return Service.objects.filter(
        organisation_id=actor.organisation,
        own=False,
        state__in=("accepted", "scheduled"),
        changed_by=actor.person,
    ).order_by("changed_at")[:_MOST]


def _cases(actor: Actor, people: set) -> tuple[dict, dict]:  # type: ignore[type-arg]
    """Give the newest case of each person and the aliases: three queries."""
    cases = {
        row.victim_id: row
        for row in cases_visible_to(actor).filter(victim_id__in=people).order_by("number")
    }
    files = Victim.objects.filter(organisation_id=actor.organisation, id__in=people)
    return cases, aliases_of(files)


def _item(case: Case, aliases: dict, *, what: str, **told: object) -> DayItem:  # type: ignore[type-arg]
    kind, words = wording.chip_of(wording.CASE, case.state)
    alias = aliases.get(case.victim_id, "")
    facts = {
        "title": f"“{alias}”" if alias else wording.unknown_name(),
        "what": what,
        "url": reverse("cases:case", args=[case.id]),
        "action": _("Open"),
        "reference": case.reference,
        "tone": kind,
        "status": words,
        **told,
    }
    return DayItem(**facts)
