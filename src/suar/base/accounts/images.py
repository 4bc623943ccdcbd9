"""An emblem as it may be kept: a PNG or JPEG by its content, rewritten without what is not drawn.

No image library is in the lock, so the file is read part by part: every part must be whole, in its
place and of a kind that draws; comments, positions, cameras' names and anything after the end are
left out. What comes out is a new file made of those parts.
"""

import struct
import zlib

from django.utils.translation import gettext_noop as _

LARGEST = 256 * 1024  # bytes
WIDEST = 1600  # pixels, either way
_PNG = b"\x89PNG\r\n\x1a\n"
_DRAWS = (b"IHDR", b"PLTE", b"tRNS", b"gAMA", b"sRGB", b"IDAT", b"IEND")
_CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}
_FRAMES = frozenset({0xC0, 0xC1, 0xC2})  # baseline, extended, progressive
_KEPT = frozenset({0xDB, 0xC4, 0xDD, 0xDA}) | _FRAMES  # tables, restart, scan
_SCAN, _END = 0xDA, 0xD9
_JFIF = b"\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"


class NotAnImage(ValueError):
    """The content is no PNG or JPEG that may be kept; the text says what to do."""


def rewritten(content: bytes) -> tuple[str, bytes]:
    """Give the image's kind by its content, and the image written anew.

    Raises
    ------
    NotAnImage
        If it is too large, of another kind, not whole, or carries what does not belong there.
    """
    if len(content) > LARGEST:
        raise NotAnImage(_("The image is larger than 256 KB: save it smaller."))
    try:
        if content.startswith(_PNG):
            return "image/png", _png(content)
        if content.startswith(b"\xff\xd8\xff"):
            return "image/jpeg", _jpeg(content)
    except (struct.error, zlib.error, IndexError) as error:
        raise NotAnImage(_("The image is not whole: save it anew as PNG or JPEG.")) from error
    raise NotAnImage(_("This is no PNG or JPEG by its content: save the emblem as one of them."))


def _png(content: bytes) -> bytes:
    parts: dict[bytes, list[bytes]] = {}
    at, name = len(_PNG), b""
    while name != b"IEND":
        (length,) = struct.unpack_from(">I", content, at)
        name, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + length]
        (written,) = struct.unpack_from(">I", content, at + 8 + length)
        if len(data) != length or written != zlib.crc32(name + data):
            raise NotAnImage(_("The image is not whole: save it anew as PNG or JPEG."))
        if name in _DRAWS:
            parts.setdefault(name, []).append(data)
        elif name[:1].isupper():
            raise NotAnImage(_("The image holds a part that nobody knows: save it anew as PNG."))
        at += 12 + length
    drawn = b"".join(parts.get(b"IDAT", []))
    _asked_size(parts, drawn)
    parts[b"IDAT"] = [zlib.compress(zlib.decompress(drawn), 9)]
    return _PNG + b"".join(_chunk(name, parts[name][0]) for name in _DRAWS if name in parts)


def _asked_size(parts: dict[bytes, list[bytes]], drawn: bytes) -> None:
    """Hold the drawing to the size that its head names, before it is unpacked whole."""
    wide, high, depth, colour, _packing, _filter, laced = struct.unpack(
        ">IIBBBBB", parts[b"IHDR"][0]
    )
    _small_enough(wide, high)
    if colour not in _CHANNELS or laced:
        raise NotAnImage(_("Save the image as a plain PNG, without interlacing."))
    row = (wide * depth * _CHANNELS[colour] + 7) // 8 + 1
    unpacked = zlib.decompressobj().decompress(drawn, row * high + 1)
    if len(unpacked) != row * high:
        raise NotAnImage(_("The image is not whole: save it anew as PNG or JPEG."))


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _jpeg(content: bytes) -> bytes:
    kept, at, sized = [b"\xff\xd8", _JFIF], 2, False
    while True:
        if content[at] != 0xFF:
            raise NotAnImage(_("The image is not whole: save it anew as PNG or JPEG."))
        kind = content[at + 1]
        if kind == _END:
            break
        (length,) = struct.unpack_from(">H", content, at + 2)
        part = content[at : at + 2 + length]
        if len(part) != 2 + length or length < 2:
            raise NotAnImage(_("The image is not whole: save it anew as PNG or JPEG."))
        if kind in _FRAMES:
            high, wide = struct.unpack_from(">HH", part, 5)
            _small_enough(wide, high)
            sized = True
        if kind in _KEPT:
            kept.append(part)
        at += 2 + length
        if kind == _SCAN:
            end = _end_of_scan(content, at)
            kept.append(content[at:end])
            at = end
    if not sized or _SCAN not in {each[1] for each in kept if each[:1] == b"\xff"}:
        raise NotAnImage(_("The image is not whole: save it anew as PNG or JPEG."))
    return b"".join(kept) + b"\xff\xd9"


def _end_of_scan(content: bytes, at: int) -> int:
    """Give where the next marker stands that is no stuffed byte and no restart."""
    while not (content[at] == 0xFF and content[at + 1] not in (0x00, *range(0xD0, 0xD8))):
        at += 1
    return at


def _small_enough(wide: int, high: int) -> None:
    if not 0 < wide <= WIDEST or not 0 < high <= WIDEST:
        raise NotAnImage(_("The image is wider or higher than 1,600 pixels: save it smaller."))
