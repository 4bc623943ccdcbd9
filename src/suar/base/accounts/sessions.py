"""Sessions as they lie in the database: found by a hash, encrypted under a key it does not have.

The cookie's key is neither stored nor needed to be: its keyed hash finds the row, and it is half of
the key that opens it. So whoever has the database alone reads no session and can take none over;
whoever has `SUAR_SECRET_KEY` too still lacks the cookie.
"""

import secrets
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from hashlib import blake2b
from typing import Any, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.contrib.sessions.backends import db

from suar.base.vault.envelope import derive

_NONCE: Final = 12


class SessionStore(db.SessionStore):
    """Django's own store; only what reaches the table differs."""

    def exists(self, session_key: str | None) -> bool:
        """Whether a session of this key is there."""
        return super().exists(_row(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Give the row of this session."""
        row = super().create_model_instance(data)
        row.session_key = _row(self.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Remove a session, this one when none is named."""
        key = session_key or self.session_key
        if key is not None:
            self.model.objects.filter(session_key=_row(key)).delete()

    def encode(self, session_dict: dict[str, Any]) -> str:
        """Encrypt a session's data for its row."""
        key, nonce = self.session_key or "", secrets.token_bytes(_NONCE)
        plain = self.serializer().dumps(session_dict)
        sealed = AESGCM(_key(key)).encrypt(nonce, plain, _row(key).encode())
        return b64encode(nonce + sealed).decode()

    def decode(self, session_data: str) -> dict[str, Any]:
        """Decrypt a session's data; what does not open is an empty session, as if it had ended."""
        key = self.session_key or ""
        try:
            sealed = b64decode(session_data, validate=True)
            plain = AESGCM(_key(key)).decrypt(sealed[:_NONCE], sealed[_NONCE:], _row(key).encode())
        except (InvalidTag, NotBase64, ValueError):
            return {}
        told: dict[str, Any] = self.serializer().loads(plain)
        return told

    def _get_session_from_db(self) -> Any:
        """Find the row by the hash of the cookie's key."""
        cookie = self.session_key
        self._session_key = _row(cookie)
        found = super()._get_session_from_db()
        if found is not None:
            self._session_key = cookie
        return found


def _row(key: str | None) -> str:
    """Give the row's key: 40 hexadecimal digits, as the table takes."""
    keyed = derive(settings.SECRET_KEY.encode(), "session row")
    return blake2b((key or "").encode(), key=keyed, digest_size=20).hexdigest()


def _key(key: str) -> bytes:
    return derive(settings.SECRET_KEY.encode() + key.encode(), "session data")
