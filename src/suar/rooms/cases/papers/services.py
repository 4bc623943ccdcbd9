"""Issuing a paper and printing it again: the number, the text as it was, and who printed it."""

import json
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.base.identifiers import new_reference, uuid7
from suar.base.vault.services import seal_text
from suar.knowledge.rules.decision import YES, Decision, Denied
from suar.knowledge.rules.papers import (
    CARRIES,
    Goes,
    PaperFacts,
    PaperKind,
    covered,
    is_secret,
    may_make,
    may_print,
    may_refer,
    number_of,
    reason_given,
)
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup, Relation
from suar.rooms.cases.models import Case, Paper, PaperPrint
from suar.rooms.cases.papers import wording
from suar.rooms.cases.papers.about import About, Office, office_of
from suar.rooms.cases.papers.blocks import Block
from suar.rooms.cases.papers.recipients import Recipient, recipient_chosen
from suar.rooms.cases.papers.selectors import place_of, readable_of
from suar.rooms.cases.papers.writing.consent import consent
from suar.rooms.cases.papers.writing.minutes import conference, handover
from suar.rooms.cases.papers.writing.parts import lines_of
from suar.rooms.cases.papers.writing.referral import referral
from suar.rooms.cases.papers.writing.report import report_received
from suar.rooms.cases.papers.writing.social import social_report
from suar.rooms.cases.selectors.cases import person_of
from suar.rooms.cases.selectors.sights import sights_of
from suar.rooms.cases.services.ground import NOT_HERE, own
from suar.rooms.intake import selectors as reports
from suar.rooms.intake.models import Report
from suar.rooms.victims.selectors import consents_of

#: How long a paper shows to whoever printed it, so that a jammed printer asks nothing.
SHOWS_FOR: Final = timedelta(minutes=10)
#: Sealed places stand on no paper; these two are always there where a case's paper may be made.
_ALWAYS: Final = frozenset({FieldGroup.FACTS, FieldGroup.SERVICES})


@dataclass(frozen=True)
class Wanted:
    """A paper that is asked for. ``told`` is what was typed for it alone."""

    kind: PaperKind
    language: str
    goes: Goes = Goes.FILE
    neutral: bool = False
    groups: frozenset[FieldGroup] = frozenset()
    reason: str = ""
    words: str = ""
    told: dict[str, Any] = field(default_factory=dict)


def may_make_of_case(kind: PaperKind, case: Case, by: Actor) -> Decision:
    """Whether this post makes such a paper of this case; a closed case has papers too."""
    if by.organisation != case.organisation_id:
        return Decision(False, NOT_HERE)
    allowed = may_make(kind, by.holder)
    if allowed.allowed and kind is PaperKind.CONSENT:
        person = person_of(case)
        if person is None or not consents_of(person).exists():
            return Decision(False, "Not yet: no consent was asked of her. Ask for it first.")
    return allowed


def may_make_of_report(report: Report, by: Actor) -> Decision:
    """Whether this post makes a report's paper: who decides reports, or whose it is."""
    allowed = may_make(PaperKind.REPORT, by.holder)
    if not allowed.allowed:
        return allowed
    if by.organisation != report.organisation_id:
        return Decision(False, NOT_HERE)
    if report.state == Report.State.RECEIVED:
        return Decision(False, "Not yet: triage comes first.")
    hers = reports.relation_to(report, by) in (Relation.OWN, Relation.TEAM)
    if not hers and not may(by.holder, Permission.DECIDE_REPORTS).allowed:
        return Decision(False, "Not yet: take the report first, so that your name is beside it.")
    return YES


