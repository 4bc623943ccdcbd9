"""Reads of grants, always for an actor: what we gave, and what was given to us."""

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from suar.base.access.actor import Actor
from suar.base.access.models import Grant
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup


def grants_given_by(actor: Actor) -> QuerySet[Grant]:
    """Give the grants of the actor's organisation, newest first, to whoever may manage them."""
    if not may(actor.holder, Permission.MANAGE_GRANTS).allowed:
        return Grant.objects.none()
    return Grant.objects.filter(organisation_id=actor.organisation).order_by("-given_at", "-id")


def grants_reaching(actor: Actor, *, now: datetime) -> QuerySet[Grant]:
    """Give the running grants that name the actor herself, her team or her whole organisation."""
    if actor.organisation is None:
        return Grant.objects.none()
    everybody = Q(to_persons=[], to_team_id=None)
    herself = Q(to_persons__contains=[actor.person]) if actor.person else Q(pk=None)
    team = Q(to_team_id__in=actor.teams)
    return Grant.objects.filter(
        everybody | herself | team,
        Q(until_at=None) | Q(until_at__gt=now),
        to_organisation_id=actor.organisation,
        from_at__lte=now,
        revoked_at=None,
    ).order_by("-given_at", "-id")


def granted_subjects(actor: Actor, *, kind: str, group: FieldGroup, now: datetime) -> list[UUID]:
    """Give the subjects of a kind whose group somebody granted to the actor.

    The second of two queries: a list of ours asks for ours alone (TRAPS 3), a list of what was
    granted begins here, at the grants' own index.
    """
    rows = grants_reaching(actor, now=now).filter(
        subject_kind=kind, field_groups__contains=[group.value]
    )
    return list(dict.fromkeys(rows.values_list("subject_id", flat=True)))


def groups_granted(
    actor: Actor, *, subject: tuple[str, UUID], now: datetime
) -> frozenset[FieldGroup]:
    """Give the field groups of one subject that running grants show to the actor."""
    rows = grants_reaching(actor, now=now).filter(subject_kind=subject[0], subject_id=subject[1])
    named = rows.values_list("field_groups", flat=True)
    return frozenset(FieldGroup(group) for groups in named for group in groups)
