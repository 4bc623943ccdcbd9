"""Opening what is sealed: a reason first, the sentence that she will read, ten minutes, Close now.

An opening is one person's, for one file and one field group. It is kept in the audit (kind opening)
in the transaction that opens; a person's own file shows it to her by role and organisation.
"""

from datetime import datetime, timedelta
from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from suar.base.access.actor import Actor
from suar.base.access.reading import read
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.knowledge.rules.decision import YES, Decision, Denied
from suar.knowledge.rules.visibility import FieldGroup, Showing
from suar.rooms.victims.models import Opening, Victim
from suar.rooms.victims.sealed import SUBJECT
from suar.rooms.victims.selectors import sights_of

#: How long what was opened stays open.
MINUTES: Final = 10

#: The plain reasons; "other" asks for words.
REASONS: Final = {
    "contact": gettext_noop("To contact her as she asked"),
    "letter": gettext_noop("To fill in a letter or form"),
    "same_person": gettext_noop("To see if two files are one person"),
    "write": gettext_noop("To write down what she told"),
    "care": gettext_noop("For her care today"),
    "rights": gettext_noop("She asked what is held about her"),
    "other": gettext_noop("Another reason, in words"),
}
#: Items inside a group that ask their reason each time.
ITEMS: Final = frozenset({"hiv", "pregnancy"})


def may_open(victim: Victim, group: FieldGroup, *, now: datetime, by: Actor) -> Decision:
    """Whether the group is sealed for this reader and may be opened with a reason."""
    found = sights_of(victim, by, now)[group]
    if found.showing is Showing.ABSENT:
        return Decision(False, found.reason)
    if victim.erased_at is not None:
        return Decision(False, "This person's data were erased.")
    return YES


@transaction.atomic
def open_group(
    *,
    victim: Victim,
    group: FieldGroup,
    reason: str,
    now: datetime,
    by: Actor,
    words: str = "",
    item: str = "",
) -> Opening:
    """Open a sealed group of a person for ten minutes, or one item in it for one look.

    Parameters
    ----------
    reason
        A key of `REASONS`; "other" needs ``words``. The words go to the audit, sealed;
        never to her page.
    item
        One of `ITEMS`: opened for one showing (`shown_once`), whatever else is open.

    Raises
    ------
    Denied
        If the group is not the reader's, or no reason is given.
    """
    may_open(victim, group, now=now, by=by).require()
    if reason not in REASONS or (reason == "other" and not words.strip()):
        raise Denied("Not yet: say why you need to see this.")
    if item and item not in ITEMS:
        raise Denied("There is no such record here.")
    opening = Opening.objects.create(
        organisation_id=by.organisation,
        person_id=by.person,
        victim_id=victim.id,
        group=group.value,
        item=item,
        reason=reason,
        opened_at=now,
        until_at=now + timedelta(minutes=MINUTES),
    )
    record(
        action=f"victim.open.{item or group.value}",
        kind=Event.Kind.OPENING,
        organisation=victim.organisation_id,
        subject=(SUBJECT, victim.id),
        reason=reason,
        words=words if reason == "other" else "",
        detail={"group": group.value, "item": item, "reason": reason},
        by=by,
    )
    return opening


def opened(actor: Actor, victim: Victim, now: datetime) -> dict[FieldGroup, datetime]:
    """Give the groups that the actor has open now, each with the moment it closes by itself."""
    found = read(opened_asked(actor, victim, now))
    return {FieldGroup(row.group): row.until_at for row in found}


def opened_asked(actor: Actor, victim: Victim, now: datetime) -> QuerySet[Opening]:
    """Give the rows of `opened`, unread."""
    return _running(actor, victim, now).filter(item="").order_by("until_at")


def is_open(actor: Actor, victim: Victim, group: FieldGroup, now: datetime) -> bool:
    """Whether the actor may read the group now: it shows anyway, or she opened it."""
    showing = sights_of(victim, actor, now)[group].showing
    if showing is Showing.MASKED:
        return group in opened(actor, victim, now)
    return showing is Showing.SHOWN


@transaction.atomic
def shown_once(actor: Actor, victim: Victim, group: FieldGroup, item: str, now: datetime) -> bool:
    """Use up an item's opening: True once for each reason given, then it is sealed again."""
    found = (
        _running(actor, victim, now)
        .select_for_update()
        .filter(group=group.value, item=item)
        .order_by("-opened_at")
        .first()
    )
    if found is None or not item:
        return False
    Opening.objects.filter(id=found.id).update(closed_at=now)
    return True


@transaction.atomic
def close_group(*, victim: Victim, group: FieldGroup | None, now: datetime, by: Actor) -> int:
    """Close what the actor has open of a person at once: one group, or all."""
    open_now = _running(by, victim, now)
    if group is not None:
        open_now = open_now.filter(group=group.value)
    closed = open_now.update(closed_at=now)
    if closed:
        record(
            action="victim.close",
            organisation=victim.organisation_id,
            subject=(SUBJECT, victim.id),
            detail={"group": group.value if group else "all", "closed": closed},
            by=by,
        )
    return closed


def _running(actor: Actor, victim: Victim, now: datetime) -> QuerySet[Opening]:
    return Opening.objects.filter(
        organisation_id=actor.organisation,
        person_id=actor.person,
        victim_id=victim.id,
        opened_at__lte=now,
        until_at__gt=now,
        closed_at=None,
    )