@transaction.atomic
def issue_paper(*, case: Case, wanted: Wanted, now: datetime, by: Actor) -> Paper:
    """Write a paper of a case, give it the next number, and print it once.

    What it says is kept sealed under the person's keys, as it was issued.

    Raises
    ------
    Denied
        If the post may not, a group is not open to it, paper is not safe with her, no reason is
        given where one is asked, or she said no to the recipient of a letter.
    """
    may_make_of_case(wanted.kind, case, by).require()
    person = person_of(case)
    if person is None:
        raise Denied(NOT_HERE)
    to = Recipient()
    if wanted.kind is PaperKind.REFERRAL:
        to = recipient_chosen(person, wanted.told, now=now)
        may_refer(to.said).require()
    office = office_of(by, now)
    paper = _begun(wanted, office, now=now, by=by)
    paper.case_id, paper.victim_id = case.id, case.victim_id
    about = About(
        case=case,
        person=person,
        seen=sights_of(case, by, now=now),
        groups=_groups(wanted, to),
        office=office,
        reference=paper.reference,
        goes=wanted.goes,
        now=timezone.localtime(now, ZoneInfo(office.zone)),
        by=by,
    )
    may_print(
        PaperFacts(
            kind=wanted.kind,
            groups=about.groups,
            readable=readable_of(about.seen),
            goes=wanted.goes,
            reason=wanted.reason,
            words=wanted.words,
            paper_safe=person.paper_safe,
            erased=person.erased_at is not None,
        )
    ).require()
    with override(wanted.language), timezone.override(ZoneInfo(office.zone)):
        blocks = _written(about, wanted, to)
        sheet = _sheet(wanted, blocks, about.groups, to_name=to.name)
    paper.groups = sorted(group.value for group in about.groups)
    return _issued(paper, sheet, wanted, office, by=by)


@transaction.atomic
def issue_report_paper(*, report: Report, wanted: Wanted, now: datetime, by: Actor) -> Paper:
    """Write the paper of a report, give it the next number, and print it once.

    Raises
    ------
    Denied
        If the post may not, or nobody triaged it yet.
    """
    may_make_of_report(report, by).require()
    groups = frozenset({FieldGroup.FACTS})
    may_print(
        PaperFacts(PaperKind.REPORT, groups, groups, wanted.goes, wanted.reason, wanted.words)
    ).require()
    office = office_of(by, now)
    paper = _begun(wanted, office, now=now, by=by)
    paper.report_id, paper.groups = report.id, [FieldGroup.FACTS.value]
    with override(wanted.language), timezone.override(ZoneInfo(office.zone)):
        sheet = _sheet(wanted, report_received(report, wanted.told, by), groups)
    return _issued(paper, sheet, wanted, office, by=by)


@transaction.atomic
def print_again(*, paper: Paper, reason: str, words: str = "", now: datetime, by: Actor) -> Paper:
    """Print a paper again: the same text and number, marked as a copy, made for whoever asks.

    Raises
    ------
    Denied
        If a group that it carries is not open to the post now, or no reason is given where the
        paper asks one.
    """
    organisation = own(by)
    if paper.organisation_id != organisation or not paper.sealed:
        raise Denied(NOT_HERE)
    may_be_printed(paper, now=now, by=by).require()
    kind = PaperKind(paper.kind)
    groups = frozenset(FieldGroup(each) for each in paper.groups)
    reason_given(kind, groups, reason=reason, words=words).require()
    _print(paper, copy=True, reason=reason, now=now, by=by)
    _record("paper.print_again", paper, reason=reason, words=words, by=by)
    return paper


def may_be_printed(paper: Paper, *, now: datetime, by: Actor) -> Decision:
    """Whether the post may print this paper now: its kind is hers, and all it carries is open."""
    allowed = may_make(PaperKind(paper.kind), by.holder)
    if not allowed.allowed or paper.case_id is None:
        return allowed
    case = Case.objects.get(organisation_id=own(by), id=paper.case_id)
    carried = frozenset(FieldGroup(each) for each in paper.groups)
    if carried - readable_of(sights_of(case, by, now=now)):
        return Decision(
            False, "Not yet: open what the paper is to carry first; each opening is recorded."
        )
    return allowed


def _groups(wanted: Wanted, to: Recipient) -> frozenset[FieldGroup]:
    """Give what the paper is to carry: what was chosen, and of a letter what she agreed to."""
    if wanted.kind is not PaperKind.REFERRAL:
        return wanted.groups | (_ALWAYS & CARRIES[wanted.kind])
    agreed = covered(to.said, to.groups, to_kind=to.kind)
    beyond = wanted.groups - agreed
    if beyond:
        raise Denied("Not yet: what she agreed to for this recipient does not cover that.")
    return (wanted.groups | _ALWAYS) & agreed


