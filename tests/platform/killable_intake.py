"""Intake's services by which a report comes in, killed in the middle: whole or not there."""

from typing import Any

from cast import NOW
from killable import Service, called
from ready_reports import DRAFT, LATER, clock, decides, ids, numbered, operator, taken, told_apart

from suar.analytics.registers import parse_profile
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.rooms.intake import models
from suar.rooms.intake.facts import Concerned, Named
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.services import bringing, gateways, numbers, taking

PROFILE = parse_profile(
    "register: mission\ncounts: person\nid: case_no\nstatus: presumed\ncolumns: {name: name}\n"
)


def _nobodys(by: Actor) -> Report:
    report = taken(by)
    Report.objects.filter(id=report.id).update(person_id=None)
    return report


def _take(_left: Any, by: Actor) -> Any:
    return taken(by).id


def _receive(_left: Any, by: Actor) -> Any:
    return taking.receive_public_report(
        draft=DRAFT, channel="web", tracking=uuid7().hex, now=NOW, by=by
    ).id


def _add(report: Report, by: Actor) -> None:
    person = Concerned(identity={"name": "Rekaan"})
    taking.add_person(report=report, person=person, now=NOW, by=by)


def _keep_number(report: Report, by: Actor) -> Any:
    return numbers.keep_number(report=report, system="simfoni", number=uuid7().hex, by=by)


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


SERVICES: tuple[Service, ...] = (
    Service(
        "rooms.intake.services.taking.take_report",
        *told_apart("report.take", _take, operator, ids()),
    ),
    Service(
        "rooms.intake.services.taking.receive_public_report",
        *told_apart("report.receive", _receive, clock, ids(channel="web")),
    ),
    Service(
        "rooms.intake.services.taking.add_told",
        *numbered(
            "report.add_told",
            lambda r, by: taking.add_told(report=r, words="Rekaan", now=LATER, by=by),
            operator,
            taken,
            lambda: models.Told.objects.filter(told_at=LATER).count(),
        ),
    ),
    Service(
        "rooms.intake.services.taking.add_person",
        *numbered(
            "report.add_person",
            _add,
            operator,
            taken,
            lambda: PersonConcerned.objects.filter(number=2).count(),
        ),
    ),
    Service(
        "rooms.intake.services.taking.name_person",
        *numbered(
            "report.name_person",
            lambda r, by: taking.name_person(report=r, named=Named("Rekaan"), now=LATER, by=by),
            operator,
            taken,
            lambda: models.PersonNamed.objects.filter(named_at=LATER).count(),
        ),
    ),
    called(
        "rooms.intake.services.numbers.keep_number",
        operator,
        _keep_number,
        lambda _cast, by: taken(by),
    ),
    called(
        "rooms.intake.services.numbers.take_back_number",
        operator,
        lambda each, by: numbers.take_back_number(report=each[0], number_id=each[1].id, by=by),
        lambda _cast, by: (report := taken(by), _keep_number(report, by)),
    ),
    Service(
        "rooms.intake.services.taking.take_over",
        *told_apart(
            "report.take_over",
            lambda r, by: taking.take_over(report=r, now=NOW, by=by).id,
            operator,
            ids(version=2),
            _nobodys,
        ),
    ),
    Service(
        "rooms.intake.services.gateways.make_gateway",
        *told_apart(
            "gateway.make",
            lambda _left, by: _ready_gateway(by).id,
            decides,
            lambda: set(models.Gateway.objects.values_list("id", flat=True)),
        ),
    ),
    Service(
        "rooms.intake.services.gateways.close_gateway",
        *told_apart(
            "gateway.close",
            lambda g, by: gateways.close_gateway(gateway=g, now=NOW, by=by).id,
            decides,
            lambda: set(
                models.Gateway.objects.exclude(closed_at=None).values_list("id", flat=True)
            ),
            _ready_gateway,
        ),
    ),
    Service(
        "rooms.intake.services.gateways.receive_message",
        *numbered("report.receive", _receive_message, decides, _ready_gateway, _messages),
    ),
    Service(
        "rooms.intake.services.bringing.bring_reports",
        *numbered(
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
