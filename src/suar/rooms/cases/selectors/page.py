"""Everything that stands on the page of one case, decided before the page is drawn."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery
from django.urls import reverse
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.access.reading import ask_ahead, read, reading
from suar.base.accounts.models import OrganisationName
from suar.base.audit.models import Event
from suar.base.identifiers.others import other_numbers_of
from suar.base.tasks.models import Task
from suar.base.tasks.selectors import tasks_of
from suar.base.tasks.services import note_of
from suar.base.ui.parts import Consent, Look
from suar.base.ui.whose import role_in_words
from suar.base.ui.words import day, language
from suar.base.vault.envelope import key_of
from suar.knowledge.rules.decision import Decision
from suar.knowledge.rules.needs import ASKS_EACH
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.cases import wording
from suar.rooms.cases.models import Case
from suar.rooms.cases.sealing import keys_of, words_of_many
from suar.rooms.cases.selectors.beside import beside_of
from suar.rooms.cases.selectors.sights import Seen, sights_of
from suar.rooms.cases.selectors.written import Written, written_in
from suar.rooms.cases.services import closing, ground
from suar.rooms.victims.models import Consent as GivenConsent
from suar.rooms.victims.numbered import numbers_in_words
from suar.rooms.victims.opening import REASONS
from suar.rooms.victims.sealed import open_called


@dataclass(frozen=True)
class ServiceRow:
    """A service in the plan's table. A closed one of health says its heading alone."""

    service: Written
    label: str
    state: tuple[str, str]
    times: str
    who: str
    answer: str
    closed: bool = False


def file_of(case: Case, actor: Actor, *, now: datetime) -> dict[str, Any]:
    """Give the facts of the case's page for a reader of the owning organisation.

    ``case`` comes from `get_case_for(..., standing=True)`. Seven queries, whatever she has.
    """
    beside = beside_of(case, actor, now=now)
    person = beside.person
    seen = sights_of(case, actor, now=now, beside=beside)
    rows = written_in(case, seen)
    called = bytes(person.called) if person and person.called else b""
    tasks, numbers, looks = _asked_together(
        tasks_of(actor, subject=("victim", case.victim_id))
        .filter(state=Task.State.OPEN)
        .order_by("due_at")[:12],
        other_numbers_of(case.organisation_id, beside.family),
        looks_asked(case, beside.family),
    )
    works = ground.may_work(case, actor)
    notes = [bytes(task.note) for task in tasks if works.allowed]
    sealed = (bytes(row.sealed) for row in numbers)
    keys = keys_of([called, *notes, *sealed, *(row.sealed for row in rows)])
    told = words_of_many([row for row in rows if row.topic not in ASKS_EACH], keys=keys)
    return {
        "person": person,
        "reads_person": may(actor.holder, Permission.READ_VICTIMS).allowed,
        "alias": open_called(person, keys[key_of(called)])
        if person and called and key_of(called) in keys
        else "",
        "status": wording.chip_of(wording.STATUS, person.status) if person else None,
        "state": wording.chip_of(wording.CASE, case.state),
        "steps": wording.steps_of(case.state),
        "seen": {group.value: each for group, each in seen.items()},
        "groups": services_in_words(rows, told),
        "plan": _plan(case) if works.allowed else None,
        "health": health_in_words(case, rows, told),
        "legal": legal_in_words(rows, told),
        "tasks": [
            (
                task,
                wording.task_in_words(task.what),
                _whose(task, actor),
                note_of(task, keys=keys) if works.allowed else "",
            )
            for task in tasks
        ],
        "numbers": numbers_in_words(
            numbers, {group for group, each in seen.items() if each.readable}, keys=keys
        ),
        "approval": case.asked,
        "consents": consents_of(case, actor) if works.allowed or case.state == "closed" else [],
        "looks": looks_in_words(looks),
        "may_work": works,
        "may_serve": may_serve(case, actor),
        "may_close": closing.may_begin_closing(case, actor, lives_here=case.lives_here),
        "may_reopen": ground.may_work(case, actor, open_only=False),
        "is_supervisor": may(actor.holder, Permission.APPROVE_CASES).allowed,
        "reasons": [(key, _(words)) for key, words in REASONS.items() if key != "other"],
    }


def _plan(case: Any) -> dict[str, Any] | None:
    """Give number and day of the newest plan."""
    if case.plan is None:
        return None
    day_agreed = case.plan["agreed_on"]
    return {**case.plan, "agreed_on": date.fromisoformat(day_agreed) if day_agreed else None}


def may_serve(case: Case, actor: Actor) -> Decision:
    """Whether a service may be offered from here."""
    from suar.knowledge.rules.help import may_help
    from suar.knowledge.rules.lifecycle import NOTHING

    return may_help("offer", service=NOTHING, case=case.state, holder=actor.holder)


def sheet_of_granted(case: Case, actor: Actor, *, now: datetime) -> dict[str, Any]:
    """Give what a grant shows of another organisation's case: its groups, and nothing beside.

    The codes alone: words stay sealed, for their key is the owner's.
    """
    seen = sights_of(case, actor, now=now)
    rows = written_in(case, seen, words=False)
    return {
        "state": wording.chip_of(wording.CASE, case.state),
        "steps": wording.steps_of(case.state),
        "groups": services_in_words(rows, {}),
        "legal": legal_in_words(rows, {}),
        "seen": {group.value: each for group, each in seen.items()},
    }


