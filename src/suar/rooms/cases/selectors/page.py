"""Everything that stands on the page of one case, decided before the page is drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.tasks.models import Task
from suar.base.tasks.selectors import tasks_of
from suar.base.ui.parts import Consent, Look
from suar.base.ui.whose import role_in_words
from suar.base.ui.words import day
from suar.knowledge.rules.decision import Decision
from suar.knowledge.rules.needs import ASKS_EACH
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.cases import wording
from suar.rooms.cases.models import (
    Approval,
    Case,
    HealthNote,
    LegalNote,
    Plan,
    Service,
    ServiceDetail,
)
from suar.rooms.cases.sealing import words_of_many
from suar.rooms.cases.selectors.cases import person_of, rows_of
from suar.rooms.cases.selectors.listing import aliases_of
from suar.rooms.cases.selectors.sights import Seen, sights_of
from suar.rooms.cases.services import closing, ground
from suar.rooms.victims.models import Consent as GivenConsent
from suar.rooms.victims.opening import REASONS


@dataclass(frozen=True)
class ServiceRow:
    """A service in the plan's table. A closed one of health says its heading alone."""

    service: Service
    label: str
    state: tuple[str, str]
    times: str
    who: str
    answer: str
    closed: bool = False


def file_of(case: Case, actor: Actor, *, now: datetime) -> dict[str, Any]:
    """Give the facts of the case's page for a reader of the owning organisation."""
    person = person_of(case)
    seen = sights_of(case, actor, now=now, person=person)
    services = services_of(case, actor, seen=seen)
    tasks = list(
        tasks_of(actor, subject=("victim", case.victim_id))
        .filter(state=Task.State.OPEN)
        .order_by("due_at")[:12]
    )
    works = ground.may_work(case, actor)
    return {
        "person": person,
        "alias": aliases_of([person]).get(person.id, "") if person else "",
        "status": wording.chip_of(wording.STATUS, person.status) if person else None,
        "state": wording.chip_of(wording.CASE, case.state),
        "steps": wording.steps_of(case.state),
        "seen": {group.value: each for group, each in seen.items()},
        "groups": services,
        "plan": rows_of(Plan, actor, case).order_by("-number").first() if works.allowed else None,
        "health": health_notes(case, actor, seen.get(FieldGroup.HEALTH)),
        "legal": legal_notes(case, actor, seen.get(FieldGroup.LEGAL)),
        "tasks": [(task, wording.task_in_words(task.what), _whose(task, actor)) for task in tasks],
        "approval": rows_of(Approval, actor, case).filter(state="asked").first(),
        "consents": consents_of(case, actor) if works.allowed or case.state == "closed" else [],
        "looks": looks_of(case),
        "may_work": works,
        "may_serve": may_serve(case, actor),
        "may_close": closing.may_begin_closing(case, actor),
        "may_reopen": ground.may_work(case, actor, open_only=False),
        "is_supervisor": may(actor.holder, Permission.APPROVE_CASES).allowed,
        "reasons": [(key, _(words)) for key, words in REASONS.items() if key != "other"],
    }


def may_serve(case: Case, actor: Actor) -> Decision:
    """Whether a service may be offered from here."""
    from suar.knowledge.rules.help import may_help
    from suar.knowledge.rules.lifecycle import NOTHING

    return may_help("offer", service=NOTHING, case=case.state, holder=actor.holder)


def sheet_of_granted(case: Case, actor: Actor, *, now: datetime) -> dict[str, Any]:
    """Give what a grant shows of another organisation's case: its groups, and nothing beside."""
    seen = sights_of(case, actor, now=now)
    return {
        "state": wording.chip_of(wording.CASE, case.state),
        "steps": wording.steps_of(case.state),
        "groups": services_of(case, actor, seen=seen, owner=case),
        "health": health_notes(case, actor, seen.get(FieldGroup.HEALTH), owner=case),
        "legal": legal_notes(case, actor, seen.get(FieldGroup.LEGAL), owner=case),
        "seen": {group.value: each for group, each in seen.items()},
    }


def services_of(
    case: Case, actor: Actor, *, seen: dict[FieldGroup, Seen], owner: Case | None = None
) -> list[tuple[str, list[ServiceRow]]]:
    """Give the services under the six headings, in the standard's order.

    ``owner``: the case is another organisation's, and the grant decides; its words stay sealed,
    for their key is the owner's.
    """
    sight = seen.get(FieldGroup.SERVICES)
    if sight is None or not sight.readable:
        return []
    mine = {"organisation_id": case.organisation_id, "case_id": case.id}
    rows = list(Service.objects.filter(**mine).order_by("at", "id"))
    health = seen.get(FieldGroup.HEALTH)
    details: list[ServiceDetail] = []
    if health is not None and health.readable and owner is None:
        details = list(ServiceDetail.objects.filter(**mine))
    told = words_of_many([*rows, *details]) if owner is None else {}
    by_service = {row.service_id: told.get(row.id, {}) for row in details}
    found = []
    for number, heading in enumerate(
        (code for code in code_list("standard_service") if code.parent is None), start=1
    ):
        mine_here = [
            _service_row(row, by_service.get(row.id, told.get(row.id, {})), row.id in by_service)
            for row in rows
            if row.heading == heading.code
        ]
        if mine_here:
            label = wording.label("standard_service", heading.code)
            found.append((f"{number} {label}", mine_here))
    return found


