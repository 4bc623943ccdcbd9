"""Deciding: an incident, not indicated, passed on with its answer, taken back."""

from datetime import datetime
from uuid import UUID

from django.db import transaction

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.versions import same_version
from suar.base.accounts.models import Organisation
from suar.base.audit.services import record
from suar.base.tasks.models import Task
from suar.base.tasks.services import Whose, finish_task, set_task
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.lifecycle import REPORT, may_move
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.reports import (
    ANSWERS,
    NOT_INDICATED,
    ReportFacts,
    may_accept,
    rank_of,
    report_due,
)
from suar.knowledge.vocab import code_list
from suar.rooms.intake.facts import Concerned, Draft, EventFacts, Passing
from suar.rooms.intake.models import Incident, PersonConcerned, PersonSafety, Report
from suar.rooms.intake.services.taking import (
    TOUCHED,
    add_told,
    locked,
    receive_public_report,
    reference_of,
    touch,
)


def may_be_accepted(report: Report, by: Actor) -> Decision:
    """Whether a report may become an incident now; the reason stands beside the button."""
    concerned = PersonConcerned.objects.filter(organisation_id=by.organisation, report_id=report.id)
    facts = ReportFacts(report.state, persons=concerned.count())
    return may_accept(facts, by.holder)


@transaction.atomic
def open_incident(*, report: Report, facts: EventFacts, now: datetime, by: Actor) -> Incident:
    """Make the incident of a report that is being accepted; `mark_accepted` binds the two.

    Raises
    ------
    Denied
        If the post may not decide, triage is missing, or a code is not of the vocabulary.
    """
    may_be_accepted(report, by).require()
    _known(facts)
    incident = Incident.objects.create(
        organisation_id=by.organisation,
        reference=reference_of(by),
        purposes=list(facts.purposes),
        means=list(facts.means),
        acts=list(facts.acts),
        sectors=list(facts.sectors),
        recruited_in=facts.recruited_in,
        transit=list(facts.transit),
        exploited_in=facts.exploited_in,
        from_on=facts.from_on,
        until_on=facts.until_on,
        vocabulary=code_list("purpose").version,
        persons=PersonConcerned.objects.filter(
            organisation_id=by.organisation, report_id=report.id
        ).count(),
        accepted_at=now,
        accepted_by=by.person,
    )
    record(
        action="incident.open",
        subject=("incident", incident.id),
        detail={"report": str(report.id)},
        by=by,
    )
    return incident


@transaction.atomic
def mark_accepted(*, report: Report, incident: Incident, now: datetime, by: Actor) -> Report:
    """Bind a report to its incident. Another report of the same event may name the same incident.

    Called by `victims.accept_report`, which opens the persons' files in the same transaction.
    """
    report = locked(report, by)
    may_be_accepted(report, by).require()
    may_move(REPORT, "accept", state=report.state, holder=by.holder).require()
    if incident.organisation_id != by.organisation:
        raise Denied("There is no such record here.")
    report.incident_id = incident.id
    _decide(report, Report.State.ACCEPTED, now=now, by=by)
    record(
        action="report.accept",
        subject=("report", report.id),
        detail={"incident": str(incident.id)},
        by=by,
    )
    return report


@transaction.atomic
def not_indicate_report(
    *, report: Report, reason: str, version: int, now: datetime, by: Actor
) -> Report:
    """Put a report aside with its reason. "Not enough is known" is no reason: it stays triaged.

    Raises
    ------
    Denied
        If the post may not, triage is missing, or the reason is none of those that there are.
    """
    report = locked(report, by)
    may_move(REPORT, "not_indicate", state=report.state, holder=by.holder).require()
    same_version(report, version)
    if reason not in NOT_INDICATED:
        raise Denied("Not yet: choose a reason. Too little known is none; keep it and call back.")
    report.reason = reason
    _decide(report, Report.State.NOT_INDICATED, now=now, by=by)
    record(
        action="report.not_indicate",
        subject=("report", report.id),
        detail={"reason": reason},
        by=by,
    )
    return report


@transaction.atomic
def pass_on_report(
    *, report: Report, to: Passing, version: int, now: datetime, by: Actor
) -> Report:
    """Pass a report on. Story, names and contacts stay here; the answer has a clock.

    An organisation of this instance receives a notice: whether somebody is held, country, age band
    and sex; a report of its own with its own clocks. Elsewhere somebody is told by other means, and
    ``to.words`` (sealed) say whom.
    """
    report = locked(report, by)
    may_move(REPORT, "pass_on", state=report.state, holder=by.holder).require()
    same_version(report, version)
    if to.to is not None:
        receiver = Organisation.objects.filter(pk=to.to).exclude(pk=by.organisation).first()
        if receiver is None:
            raise Denied("A report is passed on to another organisation.")
        report.passed_to_id, report.passed_to_kind = receiver.pk, receiver.kind
        _give_notice(report, receiver.pk, now=now, by=by)
    elif to.kind and to.words.strip():
        report.passed_to_id, report.passed_to_kind = None, to.kind
    else:
        raise Denied("Not yet: say to whom.")
    add_told(report=report, words=to.words, now=now, by=by)
    report.state, report.passed_at = Report.State.PASSED_ON, now
    report.answer, report.answered_at = "", None
    report.due_at = report_due("passed on", start=now)
    report.person_id = report.person_id or by.person
    touch(report, by, now=now)
    report.save(
        update_fields=[
            "state", "passed_at", "passed_to_id", "passed_to_kind", "answer", "answered_at",
            "due_at", "person_id", *TOUCHED,
        ]
    )  # fmt: skip
    _end_tasks(report, ("triage", "decide_report"), now=now, by=by)
    set_task(
        subject=("report", report.id),
        what="hear_answer",
        now=now,
        by=by,
        whose=Whose(person=report.person_id),
        started_by_clock=True,
    )
    record(
        action="report.pass_on",
        subject=("report", report.id),
        detail={"to": str(to.to or ""), "kind": report.passed_to_kind},
        by=by,
    )
    return report


