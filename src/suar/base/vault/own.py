"""A key of the organisation's own: taken into use, brought for some hours, locked, given back.

The host holds it only while it was brought, and in memory only (`brought`). Whoever has the key may
bring it, whatever the post: the paper in the cupboard opens the cupboard. To choose, to change and
to give back is the data-protection officer's.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.base.vault import brought
from suar.base.vault.envelope import NotOpened
from suar.base.vault.keyring import opened_own_key, organisation_key
from suar.base.vault.models import Certificate, OrganisationKey
from suar.base.vault.proofs import check_proof
from suar.base.vault.services import rotate_organisation_key
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.permissions import Permission, may

#: For how many hours a key may be brought: a look, half a day, a working day, a night's shift.
HOURS: Final = (1, 4, 8, 12)
_HOUR: Final = 3600


@dataclass(frozen=True)
class Held:
    """How an organisation's key is held now."""

    own: bool
    number: int = 0
    since: datetime | None = None
    seconds_left: float = 0.0

    @property
    def closed(self) -> bool:
        """Whether nothing sealed opens now."""
        return self.own and not self.seconds_left


def how_held(by: Actor) -> Held:
    """Give how the actor's organisation holds its key."""
    row = OrganisationKey.objects.filter(organisation_id=by.organisation, retired_at=None).first()
    if row is None:
        return Held(own=False)
    own = row.wrapping == OrganisationKey.Wrapping.OWN
    left = brought.seconds_left(row.organisation_id) if own else 0.0
    return Held(own, row.number, row.made_at, left)


def certificates_of(by: Actor) -> list[Certificate]:
    """Give the newest certificates of the organisation's erasures; they name nobody."""
    may(by.holder, Permission.MANAGE_KEYS).require()
    rows = Certificate.objects.filter(organisation_id=by.organisation)
    return list(rows.order_by("-destroyed_at")[:50])


def may_change_key(by: Actor) -> Decision:
    """Whether another key may take the place of the one in use: that one has to be there."""
    allowed = may(by.holder, Permission.MANAGE_KEYS)
    if allowed.allowed and how_held(by).closed:
        return Decision(False, "Not yet: bring the key that is in use first.")
    return allowed


@transaction.atomic
def take_into_use(*, key: str, hours: int, now: datetime, by: Actor) -> OrganisationKey:
    """Let the organisation hold its own key from now on, or another one in its place.

    Everything that was sealed opens by the new key alone; it is there for ``hours``.

    Raises
    ------
    Denied
        If the post may not, or the key in use is an own one and not there.
    """
    may_change_key(by).require()
    organisation = _own(by)
    organisation_key(organisation)  # made now where nothing was sealed yet
    row = rotate_organisation_key(now=now, phrase=key, by=by)
    Organisation.objects.filter(id=organisation).update(own_key=True)
    plain = opened_own_key(organisation=organisation, phrase=key)
    transaction.on_commit(lambda: brought.hold(organisation, plain, seconds=hours * _HOUR))
    return row


@transaction.atomic
def bring(*, key: str, hours: int, now: datetime, by: Actor) -> bool:
    """Hold the organisation's own key for some hours, and begin the jobs that waited for it.

    Gives whether it was the key; one that was not stands in the audit, and so does who brought it.
    In a restored copy it is held to what the backup sealed for it (`proofs`).
    """
    organisation = _own(by)
    try:
        plain = opened_own_key(organisation=organisation, phrase=key)
    except NotOpened:
        record(action="vault.bring", kind=Event.Kind.REFUSAL, reason="another key", by=by)
        return False
    record(action="vault.bring", detail={"hours": hours}, by=by)
    check_proof(key=plain, now=now, by=by)

    def hold() -> None:
        brought.hold(organisation, plain, seconds=hours * _HOUR)
        with acting(by):
            brought.begin_what_waited(organisation)

    transaction.on_commit(hold)
    return True


@transaction.atomic
def lock(*, by: Actor) -> None:
    """Take the key away at once. Anybody inside may: to lock is never wrong."""
    organisation = _own(by)
    brought.forget(organisation)
    record(action="vault.lock", by=by)


@transaction.atomic
def give_back(*, now: datetime, by: Actor) -> OrganisationKey:
    """Let the host's master key wrap the organisation's key again.

    Raises
    ------
    Denied
        If the post may not, the key is not there, or it is the host's already.
    """
    may_change_key(by).require()
    if not how_held(by).own:
        raise Denied("The host holds this key already.")
    organisation = _own(by)
    row = rotate_organisation_key(now=now, by=by)
    Organisation.objects.filter(id=organisation).update(own_key=False)
    transaction.on_commit(lambda: brought.forget(organisation))
    return row


def _own(by: Actor) -> UUID:
    assert by.organisation is not None  # noqa: S101 its guard asked before
    return by.organisation