def _service_row(row: Service, words: dict[str, Any], opened: bool) -> ServiceRow:
    closed = row.code == "health" and not opened
    code = words.get("code", row.code)
    label = _("A service of health") if closed else wording.label("standard_service", code)
    times = _("%(held)s of %(planned)s") % {"held": row.held, "planned": row.planned}
    return ServiceRow(
        row,
        label,
        wording.chip_of(wording.SERVICE, row.state),
        times if row.planned > 1 else "",
        _("Here") if row.own else words.get("provider", "") or _("Another organisation"),
        wording.label("service_answer", row.answer) if row.answer else "",
        closed,
    )


def health_notes(
    case: Case, actor: Actor, seen: Seen | None, *, owner: Case | None = None
) -> dict[str, Any]:
    """Give notes on health where the group is open; HIV and pregnancy only by their lock."""
    if seen is None or not seen.readable or owner is not None:
        return {}
    rows = list(rows_of(HealthNote, actor, case)[:30])
    told = words_of_many([row for row in rows if row.topic not in ASKS_EACH])
    return {
        "notes": [
            (row, wording.label("health_topic", row.topic), told.get(row.id, {}).get("words", ""))
            for row in rows
            if row.topic not in ASKS_EACH
        ],
        "locked": [
            (
                topic,
                wording.label("health_topic", topic),
                reverse("cases:item", args=[case.id, topic]),
            )
            for topic in sorted({row.topic for row in rows} & ASKS_EACH)
        ],
    }


def legal_notes(
    case: Case, actor: Actor, seen: Seen | None, *, owner: Case | None = None
) -> list[tuple[LegalNote, str, str]]:
    """Give what is told of proceedings, newest first."""
    if seen is None or not seen.readable:
        return []
    rows = list(
        LegalNote.objects.filter(organisation_id=case.organisation_id, case_id=case.id).order_by(
            "-on", "-id"
        )[:10]
    )
    told = words_of_many(rows) if owner is None else {}
    return [
        (row, wording.label("proceeding_state", row.state), told.get(row.id, {}).get("words", ""))
        for row in rows
    ]


def consents_of(case: Case, actor: Actor) -> list[Consent]:
    """Give a card a recipient; her no is as well drawn as a yes."""
    from suar.base.accounts.models import OrganisationName
    from suar.base.ui.words import language

    rows = list(
        GivenConsent.objects.filter(
            organisation_id=actor.organisation, victim_id=case.victim_id
        ).order_by("-asked_at")[:8]
    )
    ids = {row.to_organisation_id for row in rows if row.to_organisation_id}
    names = {
        each.organisation_id: each.name_id if language() == "id" else each.name_en
        for each in OrganisationName.objects.filter(organisation_id__in=ids, until_on=None)
    } if ids else {}  # fmt: skip
    return [_card(row, names) for row in rows]


def _card(row: GivenConsent, names: dict[Any, str]) -> Consent:
    sees = wording.and_so_on(_(wording.GROUPS[FieldGroup(g)]).lower() for g in row.field_groups)
    after = {
        "refused": _("Nothing was sent. Help goes on."),
        "withdrawn": _("Withdrawn. Nothing more is sent; help goes on."),
    }.get(row.state, "")
    return Consent(
        recipient=names.get(row.to_organisation_id, row.to_kind) or _("A recipient"),
        state=row.state,
        sees=sees,
        asked=_("asked %(day)s") % {"day": day(row.asked_at.date())},
        term=_("until %(day)s") % {"day": day(row.until_at.date())} if row.until_at else "",
        after=after,
    )


def looks_of(case: Case) -> tuple[Sequence[Look], int]:
    """Give the last three who looked, by role alone, and how many there were."""
    events = Event.objects.filter(
        organisation_id=case.organisation_id,
        subject_kind="victim",
        subject_id=case.victim_id,
        kind=Event.Kind.OPENING,
    ).order_by("-at")
    rows = list(events[:4])
    looks = [Look(e.at, role_in_words(e.by_role), _group_of(e)) for e in rows[:3]]
    return looks, len(rows)


def _group_of(event: Event) -> str:
    group = (event.detail or {}).get("group", "")
    return _(wording.GROUPS[FieldGroup(group)]) if group in {*FieldGroup} else ""


def _whose(task: Task, actor: Actor) -> str:
    if task.person_id == actor.person:
        return _("you")
    return _("a colleague") if task.person_id else _("nobody yet")
