"""Intake's triage and screening, killed in the middle: whole, with its event."""

from collections.abc import Callable
from typing import Any

from cast import NOW
from killable import Service
from ready_reports import decides, first, ids, numbered, operator, taken, told_apart, triaged

from suar.base.access.actor import Actor
from suar.rooms.intake import models
from suar.rooms.intake.facts import Told
from suar.rooms.intake.models import PersonConcerned, Report, Screening
from suar.rooms.intake.services import grouping, screening, triaging


def _began(by: Actor) -> Screening:
    return screening.begin_screening(person=first(triaged(by)), agreed=True, now=NOW, by=by)


def _stopped(by: Actor) -> Screening:
    return screening.stop_screening(screening=_began(by), because="tired", now=NOW, by=by)


def _subjects(**which: Any) -> Callable[[], set[Any]]:
    rows = Screening.objects.filter
    return lambda: set(rows(**which).values_list("person_id", flat=True))


def _triage(report: Report, by: Actor) -> Any:
    answers = {first(report).id: {"danger": Told("yes", "told")}}
    return triaging.triage_report(
        report=report, answers=answers, version=report.version, now=NOW, by=by
    ).id


def _answer(report: Report, by: Actor) -> Any:
    person = first(report)
    answers = {"medical": Told("yes", "told")}
    triaging.answer_questions(person=person, tool_name="triage", answers=answers, now=NOW, by=by)
    return person.id


def _answered() -> set[Any]:
    rows = models.Answer.objects.filter(question="medical")
    return set(rows.values_list("person_id", flat=True))


def _group(report: Report, by: Actor) -> Any:
    row = grouping.SheetRow(first(report).id, name="Rekaan", age=16, seen=True)
    return grouping.note_group(report=report, rows=[row], version=report.version, now=NOW, by=by).id


def _grouped() -> set[Any]:
    rows = PersonConcerned.objects.exclude(triaged_at=None)
    assert not rows.exclude(minor="yes").exists(), "half a row of the sheet"
    return set(rows.values_list("report_id", flat=True))


def _ask(each: Screening, by: Actor) -> Any:
    answers = {"ex.hours": Told("yes", "told")}
    screening.note_screening(
        screening=each, tool_name="ilo_ec_labour", answers=answers, now=NOW, by=by
    )


def _conclude(each: Screening, by: Actor) -> Any:
    return screening.conclude_screening(
        screening=each, conclusion="indicated", words="x", version=each.version, now=NOW, by=by
    ).person_id


SERVICES: tuple[Service, ...] = (
    Service(
        "rooms.intake.services.triaging.triage_report",
        *told_apart("report.triage", _triage, operator, ids(state="triaged"), taken),
    ),
    Service(
        "rooms.intake.services.triaging.answer_questions",
        *told_apart("person_concerned.answer", _answer, operator, _answered, taken),
    ),
    Service(
        "rooms.intake.services.grouping.note_group",
        *told_apart("report.triage", _group, operator, _grouped, taken),
    ),
    Service(
        "rooms.intake.services.screening.begin_screening",
        *told_apart(
            "screening.begin",
            lambda r, by: (
                screening.begin_screening(person=first(r), agreed=True, now=NOW, by=by).person_id
            ),
            decides,
            _subjects(),
            triaged,
        ),
    ),
    Service(
        "rooms.intake.services.screening.note_screening",
        *numbered(
            "person_concerned.answer",
            _ask,
            decides,
            _began,
            lambda: (
                models.Answer.objects.filter(question="ex.hours").count()
                + models.Answer.objects.filter(question="danger").count()
            ),
        ),
    ),
    Service(
        "rooms.intake.services.screening.stop_screening",
        *told_apart(
            "screening.stop",
            lambda s, by: (
                screening.stop_screening(screening=s, because="tired", now=NOW, by=by).person_id
            ),
            decides,
            _subjects(state="stopped"),
            _began,
        ),
    ),
    Service(
        "rooms.intake.services.screening.go_on_screening",
        *told_apart(
            "screening.go_on",
            lambda s, by: screening.go_on_screening(screening=s, now=NOW, by=by).person_id,
            decides,
            _subjects(state="open"),
            _stopped,
        ),
    ),
    Service(
        "rooms.intake.services.screening.conclude_screening",
        *told_apart("screening.conclude", _conclude, decides, _subjects(state="concluded"), _began),
    ),
)
