"""Intake's services, killed in the middle: a report is whole or not there, and so is its event."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from cast import NOW, Cast
from killable import PLENTY, Service, called, counted, same

from suar.analytics.registers import parse_profile
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.base.tasks.models import Task
from suar.rooms.intake import models
from suar.rooms.intake.facts import Concerned, Draft, EventFacts, Named, Passing, Teller, Told
from suar.rooms.intake.models import PersonConcerned, Report, Screening
from suar.rooms.intake.sealing import open_fields
from suar.rooms.intake.services import (
    bringing,
    deciding,
    gateways,
    grouping,
    keeping,
    numbers,
    opening,
    screening,
    taking,
    triaging,
)

Who = Callable[[Cast], Actor]
Verb = Callable[[Any, Actor], Any]
DRAFT = Draft(
    about="not_free",
    told="Rekaan",
    teller=Teller(name="Rekaan"),
    persons=(Concerned(state="free", identity={"name": "Rekaan"}),),
    named=(Named("Rekaan"),),
)
LATER = NOW + timedelta(days=400)
PROFILE = parse_profile(
    "register: mission\ncounts: person\nid: case_no\nstatus: presumed\ncolumns: {name: name}\n"
)


def _operator(cast: Cast) -> Actor:
    return cast.operator


def _decides(cast: Cast) -> Actor:
    return cast.hotline_supervisor


def _clock(cast: Cast) -> Actor:
    return Actor(organisation=cast.operator.organisation, name="clock")


def _taken(by: Actor) -> Report:
    return taking.take_report(draft=DRAFT, channel="phone", now=NOW, by=by)


def _first(report: Report) -> PersonConcerned:
    return PersonConcerned.objects.get(report_id=report.id, number=1)


def _triaged(by: Actor) -> Report:
    report = _taken(by)
    answers = {_first(report).id: {"danger": Told("yes", "told")}}
    return triaging.triage_report(report=report, answers=answers, version=1, now=NOW, by=by)


def _passed(by: Actor) -> Report:
    report = _triaged(by)
    return deciding.pass_on_report(
        report=report, to=Passing(None, "police", "Rekaan"), version=report.version, now=NOW, by=by
    )


def _opened_incident(by: Actor) -> tuple[Report, Any]:
    report = _triaged(by)
    facts = EventFacts(purposes=("forced_labour",))
    return report, deciding.open_incident(report=report, facts=facts, now=NOW, by=by)


def _began(by: Actor) -> Screening:
    return screening.begin_screening(person=_first(_triaged(by)), agreed=True, now=NOW, by=by)


def _stopped(by: Actor) -> Screening:
    return screening.stop_screening(screening=_began(by), because="tired", now=NOW, by=by)


def _plenty(make: Callable[[Actor], Any], who: Who) -> Callable[[Cast], list[Any]]:
    def prepare(cast: Cast) -> list[Any]:
        with acting(who(cast)) as by:
            return [make(by) for _each in range(PLENTY)]

    return prepare


def _whole(by: Actor) -> None:
    """No report without its reporter, its words, its person and her name."""
    for report in Report.objects.filter(channel="phone"):
        assert models.Reporter.objects.filter(report_id=report.id).count() == 1
        assert models.Told.objects.filter(report_id=report.id).exists()
        person = PersonConcerned.objects.filter(report_id=report.id).order_by("number").first()
        assert person is not None
        identity = models.PersonIdentity.objects.get(person_id=person.id)
        assert open_fields(identity)["name"] == "Rekaan"


def _told_apart(
    action: str,
    verb: Verb,
    who: Who,
    done: Callable[[], set[Any]],
    make: Callable[[Actor], Any] | None = None,
) -> tuple[Any, ...]:
    """Each deed has a subject of its own: what is done, what was told and the audit are one."""

    def deed(cast: Cast, left: Any) -> str:
        with acting(who(cast)) as by:
            return str(verb(left.pop() if make else None, by))

    def holds(cast: Cast, told: set[str], _left: Any) -> None:
        with acting(who(cast)) as by:
            _whole(by)
            found = {str(each) for each in done()}
        same(who(cast), action, found, told)

    return (deed, holds, _plenty(make, who)) if make else (deed, holds)


def _numbered(
    action: str, verb: Verb, who: Who, make: Callable[[Actor], Any], rows: Callable[[], int]
) -> tuple[Any, ...]:
    """Deeds by number: as many rows as events, and no fewer than was acknowledged."""

    def deed(cast: Cast, left: Any) -> str:
        with acting(who(cast)) as by:
            verb(left.pop(), by)
        return str(counted(who(cast), action, set()))

    def holds(cast: Cast, told: set[str], _left: Any) -> None:
        with acting(who(cast)) as by:
            _whole(by)
            found = rows()
        assert counted(who(cast), action, told) == found, f"{action}: a change without its event"

    return deed, holds, _plenty(make, who)


def _ids(**which: Any) -> Callable[[], set[Any]]:
    return lambda: set(Report.objects.filter(**which).values_list("id", flat=True))


def _subjects(**which: Any) -> Callable[[], set[Any]]:
    rows = Screening.objects.filter
    return lambda: set(rows(**which).values_list("person_id", flat=True))


def _take(_left: Any, by: Actor) -> Any:
    return _taken(by).id


def _receive(_left: Any, by: Actor) -> Any:
    return taking.receive_public_report(
        draft=DRAFT, channel="web", tracking=uuid7().hex, now=NOW, by=by
    ).id


def _triage(report: Report, by: Actor) -> Any:
    answers = {_first(report).id: {"danger": Told("yes", "told")}}
    return triaging.triage_report(
        report=report, answers=answers, version=report.version, now=NOW, by=by
    ).id


def _answer(report: Report, by: Actor) -> Any:
    person = _first(report)
    answers = {"medical": Told("yes", "told")}
    triaging.answer_questions(person=person, tool_name="triage", answers=answers, now=NOW, by=by)
    return person.id


def _group(report: Report, by: Actor) -> Any:
    row = grouping.SheetRow(_first(report).id, name="Rekaan", age=16, seen=True)
    return grouping.note_group(report=report, rows=[row], version=report.version, now=NOW, by=by).id


def _grouped() -> set[Any]:
    rows = PersonConcerned.objects.exclude(triaged_at=None)
    assert not rows.exclude(minor="yes").exists(), "half a row of the sheet"
    return set(rows.values_list("report_id", flat=True))


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


def _answered_there(by: Actor) -> Report:
    report = _taken(by)
    Report.objects.filter(id=report.id).update(came_from_id=by.organisation, came_as=report.id)
    return report


def _back(report: Report, by: Actor) -> Any:
    return deciding.take_back_report(report=report, version=report.version, now=NOW, by=by).id


def _ready_gateway(by: Actor) -> Any:
    return gateways.make_gateway(name="Rekaan", now=NOW, by=by)[0]


def _receive_message(gateway: Any, by: Actor) -> None:
    part = Actor(organisation=by.organisation, name="gateway")
    with acting(part):
        number = uuid7().hex
        message = gateways.Message(number, "Rekaan")
        gateways.receive_message(
            gateway=gateway, message=message, body=number.encode(), now=NOW, by=part
        )


def _messages() -> int:
    rows = models.GatewayMessage.objects.count()
    assert rows == Report.objects.filter(channel="gateway").count(), "a message without its report"
    return rows


def _bring(number: int, by: Actor) -> None:
    sheet = f"case_no,name\n{number}-{uuid7().hex},Rekaan\n".encode()
    bringing.bring_reports(
        parts=iter([sheet]),
        file_name="a.csv",
        about="free",
        profile=PROFILE,
        now=NOW,
        by=by,
    )


def _in_time(mark: Callable[[Report, timedelta], None]) -> Callable[[Cast], list[datetime]]:
    """Make reports whose times come one after the other: give the times, the first one last."""

    def prepare(cast: Cast) -> list[datetime]:
        by = _clock(cast)
        with acting(_operator(cast)) as operator:
            keeping.erase_named(now=LATER, by=by)  # what a kill left: it would be done at once
            keeping.put_names(now=LATER, by=by)
            after = [timedelta(days=number) for number in range(PLENTY)]
            for each in after:
                mark(_taken(operator), each)
        return [NOW + each + timedelta(hours=10) for each in reversed(after)]

    return prepare


def _clocked(verb: Callable[..., int]) -> Callable[[Cast, list[datetime]], str]:
    def deed(cast: Cast, left: list[datetime]) -> str:
        with acting(_clock(cast)) as by:
            assert verb(now=left.pop(), by=by) == 1
        return str(uuid7())

    return deed


def _ends(report: Report, after: timedelta) -> None:
    models.PersonNamed.objects.filter(report_id=report.id).update(erase_on=(NOW + after).date())


def _nobodys_until(report: Report, after: timedelta) -> None:
    Report.objects.filter(id=report.id).update(person_id=None, due_at=NOW + after)


def _gone(cast: Cast, _told: set[str], _left: Any) -> None:
    with acting(_operator(cast)) as by:
        _whole(by)
        rows = models.PersonNamed.objects.exclude(erased_at=None)
        assert not rows.exclude(sealed=b"").exists(), "half erased"


def _nobodys(by: Actor) -> Report:
    report = _taken(by)
    Report.objects.filter(id=report.id).update(person_id=None)
    return report


def _act(report: Report, by: Actor) -> Any:
    named = models.PersonNamed.objects.get(report_id=report.id)
    return keeping.note_act(named=named, number="SP/1", on=NOW.date(), by=by).id


def _acts() -> set[Any]:
    return set(models.PersonNamed.objects.exclude(act_number="").values_list("id", flat=True))


def _conclude(each: Screening, by: Actor) -> Any:
    return screening.conclude_screening(
        screening=each, conclusion="indicated", words="x", version=each.version, now=NOW, by=by
    ).person_id


def _ask(each: Screening, by: Actor) -> Any:
    answers = {"ex.hours": Told("yes", "told")}
    screening.note_screening(
        screening=each, tool_name="ilo_ec_labour", answers=answers, now=NOW, by=by
    )


def _add(report: Report, by: Actor) -> None:
    person = Concerned(identity={"name": "Rekaan"})
    taking.add_person(report=report, person=person, now=NOW, by=by)


def _open(report: Report, by: Actor) -> Any:
    opening.open_report(report=report, part=opening.Part.TOLD, reason="triage", now=NOW, by=by)
    return report.id


def _keep_open(report: Report, by: Actor) -> Any:
    opening.keep_open(report=report, now=report.received_at, by=by)
    return report.id


def _events(action: str) -> Callable[[], set[Any]]:
    from suar.base.audit.models import Event

    return lambda: set(Event.objects.filter(action=action).values_list("subject_id", flat=True))


def _close(report: Report, by: Actor) -> Any:
    opening.close_report(report=report, now=NOW, by=by)
    return report.id


def _answered() -> set[Any]:
    rows = models.Answer.objects.filter(question="medical")
    return set(rows.values_list("person_id", flat=True))


def _keep_number(report: Report, by: Actor) -> Any:
    return numbers.keep_number(report=report, system="simfoni", number=uuid7().hex, by=by)


SERVICES: tuple[Service, ...] = (
    Service(
        "rooms.intake.services.taking.take_report",
        *_told_apart("report.take", _take, _operator, _ids()),
    ),
    Service(
        "rooms.intake.services.taking.receive_public_report",
        *_told_apart("report.receive", _receive, _clock, _ids(channel="web")),
    ),
    Service(
        "rooms.intake.services.taking.add_told",
        *_numbered(
            "report.add_told",
            lambda r, by: taking.add_told(report=r, words="Rekaan", now=LATER, by=by),
            _operator,
            _taken,
            lambda: models.Told.objects.filter(told_at=LATER).count(),
        ),
    ),
    Service(
        "rooms.intake.services.taking.add_person",
        *_numbered(
            "report.add_person",
            _add,
            _operator,
            _taken,
            lambda: PersonConcerned.objects.filter(number=2).count(),
        ),
    ),
    Service(
        "rooms.intake.services.taking.name_person",
        *_numbered(
            "report.name_person",
            lambda r, by: taking.name_person(report=r, named=Named("Rekaan"), now=LATER, by=by),
            _operator,
            _taken,
            lambda: models.PersonNamed.objects.filter(named_at=LATER).count(),
        ),
    ),
    called("rooms.intake.services.numbers.keep_number", _operator, _keep_number, _taken),
    called(
        "rooms.intake.services.numbers.take_back_number",
        _operator,
        lambda each, by: numbers.take_back_number(report=each[0], number_id=each[1].id, by=by),
        lambda cast, by: (report := _taken(cast, by), _keep_number(report, by)),
    ),
    Service(
        "rooms.intake.services.taking.take_over",
        *_told_apart(
            "report.take_over",
            lambda r, by: taking.take_over(report=r, now=NOW, by=by).id,
            _operator,
            _ids(version=2),
            _nobodys,
        ),
    ),
    Service(
        "rooms.intake.services.triaging.triage_report",
        *_told_apart("report.triage", _triage, _operator, _ids(state="triaged"), _taken),
    ),
    Service(
        "rooms.intake.services.triaging.answer_questions",
        *_told_apart("person_concerned.answer", _answer, _operator, _answered, _taken),
    ),
    Service(
        "rooms.intake.services.grouping.note_group",
        *_told_apart("report.triage", _group, _operator, _grouped, _taken),
    ),
    Service(
        "rooms.intake.services.deciding.open_incident",
        *_told_apart("incident.open", _open_incident, _decides, _incidents, _triaged),
    ),
    Service(
        "rooms.intake.services.deciding.mark_accepted",
        *_told_apart("report.accept", _accept, _decides, _ids(state="accepted"), _opened_incident),
    ),
    Service(
        "rooms.intake.services.deciding.not_indicate_report",
        *_told_apart(
            "report.not_indicate", _aside, _decides, _ids(state="not indicated"), _triaged
        ),
    ),
    Service(
        "rooms.intake.services.deciding.pass_on_report",
        *_told_apart("report.pass_on", _pass, _operator, _ids(state="passed on"), _taken),
    ),
    Service(
        "rooms.intake.services.deciding.note_answer",
        *_told_apart("report.note_answer", _note, _operator, _ids(answer="taken_up"), _passed),
    ),
    Service(
        "rooms.intake.services.deciding.answer_sender",
        *_told_apart(
            "report.answer_sender",
            lambda r, by: deciding.answer_sender(report=r, answer="taken_up", now=NOW, by=by).id,
            _operator,
            _events("report.answer_sender"),
            _answered_there,
        ),
    ),
    Service(
        "rooms.intake.services.deciding.take_back_report",
        *_told_apart(
            "report.take_back",
            _back,
            _operator,
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
        *_told_apart("report.open", _open, _operator, _events("report.open"), _taken),
    ),
    Service(
        "rooms.intake.services.opening.keep_open",
        *_told_apart("report.open", _keep_open, _operator, _events("report.open"), _taken),
    ),
    Service(
        "rooms.intake.services.opening.close_report",
        *_told_apart("report.close", _close, _operator, _events("report.close"), _taken),
    ),
    Service(
        "rooms.intake.services.screening.begin_screening",
        *_told_apart(
            "screening.begin",
            lambda r, by: (
                screening.begin_screening(person=_first(r), agreed=True, now=NOW, by=by).person_id
            ),
            _decides,
            _subjects(),
            _triaged,
        ),
    ),
    Service(
        "rooms.intake.services.screening.note_screening",
        *_numbered(
            "person_concerned.answer",
            _ask,
            _decides,
            _began,
            lambda: (
                models.Answer.objects.filter(question="ex.hours").count()
                + models.Answer.objects.filter(question="danger").count()
            ),
        ),
    ),
    Service(
        "rooms.intake.services.screening.stop_screening",
        *_told_apart(
            "screening.stop",
            lambda s, by: (
                screening.stop_screening(screening=s, because="tired", now=NOW, by=by).person_id
            ),
            _decides,
            _subjects(state="stopped"),
            _began,
        ),
    ),
    Service(
        "rooms.intake.services.screening.go_on_screening",
        *_told_apart(
            "screening.go_on",
            lambda s, by: screening.go_on_screening(screening=s, now=NOW, by=by).person_id,
            _decides,
            _subjects(state="open"),
            _stopped,
        ),
    ),
    Service(
        "rooms.intake.services.screening.conclude_screening",
        *_told_apart(
            "screening.conclude", _conclude, _decides, _subjects(state="concluded"), _began
        ),
    ),
    Service(
        "rooms.intake.services.gateways.make_gateway",
        *_told_apart(
            "gateway.make",
            lambda _left, by: _ready_gateway(by).id,
            _decides,
            lambda: set(models.Gateway.objects.values_list("id", flat=True)),
        ),
    ),
    Service(
        "rooms.intake.services.gateways.close_gateway",
        *_told_apart(
            "gateway.close",
            lambda g, by: gateways.close_gateway(gateway=g, now=NOW, by=by).id,
            _decides,
            lambda: set(
                models.Gateway.objects.exclude(closed_at=None).values_list("id", flat=True)
            ),
            _ready_gateway,
        ),
    ),
    Service(
        "rooms.intake.services.gateways.receive_message",
        *_numbered("report.receive", _receive_message, _decides, _ready_gateway, _messages),
    ),
    Service(
        "rooms.intake.services.keeping.erase_named",
        _clocked(keeping.erase_named),
        _gone,
        _in_time(_ends),
    ),
    Service(
        "rooms.intake.services.keeping.note_act",
        *_told_apart("person_named.note_act", _act, _decides, _acts, _taken),
    ),
    Service(
        "rooms.intake.services.keeping.ask_supervisor",
        *_told_apart(
            "report.ask_supervisor",
            lambda r, by: keeping.ask_supervisor(report=r, now=NOW, by=by).id,
            _operator,
            lambda: set(
                Task.objects.filter(what="decide_report").values_list("subject_id", flat=True)
            ),
            _triaged,
        ),
    ),
    Service(
        "rooms.intake.services.keeping.put_names",
        _clocked(keeping.put_names),
        prepare=_in_time(_nobodys_until),
    ),
    Service(
        "rooms.intake.services.bringing.bring_reports",
        *_numbered(
            "report.bring",
            _bring,
            lambda cast: cast.consul,
            lambda _by: 0,
            lambda: models.Sheet.objects.count(),
        ),
        alike=False,
        fresh=True,  # frames have threads
    ),
)
