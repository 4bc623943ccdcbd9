"""Exporting: rule, lines, lock and audit, in one transaction before a byte goes."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.base.exporting.locked import locked_csv, locked_pdf, locked_xlsx
from suar.base.exporting.sheet import Sheet, long_enough
from suar.base.identifiers import new_reference
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.cases.exports.lines import lines_of
from suar.rooms.cases.exports.shapes import SHAPES, sheet_of

#: A larger one is cut by time: it is kept in memory to be locked.
MOST: Final = 20_000
MOST_ON_PAPER: Final = 2_000
FORMATS: Final = {
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "csv": "application/zip",
    "pdf": "application/pdf",
}
#: Reasons that a person chooses from; *another* needs words.
REASONS: Final = ("statistics", "handover", "audit", "own_register", "another")


@dataclass(frozen=True)
class Wanted:
    """What is asked for, why, and under which password (kept nowhere)."""

    shape: str
    format: str
    reason: str
    words: str
    password: str
    since: date | None = None
    until: date | None = None


@dataclass(frozen=True)
class Export:
    """A file to hand over. ``left_out`` lines have no place in that shape."""

    reference: str
    name: str
    content: bytes
    media: str
    lines: int
    left_out: int


def may_export(by: Actor) -> Decision:
    """Whether the post may take records out of the house."""
    return may(by.holder, Permission.EXPORT_RECORDS)


@transaction.atomic
def export_records(*, wanted: Wanted, now: datetime, by: Actor) -> Export:
    """Give the organisation's own cases as a locked, marked file; the audit keeps who and why.

    Raises
    ------
    Denied
        If the post may not, or no reason is given.
    Refusal
        If the password is short, the time span ends before it begins, or there are more lines
        than one file may hold.
    """
    may_export(by).require()
    if wanted.reason not in REASONS or (wanted.reason == "another" and not wanted.words.strip()):
        raise Denied("Not yet: say what the export is for.")
    if wanted.shape not in SHAPES or wanted.format not in FORMATS:
        raise Denied("There is no such export.")
    long_enough(wanted.password)
    if wanted.since and wanted.until and wanted.until < wanted.since:
        raise Refusal(
            gettext_noop("The time ends before it begins"), remedy=gettext_noop("Change the dates.")
        )
    most = MOST_ON_PAPER if wanted.format == "pdf" else MOST
    lines = lines_of(by, since=wanted.since, until=wanted.until, most=most)
    if len(lines) > most:
        raise Refusal(
            gettext_noop("There are more cases than one file may hold"),
            remedy=gettext_noop("Choose a shorter time, or another format."),
        )
    reference = new_reference(_prefix(by))
    mark = _("Made for %(reason)s on %(day)s · %(reference)s · not to be passed on") % {
        "reason": reason_in_words(wanted.reason),
        "day": now.date().isoformat(),
        "reference": reference,
    }
    sheet, left_out = sheet_of(SHAPES[wanted.shape], lines, title=_title(wanted.shape), mark=mark)
    record(
        action="case.export",
        kind=Event.Kind.EXPORT,
        reason=wanted.reason,
        words=wanted.words if wanted.reason == "another" else "",
        detail={
            "export": reference,
            "shape": wanted.shape,
            "format": wanted.format,
            "lines": len(sheet.rows),
            "left_out": left_out,
            "since": str(wanted.since or ""),
            "until": str(wanted.until or ""),
        },
        by=by,
    )
    content = _locked(sheet, wanted)
    suffix = "zip" if wanted.format == "csv" else wanted.format
    name = f"suar-{wanted.shape}-{reference}.{suffix}".lower()
    return Export(reference, name, content, FORMATS[wanted.format], len(sheet.rows), left_out)


def reason_in_words(reason: str) -> str:
    """Give what an export is for."""
    return {
        "statistics": _("statistics"),
        "handover": _("a handover"),
        "audit": _("an audit"),
        "own_register": _("the organisation's own register"),
    }.get(reason, _("another purpose"))


def _title(shape: str) -> str:
    return {
        "cases": _("Cases"),
        "htcds": "HTCDS 2.0 (IOM, CC BY 4.0)",
        "simfoni": _("Cases in the shape of the women's and child ministry's register"),
    }[shape]


def _locked(sheet: Sheet, wanted: Wanted) -> bytes:
    if wanted.format == "xlsx":
        return locked_xlsx(sheet, password=wanted.password)
    if wanted.format == "pdf":
        return locked_pdf(sheet, password=wanted.password)
    return locked_csv(sheet, password=wanted.password, name=f"{wanted.shape}.csv")


def _prefix(by: Actor) -> str:
    return Organisation.objects.values_list("prefix", flat=True).get(id=by.organisation)
