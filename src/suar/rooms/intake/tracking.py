"""The reporter's code: unguessable, kept nowhere; only its keyed hash lies beside the report."""

import hmac
from hashlib import sha256
from typing import Final
from uuid import UUID

from django.conf import settings

_ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOK_ALIKE: Final = str.maketrans("ILOU", "110V")
_LENGTH: Final = 12  # 60 bits


def code_of(form: UUID) -> str:
    """Give the code of a sent form: the same form sent twice gives the same code, once stored.

    It is made from the form's one-use key under the instance's secret, so that a page reloaded
    after a lost connection still shows it, and nothing else needs to remember it.
    """
    made = int.from_bytes(_keyed("tracking code", form.bytes)[:8], "big")
    letters = [_ALPHABET[made >> 5 * place & 31] for place in range(_LENGTH)]
    return "-".join("".join(letters[start : start + 4]) for start in range(0, _LENGTH, 4))


def hash_of(code: str) -> str:
    """Give what is stored and looked up; forgives spaces, small letters and look-alikes."""
    plain = "".join(sign for sign in code.upper().translate(_LOOK_ALIKE) if sign in _ALPHABET)
    return _keyed("tracking hash", plain.encode()).hex()


def looks_right(code: str) -> bool:
    """Whether a text has as many signs as a code."""
    return sum(sign in _ALPHABET for sign in code.upper().translate(_LOOK_ALIKE)) == _LENGTH


def keyed_hash(purpose: str, text: str) -> str:
    """Give a keyed hash of a text for one purpose: it cannot be read back or compared outside."""
    return _keyed(purpose, text.encode()).hex()


def _keyed(purpose: str, value: bytes) -> bytes:
    key = hmac.digest(settings.LOOKUP_KEY.encode(), f"suar {purpose}".encode(), "sha256")
    return hmac.new(key, value, sha256).digest()
