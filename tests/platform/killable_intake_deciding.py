"""What is decided of a report, opened and kept, killed in the middle: whole, with its event."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cast import NOW, Cast
from killable import PLENTY, Service
from ready_reports import (
    LATER,
    clock,
    decides,
    events,
    ids,
    operator,
    taken,
    told_apart,
    triaged,
    whole,
)

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.base.tasks.models import Task
from suar.rooms.intake import models
from suar.rooms.intake.facts import EventFacts, Passing
from suar.rooms.intake.models import Report
from suar.rooms.intake.services import deciding, keeping, opening


def _passed(by: Actor) -> Report:
    report = triaged(by)
    return deciding.pass_on_report(
        report=report, to=Passing(None, "police", "Rekaan"), version=report.version, now=NOW, by=by
    )


def _opened_incident(by: Actor) -> tuple[Report, Any]:
    report = triaged(by)
    facts = EventFacts(purposes=("forced_labour",))
    return report, deciding.open_incident(report=report, facts=facts, now=NOW, by=by)


def _answered_there(by: Actor) -> Report:
    report = taken(by)
    Report.objects.filter(id=report.id).update(came_from_id=by.organisation, came_as=report.id)
    return report


def _accept(pair: tuple[Report, Any], by: Actor) -> Any:
    return deciding.mark_accepted(report=pair[0], incident=pair[1], now=NOW, by=by).id


def _open_incident(report: Report, by: Actor) -> Any:
    facts = EventFacts(purposes=("forced_labour",))
    return deciding.open_incident(report=report, facts=facts, now=NOW, by=by).id


def _incidents() -> set[Any]:
    return set(models.Incident.objects.values_list("id", flat=True))


def _aside(report: Report, by: Actor) -> Any:
    return deciding.not_indicate_report(
        report=report, reason="told_already", version=report.version, now=NOW, by=by
    ).id


def _pass(report: Report, by: Actor) -> Any:
    to = Passing(None, "police", "Rekaan")
    return deciding.pass_on_report(report=report, to=to, version=report.version, now=NOW, by=by).id


def _note(report: Report, by: Actor) -> Any:
    return deciding.note_answer(report=report, answer="taken_up", now=NOW, by=by).id


def _back(report: Report, by: Actor) -> Any:
    return deciding.take_back_report(report=report, version=report.version, now=NOW, by=by).id


def _open(report: Report, by: Actor) -> Any:
    opening.open_report(report=report, part=opening.Part.TOLD, reason="triage", now=NOW, by=by)
    return report.id


def _keep_open(report: Report, by: Actor) -> Any:
    opening.keep_open(report=report, now=report.received_at, by=by)
    return report.id


def _close(report: Report, by: Actor) -> Any:
    opening.close_report(report=report, now=NOW, by=by)
    return report.id


def _in_time(mark: Callable[[Report, timedelta], None]) -> Callable[[Cast], list[datetime]]:
    """Make reports whose times come one after the other: give the times, the first one last."""

    def prepare(cast: Cast) -> list[datetime]:
        by = clock(cast)
        with acting(operator(cast)) as taking_it:
            keeping.erase_named(now=LATER, by=by)  # what a kill left: it would be done at once
            keeping.put_names(now=LATER, by=by)
            after = [timedelta(days=number) for number in range(PLENTY)]
            for each in after:
                mark(taken(taking_it), each)
        return [NOW + each + timedelta(hours=10) for each in reversed(after)]

    return prepare


def _clocked(verb: Callable[..., int]) -> Callable[[Cast, list[datetime]], str]:
    def deed(cast: Cast, left: list[datetime]) -> str:
        with acting(clock(cast)) as by:
            assert verb(now=left.pop(), by=by) == 1
        return str(uuid7())

    return deed


def _ends(report: Report, after: timedelta) -> None:
    models.PersonNamed.objects.filter(report_id=report.id).update(erase_on=(NOW + after).date())


def _nobodys_until(report: Report, after: timedelta) -> None:
    Report.objects.filter(id=report.id).update(person_id=None, due_at=NOW + after)


def _gone(cast: Cast, _told: set[str], _left: Any) -> None:
    with acting(operator(cast)) as by:
        whole(by)
        rows = models.PersonNamed.objects.exclude(erased_at=None)
        assert not rows.exclude(sealed=b"").exists(), "half erased"


def _act(report: Report, by: Actor) -> Any:
    named = models.PersonNamed.objects.get(report_id=report.id)
    return keeping.note_act(named=named, number="SP/1", on=NOW.date(), by=by).id


def _acts() -> set[Any]:
    return set(models.PersonNamed.objects.exclude(act_number="").values_list("id", flat=True))


SERVICES: tuple[Service, ...] = (
    Service(
        "rooms.intake.services.deciding.open_incident",
        *told_apart("incident.open", _open_incident, decides, _incidents, triaged),
    ),
    Service(
        "rooms.intake.services.deciding.mark_accepted",
        *told_apart("report.accept", _accept, decides, ids(state="accepted"), _opened_incident),
    ),
    Service(
        "rooms.intake.services.deciding.not_indicate_report",
        *told_apart("report.not_indicate", _aside, decides, ids(state="not indicated"), triaged),
    ),
    Service(
        "rooms.intake.services.deciding.pass_on_report",
        *told_apart("report.pass_on", _pass, operator, ids(state="passed on"), taken),
    ),
    Service(
        "rooms.intake.services.deciding.note_answer",
        *told_apart("report.note_answer", _note, operator, ids(answer="taken_up"), _passed),
    ),
    Service(
        "rooms.intake.services.deciding.answer_sender",
        *told_apart(
            "report.answer_sender",
            lambda r, by: deciding.answer_sender(report=r, answer="taken_up", now=NOW, by=by).id,
            operator,
            events("report.answer_sender"),
            _answered_there,
        ),
    ),
    Service(
        "rooms.intake.services.deciding.take_back_report",
        *told_apart(
            "report.take_back",
            _back,
            operator,
            lambda: set(
                Report.objects.filter(state="triaged")
                .exclude(passed_at=None)
                .values_list("id", flat=True)
            ),
            _passed,
        ),
    ),
    Service(
        "rooms.intake.services.opening.open_report",
        *told_apart("report.open", _open, operator, events("report.open"), taken),
    ),
    Service(
        "rooms.intake.services.opening.keep_open",
        *told_apart("report.open", _keep_open, operator, events("report.open"), taken),
    ),
    Service(
        "rooms.intake.services.opening.close_report",
        *told_apart("report.close", _close, operator, events("report.close"), taken),
    ),
    Service(
        "rooms.intake.services.keeping.erase_named",
        _clocked(keeping.erase_named),
        _gone,
        _in_time(_ends),
    ),
    Service(
        "rooms.intake.services.keeping.note_act",
        *told_apart("person_named.note_act", _act, decides, _acts, taken),
    ),
    Service(
        "rooms.intake.services.keeping.ask_supervisor",
        *told_apart(
            "report.ask_supervisor",
            lambda r, by: keeping.ask_supervisor(report=r, now=NOW, by=by).id,
            operator,
            lambda: set(
                Task.objects.filter(what="decide_report").values_list("subject_id", flat=True)
            ),
            triaged,
        ),
    ),
    Service(
        "rooms.intake.services.keeping.put_names",
        _clocked(keeping.put_names),
        prepare=_in_time(_nobodys_until),
    ),
)
