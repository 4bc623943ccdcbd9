"""Reads, always for an actor, with her organisation in the query itself."""

from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from suar.base.access.actor import Actor
from suar.base.access.reading import read
from suar.base.access.selectors import granted_subjects
from suar.base.identifiers import check_reference
from suar.base.identifiers.others import find_by_other_number
from suar.knowledge.rules.decision import Decision
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.reports import may_see_triage
from suar.knowledge.rules.visibility import FieldGroup, Relation
from suar.knowledge.screening import Answers, Said
from suar.rooms.intake.models import (
    Answer,
    Gateway,
    Incident,
    PersonConcerned,
    PersonContact,
    PersonIdentity,
    PersonNamed,
    PersonSafety,
    Report,
    Reporter,
    Screening,
    Told,
)
from suar.rooms.intake.sealing import open_fields

Group = TypeVar("Group", PersonIdentity, PersonContact, PersonSafety)
Part = TypeVar("Part", Reporter, Told, PersonNamed)

#: States in which something is still to be done.
OPEN_STATES = (Report.State.RECEIVED, Report.State.TRIAGED, Report.State.PASSED_ON)
#: Passed on and taken up there: nothing is still to be done here.
ANSWERED = Q(state=Report.State.PASSED_ON, due_at=None)


def reports_visible_to(actor: Actor) -> QuerySet[Report]:
    """Give the organisation's reports to whoever takes reports there; nobody else sees one."""
    if not may(actor.holder, Permission.TAKE_REPORTS).allowed:
        return Report.objects.none()
    return Report.objects.filter(organisation_id=actor.organisation)


def find_reports(actor: Actor, words: str) -> QuerySet[Report]:
    """Find reports by their reference, or by the number that another system gave them."""
    if reference := check_reference(words):
        return reports_visible_to(actor).filter(reference=reference)
    found = [key for kind, key in find_by_other_number(actor, number=words) if kind == "report"]
    return reports_visible_to(actor).filter(id__in=found)


def queue_of(actor: Actor, *, now: datetime) -> QuerySet[Report]:
    """Give what waits: urgent needs first, then the earliest clock. What was answered is done."""
    rows = reports_visible_to(actor).filter(state__in=OPEN_STATES).exclude(ANSWERED)
    return rows.order_by("rank", F("due_at").asc(nulls_last=True), "id")


def waiting_of(actor: Actor, *, now: datetime) -> QuerySet[Report]:
    """Give the open reports that are hers or nobody's: the number beside the room."""
    hers = Q(person_id=actor.person) | Q(person_id=None)
    return reports_visible_to(actor).filter(
        hers, state__in=(Report.State.RECEIVED, Report.State.TRIAGED)
    )


def get_report_for(actor: Actor, report_id: UUID) -> Report:
    """Give one report, or 404: whose it is does not show."""
    found = reports_visible_to(actor).filter(id=report_id).first()
    if found is None:
        raise Http404
    return found


def relation_to(report: Report, actor: Actor) -> Relation:
    """Give how the actor stands to a report."""
    if report.organisation_id != actor.organisation:
        return Relation.OTHER
    if report.person_id is not None and report.person_id == actor.person:
        return Relation.OWN
    if report.team_id is not None and report.team_id in actor.teams:
        return Relation.TEAM
    return Relation.COLLEAGUE


def persons_concerned_of(report: Report, actor: Actor) -> QuerySet[PersonConcerned]:
    """Give the persons whom a report concerns, by number."""
    if not _reads(actor):
        return PersonConcerned.objects.none()
    return PersonConcerned.objects.filter(
        organisation_id=actor.organisation, report_id=report.id
    ).order_by("number")


def get_person_for(actor: Actor, person_id: UUID) -> PersonConcerned:
    """Give one person concerned, or 404."""
    found = (
        PersonConcerned.objects.filter(organisation_id=actor.organisation, id=person_id).first()
        if _reads(actor)
        else None
    )
    if found is None:
        raise Http404
    return found


def of_persons(
    model: type[Group], persons: Iterable[PersonConcerned], actor: Actor
) -> QuerySet[Group]:
    """Give the rows of one sealed group of many persons, in no order."""
    if not _reads(actor):
        return model._default_manager.none()
    return model._default_manager.filter(
        organisation_id=actor.organisation, person_id__in=[person.id for person in persons]
    )


