"""Whom and what a paper is about, seen with its maker's eyes and no further than it may carry."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation, OrganisationName, Person
from suar.base.ui.words import language
from suar.knowledge.rules.papers import Goes
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Case
from suar.rooms.cases.papers.days import day_in
from suar.rooms.cases.selectors.sights import Seen
from suar.rooms.victims.merged import rows_of
from suar.rooms.victims.models import Victim
from suar.rooms.victims.sealed import open_values


@dataclass(frozen=True)
class Office:
    """The maker's office on the day of the paper."""

    organisation: UUID
    prefix: str
    zone: str
    today: date


@dataclass(frozen=True)
class About:
    """A case, its person, and what of them this paper carries (``groups``)."""

    case: Case
    person: Victim
    seen: dict[FieldGroup, Seen]
    groups: frozenset[FieldGroup]
    office: Office
    reference: str  # the paper's own
    goes: Goes
    now: datetime
    by: Actor

    @property
    def carried(self) -> dict[FieldGroup, Seen]:
        """The groups of this paper, as the selectors of the room ask for them."""
        return {group: each for group, each in self.seen.items() if group in self.groups}

    def carries(self, group: FieldGroup) -> bool:
        """Whether the group stands on this paper and is open to its maker."""
        return group in self.groups and group in self.seen and self.seen[group].readable

    @cached_property
    def identity(self) -> dict[str, str]:
        """Who she is, where the paper carries it."""
        return self.opened(FieldGroup.IDENTITY)

    def opened(self, group: FieldGroup) -> dict[str, str]:
        """Give the sealed fields of a group that this paper carries: the speaking file's first."""
        if not self.carries(group):
            return {}
        told: dict[str, str] = {}
        for row in rows_of(self.person, group):
            values: dict[str, Any] = open_values(row, group=group)
            told = {**{name: str(value) for name, value in values.items() if value}, **told}
        return told


def office_of(actor: Actor, now: datetime) -> Office:
    """Give the office for which somebody acts; its day is that of its own zone."""
    row = Organisation.objects.get(pk=actor.organisation)
    return Office(row.id, row.prefix, row.zone, day_in(row.zone, now))


def name_of_office(organisation: UUID | None) -> str:
    """Give an organisation's whole name of today, in the language in force."""
    names = OrganisationName.objects.filter(organisation_id=organisation, until_on=None)
    found = names.first()
    if found is None:
        return ""
    return found.name_id if language() == "id" else found.name_en


def name_of_staff(person: UUID | None) -> str:
    """Give a colleague's name, as papers are signed."""
    return Person.objects.filter(pk=person).values_list("name", flat=True).first() or ""
