"""Checkpoints: the chain's head, signed, for a third party to keep. A cut tail shows against one.

From inside, a chain whose last events were removed together with their seals and the head looks
whole. Whoever holds yesterday's checkpoint (a data-protection officer, another agency, a printed
page) sees that it is not: the digest at that position is gone or another.
"""

import base64
import json
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from suar.analytics.writing import whole_file
from suar.knowledge.refusal import Refusal

FORMAT: Final = "suar audit checkpoint 1"
#: The instance's secret that the signing key is derived from.
SECRET: Final = "checkpoint_key"  # noqa: S105 a name
_FIELDS = {"format": str, "at": str, "position": int, "head": str, "key": str, "signature": str}


@dataclass(frozen=True)
class Checkpoint:
    """Where the chain stood: position and digest of its last seal, when, signed by which key."""

    at: str
    position: int
    head: str  # hexadecimal
    key: str  # the public key, Base64
    signature: str = ""
    format: str = FORMAT

    def signed_bytes(self) -> bytes:
        """Give what the signature covers: every field but itself, in one fixed form."""
        told = {name: value for name, value in asdict(self).items() if name != "signature"}
        return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def make_checkpoint(*, url: str, secret: str, now: datetime) -> Checkpoint:
    """Sign the chain's present head.

    Parameters
    ----------
    url
        The address of the database for a role that sees every row.
    secret
        The instance's secret; the same secret gives the same key each time.
    """
    private = _private(secret)
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT position, digest FROM audit_head WHERE id = 1").fetchone()
    position, digest = row or (0, b"")
    bare = Checkpoint(now.isoformat(), position, bytes(digest).hex(), public_key(secret))
    signature = base64.b64encode(private.sign(bare.signed_bytes())).decode()
    return Checkpoint(bare.at, bare.position, bare.head, bare.key, signature)


def public_key(secret: str) -> str:
    """Give the public key in Base64, to be kept by the third party on its own paper."""
    return base64.b64encode(_private(secret).public_key().public_bytes_raw()).decode()


def write_checkpoint(checkpoint: Checkpoint, file: Path) -> None:
    """Write a checkpoint, whole or not at all."""
    with whole_file(file) as aside:
        aside.write_text(json.dumps(asdict(checkpoint), indent=1) + "\n", encoding="ascii")


def read_checkpoint(file: Path) -> Checkpoint:
    """Read a checkpoint and check its signature.

    Raises
    ------
    Refusal
        If it is none, or was changed since it was signed.
    """
    try:
        told: Any = json.loads(file.read_text(encoding="ascii"))
    except (OSError, ValueError) as error:
        raise _no_checkpoint(file) from error
    fits = isinstance(told, dict) and set(told) == set(_FIELDS)
    if not fits or any(type(told[name]) is not kind for name, kind in _FIELDS.items()):
        raise _no_checkpoint(file)
    found = Checkpoint(**told)
    try:
        key = Ed25519PublicKey.from_public_bytes(base64.b64decode(found.key))
        key.verify(base64.b64decode(found.signature), found.signed_bytes())
    except (ValueError, InvalidSignature) as error:
        raise Refusal(
            "was changed after it was signed",
            file=str(file),
            remedy="Ask whoever keeps the checkpoints for the file as it was handed over.",
        ) from error
    return found


def still_holds(checkpoint: Checkpoint, *, url: str) -> bool:
    """Whether the chain still holds, at that position, the digest that was signed."""
    if checkpoint.position == 0:
        return True
    with psycopg.connect(url) as connection:
        row = connection.execute(
            "SELECT digest FROM audit_seal WHERE position = %s", [checkpoint.position]
        ).fetchone()
    return row is not None and bytes(row[0]).hex() == checkpoint.head


def _private(secret: str) -> Ed25519PrivateKey:
    seed = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"suar audit checkpoint").derive(
        secret.encode()
    )
    return Ed25519PrivateKey.from_private_bytes(seed)


def _no_checkpoint(file: Path) -> Refusal:
    return Refusal(
        "is not a checkpoint of the audit",
        file=str(file),
        remedy="Name a file that `suar audit checkpoint --out FILE` wrote.",
    )