def teller_asked(report: Report, actor: Actor) -> QuerySet[Reporter]:
    """Give the row of `teller_of`, unread."""
    return _of_report(Reporter, report, actor)


def teller_of(report: Report, actor: Actor) -> tuple[Reporter | None, dict[str, str]]:
    """Give the reporter: codes, and the sealed name and safe contact."""
    row = next(iter(read(teller_asked(report, actor))), None)
    return row, open_fields(row)


def told_asked(report: Report, actor: Actor) -> QuerySet[Told]:
    """Give the rows of `told_of`, unread."""
    return _of_report(Told, report, actor).order_by("told_at", "id")


def told_of(report: Report, actor: Actor) -> list[tuple[Told, str]]:
    """Give what was told, the earliest first."""
    return [(row, open_fields(row).get("words", "")) for row in read(told_asked(report, actor))]


def named_in(report: Report, actor: Actor) -> QuerySet[PersonNamed]:
    """Give the persons named in one report. There is no other way to them: no search, no list."""
    return _of_report(PersonNamed, report, actor).order_by("named_at", "id")


def may_triage(report: Report, actor: Actor) -> Decision:
    """Whether the actor may triage a report, and see what triage noticed.

    What nobody triaged yet and is given to nobody waits for whoever comes first.
    """
    took = report.received_by is not None and report.received_by == actor.person
    free = report.person_id is None and report.triaged_at is None
    return may_see_triage(actor.holder, relation_to(report, actor), took=took or free)


def answers_visible_to(actor: Actor) -> QuerySet[Answer]:
    """Give the organisation's answers; those of triage to whom `may_see_triage` names.

    The table's own policy says the same again.
    """
    if not _reads(actor):
        return Answer.objects.none()
    rows = Answer.objects.filter(organisation_id=actor.organisation)
    if may(actor.holder, Permission.DECIDE_REPORTS).allowed:
        return rows
    given = Report.objects.filter(
        Q(person_id=actor.person) | Q(team_id__in=actor.teams) | Q(received_by=actor.person),
        organisation_id=actor.organisation,
        id=OuterRef("report_id"),
    )
    hers = PersonConcerned.objects.filter(
        Exists(given), organisation_id=actor.organisation, id=OuterRef("person_id")
    )
    screened = Screening.objects.filter(
        organisation_id=actor.organisation, person_id=OuterRef("person_id"), begun_by=actor.person
    )
    return rows.filter(~Q(tool="triage") | Q(by=actor.person) | Exists(hers) | Exists(screened))


def answers_of(person: PersonConcerned, actor: Actor) -> Answers:
    """Give the newest answer to every question, for the rules."""
    return {key: Said(row.answer) for key, row in newest_answers(person, actor).items()}


def newest_answers(person: PersonConcerned, actor: Actor) -> dict[tuple[str, str], Answer]:
    """Give the newest answer to every question, with who saw it and when."""
    newest = (
        answers_visible_to(actor)
        .filter(person_id=person.id)
        .order_by("tool", "question", "-at", "-id")
        .distinct("tool", "question")
    )
    return {(row.tool, row.question): row for row in read(newest)}


def answers_of_many(
    persons: Iterable[PersonConcerned], actor: Actor, *, tool: str
) -> dict[UUID, dict[str, Answer]]:
    """Give the newest answers to one tool of many persons, in one query."""
    found: dict[UUID, dict[str, Answer]] = {person.id: {} for person in persons}
    rows = (
        answers_visible_to(actor)
        .filter(person_id__in=list(found), tool=tool)
        .order_by("person_id", "question", "-at", "-id")
        .distinct("person_id", "question")
    )
    for row in rows:
        found[row.person_id][row.question] = row
    return found


def identities_of(persons: Iterable[PersonConcerned], actor: Actor) -> dict[UUID, dict[str, str]]:
    """Give what many persons are called, for the sheet of a group."""
    rows = read(of_persons(PersonIdentity, persons, actor))
    return {row.person_id: open_fields(row) for row in rows}