def services_in_words(
    rows: Sequence[Written], told: Mapping[UUID, dict[str, Any]]
) -> list[tuple[str, list[ServiceRow]]]:
    """Give the services under the six headings, in the standard's order."""
    details = {row.of: told.get(row.id, {}) for row in rows if row.kind == "detail"}
    services = [row for row in rows if row.kind == "service"]
    found = []
    for number, heading in enumerate(
        (code for code in code_list("standard_service") if code.parent is None), start=1
    ):
        here = [
            _service_row(row, details.get(row.id, told.get(row.id, {})), row.id in details)
            for row in services
            if row.topic == heading.code
        ]
        if here:
            label = wording.label("standard_service", heading.code)
            found.append((f"{number} {label}", here))
    return found


def _service_row(row: Written, words: Mapping[str, Any], opened: bool) -> ServiceRow:
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


def health_in_words(
    case: Case, rows: Sequence[Written], told: Mapping[UUID, dict[str, Any]]
) -> dict[str, Any]:
    """Give notes on health where the group is open; HIV and pregnancy only by their lock."""
    notes = [row for row in reversed(rows) if row.kind == "health"]
    return {
        "notes": [
            (row, wording.label("health_topic", row.topic), told.get(row.id, {}).get("words", ""))
            for row in notes
            if row.topic not in ASKS_EACH
        ],
        "locked": [
            (
                topic,
                wording.label("health_topic", topic),
                reverse("cases:item", args=[case.id, topic]),
            )
            for topic in sorted({row.topic for row in notes} & ASKS_EACH)
        ],
    }


def legal_in_words(
    rows: Sequence[Written], told: Mapping[UUID, dict[str, Any]]
) -> list[tuple[Written, str, str]]:
    """Give what is told of proceedings, newest first."""
    notes = [row for row in rows if row.kind == "legal"]
    notes.sort(key=lambda row: (row.on or date.min, row.id), reverse=True)
    return [
        (row, wording.label("proceeding_state", row.state), told.get(row.id, {}).get("words", ""))
        for row in notes
    ]


def services_of(
    case: Case, actor: Actor, *, seen: dict[FieldGroup, Seen]
) -> list[tuple[str, list[ServiceRow]]]:
    """Give the services alone, for a paper: in the page's order and words."""
    asked = {FieldGroup.SERVICES, FieldGroup.HEALTH}
    rows = written_in(case, {group: each for group, each in seen.items() if group in asked})
    return services_in_words(rows, words_of_many(rows))


def health_notes(case: Case, actor: Actor, seen: Seen) -> dict[str, Any]:
    """Give the notes on health alone."""
    rows = written_in(case, {FieldGroup.HEALTH: seen})
    told = words_of_many([row for row in rows if row.topic not in ASKS_EACH])
    return health_in_words(case, rows, told)


def legal_notes(case: Case, actor: Actor, seen: Seen) -> list[tuple[Written, str, str]]:
    """Give what is told of proceedings alone."""
    rows = written_in(case, {FieldGroup.LEGAL: seen})
    return legal_in_words(rows, words_of_many(rows))


def consents_of(case: Case, actor: Actor) -> list[Consent]:
    """Give a card a recipient; her no is as well drawn as a yes."""
    name = OrganisationName.objects.filter(
        organisation_id=OuterRef("to_organisation_id"), until_on=None
    ).values("name_id" if language() == "id" else "name_en")
    rows = GivenConsent.objects.filter(
        organisation_id=actor.organisation, victim_id=case.victim_id
    ).annotate(recipient=Subquery(name[:1]))
    return [_card(row) for row in rows.order_by("-asked_at")[:8]]


def _card(row: Any) -> Consent:
    sees = wording.and_so_on(_(wording.GROUPS[FieldGroup(g)]).lower() for g in row.field_groups)
    after = {
        "refused": _("Nothing was sent. Help goes on."),
        "withdrawn": _("Withdrawn. Nothing more is sent; help goes on."),
    }.get(row.state, "")
    return Consent(
        recipient=row.recipient or row.to_kind or _("A recipient"),
        state=row.state,
        sees=sees,
        asked=_("asked %(day)s") % {"day": day(row.asked_at.date())},
        term=_("until %(day)s") % {"day": day(row.until_at.date())} if row.until_at else "",
        after=after,
    )


def looks_asked(case: Case, family: Sequence[UUID]) -> QuerySet[Event]:
    """Give who looked last, unread; one more than is shown says that there were others."""
    return Event.objects.filter(
        organisation_id=case.organisation_id,
        subject_kind="victim",
        subject_id__in=family,
        kind=Event.Kind.OPENING,
    ).order_by("-at")[:4]


def looks_in_words(rows: Sequence[Event]) -> tuple[Sequence[Look], int]:
    """Give the last three who looked, by role alone, and how many there were."""
    looks = [Look(e.at, role_in_words(e.by_role), _group_of(e)) for e in rows[:3]]
    return looks, len(rows)


def _asked_together(*asked: QuerySet[Any]) -> list[list[Any]]:
    """Read several tables in one query."""
    with reading():
        ask_ahead(*asked)
        return [read(each) for each in asked]


def _group_of(event: Event) -> str:
    group = (event.detail or {}).get("group", "")
    return _(wording.GROUPS[FieldGroup(group)]) if group in {*FieldGroup} else ""


def _whose(task: Task, actor: Actor) -> str:
    if task.person_id == actor.person:
        return _("you")
    return _("a colleague") if task.person_id else _("nobody yet")
