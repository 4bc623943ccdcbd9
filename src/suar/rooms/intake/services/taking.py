"""Taking a report: from the public, on the line, from a gateway or a sheet; and adding to it."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.base.audit.services import record
from suar.base.identifiers import new_reference
from suar.base.tasks.services import Whose, set_task
from suar.knowledge.rules.clocks import due
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.lifecycle import NOTHING, REPORT, may_move
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.reports import CAPTIVE, CAPTIVE_TASKS, needs_of, rank_of, report_due
from suar.knowledge.rules.retention import erase_on
from suar.rooms.intake.facts import Concerned, Draft, Named, Teller
from suar.rooms.intake.models import (
    PersonConcerned,
    PersonContact,
    PersonIdentity,
    PersonNamed,
    PersonSafety,
    Report,
    Reporter,
    Told,
)
from suar.rooms.intake.sealing import seal_fields

#: One sheet holds so many persons at most.
LARGEST_GROUP = 200


@transaction.atomic
def take_report(*, draft: Draft, channel: str, now: datetime, by: Actor) -> Report:
    """Write down what somebody tells: on the line, in a chat, at the door, from a sheet.

    Whoever takes it has her name beside it. A person who is held or missing starts the consulate's
    tasks at once, and nobody's phone rings.

    Raises
    ------
    Denied
        If the post may not take reports, or the group is larger than one sheet.
    """
    may_move(REPORT, "take", state=NOTHING, holder=by.holder).require()
    report = _write(draft, channel=channel, now=now, by=by)
    record(action="report.take", subject=("report", report.id), detail=_detail(report), by=by)
    return report


@transaction.atomic
def receive_public_report(
    *, draft: Draft, channel: str, tracking: str, now: datetime, by: Actor
) -> Report:
    """Take what the public sends. ``by`` is a part of the system in the hotline's organisation.

    Parameters
    ----------
    tracking
        The keyed hash of the reporter's code (`tracking.hash_of`); the code is kept nowhere.
    """
    may_move(REPORT, "receive", state=NOTHING).require()
    report = _write(draft, channel=channel, now=now, by=by, tracking=tracking)
    record(action="report.receive", subject=("report", report.id), detail=_detail(report), by=by)
    return report


@transaction.atomic
def add_told(*, report: Report, words: str, now: datetime, by: Actor) -> Told | None:
    """Add words to a report; earlier ones stay as they are."""
    if by.person is not None:
        may(by.holder, Permission.TAKE_REPORTS).require()
    report = locked(report, by)
    told = _tell(report, words, now=now, by=by)
    if told is not None:
        record(action="report.add_told", subject=("report", report.id), by=by)
    return told


@transaction.atomic
def add_person(*, report: Report, person: Concerned, now: datetime, by: Actor) -> PersonConcerned:
    """Add a person whom the report concerns."""
    may(by.holder, Permission.TAKE_REPORTS).require()
    report = locked(report, by)
    if report.state not in (Report.State.RECEIVED, Report.State.TRIAGED):
        raise Denied("Not yet: the report was decided. Take it back first.")
    highest = PersonConcerned.objects.filter(
        organisation_id=by.organisation, report_id=report.id
    ).aggregate(Max("number"))["number__max"]
    if (highest or 0) >= LARGEST_GROUP:
        raise Denied("Not yet: one report holds 200 persons. Begin another one.")
    made = _concern(report, person, number=(highest or 0) + 1, now=now, by=by)
    record(
        action="report.add_person",
        subject=("report", report.id),
        detail={"person_concerned": str(made.id)},
        by=by,
    )
    return made


@transaction.atomic
def name_person(*, report: Report, named: Named, now: datetime, by: Actor) -> PersonNamed:
    """Keep, sealed and for twelve months, somebody whom the report names. He is not a suspect."""
    may(by.holder, Permission.TAKE_REPORTS).require()
    report = locked(report, by)
    made = _name(report, named, now=now)
    record(action="report.name_person", subject=("report", report.id), by=by)
    return made


@transaction.atomic
def take_over(*, report: Report, now: datetime, by: Actor) -> Report:
    """Put one's own name beside a report: from now on one answers for its clock."""
    may(by.holder, Permission.TAKE_REPORTS).require()
    report = locked(report, by)
    report.person_id = by.person
    touch(report, by, now=now)
    report.save(update_fields=["person_id", *TOUCHED])
    record(action="report.take_over", subject=("report", report.id), by=by)
    return report


#: What every change of a report writes too.
TOUCHED = ("changed_at", "changed_by", "version")


def touch(report: Report, by: Actor, *, now: datetime) -> None:
    """Note who changed a report, and raise its version."""
    report.changed_at, report.changed_by = now, by.person
    report.version += 1


def locked(report: Report, by: Actor) -> Report:
    """Give the report as it stands now, locked until the end of the transaction."""
    found = (
        Report.objects.select_for_update()
        .filter(id=report.id, organisation_id=by.organisation)
        .first()
    )
    if found is None:
        raise Denied("There is no such record here.")
    return found