def _written(about: About, wanted: Wanted, to: Recipient) -> list[Block]:
    told = wanted.told
    if wanted.kind is PaperKind.REFERRAL:
        return referral(about, told, to.agreed)
    write = {
        PaperKind.CONSENT: consent,
        PaperKind.SOCIAL_REPORT: social_report,
        PaperKind.HANDOVER: handover,
        PaperKind.CONFERENCE: conference,
    }
    return write[wanted.kind](about, told)


def _sheet(
    wanted: Wanted, blocks: list[Block], groups: frozenset[FieldGroup], *, to_name: str = ""
) -> dict[str, Any]:
    told = wanted.told
    secret = is_secret(wanted.kind, groups)
    subject = wording.title(wanted.kind)
    if wanted.kind is PaperKind.HANDOVER:
        subject = _(wording.MINUTES_OF[told["matter"]])
    return {
        "subject": subject,
        "nature": _("Secret") if secret else _("Ordinary"),
        "secret": secret,
        "enclosures": str(told.get("enclosures", "")),
        "place": str(told.get("place", "")),
        "to": [*lines_of(to_name), *lines_of(str(told.get("to", "")))],
        "at": str(told.get("at", "")),
        "copies": lines_of(str(told.get("copies", ""))),
        "blocks": blocks,
    }


def _begun(wanted: Wanted, office: Office, *, now: datetime, by: Actor) -> Paper:
    own(by)
    return Paper(
        id=uuid7(),
        organisation_id=office.organisation,
        kind=wanted.kind,
        language=wanted.language,
        year=office.today.year,
        reference=new_reference(office.prefix),
        on=office.today,
        goes=wanted.goes,
        neutral=wanted.neutral or wanted.goes is Goes.HERSELF,
        made_at=now,
        by=by.person,
    )


def _issued(
    paper: Paper, sheet: dict[str, Any], wanted: Wanted, office: Office, *, by: Actor
) -> Paper:
    """Seal the text; take the number last, for its row is locked from then on; print, record."""
    paper.sealed = seal_text(json.dumps(sheet, ensure_ascii=False), place=place_of(paper))
    paper.sequence = next_number(office.organisation, paper.year)
    paper.number = number_of(
        wanted.kind,
        prefix=office.prefix,
        year=paper.year,
        month=paper.on.month,
        sequence=paper.sequence,
    )
    paper.save(force_insert=True)
    _print(paper, copy=False, reason=wanted.reason, now=paper.made_at, by=by)
    _record("paper.issue", paper, reason=wanted.reason, words=wanted.words, by=by)
    return paper


def next_number(organisation: UUID, year: int) -> int:
    """Take the next number of a year, in the transaction of the paper that gets it.

    The series' row stays locked until that transaction ends: two who print at once wait for one
    another, and a paper that fails gives its number back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO cases_paperseries (id, organisation_id, year, last)"
            " VALUES (%s, %s, %s, 1) ON CONFLICT (organisation_id, year)"
            " DO UPDATE SET last = cases_paperseries.last + 1 RETURNING last",
            [uuid7(), organisation, year],
        )
        found: int = cursor.fetchone()[0]
    return found


def _print(paper: Paper, *, copy: bool, reason: str, now: datetime, by: Actor) -> None:
    PaperPrint.objects.create(
        organisation_id=paper.organisation_id,
        paper_id=paper.id,
        copy=copy,
        reason=reason,
        at=now,
        by=by.person,
        until_at=now + SHOWS_FOR,
    )


def _record(action: str, paper: Paper, *, reason: str, words: str, by: Actor) -> None:
    """Write the audit as of an export: who printed what, and why; no words of hers."""
    subject = ("victim", paper.victim_id) if paper.victim_id else ("report", paper.report_id)
    assert subject[1] is not None  # noqa: S101 a constraint holds it
    record(
        action=action,
        kind=Event.Kind.EXPORT,
        subject=(subject[0], subject[1]),
        reason=reason,
        words=words if reason == "other" else "",
        detail={
            "paper": str(paper.id),
            "number": paper.number,
            "kind": paper.kind,
            "language": paper.language,
            "goes": paper.goes,
            "groups": list(paper.groups),
        },
        by=by,
    )
