"""Sealed files: written in encrypted chunks, read back into memory, never in clear on the disk."""

import os
import secrets
import sys
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils import timezone

from suar.base.vault.envelope import Place, derive
from suar.base.vault.keyring import data_key, open_data_key
from suar.base.vault.models import DataKey, SealedFile
from suar.base.vault.stream import Sealer, opened


def path_of(place: Place) -> Path:
    """Give where a sealed file lies: a folder of its organisation, a name that says nothing."""
    name = f"{place.record.hex}.{place.field}"
    return Path(settings.DATA) / "files" / place.organisation.hex / name


def write_sealed(parts: Iterable[bytes], *, place: Place) -> int:
    """Write a sealed file under its subject's data key; give its plain size.

    The file appears whole: it is written aside, flushed to the disk and renamed. That it lies there
    is written with the caller's change: should that never commit, the file is swept away.
    """
    _, key = data_key(place)
    path = path_of(place)
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    aside = path.with_name(f"{path.name}.part")
    size = 0
    try:
        with os.fdopen(os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            sealer = Sealer(file, _file_key(key, place))
            for part in parts:
                size += len(part)
                sealer.write(part)
            sealer.finish()
            os.fsync(file.fileno())
        aside.replace(path)
    finally:
        aside.unlink(missing_ok=True)
    written = SealedFile(
        organisation_id=place.organisation,
        record=place.record,
        field=place.field,
        written_at=timezone.now(),
    )
    SealedFile.objects.bulk_create([written], ignore_conflicts=True)  # written again: the same file
    return size


def read_sealed(*, place: Place) -> Iterator[bytes]:
    """Give a sealed file's plain parts."""
    row = DataKey.objects.select_related("under").get(
        organisation_id=place.organisation,
        subject_kind=place.subject_kind,
        subject_id=place.subject,
        field_group=place.group,
    )
    key = _file_key(open_data_key(row), place)
    return _parts(path_of(place), key)


def _parts(path: Path, key: bytes) -> Iterator[bytes]:
    with path.open("rb") as file:
        yield from opened(file, key, file="a sealed file")


def remove_sealed(*, place: Place) -> None:
    """Remove a sealed file now; its key is destroyed apart (`services.erase`)."""
    if connection.in_atomic_block:
        _rows_of(place).delete()
    path_of(place).unlink(missing_ok=True)


def discard_sealed(*, place: Place) -> None:
    """Remove a sealed file once the running change has committed: by us, or by the next sweep."""
    _rows_of(place).delete()
    transaction.on_commit(lambda: path_of(place).unlink(missing_ok=True))


def _rows_of(place: Place) -> QuerySet[SealedFile]:
    return SealedFile.objects.filter(
        organisation_id=place.organisation, record=place.record, field=place.field
    )


@contextmanager
def in_memory(parts: Iterable[bytes], *, name: str) -> Iterator[Path]:
    """Give a path to plain bytes that lie in memory only, for readers that want a path.

    On Linux an anonymous memory file behind a link with the given name; elsewhere a private
    temporary file, removed at the end.
    """
    with tempfile.TemporaryDirectory(prefix="suar-") as folder:
        path = Path(folder) / name
        if sys.platform == "linux":
            # a name of its own: readers that resolve the link tell two files apart by it
            descriptor = os.memfd_create(f"suar-{secrets.token_hex(8)}", os.MFD_CLOEXEC)
            try:
                with os.fdopen(os.dup(descriptor), "wb") as memory:
                    for part in parts:
                        memory.write(part)
                path.symlink_to(f"/proc/{os.getpid()}/fd/{descriptor}")
                yield path
            finally:
                os.close(descriptor)
        else:
            with path.open("wb") as file:
                for part in parts:
                    file.write(part)
            yield path


def _file_key(key: bytes, place: Place) -> bytes:
    """Give the file's own key: the data key bound to the place, so a moved file does not open."""
    return derive(key + place.bound(), "file")


def place_of_file(*, organisation: UUID, kind: str, subject: UUID, record: UUID) -> Place:
    """Give the place of a file that belongs to a subject."""
    return Place(organisation, kind, subject, record, "file", "content")
