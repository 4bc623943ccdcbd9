"""The paper of a report: coded facts, triage, what was done. Names and words told stay sealed."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.tasks.models import Task
from suar.base.ui.words import day, language, moment
from suar.knowledge.screening import tool
from suar.rooms.cases.papers.about import name_of_staff
from suar.rooms.cases.papers.blocks import Block, Party, facts, heading, signatures, table, text
from suar.rooms.cases.papers.writing.parts import signer
from suar.rooms.intake import selectors
from suar.rooms.intake.models import Incident, PersonConcerned, Report
from suar.rooms.intake.wording import (
    ABOUT,
    ANSWERS,
    ARRIVALS,
    CHANNELS,
    ORGANISATIONS,
    PERSON_STATES,
    REASONS_ASIDE,
    SEEN_BY,
    STATES,
    clock_in_words,
    in_words,
    several_in_words,
)
from suar.rooms.victims.wording import ANSWERS as FOUR

#: Of a group so large, triage is given person by person only where a question was answered yes.
_MANY = 20


def report_received(report: Report, told: dict[str, Any], by: Actor) -> list[Block]:
    """Write what a report says in codes. Who told it, whom it names and the words stay sealed."""
    persons = list(selectors.persons_concerned_of(report, by))
    blocks = [
        facts(_head(report)),
        heading(_("Persons concerned")),
        _persons(persons),
        heading(_("Triage")),
        *_triage(persons, by),
        heading(_("What was done")),
        table((_("When"), _("What")), _done(report, persons, by), title=_("In the order of days")),
    ]
    incident = Incident.objects.filter(
        organisation_id=report.organisation_id, id=report.incident_id
    ).first()
    if incident is not None:
        blocks += [heading(_("Accepted as an incident")), facts(_incident(incident))]
    if str(told.get("words_report", "")).strip():
        blocks += [heading(_("Beside it")), text(told["words_report"])]
    blocks.append(
        text(_("Told and not proved. Names, contacts and what was told are sealed in the report."))
    )
    taken = name_of_staff(report.received_by)
    first = Party(_("Taken by"), taken) if taken else Party(_("Received"), _("without a person"))
    return [*blocks, signatures([first, signer(told, _("Given out by"))])]


def _head(report: Report) -> list[tuple[str, object]]:
    return [
        (_("Report"), report.reference),
        (_("What is this about?"), ABOUT[report.about]),
        (_("How it came"), CHANNELS[report.channel]),
        (_("Received"), moment(report.received_at)),
        (_("State"), STATES[report.state][1]),
        (_("Urgent"), _("Yes") if report.urgent else _("No")),
        (_("How they came"), ARRIVALS.get(report.arrival, "")),
        (_("From which country"), in_words("country", report.arrived_from)),
        (_("When"), day(report.arrived_on) if report.arrived_on else ""),
    ]


def _persons(persons: Sequence[PersonConcerned]) -> Block:
    rows = [
        (
            each.number,
            PERSON_STATES[each.state],
            in_words("age_band", each.age_band) or _("not asked"),
            in_words("sex", each.sex) or _("not asked"),
            in_words("country", each.citizenship) or _("not asked"),
            _("Yes") if each.urgent else _("No"),
        )
        for each in persons
    ]
    head = (_("No."), _("Status"), _("Age"), _("Sex"), _("Citizenship"), _("Urgent"))
    return table(head, rows, title=_("Persons whom this report concerns"))


def _triage(persons: Sequence[PersonConcerned], by: Actor) -> list[Block]:
    found = selectors.answers_of_many(persons, by, tool="triage")
    blocks = []
    for person in persons:
        rows = [
            (each.label[language()], FOUR[row.answer], SEEN_BY.get(row.seen_by, ""))
            for each in tool("triage")
            if (row := found[person.id].get(each.code)) is not None
            and (row.answer == "yes" or (len(persons) <= _MANY and row.answer != "not_asked"))
        ]
        if rows:
            title = _("Person %(number)s") % {"number": person.number}
            head = (_("Question"), _("Answer"), _("Who saw it"))
            blocks.append(table(head, rows, title=title))
    return blocks or [text(_("Nothing was answered yet."))]


def _done(report: Report, persons: Sequence[PersonConcerned], by: Actor) -> list[tuple[str, str]]:
    told = [(report.received_at, str(_("Received")))]
    if report.triaged_at:
        told.append((report.triaged_at, str(_("Triaged"))))
    if report.passed_at:
        to = ORGANISATIONS.get(report.passed_to_kind, "")
        told.append((report.passed_at, _("Passed on: %(to)s") % {"to": to}))
    if report.answered_at:
        answer = ANSWERS.get(report.answer, "")
        told.append((report.answered_at, _("Their answer: %(answer)s") % {"answer": answer}))
    if report.decided_at:
        words = STATES[report.state][1]
        why = REASONS_ASIDE.get(report.reason, "")
        told.append((report.decided_at, f"{words}. {why}" if why else str(words)))
    tasks = Task.objects.filter(
        organisation_id=by.organisation, subject_id__in=[report.id, *(p.id for p in persons)]
    ).order_by("set_at")[:60]
    for task in tasks:
        ended = task.state == Task.State.DONE and task.ended_at is not None
        words = _("Done: %(what)s") if ended else _("To do: %(what)s")
        at = task.ended_at if ended and task.ended_at else task.set_at
        told.append((at, words % {"what": clock_in_words(task.what)}))
    return [(moment(at), words) for at, words in sorted(told, key=lambda pair: pair[0])]


def _incident(incident: Incident) -> list[tuple[str, object]]:
    return [
        (_("Incident"), incident.reference),
        (_("Accepted"), moment(incident.accepted_at)),
        (_("Exploitation"), several_in_words("purpose", incident.purposes)),
        (_("Means"), several_in_words("means", incident.means)),
        (_("Persons"), incident.persons),
    ]
