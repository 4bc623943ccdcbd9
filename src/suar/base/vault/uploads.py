"""Uploads are encrypted while they arrive: what lies on the disk opens for nobody else."""

import os
import secrets
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

from suar.base.vault.stream import Sealer, opened


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

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin a file."""
        super().new_file(*args, **kwargs)
        folder = Path(settings.DATA) / "files"
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        handle, name = tempfile.mkstemp(prefix="incoming-", dir=folder)
        self.path, self.key = Path(name), secrets.token_bytes(32)
        self.stream: IO[bytes] = os.fdopen(handle, "wb")
        self.sealer = Sealer(self.stream, self.key)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Encrypt a part; nothing is passed on to another handler."""
        self.sealer.write(raw_data)

    def file_complete(self, file_size: int) -> SealedUpload:
        """Give the sealed upload."""
        self.sealer.finish()
        self.stream.close()
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
        if hasattr(self, "stream"):
            self.stream.close()
            self.path.unlink(missing_ok=True)
