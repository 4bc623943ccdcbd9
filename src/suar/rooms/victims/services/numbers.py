"""Numbers that other systems gave her: written down, and taken back where they were a mistake."""

from datetime import datetime

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.models import OtherNumber
from suar.base.audit.services import record
from suar.base.identifiers.others import keep_other_number
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.numbers import GROUPS, group_of
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import Showing
from suar.rooms.victims.models import Victim
from suar.rooms.victims.sealed import SUBJECT
from suar.rooms.victims.selectors import numbers_of, sights_of
from suar.rooms.victims.services.ground import NOTHING_HERE, locked


def may_number(victim: Victim, system: str, *, now: datetime, by: Actor) -> Decision:
    """Whether this post may write a number of this system: its field group has to be hers."""
    allowed = may(by.holder, Permission.WRITE_VICTIMS)
    seen = sights_of(victim, by, now)[group_of(system)]
    if allowed.allowed and seen.showing is Showing.ABSENT:
        return Decision(False, seen.reason)
    return allowed


@transaction.atomic
def keep_number(
    *, victim: Victim, system: str, number: str, now: datetime, by: Actor
) -> OtherNumber:
    """Write down a number that another system gave her, sealed under her own key.

    Raises
    ------
    Denied
        If the post may not, its group is not the writer's, or the system is none of the list.
    """
    victim = locked(victim, by)
    if system not in GROUPS or not number.strip():
        raise Denied("Not yet: choose whose number it is, and write it.")
    may_number(victim, system, now=now, by=by).require()
    row = keep_other_number(
        organisation=victim.organisation_id,
        subject=(SUBJECT, victim.id),
        system=system,
        number=number,
    )
    record(action="victim.number", subject=(SUBJECT, victim.id), detail={"system": system}, by=by)
    return row


@transaction.atomic
def take_back_number(*, victim: Victim, row: OtherNumber, now: datetime, by: Actor) -> None:
    """Take away a number that was written down by mistake."""
    victim = locked(victim, by)
    found = numbers_of(victim).select_for_update().filter(id=row.id).first()
    if found is None:
        raise Denied(NOTHING_HERE)
    may_number(victim, found.system, now=now, by=by).require()
    record(
        action="victim.number_back",
        subject=(SUBJECT, victim.id),
        detail={"system": found.system},
        by=by,
    )
    found.delete()
