"""An encrypted stream: chunks that cannot be changed, swapped, left out or cut off unnoticed.

The file begins with ``SUARBAK1`` and a random 7-byte prefix. Each chunk is AES-256-GCM; its nonce
is the prefix, the chunk's number (4 bytes) and whether it is the last (1 byte): the STREAM
construction (Hoang, Reyhanitabar, Rogaway and Vizar 2015). Inside, named sections follow.
"""

import secrets
from collections.abc import Iterator
from typing import IO, Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from suar.knowledge.refusal import Refusal

MAGIC: Final = b"SUARBAK1"
CHUNK: Final = 1 << 20
_PREFIX, _TAG = 7, 16


class Sealer:
    """Write plain bytes to it; encrypted chunks go to the stream. ``finish`` marks the end."""

    def __init__(self, stream: IO[bytes], key: bytes) -> None:
        self.stream, self.cipher = stream, AESGCM(key)
        self.prefix = secrets.token_bytes(_PREFIX)
        self.number, self.waiting = 0, bytearray()
        stream.write(MAGIC + self.prefix)

    def write(self, plain: bytes) -> None:
        """Take bytes of any number."""
        self.waiting += plain
        while len(self.waiting) > CHUNK:
            self._chunk(bytes(self.waiting[:CHUNK]), last=False)
            del self.waiting[:CHUNK]

    def finish(self) -> None:
        """Write the last chunk: without it the file does not open."""
        self._chunk(bytes(self.waiting), last=True)
        self.stream.flush()

    def section(self, name: str, parts: Iterator[bytes]) -> int:
        """Write a named section of unknown length; give its number of bytes."""
        total = 0
        self.write(b"N" + len(name.encode()).to_bytes(4, "big") + name.encode())
        for part in parts:
            self.write(b"D" + len(part).to_bytes(4, "big") + part)
            total += len(part)
        self.write(b"E")
        return total

    def _chunk(self, plain: bytes, *, last: bool) -> None:
        nonce = _nonce(self.prefix, self.number, last)
        self.stream.write(self.cipher.encrypt(nonce, plain, MAGIC))
        self.number += 1


def opened(stream: IO[bytes], key: bytes, *, file: str) -> Iterator[bytes]:
    """Give the plain bytes, chunk by chunk; nothing is given of a chunk that was changed.

    Raises
    ------
    Refusal
        If it is no backup, the key is another one, or the file was changed or cut.
    """
    head = stream.read(len(MAGIC) + _PREFIX)
    if not head.startswith(MAGIC) or len(head) < len(MAGIC) + _PREFIX:
        raise Refusal("is not a backup of Suar", file=file, remedy="Name the file of suar backup.")
    cipher, prefix = AESGCM(key), head[len(MAGIC) :]
    number, chunk = 0, stream.read(CHUNK + _TAG)
    while True:
        following = stream.read(CHUNK + _TAG)
        try:
            yield cipher.decrypt(_nonce(prefix, number, not following), chunk, MAGIC)
        except InvalidTag as error:
            raise Refusal(
                f"does not open (chunk {number})",
                file=file,
                remedy="Give the key it was made with; a changed or cut file cannot be restored.",
            ) from error
        if not following:
            return
        number, chunk = number + 1, following


def sections(plain: Iterator[bytes], *, file: str) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Give each section's name and parts; read the parts before asking for the next section."""
    reader = _Reader(plain, file)
    while (kind := reader.take(1, end_allowed=True)) != b"":
        if kind != b"N":
            raise Refusal("is not laid out as a backup", file=file)
        name = reader.take(int.from_bytes(reader.take(4), "big")).decode()
        yield name, reader.parts()


class _Reader:
    def __init__(self, plain: Iterator[bytes], file: str) -> None:
        self.plain, self.file, self.held = plain, file, bytearray()

    def take(self, number: int, *, end_allowed: bool = False) -> bytes:
        while len(self.held) < number:
            more = next(self.plain, None)
            if more is None:
                if end_allowed and not self.held:
                    return b""
                raise Refusal("ends too early", file=self.file)
            self.held += more
        taken = bytes(self.held[:number])
        del self.held[:number]
        return taken

    def parts(self) -> Iterator[bytes]:
        while (kind := self.take(1)) == b"D":
            yield self.take(int.from_bytes(self.take(4), "big"))
        if kind != b"E":
            raise Refusal("is not laid out as a backup", file=self.file)


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4, "big") + (b"\1" if last else b"\0")
