"""A person and her case at Shelter A, invented; used by the room's tests."""

from typing import Any

from cast import NOW, Cast

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.identifiers import new_reference
from suar.rooms.cases.models import Case
from suar.rooms.cases.services.cases import open_case
from suar.rooms.victims.models import Victim

MARK = "Penanda-Rekaan-5512"


def person(owner: Actor, **facts: Any) -> Victim:
    """Make a file of a person."""
    row = Victim(
        organisation_id=owner.organisation,
        reference=new_reference("RA"),
        opened_at=NOW,
        opened_by=owner.person,
        changed_at=NOW,
        changed_by=owner.person,
        **facts,
    )
    with acting(owner):
        row.save(force_insert=True)
    return row


def case_for(cast: Cast, owner: Actor | None = None, **facts: Any) -> Case:
    """Open a case for a new person; whoever opens it walks beside her."""
    by = owner or cast.case_worker
    victim = person(by, **facts)
    with acting(by):
        return open_case(victim=victim, now=NOW, by=by)