def screenings_of(person: PersonConcerned, actor: Actor) -> QuerySet[Screening]:
    """Give a person's screenings, newest first."""
    if not _reads(actor):
        return Screening.objects.none()
    return Screening.objects.filter(
        organisation_id=actor.organisation, person_id=person.id
    ).order_by("-begun_at", "-id")


def get_screening_for(actor: Actor, screening_id: UUID) -> Screening:
    """Give one screening, or 404."""
    found = Screening.objects.filter(organisation_id=actor.organisation, id=screening_id).first()
    if found is None or not may(actor.holder, Permission.SCREEN_PERSONS).allowed:
        raise Http404
    return found


def incidents_visible_to(actor: Actor) -> QuerySet[Incident]:
    """Give the organisation's own incidents, newest first."""
    if not may(actor.holder, Permission.READ_VICTIMS).allowed and not _reads(actor):
        return Incident.objects.none()
    return Incident.objects.filter(organisation_id=actor.organisation).order_by("-accepted_at")


def incidents_granted_to(actor: Actor, *, now: datetime) -> QuerySet[Incident]:
    """Give other organisations' incidents whose coded facts a running grant shows."""
    if not may(actor.holder, Permission.READ_VICTIMS).allowed:
        return Incident.objects.none()
    ids = granted_subjects(actor, kind="incident", group=FieldGroup.FACTS, now=now)
    return Incident.objects.filter(id__in=ids).order_by("-accepted_at")


def get_incident_for(actor: Actor, incident_id: UUID, *, now: datetime) -> Incident:
    """Give an incident that is ours or granted, or 404."""
    found = incidents_visible_to(actor).filter(id=incident_id).first()
    found = found or incidents_granted_to(actor, now=now).filter(id=incident_id).first()
    if found is None:
        raise Http404
    return found


def gateways_of(actor: Actor) -> QuerySet[Gateway]:
    """Give the organisation's messaging gateways, to whoever decides reports."""
    if not may(actor.holder, Permission.DECIDE_REPORTS).allowed:
        return Gateway.objects.none()
    return Gateway.objects.filter(organisation_id=actor.organisation).order_by("name")


def counts_of_persons(reports: Iterable[Report], actor: Actor) -> dict[UUID, tuple[int, int]]:
    """Give, for each report, how many persons it concerns and how many are not triaged yet."""
    rows = (
        PersonConcerned.objects.filter(
            organisation_id=actor.organisation, report_id__in=[each.id for each in reports]
        )
        .values("report_id")
        .annotate(all=Count("id"), open=Count("id", filter=Q(triaged_at=None)))
    )
    return {row["report_id"]: (row["all"], row["open"]) for row in rows}


def alike(report: Report, persons: Iterable[PersonConcerned], actor: Actor) -> list[Report]:
    """Give the organisation's own open reports that may be of the same person, by codes alone.

    Same status, sex and age band (all known), and the same country where both say one. Names are
    not compared, and no other organisation is asked.
    """
    known = [each for each in persons if each.sex and each.age_band][:5]
    if not known or not _reads(actor):
        return []
    same = Q(pk=None)
    for each in known:
        same |= Q(state=each.state, sex=each.sex, age_band=each.age_band)
    countries = {row.country for row in read(of_persons(PersonSafety, known, actor))} - {""}
    found = PersonConcerned.objects.filter(same, organisation_id=actor.organisation).exclude(
        report_id=report.id
    )
    if countries:
        elsewhere = PersonSafety.objects.filter(
            organisation_id=actor.organisation, person_id=OuterRef("id")
        ).exclude(country__in=["", *sorted(countries)])
        found = found.filter(~Exists(elsewhere))
    return list(
        reports_visible_to(actor)
        .filter(id__in=found.values("report_id"), state__in=OPEN_STATES)
        .order_by("-received_at")[:5]
    )


def _reads(actor: Actor) -> bool:
    return may(actor.holder, Permission.TAKE_REPORTS).allowed


def _of_report(model: type[Part], report: Report, actor: Actor) -> QuerySet[Part]:
    if not _reads(actor):
        return model._default_manager.none()
    return model._default_manager.filter(organisation_id=actor.organisation, report_id=report.id)
