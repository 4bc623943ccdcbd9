"""Triage and answers, each with who saw it and when; urgent needs jump the queue."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.versions import same_version
from suar.base.audit.services import record
from suar.base.tasks.models import Task
from suar.base.tasks.services import Whose, finish_task, set_task
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.lifecycle import REPORT, may_move
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.reports import CAPTIVE, needs_of, rank_of, report_due
from suar.knowledge.screening import Said, tool
from suar.rooms.intake.facts import Told
from suar.rooms.intake.models import Answer, PersonConcerned, Report
from suar.rooms.intake.selectors import may_triage, newest_answers
from suar.rooms.intake.services.taking import TOUCHED, locked, start_captive_tasks, touch

TRIAGE = "triage"


@transaction.atomic
def triage_report(
    *,
    report: Report,
    answers: Mapping[UUID, Mapping[str, Told]],
    version: int,
    now: datetime,
    by: Actor,
) -> Report:
    """Note what was seen and heard of each person; the most urgent need places the report.

    Parameters
    ----------
    answers
        By person concerned, then by question of the tool *triage*. Empty where the report concerns
        nobody yet (an offer, a question).

    Raises
    ------
    StaleWrite
        If somebody changed the report meanwhile.
    Denied
        If the post may not, the report is another's or was decided, or a person is not of it.
    """
    report = locked(report, by)
    may_move(REPORT, "triage", state=report.state, holder=by.holder).require()
    may_triage(report, by).require()
    same_version(report, version)
    persons = _persons(report, answers, by)
    for person in persons:
        answer_questions(
            person=person, tool_name=TRIAGE, answers=answers[person.id], now=now, by=by
        )
        _place(person, report, now=now, by=by)
    everyone = PersonConcerned.objects.filter(
        organisation_id=by.organisation, report_id=report.id
    ).values_list("rank", flat=True)
    report.rank = min(everyone, default=report.rank)
    report.urgent = report.rank < rank_of(())
    if report.state == Report.State.RECEIVED:
        report.due_at = report_due("triaged", start=now)
    report.state, report.triaged_at, report.triaged_by = Report.State.TRIAGED, now, by.person
    report.person_id = report.person_id or by.person
    touch(report, by, now=now)
    report.save(
        update_fields=[
            "rank", "urgent", "due_at", "state", "triaged_at", "triaged_by", "person_id", *TOUCHED
        ]
    )  # fmt: skip
    _finish("triage", report, now=now, by=by)
    record(
        action="report.triage",
        subject=("report", report.id),
        detail={"persons": len(persons), "rank": report.rank},
        by=by,
    )
    return report


@transaction.atomic
def answer_questions(
    *,
    person: PersonConcerned,
    tool_name: str,
    answers: Mapping[str, Told],
    now: datetime,
    by: Actor,
    screening: UUID | None = None,
) -> int:
    """Keep answers that are new or other than before; give how many. Earlier ones stay.

    Raises
    ------
    Denied
        If the post may not.
    KeyError
        If the tool has no such question: a defect in Suar, for pages draw them from the tool.
    """
    needed = Permission.TAKE_REPORTS if tool_name == TRIAGE else Permission.SCREEN_PERSONS
    may(by.holder, needed).require()
    asked = tool(tool_name)
    standing = newest_answers(person, by)
    rows = []
    for question, told in answers.items():
        if asked.get(question) is None:
            raise KeyError(question)
        before = standing.get((tool_name, question))
        said = Said(told.said)
        if before is None and said is Said.NOT_ASKED:
            continue
        if before is not None and (before.answer, before.seen_by) == (said, told.seen_by):
            continue
        rows.append(
            Answer(
                organisation_id=person.organisation_id,
                person_id=person.id,
                screening_id=screening,
                tool=tool_name,
                tool_version=asked.version,
                question=question,
                answer=said,
                seen_by=told.seen_by,
                at=now,
                by=by.person,
            )
        )
    Answer.objects.bulk_create(rows)
    if rows:
        record(
            action="person_concerned.answer",
            subject=("person_concerned", person.id),
            detail={"tool": tool_name, "version": asked.version, "answers": len(rows)},
            by=by,
        )
    return len(rows)


def _persons(report: Report, ids: Iterable[UUID], by: Actor) -> list[PersonConcerned]:
    wanted = list(ids)
    found = list(
        PersonConcerned.objects.select_for_update().filter(
            organisation_id=by.organisation, report_id=report.id, id__in=wanted
        )
    )
    if len(found) != len(wanted):
        raise Denied("There is no such record here.")
    return found


def _place(person: PersonConcerned, report: Report, *, now: datetime, by: Actor) -> None:
    """Give a person her place in the queue and start what her needs ask for, once."""
    told = {
        question: Said(row.answer)
        for (name, question), row in newest_answers(person, by).items()
        if name == TRIAGE
    }
    needs = needs_of(told, state=person.state)
    whose = Whose(person=report.person_id or by.person)
    running = set(
        Task.objects.filter(
            organisation_id=by.organisation,
            subject_kind="person_concerned",
            subject_id=person.id,
        ).values_list("what", flat=True)
    )
    for need in needs:
        if need not in running:
            set_task(
                subject=("person_concerned", person.id),
                what=need,
                now=now,
                by=by,
                whose=whose,
                started_by_clock=True,
            )
    if person.state in CAPTIVE and "trace_place" not in running:
        start_captive_tasks(person, by, whose=whose, now=now)
    person.rank, person.urgent = rank_of(needs), bool(needs)
    child = told.get("child", Said.NOT_ASKED)
    if child is not Said.NOT_ASKED:
        person.minor = child.value
    person.interpreter = told.get("interpreter", Said(person.interpreter)).value
    person.triaged_at, person.triaged_by = now, by.person
    person.version += 1
    person.save(
        update_fields=[
            "rank", "urgent", "minor", "interpreter", "triaged_at", "triaged_by", "version"
        ]
    )  # fmt: skip


def _finish(what: str, report: Report, *, now: datetime, by: Actor) -> None:
    rows = Task.objects.filter(
        organisation_id=by.organisation,
        subject_kind="report",
        subject_id=report.id,
        what=what,
        state=Task.State.OPEN,
    )
    for task in rows:
        finish_task(task=task, now=now, by=by)
