"""Which files a case takes: known by their content, never by their name; sound only if offered."""

from typing import Final

from suar.knowledge.rules.decision import YES, Decision

LARGEST: Final = 20 * 1024 * 1024
#: How many first bytes decide the type.
HEAD: Final = 64
_SIGNS: Final[tuple[tuple[bytes, int, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"%PDF-", 0, "application/pdf"),
    (b"OggS", 0, "audio/ogg"),
    (b"ID3", 0, "audio/mpeg"),
    (b"\xff\xfb", 0, "audio/mpeg"),
    (b"\xff\xf3", 0, "audio/mpeg"),
)
#: Brands of an ISO media file whose content is sound or a still picture; a film is not taken.
_BRANDS: Final = {b"M4A ": "audio/mp4", b"M4B ": "audio/mp4", b"heic": "image/heic"}
SUFFIX: Final[dict[str, str]] = {
    "image/png": "png",
    "image/jpeg": "jpg",
    "image/webp": "webp",
    "image/heic": "heic",
    "application/pdf": "pdf",
    "audio/ogg": "ogg",
    "audio/mpeg": "mp3",
    "audio/mp4": "m4a",
    "audio/wav": "wav",
}
NOT_TAKEN: Final = "Only pictures (PNG, JPEG, WebP, HEIC), PDF and sound are taken."


def type_of(head: bytes) -> str:
    """Give the media type that the first bytes show; nothing where it is none of ours.

    >>> type_of(b"%PDF-1.7 ..."), type_of(b"MZ program.pdf")
    ('application/pdf', '')
    """
    for sign, at, kind in _SIGNS:
        if head[at : at + len(sign)] == sign:
            return kind
    if head[:4] == b"RIFF":
        return {b"WEBP": "image/webp", b"WAVE": "audio/wav"}.get(head[8:12], "")
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "")
    return ""


def is_sound(kind: str) -> bool:
    """Whether a media type is sound."""
    return kind.startswith("audio/")


def may_add(kind: str, *, size: int, offered_by_her: bool) -> Decision:
    """Whether a file may lie in her case.

    Examples
    --------
    >>> may_add("audio/ogg", size=1000, offered_by_her=False).allowed
    False
    """
    if kind not in SUFFIX:
        return Decision(False, NOT_TAKEN)
    if not size:
        return Decision(False, "The file is empty. Choose it again.")
    if size > LARGEST:
        return Decision(
            False, "The file is larger than 20 MB. Make it smaller, or add it in parts."
        )
    if is_sound(kind) and not offered_by_her:
        return Decision(
            False, "Sound is taken only where she offered it herself. Nobody records her."
        )
    return YES
