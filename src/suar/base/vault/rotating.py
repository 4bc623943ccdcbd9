"""Rotation in steps that may be cut off anywhere: every step commits, and the next run goes on.

Pages and jobs go on meanwhile: what is still wrapped under the former key opens until the last
step. Sealed values stay as they are; only what wraps their keys changes.
"""

from datetime import datetime
from uuid import UUID

from cryptography.fernet import InvalidToken

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.base.vault.envelope import wrap
from suar.base.vault.keyring import (
    SECOND_FACTOR,
    bound_of,
    host_cipher,
    master_key,
    open_organisation_key,
    unwrap_by_host,
    unwrap_data_key,
)
from suar.base.vault.models import DataKey, OrganisationKey
from suar.base.vault.services import retire_key
from suar.knowledge.refusal import Refusal

BATCH = 500
OPERATOR = "operator"


def everybody() -> list[UUID]:
    """Give every organisation, for the operator's commands."""
    with acting(Actor(organisation=uuid7(), name=OPERATOR)):  # the directory shows to all inside
        return list(Organisation.objects.order_by("id").values_list("id", flat=True))


def wrap_under_present_master(*, organisation: UUID) -> int:
    """Wrap an organisation's keys under the present master key; give how many were not yet."""
    with acting(Actor(organisation=organisation, name=OPERATOR)) as operator:
        rows = OrganisationKey.objects.select_for_update().filter(
            organisation_id=organisation, wrapping=OrganisationKey.Wrapping.HOST
        )
        changed = 0
        for row in rows.exclude(wrapped=b""):
            key, present = unwrap_by_host(row)
            if present:
                continue
            row.wrapped = wrap(key, under=master_key(), bound_to=bound_of(row))
            row.save(update_fields=["wrapped"])
            changed += 1
        if changed:
            record(action="vault.rotate_master", detail={"keys": changed}, by=operator)
    return changed


def seal_factors_anew(*, purpose: str = SECOND_FACTOR) -> int:
    """Seal everybody's second factors under the present master key; give how many were not yet."""
    from allauth.mfa.models import Authenticator

    changed = 0
    with acting(Actor(name=OPERATOR)):
        keys = list(Authenticator.objects.order_by("pk").values_list("pk", flat=True))
    for start in range(0, len(keys), BATCH):
        with acting(Actor(name=OPERATOR)):
            rows = Authenticator.objects.select_for_update()
            for row in rows.filter(pk__in=keys[start : start + BATCH]):
                anew = {name: _anew(value, purpose) for name, value in row.data.items()}
                if anew != row.data:
                    row.data = anew
                    row.save(update_fields=["data"])
                    changed += 1
    return changed


def _anew(value: object, purpose: str) -> object:
    """Give a sealed text under the present key; whatever else a factor keeps stays as it is."""
    if isinstance(value, list):
        return [_anew(each, purpose) for each in value]
    if not isinstance(value, str):
        return value
    try:
        host_cipher(purpose, former=False).decrypt(value)
    except InvalidToken:
        try:
            return host_cipher(purpose).rotate(value).decode()
        except InvalidToken:  # not sealed by us: a passkey's public part
            return value
    return value


def begin_organisation(*, now: datetime, by: Actor) -> bool:
    """Put a new key of the organisation in use, unless a former one still wraps something.

    Call inside `acting(by)`. Only for a key that the host wraps: an organisation that holds its own
    rotates it with its phrase.
    """
    if _former(by).exists():
        return False
    retire_key(now=now, by=by)
    return True


def move_data_keys(*, by: Actor) -> int:
    """Wrap one batch of data keys under the key in use; give how many. Call inside `acting(by)`."""
    in_use = OrganisationKey.objects.get(organisation_id=by.organisation, retired_at=None)
    key = open_organisation_key(in_use)
    rows = list(
        DataKey.objects.select_for_update(of=("self",))
        .select_related("under")
        .filter(organisation_id=by.organisation)
        .exclude(under=in_use)
        .order_by("id")[:BATCH]
    )
    for row in rows:
        if row.destroyed_at is None:
            former = open_organisation_key(row.under)
            plain = unwrap_data_key(row, under=former)
            row.wrapped = wrap(plain, under=key, bound_to=row.id.bytes)
        row.under = in_use
    DataKey.objects.bulk_update(rows, ["wrapped", "under"], batch_size=BATCH)
    return len(rows)


def end_organisation(*, by: Actor) -> bool:
    """Destroy former keys that wrap nothing any more; give whether none is left with something.

    Call inside `acting(by)`.
    """
    for row in _former(by).select_for_update():
        if DataKey.objects.filter(under=row).exists():  # sealed while we moved the others
            return False
        row.wrapped = b""
        row.save(update_fields=["wrapped"])
        record(action="vault.destroy_key", detail={"number": row.number}, by=by)
    return True


def rotate_organisation(*, organisation: UUID, now: datetime) -> int:
    """Rotate an organisation's key in steps, or go on where a run was cut off; give the data keys.

    Raises
    ------
    Refusal
        If the organisation holds its own key.
    NotOpened
        If a key does not open.
    """
    operator = Actor(organisation=organisation, name=OPERATOR)
    with acting(operator):
        in_use = OrganisationKey.objects.filter(organisation_id=organisation, retired_at=None)
        wrapping = in_use.values_list("wrapping", flat=True).first()
        if wrapping is None:  # it has sealed nothing yet
            return 0
        if wrapping == OrganisationKey.Wrapping.OWN:
            raise Refusal(
                "this organisation holds its own key",
                remedy="It rotates it itself, with its phrase: the host cannot.",
            )
        begin_organisation(now=now, by=operator)
    moved = 0
    while True:
        with acting(operator):
            step = move_data_keys(by=operator)
        moved += step
        if step:
            continue
        with acting(operator):
            if end_organisation(by=operator):
                return moved


def _former(by: Actor):  # type: ignore[no-untyped-def]  # Django's own querysets are untyped here
    return (
        OrganisationKey.objects.filter(organisation_id=by.organisation)
        .exclude(retired_at=None)
        .exclude(wrapped=b"")
    )
