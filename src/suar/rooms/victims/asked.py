"""What is asked of somebody and is no task, of several tables in one query, for my day."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db.models import CharField, DateTimeField, F, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

MOST: Final = 60
# cast: of two NULLs that meet first in a union, PostgreSQL would make text
_NOBODY: Final = Cast(Value(None), UUIDField())
_NEVER: Final = Cast(Value(None), DateTimeField())
_NONE: Final = Value("", output_field=CharField())


@dataclass(frozen=True)
class Asked:
    """A row of one of the tables: what kind, whose, which code, since when, until when."""

    kind: str
    id: UUID
    victim: UUID | None
    code: str
    at: datetime
    until: datetime | None
    reference: str


def part(
    rows: QuerySet[Any],
    kind: str,
    *,
    code: str,
    at: str,
    victim: str = "",
    until: str = "",
    reference: Any = _NONE,
) -> QuerySet[Any]:
    """Give a table's rows in the columns of all, the earliest first; the names are its own."""
    named = rows.annotate(
        w_kind=Value(kind),
        w_victim=F(victim) if victim else _NOBODY,
        w_code=F(code),
        w_at=F(at),
        w_until=F(until) if until else _NEVER,
        w_reference=reference,
    )
    columns = ("w_kind", "id", "w_victim", "w_code", "w_at", "w_until", "w_reference")
    return named.values_list(*columns).order_by((until and "w_until") or "w_at")[:MOST]


def asked_in(parts: Iterable[QuerySet[Any]]) -> list[Asked]:
    """Give the rows of all parts in one query, kind by kind; none asks nothing."""
    listed = list(parts)
    if not listed:
        return []
    first, *others = listed
    found = first.union(*others, all=True) if others else first
    return sorted((Asked(*row) for row in found), key=lambda row: (row.kind, row.at))
