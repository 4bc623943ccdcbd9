"""Sealed bytes: AES-256-GCM under one data key, bound to the one place where they may be opened.

Layout of a sealed value: ``S1`` | key id (16 bytes) | nonce (12) | ciphertext and tag. The place
(organisation, subject, record, field group, field) is authenticated, not stored: a value that is
moved to another row, field or organisation does not open.
"""

import secrets
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

VERSION: Final = b"S1"
#: What values are bound to that a backup seals, to be opened in the copy that is restored from it.
PROBE: Final = b"suar backup"
_NONCE, _ID = 12, 16


class NotOpened(Exception):
    """The value does not open here: another place, another key, or changed bytes."""


@dataclass(frozen=True)
class Place:
    """Where a value belongs; it opens nowhere else."""

    organisation: UUID
    subject_kind: str  # victim, upload ...: what the data key is for
    subject: UUID
    record: UUID  # the row that holds the value
    group: str  # identity | contact | safety | story | health | services | legal | facts
    field: str

    def bound(self) -> bytes:
        """Give the bytes under the tag, each part with its length: no two places look the same."""
        parts = (
            self.organisation.bytes,
            self.subject_kind.encode(),
            self.subject.bytes,
            self.record.bytes,
            self.group.encode(),
            self.field.encode(),
        )
        return VERSION + b"".join(len(part).to_bytes(2, "big") + part for part in parts)


def seal(value: bytes, *, key_id: UUID, key: bytes, place: Place) -> bytes:
    """Encrypt a value for its place."""
    nonce = secrets.token_bytes(_NONCE)
    sealed = AESGCM(key).encrypt(nonce, value, place.bound() + key_id.bytes)
    return VERSION + key_id.bytes + nonce + sealed


def key_of(sealed: bytes) -> UUID:
    """Give the id of the data key that a sealed value needs.

    Raises
    ------
    NotOpened
        If these are no sealed bytes of a version we know.
    """
    if len(sealed) < len(VERSION) + _ID + _NONCE + 16 or not sealed.startswith(VERSION):
        raise NotOpened("not a sealed value")
    return UUID(bytes=sealed[len(VERSION) : len(VERSION) + _ID])


def unseal(sealed: bytes, *, key: bytes, place: Place) -> bytes:
    """Decrypt a value at its place.

    Raises
    ------
    NotOpened
        If the place, the key or the bytes are not those it was sealed with.
    """
    key_id = key_of(sealed)
    head = len(VERSION) + _ID
    nonce, body = sealed[head : head + _NONCE], sealed[head + _NONCE :]
    try:
        return AESGCM(key).decrypt(nonce, body, place.bound() + key_id.bytes)
    except InvalidTag as error:
        raise NotOpened("sealed for another place, or changed") from error


def wrap(key: bytes, *, under: bytes, bound_to: bytes) -> bytes:
    """Encrypt a key under another key, bound to what it is the key of."""
    nonce = secrets.token_bytes(_NONCE)
    return b"W1" + nonce + AESGCM(under).encrypt(nonce, key, b"W1" + bound_to)


def unwrap(wrapped: bytes, *, under: bytes, bound_to: bytes) -> bytes:
    """Decrypt a wrapped key.

    Raises
    ------
    NotOpened
        If the wrapping key is another one, or the bytes were changed or destroyed.
    """
    if not wrapped.startswith(b"W1"):
        raise NotOpened("the key was destroyed")
    try:
        return AESGCM(under).decrypt(wrapped[2:14], wrapped[14:], b"W1" + bound_to)
    except InvalidTag as error:
        raise NotOpened("wrapped under another key, or changed") from error


def derive(secret: bytes, purpose: str) -> bytes:
    """Give 32 bytes of a secret for one purpose (HKDF-SHA256)."""
    return HKDF(algorithm=SHA256(), length=32, salt=None, info=f"suar {purpose}".encode()).derive(
        secret
    )


def inbox_of(key: bytes) -> bytes:
    """Give the public half by which keys are put in for whoever holds this key (X25519)."""
    return _private(key).public_key().public_bytes_raw()


def wrap_into(key: bytes, *, inbox: bytes, bound_to: bytes) -> bytes:
    """Encrypt a key so that only the holder of the inbox's key opens it: we cannot, once done."""
    ours = X25519PrivateKey.generate()
    public = ours.public_key().public_bytes_raw()
    shared = ours.exchange(X25519PublicKey.from_public_bytes(inbox))
    return b"B1" + public + wrap(key, under=_met(shared, public, inbox), bound_to=bound_to)


def unwrap_any(wrapped: bytes, *, under: bytes, bound_to: bytes) -> bytes:
    """Decrypt a key that was wrapped under a key, or put into its inbox.

    Raises
    ------
    NotOpened
        See `unwrap`.
    """
    if not wrapped.startswith(b"B1"):
        return unwrap(wrapped, under=under, bound_to=bound_to)
    private, theirs = _private(under), wrapped[2:34]
    shared = private.exchange(X25519PublicKey.from_public_bytes(theirs))
    met = _met(shared, theirs, private.public_key().public_bytes_raw())
    return unwrap(wrapped[34:], under=met, bound_to=bound_to)


def _private(key: bytes) -> X25519PrivateKey:
    return X25519PrivateKey.from_private_bytes(derive(key, "inbox"))


def _met(shared: bytes, one: bytes, other: bytes) -> bytes:
    return derive(shared + one + other, "inbox wrapping")
