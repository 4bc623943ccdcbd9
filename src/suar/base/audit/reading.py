"""The audit as the auditor reads it: a page of events with who, what, about what and why.

Read by the key of the last row, so that a page a year back costs as much as the first.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.apps import apps
from django.db import models
from django.db.models import Q, QuerySet
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.base.accounts.models import OrganisationName, Person, Post
from suar.base.audit import wording
from suar.base.audit.models import Event, Head
from suar.base.audit.selectors import events_for
from suar.base.audit.verify import head_of
from suar.base.audit.words import may_hold_words
from suar.base.identifiers.reference import check_reference
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.permissions import Permission, may

SIZE = 50
#: A subject that no record answers to; no event concerns it.
_NOBODY = UUID(int=0)


@dataclass(frozen=True)
class Chosen:
    """What the list is narrowed to; empty fields narrow nothing."""

    kind: str = ""
    who: str = ""
    action: str = ""
    subject: str = ""
    since: date | None = None
    until: date | None = None

    @property
    def searches(self) -> bool:
        """Whether it asks for one member of staff or one record: then it is itself in the audit."""
        return bool(self.who or self.subject)


@dataclass(frozen=True)
class Row:
    """An event in words. ``about`` is what the subject's own page calls it, or its key's end."""

    event: Event
    chip: tuple[str, str]
    name: str
    role: str
    organisation: str
    deed: str
    subject: str
    about: str
    reason: str
    words: bool  # somebody typed some, and this reader may open them


@dataclass(frozen=True)
class Leaf:
    """A page of events, and where the next, older one begins (empty: there is none)."""

    rows: list[Row]
    older: str = ""


def read(actor: Actor, chosen: Chosen, *, before: str = "") -> Leaf:
    """Give a page of the organisation's events, newest first."""
    events = _older_than(narrowed(events_for(actor), actor, chosen), before)
    found = list(events[: SIZE + 1])
    shown = found[:SIZE]
    older = f"{shown[-1].at.isoformat()}_{shown[-1].id}" if len(found) > SIZE else ""
    return Leaf(_rows(actor, shown), older)


def narrowed(events: QuerySet[Event], actor: Actor, chosen: Chosen) -> QuerySet[Event]:
    """Narrow the events; days are the reader's."""
    if chosen.kind:
        events = events.filter(kind=chosen.kind)
    if chosen.who:
        events = events.filter(by_person_id=chosen.who)
    if chosen.action:
        events = events.filter(action__startswith=chosen.action)
    if chosen.subject:
        events = events.filter(subject_id__in=_keys(actor, chosen.subject))
    if chosen.since:
        events = events.filter(at__gte=_midnight(chosen.since))
    if chosen.until:
        events = events.filter(at__lt=_midnight(chosen.until + timedelta(days=1)))
    return events


def staff_of(actor: Actor) -> list[tuple[str, str]]:
    """Give whoever holds or held a post here, by name, for the filter."""
    rows = Post.objects.filter(organisation_id=actor.organisation)
    found = rows.order_by("person__name").values_list("person_id", "person__name")
    return [(str(key), name) for key, name in dict(found).items()]


def head_now() -> str:
    """Give the head over the heads of all lanes, as `suar audit verify` says it."""
    return head_of(
        [bytes(each) for each in Head.objects.order_by("id").values_list("digest", flat=True)]
    )


def _older_than(events: QuerySet[Event], before: str) -> QuerySet[Event]:
    text, _mark, key = before.partition("_")
    try:
        at, last = datetime.fromisoformat(text), UUID(key)
    except ValueError:
        return events
    if at.tzinfo is None:
        return events
    return events.filter(Q(at__lt=at) | Q(at=at, id__lt=last), at__lte=at)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))


def row_of(actor: Actor, event: Event) -> Row:
    """Give one event in words."""
    return _rows(actor, [event])[0]


def _rows(actor: Actor, events: list[Event]) -> list[Row]:
    named = may(actor.holder, Permission.READ_WHO_LOOKED).allowed
    names = _names(events) if named else {}
    organisations = dict(
        OrganisationName.objects.filter(
            organisation_id__in={e.by_organisation_id for e in events}, until_on=None
        ).values_list("organisation_id", "short")
    )
    references = _references(actor, {e.subject_id for e in events if e.subject_id})
    rows = []
    for event in events:
        kind, word = wording.KINDS[event.kind]
        about = names.get(event.subject_id) if event.subject_kind == "person" else ""
        about = about or references.get(event.subject_id, "")
        rows.append(
            Row(
                event=event,
                chip=(kind, str(word)),
                name=names.get(event.by_person_id, ""),
                role=role_in_words(event.by_role),
                organisation=organisations.get(event.by_organisation_id, ""),
                deed=wording.deed_in_words(event.action),
                subject=str(wording.SUBJECTS.get(event.subject_kind, event.subject_kind)),
                about=about or (f"…{event.subject_id.hex[-8:]}" if event.subject_id else ""),
                reason=wording.reason_in_words(event.reason),
                words=may_hold_words(event, actor),
            )
        )
    return rows


def _names(events: list[Event]) -> dict[UUID | None, str]:
    """Give the names of staff: who did it, and whose sign-in or post it concerns."""
    keys = {e.by_person_id for e in events}
    keys |= {e.subject_id for e in events if e.subject_kind == "person"}
    return dict(Person.objects.filter(id__in=keys - {None}).values_list("id", "name"))


def _keys(actor: Actor, words: str) -> list[UUID]:
    """Give the keys that a reference or a key's own text stands for."""
    try:
        return [UUID(words)]
    except ValueError:
        rows = _of_every_room(actor, Q(reference=check_reference(words) or words.upper()))
    return [key for key, _reference in rows] or [_NOBODY]


def _references(actor: Actor, keys: set[UUID]) -> dict[UUID | None, str]:
    return dict(_of_every_room(actor, Q(id__in=keys))) if keys else {}


def _of_every_room(actor: Actor, which: Q) -> Iterable[tuple[UUID, str]]:
    """Give key and reference of records of the own organisation, over all rooms in one query."""
    first, *others = [
        model.objects.filter(which, organisation_id=actor.organisation)
        .order_by()
        .values_list("id", "reference")
        for model in _with_reference()
    ]
    return first.union(*others, all=True)


def _with_reference() -> list[Any]:
    """Give the tables whose rows are known by a reference of their organisation's."""
    found = []
    for model in apps.get_models():
        fields = {each.name: each for each in model._meta.concrete_fields}
        own = "organisation" in fields or "organisation_id" in fields
        key = fields.get("id")
        if own and "reference" in fields and isinstance(key, models.UUIDField):
            found.append(model)
    return found
