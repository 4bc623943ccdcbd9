"""The proof that a copy opens: values sealed by the vault's keys before, opened by them after.

Counts and chain say that every row came back; they say nothing of whether the keys that came back
open one of them. So a backup seals values made at random, under living data keys that the host
holds and under the master key itself, and keeps beside each the digest of what it sealed. A restore
opens them with the keys it restored. Keys that an organisation holds itself are not the host's to
open: for it a value goes into its inbox, and waits in the restored copy until it brings its key
(`vault.proofs`).
"""

import secrets
from base64 import b64decode, b64encode
from collections.abc import Iterable
from hashlib import sha256
from typing import Any, Final
from uuid import UUID

import psycopg

from suar.base.identifiers import uuid7
from suar.base.vault.envelope import (
    PROBE,
    NotOpened,
    Place,
    derive,
    seal,
    unseal,
    unwrap,
    unwrap_any,
    wrap,
    wrap_into,
)
from suar.knowledge.refusal import Refusal

#: So many values are sealed anew, and so many data keys more are opened in the restored copy.
PROBES: Final = 16
_FIELD: Final = "probe"
_LIVING: Final = """
SELECT k.id, k.organisation_id, k.subject_kind, k.subject_id, k.field_group, k.wrapped,
       o.organisation_id, o.number, o.wrapped
FROM vault_datakey k JOIN vault_organisationkey o ON o.id = k.under_id
WHERE o.wrapping = 'host' AND k.destroyed_at IS NULL
"""


def seal_probes(url: str, *, masters: list[str]) -> list[dict[str, str]]:
    """Seal values made at random, to be opened in the restored copy; digests stand beside them.

    Parameters
    ----------
    url
        The address of the database for a role that sees every row.
    masters
        The master secrets that may wrap something, the present one first.

    Raises
    ------
    Refusal
        If these secrets do not open what the database's keys lie under: such a backup is worthless.
    """
    plain = secrets.token_bytes(32)
    under = derive(masters[0].encode(), "master")
    told = [_told(plain, wrap(plain, under=under, bound_to=PROBE), key="")]
    with psycopg.connect(url) as connection:
        rows = connection.execute(f"{_LIVING} ORDER BY random() LIMIT %s", [PROBES]).fetchall()
    for row in rows:
        plain = secrets.token_bytes(32)
        try:
            sealed = seal(plain, key_id=row[0], key=_key(row, masters), place=_place(row))
        except NotOpened as error:
            raise Refusal(
                "the master key that is here does not open what is sealed",
                remedy="Give suar backup the same SUAR_MASTER_KEY as suar serve has.",
            ) from error
        told.append(_told(plain, sealed, key=str(row[0])))
    return told


def seal_own_probes(url: str) -> list[dict[str, str]]:
    """Put a value made at random into the inbox of every organisation that holds its own key."""
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT organisation_id, inbox FROM vault_organisationkey"
            " WHERE wrapping = 'own' AND retired_at IS NULL AND inbox <> ''"
        ).fetchall()
    told = []
    for organisation, inbox in rows:
        plain = secrets.token_bytes(32)
        sealed = wrap_into(plain, inbox=bytes(inbox), bound_to=PROBE + organisation.bytes)
        told.append(_told(plain, sealed, key=str(organisation)))
    return told


def let_wait(
    connection: "psycopg.Connection[Any]", probes: list[dict[str, str]], *, made_at: str
) -> list[str]:
    """Lay these values into the restored copy; give the short names of whose keys they wait for."""
    for probe in probes:
        connection.execute(
            "INSERT INTO vault_restoredproof"
            " (id, organisation_id, sealed, digest, backed_up_at, keys)"
            " VALUES (%s, %s, decode(%s, 'base64'), decode(%s, 'hex'), %s, 0)",
            [uuid7(), *(probe[name] for name in ("key", "sealed", "digest")), made_at],
        )
    rows = connection.execute(
        "SELECT short FROM accounts_organisationname"
        " WHERE until_on IS NULL AND organisation_id = ANY (%s::uuid[]) ORDER BY short",
        [[probe["key"] for probe in probes]],
    ).fetchall()
    return [short for (short,) in rows]


def open_probes(
    connection: "psycopg.Connection[Any]",
    probes: Iterable[dict[str, str]],
    *,
    masters: list[str],
    file: str,
) -> int:
    """Open what was sealed before, and more data keys at random; give how many opened.

    A data key that was destroyed while the copy was made opens nothing any more, as it should.

    Raises
    ------
    Refusal
        If a value or a key does not open, or opens to something else.
    """
    opened = 0
    try:
        for probe in probes:
            opened += _opens(connection, probe, masters)
        for row in connection.execute(f"{_LIVING} ORDER BY random() LIMIT %s", [PROBES]).fetchall():
            _key(row, masters)
            opened += 1
    except NotOpened as error:
        raise Refusal(
            "came out with keys that do not open what is sealed",
            file=file,
            remedy="The master key is another one, or the keys' file belongs to another backup.",
        ) from error
    return opened


def _opens(connection: "psycopg.Connection[Any]", probe: dict[str, str], masters: list[str]) -> int:
    sealed = b64decode(probe["sealed"])
    if not probe["key"]:
        under = derive(masters[0].encode(), "master")
        plain = unwrap(sealed, under=under, bound_to=PROBE)
    else:
        row = connection.execute(f"{_LIVING} AND k.id = %s", [UUID(probe["key"])]).fetchone()
        if row is None:
            return _gone(connection, probe)
        plain = unseal(sealed, key=_key(row, masters), place=_place(row))
    if sha256(plain).hexdigest() != probe["digest"]:
        raise NotOpened("opens to something else")
    return 1


def _gone(connection: "psycopg.Connection[Any]", probe: dict[str, str]) -> int:
    """Let a key pass that was destroyed, or taken over by its organisation, meanwhile."""
    there = connection.execute("SELECT 1 FROM vault_datakey WHERE id = %s", [UUID(probe["key"])])
    if there.fetchone() is None:
        raise NotOpened("the key did not come back")
    return 0


def _key(row: Any, masters: list[str]) -> bytes:
    """Unwrap a data key by the host's master keys, over its organisation's key."""
    bound_to = row[6].bytes + row[7].to_bytes(4, "big")
    for secret in masters:
        try:
            organisation = unwrap(
                bytes(row[8]), under=derive(secret.encode(), "master"), bound_to=bound_to
            )
        except NotOpened:
            continue
        return unwrap_any(bytes(row[5]), under=organisation, bound_to=row[0].bytes)
    raise NotOpened("wrapped under another master key, or changed")


def _place(row: Any) -> Place:
    """Give a place at which no value of anybody's lies: the probe's own."""
    return Place(row[1], row[2], row[3], row[0], row[4], _FIELD)


def _told(plain: bytes, sealed: bytes, *, key: str) -> dict[str, str]:
    digest = sha256(plain).hexdigest()
    return {"key": key, "sealed": b64encode(sealed).decode(), "digest": digest}
