"""What kind of file this is: its packing, encoding and line ends, found in one look through it."""

import codecs
import gzip
import hashlib
import re
import zlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from suar.knowledge.refusal import Refusal

Form = Literal["text", "xlsx", "parquet"]

BLOCK: Final = 4 << 20
_HEAD: Final = 1 << 16
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_STRANGERS: Final = (
    (b"%PDF", "is a PDF, not a table", "Ask for the table itself as CSV or XLSX."),
    (b"\xd0\xcf\x11\xe0", "is an old or a locked Excel file", "Save it as .xlsx without password."),
    (b"SQLite format 3", "is a database, not a table", "Export the table as CSV."),
    (b"\x89PNG", "is a picture, not a table", "Ask for the table itself as CSV or XLSX."),
    (b"\xff\xd8\xff", "is a picture, not a table", "Ask for the table itself as CSV or XLSX."),
)
_LOUD: Final = re.compile(rb"[\x80-\xff]+")
_CONTROL: Final = bytes(set(range(32)) - {9, 10, 12, 13, 27})


@dataclass(frozen=True)
class Source:
    """A file that has been looked at and not yet read."""

    path: Path
    form: Form
    packed: bool = False
    encoding: str = "utf-8"
    cr_only: bool = False
    sha256: str = ""

    @property
    def file(self) -> str:
        """The path as messages name it."""
        return str(self.path)


def _mark(error: UnicodeError) -> tuple[str, int]:
    """Put a lone surrogate where bytes cannot be decoded: it survives as invalid UTF-8."""
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return "\udc80", error.end


codecs.register_error("suar-mark", _mark)


def look(path: Path, *, encoding: str | None = None) -> Source:
    """Look through a file once and say how to read it.

    Raises
    ------
    Refusal
        If it is absent, empty, cut off, or no table.
    """
    file = str(path)
    try:
        with path.open("rb") as stream:
            head = stream.read(_HEAD)
            stream.seek(0)
            digest = hashlib.file_digest(stream, "sha256").hexdigest()
    except IsADirectoryError as error:
        raise Refusal("is a folder", file=file, remedy="Name the files in it.") from error
    except OSError as error:
        reason = "does not exist" if isinstance(error, FileNotFoundError) else "cannot be opened"
        raise Refusal(reason, file=file, remedy="Check the path and your right to it.") from error
    if not head:
        raise Refusal("is empty", file=file, remedy="Export it again.")
    packed = head.startswith(b"\x1f\x8b")
    bare = Source(path, "text", packed, sha256=digest)
    if packed:
        with _unpacking(bare) as stream:
            head = _read(stream, _HEAD, file)
        if not head:
            raise Refusal("is empty once unpacked", file=file, remedy="Export it again.")
    form = _form(head, packed, file)
    if form != "text":
        return Source(path, form, packed, sha256=digest)
    found, cr_only = _text(bare, head, encoding)
    return Source(path, "text", packed, found, cr_only, digest)


def _form(head: bytes, packed: bool, file: str) -> Form:
    for magic, problem, remedy in _STRANGERS:
        if head.startswith(magic):
            raise Refusal(problem, file=file, remedy=remedy)
    form: Form = "text"
    if head.startswith(b"PK\x03\x04"):
        form = "xlsx"
    elif head.startswith(b"PAR1"):
        form = "parquet"
    if form != "text" and packed:
        raise Refusal("is packed twice", file=file, remedy="Unpack it with gunzip first.")
    return form


def raw_blocks(source: Source) -> Iterator[bytes]:
    """Give the file's bytes, unpacked, a block at a time."""
    if source.packed:
        with _unpacking(source) as stream:
            while block := _read(stream, BLOCK, source.file):
                yield block
    else:
        with source.path.open("rb") as plain:
            while block := plain.read(BLOCK):
                yield block


def utf8_blocks(source: Source) -> Iterator[bytes]:
    """Give the text as UTF-8, a block at a time; what cannot be decoded stays invalid UTF-8."""
    first, name = True, codecs.lookup(source.encoding).name
    decoder = codecs.getincrementaldecoder(source.encoding)("suar-mark")
    for raw in raw_blocks(source):
        block = raw
        if name not in ("utf-8", "utf-8-sig", "ascii"):
            block = decoder.decode(raw).encode("utf-8", "surrogatepass")
        if first:
            block, first = block.removeprefix(codecs.BOM_UTF8), False
        yield block.replace(b"\r", b"\n") if source.cr_only else block
    if name not in ("utf-8", "utf-8-sig", "ascii"):
        yield decoder.decode(b"", final=True).encode("utf-8", "surrogatepass")


def _unpacking(source: Source) -> gzip.GzipFile:
    return gzip.open(source.path, "rb")


def _read(stream: gzip.GzipFile, size: int, file: str) -> bytes:
    try:
        return stream.read(size)
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        remedy = "Copy or export it again; nothing of it was used."
        raise Refusal("is a gzip file that was cut off or damaged", file=file, remedy=remedy) from (
            error
        )


def _text(source: Source, head: bytes, told: str | None) -> tuple[str, bool]:
    """Find the encoding, and whether lines end in a bare carriage return."""
    encoding = told or _by_bom(head)
    wide = encoding is not None and codecs.lookup(encoding).name.startswith(("utf-16", "utf-32"))
    if not wide and _is_binary(head):
        remedy = "Export the register as CSV, XLSX or Parquet."
        raise Refusal("is not a table (binary content)", file=source.file, remedy=remedy)
    decoder = codecs.getincrementaldecoder("utf-8")()
    good, newline, carriage = True, False, False
    for block in raw_blocks(source):
        newline = newline or b"\n" in block
        carriage = carriage or b"\r" in block
        if good and encoding is None:
            try:
                decoder.decode(block)
            except UnicodeDecodeError:
                good = False
    return encoding or ("utf-8" if good else _eight_bits(source)), carriage and not newline


def _by_bom(head: bytes) -> str | None:
    for bom, name in _BOMS:
        if head.startswith(bom):
            return name
    if len(head) >= 4 and b"\0" in head:
        even, odd = head[0::2], head[1::2]
        if odd.count(0) > 0.6 * len(odd) and even.count(0) < 0.1 * len(even):
            return "utf-16-le"
        if even.count(0) > 0.6 * len(even) and odd.count(0) < 0.1 * len(odd):
            return "utf-16-be"
    return None


def _is_binary(head: bytes) -> bool:
    controls = sum(head.count(byte) for byte in _CONTROL)
    return controls > max(2, len(head) // 200)


def _eight_bits(source: Source) -> str:
    """Tell one 8-bit encoding from UTF-8 with some bad rows, by the letters that are not ASCII.

    Text of an 8-bit encoding hardly ever looks like UTF-8; one letter in a hundred may by chance.
    """
    as_utf8, other = 0, 0
    for block in raw_blocks(source):
        for letters, times in Counter(_LOUD.findall(block)).items():
            try:
                letters.decode("utf-8")
            except UnicodeDecodeError:
                other += times
            else:
                as_utf8 += times
    return "utf-8" if as_utf8 and as_utf8 * 100 >= other else "cp1252"
