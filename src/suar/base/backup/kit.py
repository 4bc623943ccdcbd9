"""The key that opens backups: in the operator's own folder, to be copied to a safe place."""

import os
import secrets
from typing import Final

from suar.base.vault.ledger import kit_folder
from suar.knowledge.refusal import Refusal

_BYTES: Final = 32


def backup_key(*, make: bool) -> bytes:
    """Give the key of backups; with ``make``, make it the first time.

    Raises
    ------
    Refusal
        If there is none to restore with, or what lies there is no key.
    """
    path = kit_folder() / "backup.key"
    if not path.exists():
        if not make:
            raise Refusal(
                "is not there",
                file=str(path),
                remedy="Copy the key here that the backup was made with (or set SUAR_KIT).",
            )
        made = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(made, "w", encoding="ascii") as stream:
            stream.write(secrets.token_hex(_BYTES) + "\n")
    try:
        key = bytes.fromhex(path.read_text(encoding="ascii").strip())
    except ValueError:
        key = b""
    if len(key) != _BYTES:
        raise Refusal(
            "is not a key of backups",
            file=str(path),
            remedy="Copy the key here that the backup was made with: one line of 64 characters.",
        )
    return key
