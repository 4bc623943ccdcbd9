"""Reports: an organisation's own, sealed but for codes; an incident's coded facts by grant."""

from addresses import Made, Row, Want
from cast import NOW

from suar.base.identifiers import uuid7
from suar.base.identifiers.others import keep_other_number
from suar.rooms.intake.models import (
    Gateway,
    Incident,
    PersonConcerned,
    PersonIdentity,
    PersonNamed,
    Report,
    Reporter,
    Screening,
    Told,
)
from suar.rooms.intake.sealing import seal_fields


def _new_report(want: Want, **facts: object) -> Report:
    """A report with its words, reporter and a person named: sealed, so that none of it shows."""
    owner = want.owner.organisation
    report = Report.objects.create(
        organisation_id=owner,
        reference=f"T-{uuid7().hex[:12]}",
        channel="phone",
        about="not_free",
        received_at=NOW,
        due_at=NOW,
        person_id=want.person,
        team_id=want.team,
        changed_at=NOW,
        **facts,
    )
    for row, fields in (
        (Reporter(report_id=report.id), {"name": want.mark("contact")}),
        (Told(report_id=report.id, told_at=NOW), {"words": want.mark("story")}),
        (
            PersonNamed(report_id=report.id, named_at=NOW, erase_on=NOW.date()),
            {"name": want.mark("identity")},
        ),
    ):
        row.organisation_id = owner
        seal_fields(row, fields)
        row.save(force_insert=True)
    return report


def _named(want: Want) -> Made:
    report = _new_report(want)
    named = PersonNamed.objects.get(report_id=report.id)
    return Made({"report_id": report.id, "named_id": named.id})


def _new_person(want: Want) -> PersonConcerned:
    report = _new_report(want, state="triaged", triaged_at=NOW, triaged_by=uuid7())
    person = PersonConcerned.objects.create(
        organisation_id=want.owner.organisation, report_id=report.id, number=1, state="free"
    )
    identity = PersonIdentity(organisation_id=want.owner.organisation, person_id=person.id)
    seal_fields(identity, {"name": want.mark("identity")})
    identity.save(force_insert=True)
    return person


def _report(want: Want) -> Made:
    return Made({"report_id": _new_person(want).report_id})


def _numbered(want: Want) -> Made:
    report_id = _new_person(want).report_id
    row = keep_other_number(
        organisation=want.owner.organisation,
        subject=("report", report_id),
        system="police_report",
        number=want.mark(),
    )
    return Made({"report_id": report_id, "number_id": row.id})


def _passed_on(want: Want) -> Made:
    return Made({"report_id": _new_report(want, state="passed on", passed_at=NOW).id})


def _person(want: Want) -> Made:
    return Made({"person_id": _new_person(want).id})


def _new_screening(want: Want) -> Screening:
    person = _new_person(want)
    return Screening.objects.create(
        organisation_id=want.owner.organisation,
        person_id=person.id,
        agreed=True,
        begun_at=NOW,
        begun_by=uuid7(),
    )


def _screening(want: Want) -> Made:
    return Made({"screening_id": _new_screening(want).id})


def _ask(want: Want) -> Made:
    kwargs = {"tool_name": "ilo_ec_labour", "dimension": "ex"}
    return Made({"screening_id": _new_screening(want).id, **kwargs})


def _incident(want: Want) -> Made:
    row = Incident.objects.create(
        organisation_id=want.owner.organisation,
        reference=f"T-{uuid7().hex[:12]}",
        purposes=["forced_labour"],
        accepted_at=NOW,
        accepted_by=uuid7(),
    )
    return Made({"incident_id": row.id}, subject=("incident", row.id), groups=("facts",))


def _new_gateway(want: Want) -> Gateway:
    row = Gateway(
        organisation_id=want.owner.organisation,
        name=want.mark(),
        made_at=NOW,
        made_by=uuid7(),
    )
    seal_fields(row, {"secret": want.mark()})
    row.save(force_insert=True)
    return row


def _gateway(want: Want) -> Made:
    return Made({"gateway_id": _new_gateway(want).id})


def _signed(want: Want) -> Made:
    row = _new_gateway(want)
    return Made({"organisation_id": row.organisation_id, "gateway_id": row.id})


ROWS = {
    **{
        name: Row()
        for name in (
            "report",
            "report_follow",
            "reports:index",
            "reports:call",
            "reports:group",
            "reports:bring",
            "reports:numbers",
            "reports:gateways",
        )
    },
    **{
        f"reports:{name}": Row(_report)
        for name in (
            *(
                "report",
                "open",
                "close",
                "triage",
                "sheet",
                "person",
                "take",
                "told",
                "name",
                "number",
            ),
            *("pass_on", "answer_sender", "aside", "back", "ask_supervisor"),
        )
    },
    "reports:no_number": Row(_numbered),
    "reports:act": Row(_named),
    "reports:answer": Row(_passed_on),
    "reports:screenings": Row(_person),
    "reports:screening": Row(_screening),
    "reports:ask": Row(_ask),
    "reports:stop": Row(_screening),
    "reports:conclude": Row(_screening),
    "reports:incident": Row(_incident),
    "reports:gateway_close": Row(_gateway),
    "report_gateway": Row(_signed),
}
