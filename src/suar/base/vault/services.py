"""Sealing, opening and erasing: the only verbs by which a room touches what is sealed."""

from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.vault.envelope import Place, key_of, seal, unseal, wrap
from suar.base.vault.keyring import (
    data_key,
    make_organisation_key,
    open_data_key,
    open_organisation_key,
    unwrap_data_key,
)
from suar.base.vault.ledger import Erased, remember
from suar.base.vault.models import Certificate, DataKey, OrganisationKey, SearchToken

#: Who destroyed what a retention rule destroyed: no person, the clock.
NOBODY: Final = UUID(int=0)


def seal_value(value: bytes, *, place: Place) -> bytes:
    """Encrypt a value for its place, under its subject's data key."""
    key_id, key = data_key(place)
    return seal(value, key_id=key_id, key=key, place=place)


def open_value(sealed: bytes, *, place: Place) -> bytes:
    """Decrypt a value at its place.

    Raises
    ------
    NotOpened, Destroyed, VaultClosed
        See `keyring` and `envelope`.
    """
    row = DataKey.objects.select_related("under").get(
        id=key_of(sealed), organisation_id=place.organisation
    )
    return unseal(sealed, key=open_data_key(row), place=place)


def seal_text(text: str, *, place: Place) -> bytes:
    """Encrypt a text."""
    return seal_value(text.encode(), place=place)


def open_text(sealed: bytes, *, place: Place) -> str:
    """Decrypt a text."""
    return open_value(sealed, place=place).decode()


@transaction.atomic
def erase(
    *, subject_kind: str, subject: UUID, reason: str, now: datetime, by: Actor
) -> Certificate:
    """Destroy every data key of a subject: what they sealed is gone, in every copy of the rows.

    Search tokens go too. The certificate names nobody and stays, so that a restore of an older
    backup knows what must not come back (`backup`). Where a part of the system does it (the clock
    of a retention rule), it names `NOBODY` as the one who did; the audit names the part.
    """
    assert by.organisation is not None  # noqa: S101 the rule asked before
    assert by.person is not None or by.name  # noqa: S101 a person, or a named part of the system
    keys = DataKey.objects.select_for_update().filter(
        organisation_id=by.organisation,
        subject_kind=subject_kind,
        subject_id=subject,
        destroyed_at=None,
    )
    destroyed = keys.update(wrapped=b"", destroyed_at=now)
    SearchToken.objects.filter(
        organisation_id=by.organisation, subject_kind=subject_kind, subject_id=subject
    ).delete()
    certificate = Certificate.objects.create(
        organisation_id=by.organisation,
        subject_kind=subject_kind,
        subject_id=subject,
        keys=destroyed,
        reason=reason,
        destroyed_at=now,
        destroyed_by=by.person or NOBODY,
    )
    record(
        action="vault.erase",
        subject=(subject_kind, subject),
        detail={"certificate": str(certificate.id), "keys": destroyed},
        by=by,
    )
    gone = Erased(by.organisation, subject_kind, subject)
    transaction.on_commit(lambda: remember([gone]))
    return certificate


@transaction.atomic
def rotate_organisation_key(
    *, now: datetime, by: Actor, phrase: str | None = None
) -> OrganisationKey:
    """Make a new organisation key and wrap every living data key under it, all at once.

    With a phrase the organisation holds its own key from now on; without one the host's master key
    wraps it. Sealed values stay as they are: their data keys do not change. `rotating` does the
    same in steps, for an organisation with very many data keys.
    """
    old, former, new, key = retire_key(now=now, by=by, phrase=phrase)
    _wrap_again(old, former, new, key)
    old.wrapped = b""
    old.save(update_fields=["wrapped"])
    return new


def retire_key(
    *, now: datetime, by: Actor, phrase: str | None = None
) -> tuple[OrganisationKey, bytes, OrganisationKey, bytes]:
    """Put a new key of the organisation in use; give the former one and it, each with its bytes."""
    assert by.organisation  # noqa: S101 the rule asked before
    old = OrganisationKey.objects.select_for_update().get(
        organisation_id=by.organisation, retired_at=None
    )
    former = open_organisation_key(old)
    old.retired_at = now
    old.save(update_fields=["retired_at"])
    new, key = make_organisation_key(
        organisation=by.organisation, number=old.number + 1, phrase=phrase
    )
    record(
        action="vault.rotate",
        detail={"number": new.number, "wrapping": new.wrapping},
        by=by,
    )
    return old, former, new, key


def _wrap_again(old: OrganisationKey, former: bytes, new: OrganisationKey, key: bytes) -> None:
    rows = DataKey.objects.select_for_update().filter(under=old)
    changed = []
    for row in rows.iterator(chunk_size=1000):
        if row.destroyed_at is None:
            plain = unwrap_data_key(row, under=former)
            row.wrapped = wrap(plain, under=key, bound_to=row.id.bytes)
        row.under = new
        changed.append(row)
    DataKey.objects.bulk_update(changed, ["wrapped", "under"], batch_size=1000)
