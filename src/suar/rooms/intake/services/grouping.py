"""The sheet of a group: what is seen of each person, row by row, and the triage of each."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.versions import same_version
from suar.knowledge.rules.lifecycle import REPORT, may_move
from suar.knowledge.rules.reports import age_band_of
from suar.rooms.intake.facts import Told
from suar.rooms.intake.models import PersonConcerned, PersonIdentity, Report
from suar.rooms.intake.sealing import open_fields, seal_fields
from suar.rooms.intake.services.taking import locked
from suar.rooms.intake.services.triaging import triage_report


@dataclass(frozen=True)
class SheetRow:
    """One row of the sheet. An empty name keeps the one that lies sealed."""

    person: UUID
    name: str = ""
    age: int | None = None
    sex: str = ""
    state: str = ""
    seen: bool = False  # looked at: triaged, even where nothing was asked
    answers: dict[str, Told] = field(default_factory=dict)

    @property
    def triaged(self) -> bool:
        """Whether the row says that somebody looked at this person."""
        return self.seen or any(each.said != "not_asked" for each in self.answers.values())


@transaction.atomic
def note_group(
    *, report: Report, rows: Sequence[SheetRow], version: int, now: datetime, by: Actor
) -> Report:
    """Write down a part of the sheet. Each person is triaged for herself, nobody from the group.

    Raises
    ------
    StaleWrite
        If somebody changed the sheet meanwhile.
    Denied
        If the post may not, the report was decided, or a row is not of this report.
    """
    report = locked(report, by)
    may_move(REPORT, "triage", state=report.state, holder=by.holder).require()
    same_version(report, version)
    persons = {
        each.id: each
        for each in PersonConcerned.objects.select_for_update().filter(
            organisation_id=by.organisation,
            report_id=report.id,
            id__in=[row.person for row in rows],
        )
    }
    names = {
        each.person_id: each
        for each in PersonIdentity.objects.filter(
            organisation_id=by.organisation, person_id__in=list(persons)
        )
    }
    for row in rows:
        if row.person in persons:
            _fill(persons[row.person], row)
            _name(persons[row.person], names.get(row.person), row)
    answers = {row.person: row.answers for row in rows if row.triaged}
    return triage_report(report=report, answers=answers, version=version, now=now, by=by)


def _fill(person: PersonConcerned, row: SheetRow) -> None:
    before = (person.age_band, person.minor, person.sex, person.state)
    if row.age is not None:
        person.age_band = age_band_of(row.age)
        person.minor = "yes" if row.age < 18 else "no"
    person.sex = row.sex or person.sex
    person.state = row.state or person.state
    if before != (person.age_band, person.minor, person.sex, person.state):
        person.version += 1
        person.save(update_fields=["age_band", "minor", "sex", "state", "version"])


def _name(person: PersonConcerned, known: PersonIdentity | None, row: SheetRow) -> None:
    told = {"name": row.name, "age": str(row.age) if row.age is not None else ""}
    if not any(told.values()):
        return
    made = known or PersonIdentity(organisation_id=person.organisation_id, person_id=person.id)
    fields = open_fields(known)
    seal_fields(made, {**fields, **{name: value for name, value in told.items() if value}})
    made.save()
