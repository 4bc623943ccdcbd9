"""Numbers that other systems gave a report: written down, and taken back."""

from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.models import OtherNumber
from suar.base.audit.services import record
from suar.base.identifiers.others import keep_other_number, other_numbers_of
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.numbers import OF_A_REPORT
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.intake.models import Report
from suar.rooms.intake.services.taking import locked


@transaction.atomic
def keep_number(*, report: Report, system: str, number: str, by: Actor) -> OtherNumber:
    """Write down, sealed, a number that another system gave the report.

    Raises
    ------
    Denied
        If the post may not, or the system is none that numbers reports.
    """
    may(by.holder, Permission.TAKE_REPORTS).require()
    report = locked(report, by)
    if system not in OF_A_REPORT or not number.strip():
        raise Denied("Not yet: choose whose number it is, and write it.")
    row = keep_other_number(
        organisation=report.organisation_id,
        subject=("report", report.id),
        system=system,
        number=number[:80],
    )
    _noted("report.number", report, system, by)
    return row


@transaction.atomic
def take_back_number(*, report: Report, number_id: UUID, by: Actor) -> None:
    """Take away a number that was written down by mistake; one that is gone is gone."""
    may(by.holder, Permission.TAKE_REPORTS).require()
    report = locked(report, by)
    found = other_numbers_of(report.organisation_id, [report.id]).filter(id=number_id).first()
    if found is not None:
        found.delete()
        _noted("report.number_back", report, found.system, by)


def _noted(action: str, report: Report, system: str, by: Actor) -> None:
    record(action=action, subject=("report", report.id), detail={"system": system}, by=by)
