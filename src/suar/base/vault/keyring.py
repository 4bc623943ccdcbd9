"""Which key opens what: master or own key, organisation, subject and field group."""

import secrets
from base64 import urlsafe_b64encode
from typing import Final
from uuid import UUID

from argon2.low_level import Type, hash_secret_raw
from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from suar.base.vault import brought
from suar.base.vault.envelope import (
    NotOpened,
    Place,
    derive,
    inbox_of,
    unwrap,
    unwrap_any,
    wrap,
    wrap_into,
)
from suar.base.vault.models import DataKey, OrganisationKey

#: How long an organisation's own key stays in memory after it was brought, where nothing is said.
OWN_KEY_SECONDS: Final = 15 * 60
#: What the key of everybody's second factors is derived for.
SECOND_FACTOR: Final = "second factor"


class VaultClosed(Exception):
    """The organisation holds its own key and has not brought it: nothing of it opens now."""

    def __init__(self, organisation: UUID) -> None:
        super().__init__("This organisation holds its own key. Bring it to open what is sealed.")
        self.organisation = organisation


class Destroyed(NotOpened):
    """The key was destroyed: what it sealed is erased for good."""


#: How many keys that were put into inboxes one transaction may go on using.
_MOST_JUST_MADE: Final = 1000


def master_key() -> bytes:
    """Give the host's wrapping key, from `SUAR_MASTER_KEY`."""
    return master_keys()[0]


def master_keys() -> list[bytes]:
    """Give every master key that may still wrap something: the present one first.

    A former one (`SUAR_FORMER_MASTER_KEY`) is there only while `suar keys rotate` is not done.
    """
    given = [settings.MASTER_KEY, settings.FORMER_MASTER_KEY]
    return [derive(secret.encode(), "master") for secret in given if secret]


def unwrap_by_host(row: OrganisationKey) -> tuple[bytes, bool]:
    """Unwrap a key that the host wraps; and whether the present master key did it.

    Raises
    ------
    NotOpened
        If no master key that we have wraps it.
    """
    for place, under in enumerate(master_keys()):
        try:
            return unwrap(bytes(row.wrapped), under=under, bound_to=bound_of(row)), place == 0
        except NotOpened:
            continue
    raise NotOpened("wrapped under another master key, or changed")


def key_from_phrase(phrase: str, salt: bytes) -> bytes:
    """Give the wrapping key of an organisation's own phrase (Argon2id: 64 MiB, 3 passes)."""
    return hash_secret_raw(phrase.encode(), salt, 3, 65536, 2, 32, Type.ID)


def bring_own_key(*, organisation: UUID, phrase: str, seconds: float = OWN_KEY_SECONDS) -> None:
    """Hold an organisation's own key in memory for a while; it is never written anywhere.

    Raises
    ------
    NotOpened
        If the phrase is not the one.
    """
    key = opened_own_key(organisation=organisation, phrase=phrase)
    brought.hold(organisation, key, seconds=seconds)


def opened_own_key(*, organisation: UUID, phrase: str) -> bytes:
    """Unwrap an organisation's key by the phrase that its people keep.

    Raises
    ------
    NotOpened
        If the phrase is not the one, or the organisation has no key of its own.
    """
    row = _in_use(organisation)
    if row is None or row.wrapping != OrganisationKey.Wrapping.OWN:
        raise NotOpened("this organisation has no key of its own")
    under = key_from_phrase(phrase, bytes(row.salt))
    return unwrap(bytes(row.wrapped), under=under, bound_to=bound_of(row))


def is_closed(organisation: UUID) -> bool:
    """Whether nothing sealed of an organisation opens now, for its own key is not there."""
    row = _in_use(organisation)
    own = row is not None and row.wrapping == OrganisationKey.Wrapping.OWN
    return own and not brought.seconds_left(organisation)


def take_away_own_key(*, organisation: UUID) -> None:
    """Forget an organisation's own key at once."""
    brought.forget(organisation)


def make_organisation_key(
    *, organisation: UUID, number: int = 1, phrase: str | None = None
) -> tuple[OrganisationKey, bytes]:
    """Make a new key in use for an organisation; the former one must be retired first."""
    key = secrets.token_bytes(32)
    row = OrganisationKey(
        organisation_id=organisation,
        number=number,
        wrapping=OrganisationKey.Wrapping.HOST if phrase is None else OrganisationKey.Wrapping.OWN,
        salt=b"" if phrase is None else secrets.token_bytes(16),
        made_at=timezone.now(),
    )
    under = master_key() if phrase is None else key_from_phrase(phrase, row.salt)
    row.wrapped = wrap(key, under=under, bound_to=bound_of(row))
    row.inbox = b"" if phrase is None else inbox_of(key)
    row.save(force_insert=True)
    return row, key


