"""The registers room over HTTP: upload, check, profile, compare, picture, delete; nobody else's."""

from pathlib import Path
from typing import Any

import pytest
from cast import Cast, make_cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from signing import client_of, key_in

from suar.analytics.synthetic import simulate
from suar.base.access.acting import acting
from suar.rooms.registers import jobs
from suar.rooms.registers.models import Upload, Work


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


@pytest.fixture(scope="module")
def registers(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("invented") / "registers"
    simulate(folder, scale=0.05, seed=5)
    return folder


def _send(
    client: Client,
    content: bytes,
    *,
    name: str = "police.csv",
    url: str = "/registers/new/",
    **more: Any,
) -> Any:
    once = more.pop("once", "") or key_in(client.get(url).content.decode())
    file = SimpleUploadedFile(name, content)
    return client.post(url, {"once": once, "title": "Police, invented", "file": file, **more})


def _do_all(cast: Cast) -> None:
    by = cast.analyst
    with acting(by):
        waiting = [
            str(pk) for pk in Work.objects.filter(state="waiting").values_list("id", flat=True)
        ]
    for work in waiting:
        jobs.run_work(
            work=work, organisation=str(by.organisation), person=str(by.person), role=by.role
        )


def _newest(cast: Cast, model: Any = Upload) -> Any:
    with acting(cast.analyst):
        return model.objects.order_by("-id").first()


def test_from_upload_to_picture(cast: Cast, registers: Path) -> None:
    client = client_of(cast.analyst)
    assert "No register here yet." in client.get("/registers/").content.decode()
    answer = _send(client, (registers / "police.csv").read_bytes())
    assert answer.status_code == 302, answer.content.decode()
    page = client.get(answer.headers["Location"]).content.decode()
    assert "It is being checked." in page
    _do_all(cast)
    upload = _newest(cast)
    page = client.get(f"/registers/{upload.id}/").content.decode()
    rows = upload.checked["rows"]
    assert (
        f"<strong>{rows} rows</strong> = {upload.checked['accepted']} accepted + 0 rejected" in page
    )
    assert "How full each field is" in page
    assert "analyst@example.org" not in page
    listed = client.get("/registers/").content.decode()
    assert "Checked" in listed
    assert "Analyst" in listed

    asked = client.get("/registers/picture/")
    key = key_in(asked.content.decode())
    answer = client.post("/registers/picture/", {"once": key, "uploads": [str(upload.id)]})
    address = answer.headers["Location"]
    page = client.get(address).content.decode()
    assert 'hx-trigger="every 2s"' in page
    assert '<meta http-equiv="refresh"' in page
    _do_all(cast)
    assert "It is ready." in client.get("/day/").content.decode()
    page = client.get(address).content.decode()
    assert "every 2s" not in page
    assert "Nothing waits for you." in client.get("/day/").content.decode()
    framed = client.get(f"{address}picture/").content.decode()
    assert f'<iframe class="picture-frame" src="{address}picture/document/" sandbox' in framed
    document = client.get(f"{address}picture/document/")
    assert document.headers["Content-Security-Policy"].startswith("default-src 'none'; style-src")
    assert "sandbox" in document.headers["Content-Security-Policy"]
    assert b"<html" in document.content
