"""What is written in a case and shows on its page, of several tables in one query."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import (
    BinaryField,
    BooleanField,
    CharField,
    DateField,
    DateTimeField,
    F,
    PositiveSmallIntegerField,
    QuerySet,
    UUIDField,
    Value,
)
from django.db.models.functions import Cast

from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Case, HealthNote, LegalNote, Service, ServiceDetail
from suar.rooms.cases.selectors.sights import Seen

#: So many notes stand on the page; all of them are in everything held about her.
MOST_HEALTH: Final = 30
MOST_LEGAL: Final = 10


@dataclass(frozen=True)
class Written:
    """A service, what one of health is, a note on health or on a proceeding.

    ``topic`` is a service's heading or a note's topic; ``of`` the service that a detail belongs to.
    """

    kind: str
    id: UUID
    organisation_id: UUID
    victim_id: UUID
    sealed: bytes
    topic: str
    code: str
    state: str
    answer: str
    on: date | None
    planned: int
    held: int
    own: bool
    of: UUID | None
    at: datetime

    @property
    def GROUP(self) -> str:  # noqa: N802 the tables' own name for it
        """Give the field group under whose key the words lie."""
        return _GROUPS[self.kind]

    @property
    def when_on(self) -> date | None:
        """Give the day of a service."""
        return self.on


_GROUPS: Final = {
    "service": Service.GROUP,
    "detail": ServiceDetail.GROUP,
    "health": HealthNote.GROUP,
    "legal": LegalNote.GROUP,
}
#: The columns in their order, each with what stands there where a table has none of it.
_COLUMNS: Final[dict[str, tuple[object, Any]]] = {
    "topic": ("", CharField()),
    "code": ("", CharField()),
    "state": ("", CharField()),
    "answer": ("", CharField()),
    "on": (None, DateField()),
    "planned": (1, PositiveSmallIntegerField()),
    "held": (0, PositiveSmallIntegerField()),
    "own": (True, BooleanField()),
    "of": (None, UUIDField()),
    "at": (None, DateTimeField()),
}


def written_in(case: Case, seen: dict[FieldGroup, Seen], *, words: bool = True) -> list[Written]:
    """Give what shows to a reader now, the earliest written first.

    ``words``: whether the reader may open words; without, neither they nor what a service of
    health is, nor notes on health, leave the database.
    """
    mine = {"organisation_id": case.organisation_id, "case_id": case.id}
    parts = []
    if _readable(seen, FieldGroup.SERVICES):
        services = Service.objects.filter(**mine).order_by()
        parts.append(_part(services, "service", words, topic="heading", on="when_on"))
    if words and _readable(seen, FieldGroup.HEALTH):
        details = ServiceDetail.objects.filter(**mine).order_by()
        parts.append(_part(details, "detail", words, of="service_id"))
        notes = HealthNote.objects.filter(**mine).order_by("-at", "-id")[:MOST_HEALTH]
        parts.append(_part(notes, "health", words))
    if _readable(seen, FieldGroup.LEGAL):
        told = LegalNote.objects.filter(**mine).order_by("-on", "-id")[:MOST_LEGAL]
        parts.append(_part(told, "legal", words))
    if not parts:
        return []
    first, *others = parts
    found = first.union(*others, all=True) if others else first
    rows = [
        Written(kind, row_id, case.organisation_id, victim, bytes(sealed or b""), *rest)
        for kind, row_id, victim, sealed, *rest in found
    ]
    return sorted(rows, key=lambda row: (row.at, row.id))


def _part(rows: QuerySet[Any], kind: str, words: bool, **named: str) -> QuerySet[Any]:
    """Give a table's rows in the columns of all; ``named``: a column's name in this table."""
    sealed = F("sealed") if words else Cast(Value(b""), BinaryField())
    there = {field.name for field in rows.model._meta.concrete_fields}
    columns = {}
    for name, (empty, field) in _COLUMNS.items():
        own = named.get(name, name)
        columns[f"w_{name}"] = F(own) if own in there else Cast(Value(empty), field)
    return rows.annotate(w_kind=Value(kind), w_sealed=sealed, **columns).values_list(
        "w_kind", "id", "victim_id", "w_sealed", *columns
    )


def _readable(seen: dict[FieldGroup, Seen], group: FieldGroup) -> bool:
    return group in seen and seen[group].readable
