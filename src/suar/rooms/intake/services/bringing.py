"""Reports from a mission's spreadsheet, read by a register's profile; what fails has its row."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from pathlib import PurePath
from typing import TYPE_CHECKING, Any, Final

from django.db import transaction
from django.utils.translation import gettext_noop

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.vault.files import in_memory
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.reports import age_band_of
from suar.rooms.intake.facts import Concerned, Draft
from suar.rooms.intake.models import Report, Sheet
from suar.rooms.intake.services.taking import LARGEST_GROUP, take_report

if TYPE_CHECKING:
    from suar.analytics.registers import Profile, Register

#: More belongs into the registers room, or comes in parts.
MOST_ROWS: Final = 500
SUFFIXES: Final = (".csv", ".tsv", ".xlsx")
_FACTS: Final = ("purpose", "means", "sector", "recruitment_channel", "migration_status")


@dataclass(frozen=True)
class Wrong:
    """A row that was not taken, or something odd in one that was: where, and what to do."""

    row: int
    column: str
    code: str
    reason: str
    taken: bool = False


@dataclass(frozen=True)
class Brought:
    """What came of a sheet. rows = persons taken + rows refused."""

    rows: int
    reports: int
    persons: int
    wrong: tuple[Wrong, ...]


@transaction.atomic
def bring_reports(
    *,
    parts: Iterable[bytes],
    file_name: str,
    about: str,
    now: datetime,
    by: Actor,
    profile: "Profile | None" = None,
) -> Brought:
    """Take a report for each case of a mission's sheet; rows of one case number are one report.

    The whole sheet is taken or nothing of it: a row that cannot be read is refused alone, with its
    number and column; a file that was taken before is refused whole.

    Raises
    ------
    Denied
        If the post may not bring in records.
    Refusal
        If the file cannot be read, was taken before, or has more rows than one sheet may.
    """
    from suar.analytics.registers import read  # late: frames are heavy, pages need none

    may(by.holder, Permission.BRING_IN_RECORDS).require()
    may(by.holder, Permission.TAKE_REPORTS).require()
    suffix = PurePath(file_name).suffix.lower()
    if suffix not in SUFFIXES:
        raise Refusal(
            gettext_noop("This kind of file is not read here"),
            remedy=gettext_noop("Save it as CSV or XLSX."),
        )
    content = b"".join(parts)
    digest = sha256(content).hexdigest()
    if Sheet.objects.filter(organisation_id=by.organisation, sha256=digest).exists():
        raise Refusal(
            gettext_noop("This file was taken before"),
            remedy=gettext_noop("Bring only the rows that are new."),
        )
    with in_memory(iter([content]), name=f"sheet{suffix}") as path:
        register = read(path, profile=profile)
    if register.kind != "records" or register.rows > MOST_ROWS:
        raise Refusal(
            gettext_noop("The file has more than 500 rows, or totals instead of persons"),
            remedy=gettext_noop("Bring it in parts, a row a person."),
        )
    made = 0
    for draft in _drafts(register, about):
        take_report(draft=draft, channel=Report.Channel.SHEET, now=now, by=by)
        made += 1
    rejected = len(register.rejections)
    Sheet.objects.create(
        organisation_id=by.organisation,
        sha256=digest,
        rows=register.rows,
        reports=made,
        rejected=rejected,
        taken_at=now,
        taken_by=by.person,
    )
    record(
        action="report.bring",
        detail={"rows": register.rows, "reports": made, "rejected": rejected},
        by=by,
    )
    return Brought(register.rows, made, register.accepted, tuple(_wrong(register)))


def _drafts(register: "Register", about: str) -> Iterator[Draft]:
    """Give a draft for each case; more persons than one sheet holds go on in another report."""
    cases: dict[str, list[Mapping[str, Any]]] = {}
    for row in register.frame.iter_rows(named=True):
        cases.setdefault(row["case_id"] or row["record"], []).append(row)
    for rows in cases.values():
        for start in range(0, len(rows), LARGEST_GROUP):
            part = rows[start : start + LARGEST_GROUP]
            yield Draft(
                about=Report.About.GROUP if len(part) > 1 else about,
                told="\n".join(filter(None, (_words(row) for row in part))),
                persons=tuple(_concerned(row, about) for row in part),
            )


def _concerned(row: Mapping[str, Any], about: str) -> Concerned:
    age, name = (
        row["age"],
        row["name"] or " ".join(filter(None, (row["given_name"], row["family_name"]))),
    )
    minor = row["minor"]
    if minor is None and age is not None:
        minor = age < 18
    return Concerned(
        state="held" if about == Report.About.NOT_FREE else "free",
        age_band=age_band_of(age) if age is not None else (row["age_band"] or ""),
        minor={True: "yes", False: "no", None: "not_asked"}[minor],
        sex=row["sex"] or "",
        citizenship=row["citizenship"] or "",
        identity={"name": name or "", "age": "" if age is None else str(age)},
        contact={"number": row["phone"] or ""},
        country=row["exploitation_country"] or row["destination"] or "",
    )


def _words(row: Mapping[str, Any]) -> str:
    """Give the row's other coded facts as the sheet had them; sealed with the story."""
    told = []
    for name in _FACTS:
        value = row[name]
        text = ", ".join(value) if isinstance(value, list) else value
        if text:
            told.append(f"{name}: {text}")
    return "; ".join(told)


def _wrong(register: "Register") -> Iterator[Wrong]:
    for each in register.rejections:
        yield Wrong(each.row, each.column or "", each.code, each.reason)
    for odd in register.warnings:
        for row in odd.rows:
            yield Wrong(row, odd.column or "", odd.code, "", taken=True)
