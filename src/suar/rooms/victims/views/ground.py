"""What every page of the room asks first: the file, and whether it may be written."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest

from suar.base.accounts.models import Post
from suar.knowledge.rules.decision import Decision
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.victims import selectors
from suar.rooms.victims.models import Victim


def file_for(request: HttpRequest, victim_id: UUID, *, now: datetime | None = None) -> Victim:
    """Give a file that the reader may see, or 404; a merged one leads to the kept."""
    found = selectors.get_victim_for(request.actor, victim_id, now=now)
    if found.organisation_id != request.actor.organisation:
        return found
    return selectors.kept_of(found)


def own_file(request: HttpRequest, victim_id: UUID) -> Victim:
    """Give a file of the own organisation, or 404: another's is read-only."""
    found = file_for(request, victim_id)
    if found.organisation_id != request.actor.organisation:
        raise Http404
    return found


def may_write(request: HttpRequest, victim: Victim) -> Decision:
    """Whether this file may be written by this post."""
    if victim.organisation_id != request.actor.organisation:
        return Decision(False, "There is no such record here.")
    if victim.erased_at is not None:
        return Decision(False, "This person's data were erased.")
    return may(request.actor.holder, Permission.WRITE_VICTIMS)


def role_of(row: Any) -> str:
    """Give the role in which a row was changed last: no name on the page of both values."""
    role: str | None = (
        Post.objects.filter(organisation_id=row.organisation_id, person_id=row.changed_by)
        .order_by("-from_on")
        .values_list("role", flat=True)
        .first()
    )
    return role or ""