@transaction.atomic
def note_answer(*, report: Report, answer: str, now: datetime, by: Actor) -> Report:
    """Note what became of a report that was passed on; it closes the clock, not the door."""
    report = locked(report, by)
    may_move(REPORT, "note_answer", state=report.state, holder=by.holder).require()
    _note(report, answer, now=now, by=by)
    return report


@transaction.atomic
def answer_sender(*, report: Report, answer: str, now: datetime, by: Actor) -> Report:
    """Tell the organisation that passed a report on to us what became of it: a code, no more."""
    report = locked(report, by)
    may(by.holder, Permission.TAKE_REPORTS).require()
    if report.came_from_id is None or report.came_as is None:
        raise Denied("Nobody passed this report on to you.")
    with acting(Actor(organisation=report.came_from_id, name="answer")) as there:
        sent = Report.objects.select_for_update().filter(id=report.came_as).first()
        if sent is not None and sent.state == Report.State.PASSED_ON:
            _note(sent, answer, now=now, by=there)
    record(
        action="report.answer_sender",
        subject=("report", report.id),
        detail={"answer": answer},
        by=by,
    )
    return report


@transaction.atomic
def take_back_report(*, report: Report, version: int, now: datetime, by: Actor) -> Report:
    """Take a report that was passed on or put aside up again; nothing that was told is lost."""
    report = locked(report, by)
    may_move(REPORT, "take_back", state=report.state, holder=by.holder).require()
    same_version(report, version)
    report.state, report.reason = Report.State.TRIAGED, ""
    report.due_at = report_due("triaged", start=now)
    report.decided_at = report.decided_by = None
    report.triaged_at, report.triaged_by = report.triaged_at or now, report.triaged_by or by.person
    report.person_id = by.person
    touch(report, by, now=now)
    report.save(
        update_fields=[
            "state", "reason", "due_at", "decided_at", "decided_by", "triaged_at", "triaged_by",
            "person_id", *TOUCHED,
        ]
    )  # fmt: skip
    _end_tasks(report, ("hear_answer",), now=now, by=by)
    record(action="report.take_back", subject=("report", report.id), by=by)
    return report


def _note(report: Report, answer: str, *, now: datetime, by: Actor) -> None:
    if answer not in ANSWERS:
        raise Denied("Not yet: choose what the answer was.")
    report.answer, report.answered_at = answer, now
    report.due_at = None if answer != "no_answer" else report_due("passed on", start=now)
    touch(report, by, now=now)
    report.save(update_fields=["answer", "answered_at", "due_at", *TOUCHED])
    if report.due_at is None:
        _end_tasks(report, ("hear_answer",), now=now, by=by)
    record(
        action="report.note_answer",
        subject=("report", report.id),
        detail={"answer": answer},
        by=by,
    )


def _decide(report: Report, state: str, *, now: datetime, by: Actor) -> None:
    report.state, report.decided_at, report.decided_by = state, now, by.person
    report.due_at = None
    touch(report, by, now=now)
    report.save(
        update_fields=[
            "state", "decided_at", "decided_by", "due_at", "reason", "incident_id", *TOUCHED
        ]
    )  # fmt: skip
    _end_tasks(report, ("triage", "call_back", "decide_report"), now=now, by=by)


def _end_tasks(report: Report, codes: tuple[str, ...], *, now: datetime, by: Actor) -> None:
    rows = Task.objects.filter(
        organisation_id=report.organisation_id,
        subject_kind="report",
        subject_id=report.id,
        what__in=codes,
        state=Task.State.OPEN,
    )
    if by.person is None:  # an answer that came through the system: its clock is met
        rows.update(state=Task.State.DONE, ended_at=now)
        return
    for task in rows:
        finish_task(task=task, now=now, by=by)


def _give_notice(report: Report, receiver: UUID, *, now: datetime, by: Actor) -> None:
    """Give the receiver a report of its own: coded facts, nobody's name, number or words."""
    persons = list(
        PersonConcerned.objects.filter(
            organisation_id=by.organisation, report_id=report.id
        ).order_by("number")
    )
    countries = dict(
        PersonSafety.objects.filter(
            organisation_id=by.organisation, person_id__in=[each.id for each in persons]
        ).values_list("person_id", "country")
    )
    notice = Draft(
        about=report.about,
        language=report.language,
        persons=tuple(
            Concerned(
                state=each.state,
                age_band=each.age_band,
                minor=each.minor,
                sex=each.sex,
                citizenship=each.citizenship,
                country=countries.get(each.id, ""),
            )
            for each in persons
        ),
    )
    with acting(Actor(organisation=receiver, name="passed on")) as there:
        made = receive_public_report(
            draft=notice,
            channel=Report.Channel.ORGANISATION,
            tracking="",
            now=now,
            by=there,
        )
        made.came_from_id, made.came_as = by.organisation, report.id
        made.rank = min(made.rank, report.rank)
        made.urgent = made.rank < rank_of(())
        made.save(update_fields=["came_from_id", "came_as", "rank", "urgent"])


#: field of the facts -> vocabulary
_LISTS = {"purposes": "purpose", "means": "means", "acts": "act", "sectors": "sector"}


def _known(facts: EventFacts) -> None:
    for field, name in _LISTS.items():
        if any(code not in code_list(name) for code in getattr(facts, field)):
            raise Denied("A code is not of the vocabulary.")
