"""Checkpoints: the heads of the chain, signed, for a third party to keep. A cut tail shows in one.

From inside, a chain whose last events were removed together with their seals and the head looks
whole. Whoever holds yesterday's checkpoint (a data-protection officer, another agency, a printed
page) sees that it is not: a digest at one of its positions is gone or another.
"""

import base64
import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any, Final

import psycopg
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from suar.analytics.writing import whole_file
from suar.base.audit.verify import head_of
from suar.knowledge.refusal import Refusal

FORMAT: Final = "suar audit checkpoint 2"
#: Before there were lanes: one position, one head. Such checkpoints still hold.
FIRST_FORMAT: Final = "suar audit checkpoint 1"
#: The instance's secret that the signing key is derived from.
SECRET: Final = "checkpoint_key"  # noqa: S105 a name
_FIELDS = {"format": str, "at": str, "position": int, "head": str, "key": str, "signature": str}


@dataclass(frozen=True)
class Checkpoint:
    """Where the chain stood: how many seals, the head over all lanes, when, signed by which key."""

    at: str
    position: int
    head: str  # hexadecimal
    key: str  # the public key, Base64
    lanes: tuple[tuple[int, str], ...] = ()  # position and digest (hexadecimal) of each lane
    signature: str = ""
    format: str = FORMAT

    def document(self) -> dict[str, Any]:
        """Give the checkpoint as the file that keeps it."""
        told = asdict(self)
        if self.format == FIRST_FORMAT:
            del told["lanes"]
        return told

    def signed_bytes(self) -> bytes:
        """Give what the signature covers: every field but itself, in one fixed form."""
        told = {name: value for name, value in self.document().items() if name != "signature"}
        return json.dumps(told, sort_keys=True, separators=(",", ":")).encode()


def make_checkpoint(*, url: str, secret: str, now: datetime) -> Checkpoint:
    """Sign the chain's present heads.

    Parameters
    ----------
    url
        The address of the database for a role that sees every row.
    secret
        The instance's secret; the same secret gives the same key each time.
    """
    private = _private(secret)
    with psycopg.connect(url) as connection:
        rows = connection.execute("SELECT position, digest FROM audit_head ORDER BY id").fetchall()
    bare = Checkpoint(
        at=now.isoformat(),
        position=sum(position for position, _ in rows),
        head=head_of([bytes(digest) for _, digest in rows]),
        key=public_key(secret),
        lanes=tuple((position, bytes(digest).hex()) for position, digest in rows),
    )
    signature = base64.b64encode(private.sign(bare.signed_bytes())).decode()
    return replace(bare, signature=signature)


def public_key(secret: str) -> str:
    """Give the public key in Base64, to be kept by the third party on its own paper."""
    return base64.b64encode(_private(secret).public_key().public_bytes_raw()).decode()


def write_checkpoint(checkpoint: Checkpoint, file: Path) -> None:
    """Write a checkpoint, whole or not at all."""
    with whole_file(file) as aside:
        aside.write_text(json.dumps(checkpoint.document(), indent=1) + "\n", encoding="ascii")


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
    found = _read(told)
    if found is None:
        raise _no_checkpoint(file)
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
    """Whether the chain still holds, at every position, the digest that was signed."""
    signed = checkpoint.lanes or ((checkpoint.position, checkpoint.head),)
    with psycopg.connect(url) as connection:
        for lane, (position, digest) in enumerate(signed, start=1):
            row = connection.execute(
                "SELECT digest FROM audit_seal WHERE lane = %s AND position = %s", [lane, position]
            ).fetchone()
            if position and (row is None or bytes(row[0]).hex() != digest):
                return False
    return True


def _read(told: Any) -> Checkpoint | None:
    """Give the checkpoint that a document tells, its signature unchecked, or nothing."""
    if not isinstance(told, dict):
        return None
    bare = {name: value for name, value in told.items() if name != "lanes"}
    if set(bare) != set(_FIELDS) or any(type(bare[n]) is not kind for n, kind in _FIELDS.items()):
        return None
    lanes = told.get("lanes", [])
    if (bare["format"] != FIRST_FORMAT) != bool(lanes) or not isinstance(lanes, list):
        return None
    if any(not isinstance(lane, list) or [*map(type, lane)] != [int, str] for lane in lanes):
        return None
    return Checkpoint(**bare, lanes=tuple((position, digest) for position, digest in lanes))


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
