"""Writing the audit: with the change, or in a transaction of its own that commits first."""

from typing import Any, Final
from uuid import UUID

from django.db import connection
from django.utils import timezone
from psycopg.types.json import Jsonb

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.models import Event

_FIELDS: Final = Event._meta.concrete_fields
_DETAIL: Final = [each.name for each in _FIELDS].index("detail")
_INSERT: Final = (
    f'INSERT INTO "{Event._meta.db_table}" '  # noqa: S608 names of our own columns
    f"({', '.join(each.column for each in _FIELDS)}) VALUES ({', '.join(['%s'] * len(_FIELDS))})"
)


def record(
    *,
    action: str,
    by: Actor,
    kind: str = Event.Kind.CHANGE,
    organisation: UUID | None = None,
    subject: tuple[str, UUID] | None = None,
    reason: str = "",
    words: str = "",
    detail: dict[str, Any] | None = None,
) -> Event:
    """Write an event in the running transaction: it stands or falls with the change.

    ``organisation`` is the owner of the record concerned (the actor's own when absent). ``reason``
    is a code or a rule's sentence and lies in clear; ``words`` are what somebody typed and may hold
    a name: they are sealed (`words`).
    """
    subject_kind, subject_id = subject or ("", None)
    event = Event(
        organisation_id=organisation or by.organisation,
        by_organisation_id=by.organisation,
        by_person_id=by.person,
        by_role=by.role,
        by_part=by.name,
        kind=kind,
        action=action,
        subject_kind=subject_kind,
        subject_id=subject_id,
        reason=reason[:300],
        detail=detail or {},
        at=timezone.now(),
    )
    if words.strip():
        from suar.base.audit.words import seal_words  # late: the vault's own verbs record events

        seal_words(event, words.strip())
    _insert(event)
    return event


def _insert(event: Event) -> None:
    """Insert an event by one plain statement: it is on the way of every write and every look.

    The mapper builds and compiles the same statement anew each time, which costs more than all that
    the database does with it (`bench/audit.py`).
    """
    held = vars(event)
    values = [held[each.attname] for each in _FIELDS]
    values[_DETAIL] = Jsonb(event.detail)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT, values)
    event._state.adding = False


def record_refusal(
    *,
    action: str,
    reason: str,
    by: Actor,
    organisation: UUID | None = None,
    subject: tuple[str, UUID] | None = None,
) -> None:
    """Keep a refusal, in a transaction of its own: the refused one is rolled back.

    With its ``subject`` it stands among those who looked, as one who was refused.
    """
    with acting(by):
        record(
            action=action,
            by=by,
            kind=Event.Kind.REFUSAL,
            reason=reason,
            organisation=organisation,
            subject=subject,
        )
