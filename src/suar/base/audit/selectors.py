"""Who did and who looked: with names for the auditor, role and organisation for the person."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import OuterRef, QuerySet, Subquery

from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.knowledge.rules.permissions import Permission, may

#: What counts as looking at somebody: also having tried to.
LOOKING = (Event.Kind.OPENING, Event.Kind.EXPORT, Event.Kind.REFUSAL)


@dataclass(frozen=True)
class Look:
    """One time that somebody looked, or was refused. ``name`` is empty for who may not know it.

    The reason of a refusal is the rule's, and everybody may read it.
    """

    at: datetime
    role: str
    organisation: str
    action: str
    reason: str
    name: str = ""
    refused: bool = False


def events_for(actor: Actor) -> QuerySet[Event]:
    """Give the audit of the actor's organisation, newest first, to whoever may read it."""
    if not may(actor.holder, Permission.READ_AUDIT).allowed:
        return Event.objects.none()
    return Event.objects.filter(organisation_id=actor.organisation).order_by("-at", "-id")


def who_looked(actor: Actor, *, subject: tuple[str, UUID], also: Iterable[UUID] = ()) -> list[Look]:
    """Give every look at one of our records, with names, to whoever may know them.

    Parameters
    ----------
    also
        Other records of the kind that are read as one with it.
    """
    if not may(actor.holder, Permission.READ_WHO_LOOKED).allowed:
        return []
    return _looks(actor, subject, also, named=True)


def who_looked_for_the_person(
    actor: Actor, *, subject: tuple[str, UUID], also: Iterable[UUID] = ()
) -> list[Look]:
    """Give what the person concerned is shown or handed on paper: role and organisation.

    Asked by whoever walks beside her (the permission to open her identity); no name of staff, and
    no reason that somebody wrote for colleagues.
    """
    if not may(actor.holder, Permission.OPEN_IDENTITY).allowed:
        return []
    return _looks(actor, subject, also, named=False)


def _looks(
    actor: Actor, subject: tuple[str, UUID], also: Iterable[UUID], *, named: bool
) -> list[Look]:
    from suar.base.accounts.models import OrganisationName, Person

    kind, subject_id = subject
    short = OrganisationName.objects.filter(
        organisation_id=OuterRef("by_organisation_id"), until_on=None
    ).values("short")
    name = Person.objects.filter(id=OuterRef("by_person_id")).values("name")
    events = Event.objects.filter(
        organisation_id=actor.organisation,
        subject_kind=kind,
        subject_id__in=[subject_id, *also],
        kind__in=LOOKING,
    ).annotate(organisation=Subquery(short[:1]), name=Subquery(name[:1]))
    return [
        Look(
            at=event.at,
            role=event.by_role,
            organisation=event.organisation or "",
            action=event.action,
            reason=event.reason if named or event.kind == Event.Kind.REFUSAL else "",
            name=(event.name or "") if named else "",
            refused=event.kind == Event.Kind.REFUSAL,
        )
        for event in events.order_by("-at", "-id")
    ]
