"""The project's secret: made, split, joined, and turned into one key a field.

One secret is one project. Whoever has it can try names against keys, so the party that links must
never have it.
"""

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from suar.analytics.linkage.keys.schema import SCHEMA, Kind
from suar.knowledge.refusal import Refusal

#: Bytes of a secret that `make` gives.
SIZE = 32
#: A secret of fewer characters can be found by trying.
_SHORT = 24
_LONGEST = 4096
_SHARE = re.compile(r"suar-share (\d+)/(\d+) ([0-9a-f]{16}) ([A-Za-z0-9_-]+=*)")


@dataclass(frozen=True)
class Ring:
    """The keys of one project and one kind of persons; never written, never shown.

    Keys of persons concerned and of persons named come from the same secret and have nothing in
    common, so that they cannot be compared even by somebody who wishes to.
    """

    root: bytes
    kind: Kind

    def key(self, field: str) -> bytes:
        """Give the key of one field (HKDF-SHA256, RFC 5869)."""
        from cryptography.hazmat.primitives.hashes import SHA256
        from cryptography.hazmat.primitives.kdf.hkdf import HKDFExpand

        info = f"suar keys {SCHEMA} {self.kind} {field}".encode()
        return HKDFExpand(SHA256(), 32, info).derive(self.root)

    @cached_property
    def fingerprint(self) -> str:
        """Sixteen figures by which two key files show that they come from one secret."""
        return fingerprint(self.root)


def ring(secret: str, kind: Kind = "victim") -> Ring:
    """Give the keys that a secret makes.

    Examples
    --------
    >>> ring("a").key("name") == ring("a").key("nik")
    False
    """
    return Ring(_root(secret), kind)


@lru_cache(maxsize=8)
def _root(secret: str) -> bytes:
    # scrypt makes each guess at a weak secret cost a tenth of a second
    return hashlib.scrypt(
        secret.encode(), salt=b"suar project secret", n=2**14, r=8, p=1, maxmem=2**26, dklen=32
    )


def fingerprint(root: bytes) -> str:
    """Name a root without telling it."""
    return hmac.new(root, b"suar fingerprint", hashlib.sha256).hexdigest()[:16]


def make() -> str:
    """Make a secret of 32 random bytes, as text."""
    return base64.urlsafe_b64encode(secrets.token_bytes(SIZE)).decode().rstrip("=")


def read_secret(path: Path) -> str:
    """Read a secret; white space at its end does not count.

    Raises
    ------
    Refusal
        If the file is absent, empty, too long, not text, or one share of a secret.
    """
    text = _text(path)
    if _SHARE.fullmatch(text):
        raise Refusal(
            "is one share of a secret, not the secret", file=str(path),
            remedy="Join all shares with `suar key secret --join SHARE --join SHARE --out FILE`.",
        )  # fmt: skip
    return text


def is_short(secret: str) -> bool:
    """Tell whether a secret could be found by trying."""
    return len(secret) < _SHORT or len(set(secret)) < 8


def _text(path: Path) -> str:
    remedy = "Make a secret with `suar key secret --out FILE`."
    try:
        data = path.read_bytes()
        text = data.decode("utf-8-sig").rstrip() if len(data) <= _LONGEST else ""
    except (OSError, UnicodeDecodeError) as error:
        raise Refusal("cannot be read as a secret", file=str(path), remedy=remedy) from error
    if not text:
        raise Refusal("holds no secret", file=str(path), remedy=remedy)
    return text


def write_private(path: Path, text: str) -> None:
    """Write a new file that its owner alone can read; never over another.

    Raises
    ------
    Refusal
        If the file exists or its place cannot be written.
    """
    try:
        handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    except FileExistsError as error:
        raise Refusal(
            "exists already", file=str(path),
            remedy="A secret is never overwritten: name another file.",
        ) from error  # fmt: skip
    except OSError as error:
        raise Refusal(
            "cannot be written", file=str(path), remedy="Name another place with --out."
        ) from error
    with os.fdopen(handle, "w", encoding="utf-8") as stream:
        stream.write(text + "\n")


def split(secret: str, shares: int) -> list[str]:
    """Split a secret into shares of which all are needed: fewer tell nothing of it.

    Raises
    ------
    Refusal
        If fewer than two shares are asked for, or more than a hundred.
    """
    if not 2 <= shares <= 100:
        raise Refusal("a secret is split into 2 to 100 shares", remedy="Name such a number.")
    whole = secret.encode()
    parts = [secrets.token_bytes(len(whole)) for _ in range(shares - 1)]
    parts.append(_xor([whole, *parts]))
    name = fingerprint(_root(secret))
    return [
        f"suar-share {at}/{shares} {name} {base64.urlsafe_b64encode(part).decode()}"
        for at, part in enumerate(parts, 1)
    ]


def join(paths: Sequence[Path]) -> str:
    """Join all shares of a secret, or contributions that several parties made each by themselves.

    Contributions are whole secrets of 32 bytes as `make` gives them: their combination is known to
    nobody before all are on the table.

    Raises
    ------
    Refusal
        If shares are missing, doubled or of different secrets, or a contribution is too short.
    """
    texts = [_text(path) for path in paths]
    found = [_SHARE.fullmatch(text) for text in texts]
    if len(texts) < 2:
        raise Refusal("a secret is joined from two files or more", remedy="Repeat --join FILE.")
    if not any(found):
        return _contributions(texts, paths)
    if not all(found):
        raise Refusal(
            "some files are shares and some whole secrets",
            remedy="Join either all shares of one secret, or one contribution of each party.",
        )
    shares = [match for match in found if match]
    numbers = sorted(int(match[1]) for match in shares)
    if len({(m[2], m[3]) for m in shares}) > 1 or numbers != list(range(1, int(shares[0][2]) + 1)):
        raise Refusal(
            f"these are not the {shares[0][2]} shares of one secret",
            remedy="Each share is needed once; its first line says which it is.",
        )
    secret = _xor([_decoded(match[4]) for match in shares]).decode("utf-8", "replace")
    if fingerprint(_root(secret)) != shares[0][3]:
        raise Refusal("a share was changed on its way", remedy="Ask its holder for it again.")
    return secret


def _contributions(texts: Sequence[str], paths: Sequence[Path]) -> str:
    parts = [_decoded(text) for text in texts]
    for part, path in zip(parts, paths, strict=True):
        if len(part) != SIZE:
            raise Refusal(
                "is no contribution of 32 bytes", file=str(path),
                remedy="Each party makes one with `suar key secret --out FILE`.",
            )  # fmt: skip
    if len(set(parts)) < len(parts):
        raise Refusal("a contribution is given twice", remedy="Name each party's file once.")
    return base64.urlsafe_b64encode(_xor(parts)).decode().rstrip("=")


def _decoded(text: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        return b""


def _xor(parts: Sequence[bytes]) -> bytes:
    whole = bytearray(parts[0])
    for part in parts[1:]:
        for at, byte in enumerate(part[: len(whole)]):
            whole[at] ^= byte
    return bytes(whole)
