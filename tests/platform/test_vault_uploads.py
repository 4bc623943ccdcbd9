"""Uploads: asked before they are read, counted while they come, sealed on the disk."""

import io
from pathlib import Path
from typing import Any

import pytest
from cast import Cast, make_cast
from django.conf import settings
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import resolve
from signing import client_of, key_in, visitor

from suar.base.access.acting import acting
from suar.base.vault import uploads
from suar.rooms.registers.models import Upload
from suar.rooms.registers.services import LARGEST

URL = "/registers/new/"
ROW = b"1,Rekaan Satu\n"


class Counting(io.BytesIO):
    """A body that knows how much of it was read."""

    def read(self, size: int | None = -1) -> bytes:
        if size is None or size < 0 or size > 64 * 1024:
            size = 64 * 1024
        return super().read(size)


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _lying() -> list[Path]:
    return sorted((Path(settings.DATA) / "files").glob("incoming-*"))


def _send(client: Client, content: bytes, **fields: str) -> tuple[Any, int]:
    """Post a file; give the answer and how many bytes of the body were read."""
    data: dict[str, Any] = {**fields, "title": "Rekaan"}
    file = io.BytesIO(b"NO,NAMA\n" + content)
    file.name = "a.csv"
    body = encode_multipart(BOUNDARY, data | {"file": file})
    stream = Counting(body)
    answer = client.generic("POST", URL, body, MULTIPART_CONTENT, **{"wsgi.input": stream})
    return answer, stream.tell()


def _strict(client: Client, page: str) -> tuple[Client, str]:
    """Ask for the form's token as browsers have to; it is looked for before any view runs."""
    client.handler.enforce_csrf_checks = True
    assert client.get(page).status_code == 200
    return client, client.cookies["csrftoken"].value


def test_what_comes_lies_sealed_and_not_after(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[bytes] = []
    complete = uploads.SealedUploadHandler.file_complete

    def looked_at(self: Any, size: int) -> Any:
        made = complete(self, size)
        seen.extend(path.read_bytes() for path in _lying())
        return made

    monkeypatch.setattr(uploads.SealedUploadHandler, "file_complete", looked_at)
    client = client_of(cast.analyst)
    key = key_in(client.get(URL).content.decode())
    answer, _ = _send(client, ROW * 100, once=key)
    assert answer.status_code == 302
    assert seen
    assert all(b"Rekaan" not in content for content in seen)
    assert _lying() == []


def test_who_may_not_upload_is_answered_before_the_body_is_read(cast: Cast) -> None:
    for client, page, status in (
        (visitor(), "/account/login/", 302),  # sent there again
        (client_of(cast.nurse), "/day/", 403),
    ):
        strict, token = _strict(client, page)
        answer, read = _send(strict, ROW * 200_000, csrfmiddlewaretoken=token)
        assert answer.status_code == status
        assert read <= 256 * 1024, "the file was read"
    assert _lying() == []


def test_a_file_that_says_it_is_too_large_is_not_read(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert resolve(URL).func.most_bytes == LARGEST == 200 * uploads.MEGABYTE
    monkeypatch.setattr(resolve(URL).func, "most_bytes", uploads.MEGABYTE)
    client = client_of(cast.analyst)
    key = key_in(client.get(URL).content.decode())
    answer, read = _send(client, ROW * 200_000, once=key)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "The file is larger than 1 MB. Use the command line" in page
    assert "This field is required" not in page
    assert read <= 256 * 1024
    assert _lying() == []
    with acting(cast.analyst):
        assert not Upload.objects.exists()


def test_a_file_that_grows_too_large_is_stopped_on_its_way(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    most = 100_000  # the body stays under what a form may weigh beside it
    monkeypatch.setattr(resolve(URL).func, "most_bytes", most)
    client = client_of(cast.analyst)
    key = key_in(client.get(URL).content.decode())
    answer, read = _send(client, ROW * 60_000, once=key)
    assert answer.status_code == 422
    assert most < read < 5 * most
    assert _lying() == []
    answer, _ = _send(client, ROW, once=key)
    assert answer.status_code == 302, "the same form with a smaller file is taken"


def test_an_address_that_says_nothing_takes_a_document() -> None:
    assert uploads.SealedUploadHandler.most == uploads.DOCUMENT == 20 * uploads.MEGABYTE