def reference_of(by: Actor) -> str:
    """Give a new reference under the organisation's prefix."""
    prefix = Organisation.objects.values_list("prefix", flat=True).get(pk=by.organisation)
    return new_reference(prefix)


def _write(draft: Draft, *, channel: str, now: datetime, by: Actor, tracking: str = "") -> Report:
    if by.organisation is None:
        raise Denied("A report belongs to an organisation.")
    if len(draft.persons) > LARGEST_GROUP:
        raise Denied("Not yet: one report holds 200 persons. Begin another one.")
    needs = [need for each in draft.persons for need in needs_of({}, state=each.state)]
    report = Report.objects.create(
        organisation_id=by.organisation,
        reference=reference_of(by),
        channel=channel,
        about=draft.about,
        language=draft.language,
        urgent=bool(needs),
        rank=rank_of(needs),
        contact_wanted=draft.contact_wanted,
        tracking=tracking,
        received_at=now,
        received_by=by.person,
        due_at=report_due("received", start=now),
        person_id=by.person,
        arrival=draft.arrival.by,
        arrived_from=draft.arrival.country,
        arrived_on=draft.arrival.on,
        expected=draft.arrival.expected,
        changed_at=now,
        changed_by=by.person,
    )
    _remember_teller(report, draft.teller)
    _tell(report, draft.told, now=now, by=by)
    for number, person in enumerate(draft.persons, start=1):
        _concern(report, person, number=number, now=now, by=by)
    for named in draft.named:
        _name(report, named, now=now)
    _start_clocks(report, now=now, by=by)
    return report


def _start_clocks(report: Report, *, now: datetime, by: Actor) -> None:
    subject, whose = ("report", report.id), Whose(person=report.person_id)
    codes = ["triage", *(["call_back"] if report.contact_wanted else [])]
    for what in codes:
        set_task(subject=subject, what=what, now=now, by=by, whose=whose, started_by_clock=True)


def start_captive_tasks(person: PersonConcerned, by: Actor, *, whose: Whose, now: datetime) -> None:
    """Start what somebody's being held asks for: the consulate, the place, the family."""
    for what in CAPTIVE_TASKS:
        set_task(
            subject=("person_concerned", person.id),
            what=what,
            now=now,
            due=due(what, start=now),
            by=by,
            whose=whose,
            started_by_clock=True,
        )


def _remember_teller(report: Report, teller: Teller) -> None:
    row = Reporter(
        organisation_id=report.organisation_id,
        report_id=report.id,
        relation=teller.relation,
        message_safe=teller.message_safe,
        paper_safe=teller.paper_safe,
    )
    seal_fields(row, teller.sealed())
    row.save(force_insert=True)


def _tell(report: Report, words: str, *, now: datetime, by: Actor) -> Told | None:
    if not words.strip():
        return None
    row = Told(
        organisation_id=report.organisation_id,
        report_id=report.id,
        told_at=now,
        told_by=by.person,
    )
    seal_fields(row, {"words": words.strip()})
    row.save(force_insert=True)
    return row


def _concern(
    report: Report, person: Concerned, *, number: int, now: datetime, by: Actor
) -> PersonConcerned:
    needs = needs_of({}, state=person.state)
    row = PersonConcerned.objects.create(
        organisation_id=report.organisation_id,
        report_id=report.id,
        number=number,
        state=person.state,
        age_band=person.age_band,
        minor=person.minor,
        sex=person.sex,
        citizenship=person.citizenship,
        interpreter=person.interpreter,
        urgent=bool(needs),
        rank=rank_of(needs),
    )
    _seal_groups(row, person)
    if person.state in CAPTIVE:
        start_captive_tasks(row, by, whose=Whose(person=report.person_id), now=now)
    return row


def _seal_groups(row: PersonConcerned, person: Concerned) -> None:
    own = {"organisation_id": row.organisation_id, "person_id": row.id}
    if any(person.identity.values()):
        identity = PersonIdentity(**own)
        seal_fields(identity, person.identity)
        identity.save(force_insert=True)
    if any(person.contact.values()):
        contact = PersonContact(
            **own, message_safe=person.message_safe, paper_safe=person.paper_safe
        )
        seal_fields(contact, person.contact)
        contact.save(force_insert=True)
    if person.says_where:
        safety = PersonSafety(
            **own,
            country=person.country,
            last_contact=person.last_contact,
            proof_of_life=person.proof_of_life,
            ransom_asked=person.ransom_asked,
        )
        seal_fields(safety, person.safety)
        safety.save(force_insert=True)


def _name(report: Report, named: Named, *, now: datetime) -> PersonNamed:
    row = PersonNamed(
        organisation_id=report.organisation_id,
        report_id=report.id,
        role=named.role,
        named_at=now,
        erase_on=erase_on("person_named", start=timezone.localdate(now)),
    )
    seal_fields(row, {"name": named.name, "words": named.words})
    row.save(force_insert=True)
    return row


def _detail(report: Report) -> dict[str, str]:
    return {"channel": report.channel, "about": report.about}