def organisation_key(organisation: UUID) -> tuple[OrganisationKey, bytes]:
    """Give the organisation's key in use, made under the host's key when there is none yet.

    Raises
    ------
    VaultClosed
        If the organisation holds its own key and has not brought it.
    """
    row = _in_use_or_made(organisation)
    return row, open_organisation_key(row)


def _in_use_or_made(organisation: UUID) -> OrganisationKey:
    row = _in_use(organisation)
    if row is None:
        try:
            with transaction.atomic():
                return make_organisation_key(organisation=organisation)[0]
        except IntegrityError:  # somebody made it in the same moment
            row = _in_use(organisation)
    assert row is not None  # noqa: S101 made above
    return row


def open_organisation_key(row: OrganisationKey) -> bytes:
    """Unwrap an organisation's key."""
    if row.wrapping == OrganisationKey.Wrapping.HOST:
        return unwrap_by_host(row)[0]
    key = brought.held_key(row.organisation_id)
    if key is None:
        raise VaultClosed(row.organisation_id)
    return key


def data_key(place: Place) -> tuple[UUID, bytes]:
    """Give the data key for a place's subject and field group, made at first use.

    Where the organisation holds its own key and has not brought it, a new one is put into its
    inbox: who reports at night is heard, and what she wrote opens when the key is there.

    Raises
    ------
    Destroyed
        If the subject was erased: a new key would hide that.
    VaultClosed
        If there is a data key already, and it cannot be opened now.
    """
    asked = {
        "organisation_id": place.organisation,
        "subject_kind": place.subject_kind,
        "subject_id": place.subject,
        "field_group": place.group,
    }
    row = DataKey.objects.filter(**asked).select_related("under").first()
    if row is not None:
        return row.id, open_data_key(row)
    under = _held_in_use(place.organisation)
    key = secrets.token_bytes(32)
    row = DataKey(**asked, under=under, made_at=timezone.now())
    row.wrapped = _wrapped(key, row)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:  # made by another writer in the same moment
        row = DataKey.objects.select_related("under").get(**asked)
        return row.id, open_data_key(row)
    return row.id, key


def open_data_key(row: DataKey) -> bytes:
    """Unwrap a data key."""
    if row.destroyed_at is not None:
        raise Destroyed("erased: the key was destroyed")
    made = _just_made().get(row.id)
    return made or unwrap_data_key(row, under=open_organisation_key(row.under))


def unwrap_data_key(row: DataKey, *, under: bytes) -> bytes:
    """Unwrap a data key by the organisation's key it lies under."""
    return unwrap_any(bytes(row.wrapped), under=under, bound_to=row.id.bytes)


def _wrapped(key: bytes, row: DataKey) -> bytes:
    try:
        return wrap(key, under=open_organisation_key(row.under), bound_to=row.id.bytes)
    except VaultClosed:
        inbox = bytes(row.under.inbox)
        if not inbox or not connection.in_atomic_block:
            raise
    made = _just_made()
    made[row.id] = key
    if len(made) > _MOST_JUST_MADE:  # of transactions that were rolled back
        del made[next(iter(made))]
    transaction.on_commit(made.clear)
    return wrap_into(key, inbox=inbox, bound_to=row.id.bytes)


def _just_made() -> dict[UUID, bytes]:
    """Give the keys put into a closed inbox by this connection's transaction, which may use them.

    Nobody else sees their rows yet; with its end nobody here can open them any more.
    """
    if not hasattr(connection, "suar_just_made"):
        connection.suar_just_made = {}
    made: dict[UUID, bytes] = connection.suar_just_made
    return made


def _held_in_use(organisation: UUID) -> OrganisationKey:
    """Give the organisation's key in use and keep it so until our transaction ends.

    Without the lock a rotation could destroy the key between our look and our write, and what we
    wrap under it would never open again.
    """
    while True:
        row = _in_use_or_made(organisation)
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT 1 FROM vault_organisationkey WHERE id = %s AND retired_at IS NULL"
                " FOR SHARE",
                [row.id],
            )
            if cursor.fetchone():
                return row


def _in_use(organisation: UUID) -> OrganisationKey | None:
    rows = OrganisationKey.objects.filter(organisation_id=organisation, retired_at=None)
    return rows.order_by("-number").first()


def bound_of(row: OrganisationKey) -> bytes:
    """Give what an organisation's wrapped key is bound to."""
    return row.organisation_id.bytes + row.number.to_bytes(4, "big")


def host_cipher(purpose: str, *, former: bool = True) -> MultiFernet:
    """Give the cipher of the host's for small secrets that belong to no organisation.

    It seals under the present master key and opens, with ``former``, under a former one too.
    """
    keys = [urlsafe_b64encode(derive(under, purpose)) for under in master_keys()]
    return MultiFernet([Fernet(key) for key in (keys if former else keys[:1])])
