"""The list of cases: narrowed by codes and dates, with alias, status and next deadline of each."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.base.access.reading import reading
from suar.base.identifiers import check_reference
from suar.base.identifiers.others import find_by_other_number
from suar.base.tasks.models import Task
from suar.base.tasks.selectors import open_tasks_of
from suar.base.ui.paging import Counted, count_each
from suar.base.vault.search import find
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.cases import wording
from suar.rooms.cases.models import Case
from suar.rooms.cases.selectors.cases import cases_visible_to
from suar.rooms.victims.models import Assignment, Victim
from suar.rooms.victims.sealed import SUBJECT, called_of_many


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


@dataclass(frozen=True)
class Choice:
    """What the list is narrowed to: codes and a day, never a name."""

    show: str = ""  # due, mine, follow-up, closed; else what is open
    state: str = ""
    status: str = ""
    since: date | None = None


def narrow(cases: QuerySet[Case], actor: Actor, chosen: Choice, *, now: datetime) -> QuerySet[Case]:
    """Narrow the list: what is open unless told else; what needs doing comes by its day."""
    if chosen.show == "due":
        cases = cases.filter(victim_id__in=_due(actor).values("subject_id"))
        cases = cases.order_by(F("next__due").asc(nulls_last=True), "-id")
    elif chosen.show == "mine":
        cases = cases.filter(victim_id__in=_mine(actor, now))
    elif chosen.show in ("closed", "follow-up"):
        cases = cases.filter(state=chosen.show)
    if chosen.state:
        cases = cases.filter(state=chosen.state)
    elif chosen.show not in ("closed", "due"):
        cases = cases.exclude(state="closed")
    if chosen.status:
        people = Victim.objects.filter(organisation_id=actor.organisation, status=chosen.status)
        cases = cases.filter(victim_id__in=people.values("id"))
    if chosen.since:
        morning = timezone.make_aware(datetime.combine(chosen.since, time()))
        cases = cases.filter(opened_at__gte=morning)
    return cases


def with_next(cases: QuerySet[Case]) -> QuerySet[Case]:
    """Let each case carry its next deadline as ``next``: asked for the rows of a page alone."""
    tasks = Task.objects.filter(
        organisation_id=OuterRef("organisation_id"),
        subject_kind=SUBJECT,
        subject_id=OuterRef("victim_id"),
        state=Task.State.OPEN,
        due_at__isnull=False,
    ).order_by("due_at", "id")
    told = JSONObject(what="what", due="due_at", since="set_at")
    return cases.annotate(next=Subquery(tasks.values(told=told)[:1]))


def counts_of(actor: Actor, *, here: QuerySet[Case] | None, now: datetime) -> dict[str, Counted]:
    """Give the counts beside the toggles, and of the list itself as ``here``: one query."""
    ours = cases_visible_to(actor)
    lists = {
        "": narrow(ours, actor, Choice(), now=now),
        "due": ours.filter(victim_id__in=_due(actor).values("subject_id")),
        "mine": narrow(ours, actor, Choice("mine"), now=now),
    }
    return count_each(lists | ({"here": here} if here is not None else {}))


def rows_for(actor: Actor, cases: Iterable[Case], *, now: datetime) -> list[Row]:
    """Give the rows of a page (cases of `with_next`): two queries, however many rows."""
    listed = list(cases)
    ids = {case.victim_id for case in listed}
    people = {
        row.id: row for row in Victim.objects.filter(organisation_id=actor.organisation, id__in=ids)
    }
    aliases = called_of_many(people.values())
    return [_row(case, people.get(case.victim_id), aliases) for case in listed]


def _row(case: Case, person: Victim | None, aliases: dict[UUID, str]) -> Row:
    task = getattr(case, "next", None)
    return Row(
        case,
        aliases.get(case.victim_id, ""),
        wording.chip_of(wording.CASE, case.state),
        wording.chip_of(wording.STATUS, person.status) if person else None,
        person is not None and person.paper_safe == "no",
        person is not None and person.treated_as_child,
        datetime.fromisoformat(task["due"]) if task else None,
        datetime.fromisoformat(task["since"]) if task else None,
        wording.task_in_words(task["what"]) if task else "",
    )


def find_cases(actor: Actor, words: str) -> QuerySet[Case]:
    """Find cases by a reference, another system's number, or a name in one's own records.

    A name is looked for by keyed tokens, and only by whoever may search persons.
    """
    ours = cases_visible_to(actor)
    reference = check_reference(words)
    if reference:
        people = Victim.objects.filter(organisation_id=actor.organisation, reference=reference)
        return ours.filter(Q(reference=reference) | Q(victim_id__in=people.values("id")))
    found: list[UUID] = []
    with reading():
        if any(letter.isdigit() for letter in words):
            rows = find_by_other_number(actor, number=words)
            found = [subject for kind, subject in rows if kind == SUBJECT]
        if actor.organisation and may(actor.holder, Permission.SEARCH_PERSONS).allowed:
            named = find(organisation=actor.organisation, kind=SUBJECT, text=words)
            found += [each.subject for each in named]
    return ours.filter(victim_id__in=found)


def _due(actor: Actor) -> QuerySet[Task]:
    return open_tasks_of(actor).filter(subject_kind="victim").order_by()


def _mine(actor: Actor, now: datetime) -> QuerySet[Assignment]:
    hers = Q(person_id=actor.person) | Q(team_id__in=actor.teams)
    running = Q(until_at=None) | Q(until_at__gt=now)
    return Assignment.objects.filter(hers, running, organisation_id=actor.organisation).values(
        "victim_id"
    )
