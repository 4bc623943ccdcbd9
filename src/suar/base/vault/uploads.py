"""Uploads are encrypted while they arrive: what lies on the disk opens for nobody else.

Before a byte is taken, the address is asked whether whoever sends may send anything there; while
bytes come, they are counted. An address says how much it takes with `@takes_files(most=...)`.
"""

import os
import secrets
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any, Final, TypeVar

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from suar.base.vault.stream import Sealer, opened
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.permissions import Permission, may

MEGABYTE: Final = 1024 * 1024
#: What an address takes that says nothing else: a document.
DOCUMENT: Final = 20 * MEGABYTE
#: What a form weighs beside its files: fields, names, boundaries.
_FORM: Final = MEGABYTE

TOO_LARGE: Final = gettext_noop("The file is larger than %(most)s MB")
TOO_LARGE_REMEDY: Final = gettext_noop("Nothing of it was kept. Send a smaller file.")

View = TypeVar("View", bound=Callable[..., Any])


def takes_files(*, most: int) -> Callable[[View], View]:
    """Say how many bytes of files an address takes in one request. Put beneath `@needs(...)`."""

    def mark(view: View) -> View:
        view.most_bytes = most  # type: ignore[attr-defined]
        return view

    return mark


def too_large(request: HttpRequest, *, remedy: str = "") -> Refusal | None:
    """Give why what was sent was not taken, if it was too much: for the form's own message."""
    most: int | None = getattr(request, "sent_more_than", None)
    if most is None:
        return None
    return Refusal(_(TOO_LARGE) % {"most": most // MEGABYTE}, remedy=remedy or _(TOO_LARGE_REMEDY))


class SealedUpload(UploadedFile):
    """An uploaded file under a key that lives in this request only."""

    def __init__(self, path: Path, key: bytes, **facts: Any) -> None:
        super().__init__(file=None, **facts)
        self.path, self._key = path, key

    def parts(self) -> Iterator[bytes]:
        """Give the plain bytes, part by part."""
        with self.path.open("rb") as file:
            yield from opened(file, self._key, file="an upload")

    def chunks(self, chunk_size: int | None = None) -> Iterator[bytes]:
        """Give the plain bytes, as Django asks for them."""
        yield from self.parts()

    def close(self) -> None:
        """Remove what lies on the disk."""
        self.path.unlink(missing_ok=True)


class SealedUploadHandler(FileUploadHandler):
    """Encrypt each part as it comes, under a key made for this one upload."""

    most, taken = DOCUMENT, 0
    stream: IO[bytes] | None = None

    def handle_raw_input(
        self,
        input_data: Any,
        META: dict[str, Any],  # noqa: N803 Django's name
        content_length: int,
        boundary: bytes,
        encoding: str | None = None,
    ) -> None:
        """Ask before the body is read; what may not come, or is too much, is not begun."""
        match = self.request.resolver_match
        view = match.func if match else None
        self.most = getattr(view, "most_bytes", DOCUMENT)
        self.welcome = _may_send(self.request, getattr(view, "access", None))
        if content_length > self.most + _FORM:
            self.request.sent_more_than = self.most

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file.

        Raises
        ------
        StopUpload
            If whoever sends may not, or it is too large as told: the body is not read to its end,
            and the address gives its own answer.
        """
        super().new_file(*args, **kwargs)
        if not self.welcome or hasattr(self.request, "sent_more_than"):
            raise StopUpload(connection_reset=True)
        folder = Path(settings.DATA) / "files"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix="incoming-", dir=folder)
        self.path, self.key = Path(name), secrets.token_bytes(32)
        self.stream = os.fdopen(handle, "wb")
        self.sealer = Sealer(self.stream, self.key)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Encrypt a part; nothing is passed on to another handler.

        Raises
        ------
        StopUpload
            If the request brought more than the address takes; what came is removed.
        """
        self.taken += len(raw_data)
        if self.taken > self.most:
            self.request.sent_more_than = self.most
            self.upload_interrupted()
            raise StopUpload(connection_reset=True)
        self.sealer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        """Give the sealed upload."""
        assert self.stream is not None  # noqa: S101 begun by new_file
        self.sealer.finish()
        self.stream.close()
        self.stream = None
        return SealedUpload(
            self.path,
            self.key,
            name=self.file_name,
            content_type=self.content_type,
            size=file_size,
            charset=self.charset,
        )

    def upload_interrupted(self) -> None:
        """Remove what came so far."""
        if self.stream is not None:
            self.stream.close()
            self.stream = None
            self.path.unlink(missing_ok=True)


def _may_send(request: HttpRequest, access: object) -> bool:
    """Whether the address would let this sender in; its guard says the rest, and answers."""
    from suar.base.accounts.factors import second_factor_missing

    if access == "public":
        return True
    if access is None or not request.user.is_authenticated or request.actor.organisation is None:
        return False
    if isinstance(access, Permission) and not may(request.actor.holder, access).allowed:
        return False
    return not second_factor_missing(request)
