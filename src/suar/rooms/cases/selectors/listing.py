"""The list of cases: narrowed by codes and dates, with alias, status and next deadline of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from suar.base.access.actor import Actor
from suar.base.access.selectors import find_by_other_number
from suar.base.identifiers import check_reference
from suar.base.tasks.models import Task
from suar.base.tasks.selectors import open_tasks_of
from suar.base.vault.envelope import key_of, unseal
from suar.base.vault.keyring import VaultClosed, open_data_key
from suar.base.vault.models import DataKey
from suar.base.vault.search import find
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases import wording
from suar.rooms.cases.models import Case
from suar.rooms.cases.selectors.cases import cases_visible_to
from suar.rooms.victims.models import Assignment, Victim
from suar.rooms.victims.sealed import SUBJECT, place_of


@dataclass(frozen=True)
class Row:
    """A case in the list. ``alias`` is one that she chose; it is never her name."""

    case: Case
    alias: str
    state: tuple[str, str]
    status: tuple[str, str] | None
    paper_unsafe: bool = False
    child: bool = False
    due: datetime | None = None
    since: datetime | None = None
    what: str = ""


def narrow(
    cases: QuerySet[Case],
    actor: Actor,
    *,
    show: str = "",
    now: datetime,
    state: str = "",
    status: str = "",
    since: date | None = None,
) -> QuerySet[Case]:
    """Narrow the list; without a choice it holds what is open."""
    if show == "due":
        cases = cases.filter(victim_id__in=_due(actor).values("subject_id"))
    elif show == "mine":
        cases = cases.filter(victim_id__in=_mine(actor, now))
    elif show in ("closed", "follow-up"):
        cases = cases.filter(state=show)
    if state:
        cases = cases.filter(state=state)
    elif show not in ("closed", "due"):
        cases = cases.exclude(state="closed")
    if status:
        people = Victim.objects.filter(organisation_id=actor.organisation, status=status)
        cases = cases.filter(victim_id__in=people.values("id"))
    return cases.filter(opened_at__date__gte=since) if since else cases


def toggles_of(actor: Actor, *, now: datetime) -> dict[str, int]:
    """Give the counts beside the toggles, in one query."""
    is_open = ~Q(state="closed")
    return cases_visible_to(actor).aggregate(
        open=Count("id", filter=is_open),
        due=Count("id", filter=Q(victim_id__in=_due(actor).values("subject_id"))),
        mine=Count("id", filter=is_open & Q(victim_id__in=_mine(actor, now))),
    )


def rows_for(actor: Actor, cases: Iterable[Case], *, now: datetime) -> list[Row]:
    """Give the rows of a page: four queries, however many rows."""
    listed = list(cases)
    ids = {case.victim_id for case in listed}
    people = {
        row.id: row for row in Victim.objects.filter(organisation_id=actor.organisation, id__in=ids)
    }
    aliases = aliases_of(people.values())
    next_task: dict[UUID, Task] = {}
    for task in Task.objects.filter(
        organisation_id=actor.organisation,
        subject_kind="victim",
        subject_id__in=ids,
        state=Task.State.OPEN,
        due_at__isnull=False,
    ).order_by("due_at"):
        next_task.setdefault(task.subject_id, task)
    return [
        _row(case, people.get(case.victim_id), aliases, next_task.get(case.victim_id))
        for case in listed
    ]


def _row(case: Case, person: Victim | None, aliases: dict[UUID, str], task: Task | None) -> Row:
    return Row(
        case,
        aliases.get(case.victim_id, ""),
        wording.chip_of(wording.CASE, case.state),
        wording.chip_of(wording.STATUS, person.status) if person else None,
        person is not None and person.paper_safe == "no",
        person is not None and person.treated_as_child,
        task.due_at if task else None,
        task.set_at if task else None,
        wording.task_in_words(task.what) if task else "",
    )


def aliases_of(people: Iterable[Victim]) -> dict[UUID, str]:
    """Open the aliases of many persons with one query for their keys.

    Where their organisation's own key is not there, there are none: the list stays in reach.
    """
    sealed = {row.id: (row, bytes(row.called)) for row in people if row.called}
    ids = {key_of(value) for _, value in sealed.values()}
    if not ids:
        return {}
    rows = DataKey.objects.select_related("under").filter(id__in=ids, destroyed_at=None)
    try:
        keys = {key.id: open_data_key(key) for key in rows}
    except VaultClosed:
        return {}
    return {
        row.id: unseal(value, key=keys[key_of(value)], place=_place(row)).decode()
        for row, value in sealed.values()
        if key_of(value) in keys
    }


def find_cases(actor: Actor, words: str) -> QuerySet[Case]:
    """Find cases by a reference, another system's number, or a name in one's own records.

    A name is looked for by keyed tokens, and only by whoever may search persons.
    """
    ours = cases_visible_to(actor)
    reference = check_reference(words)
    if reference:
        people = Victim.objects.filter(organisation_id=actor.organisation, reference=reference)
        return ours.filter(Q(reference=reference) | Q(victim_id__in=people.values("id")))
    numbers = [row for kind, row in find_by_other_number(actor, number=words) if kind == SUBJECT]
    found = []
    if actor.organisation and may(actor.holder, Permission.SEARCH_PERSONS).allowed:
        found = [
            each.subject for each in find(organisation=actor.organisation, kind=SUBJECT, text=words)
        ]
    return ours.filter(victim_id__in=[*numbers, *found])


def _place(row: Victim):  # type: ignore[no-untyped-def]
    return place_of(
        organisation=row.organisation_id,
        victim=row.id,
        record=row.id,
        group=FieldGroup.FACTS,
        field="called",
    )


def _due(actor: Actor) -> QuerySet[Task]:
    return open_tasks_of(actor).filter(subject_kind="victim").order_by()


def _mine(actor: Actor, now: datetime) -> QuerySet[Assignment]:
    hers = Q(person_id=actor.person) | Q(team_id__in=actor.teams)
    running = Q(until_at=None) | Q(until_at__gt=now)
    return Assignment.objects.filter(hers, running, organisation_id=actor.organisation).values(
        "victim_id"
    )
