"""The pages of an organisation's own key: the officer's way, and what everybody sees meanwhile."""

from dataclasses import replace
from typing import Any

import pytest
from cast import NOW, Cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from own_key.in_hand import restart, take
from signing import client_of, key_in

from suar.base.access.acting import acting
from suar.base.vault import brought, own
from suar.base.vault.files import write_sealed
from suar.base.vault.keytext import new_key, read_key
from suar.base.vault.models import OrganisationKey
from suar.rooms.registers import picturing, services
from suar.rooms.registers.models import Work


def _send(client: Client, url: str, key: str = "", **more: Any) -> Any:
    file = {"key_file": SimpleUploadedFile("key.txt", key.encode())} if key else {}
    return client.post(url, {"hours": "4", **file, **more})


def test_the_officers_journey(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    by = cast.data_officer
    client = client_of(by)
    page = client.get("/keys/").content.decode()
    assert "the host, under its master key" in page
    made = client.post("/keys/make/")
    assert made.headers["Content-Disposition"].startswith("attachment")
    assert "no-store" in made.headers["Cache-Control"]
    text = made.content.decode()
    key = read_key(text)
    assert "lost for good" in text
    refused = _send(client, "/keys/take/", text, once=key_in(page))  # without saying what it means
    assert refused.status_code == 422
    assert "Nobody can help then" in refused.content.decode()
    yes = {"once": key_in(page), "copies": "on", "lost": "on"}
    both = _send(client, "/keys/take/", text, key_text=key, **yes)
    assert both.status_code == 422
    assert _send(client, "/keys/take/", text, **yes).status_code == 302
    assert "your organisation alone" in client.get("/keys/").content.decode()
    assert _send(client, "/keys/take/", text, **yes).status_code == 302  # sent twice: one deed
    with acting(by):
        assert OrganisationKey.objects.filter(organisation_id=by.organisation).count() == 2
    restart(monkeypatch)
    page = client.get("/keys/").content.decode()
    assert "not here: nothing sealed opens" in page
    assert "bring the key that is in use first" in page
    wrong = _send(client, "/keys/bring/", key_text=new_key())
    assert wrong.status_code == 422
    assert "not the key in use" in wrong.content.decode()
    typed = _send(client, "/keys/bring/", key_text=key.lower().replace("-", " "), next="/keys/")
    assert typed.headers["Location"] == "/keys/"
    assert "here until" in client.get("/keys/").content.decode()
    assert client.post("/keys/lock/").headers["Location"] == "/keys/"
    assert not brought.seconds_left(by.organisation)
    _send(client, "/keys/bring/", key_text=key)
    back = client.get("/keys/give-back/").content.decode()
    assert client.post("/keys/give-back/", {"once": key_in(back)}).status_code == 422
    assert client.post("/keys/give-back/", {"once": key_in(back), "host": "on"}).status_code == 302
    assert "the host, under its master key" in client.get("/keys/").content.decode()


@pytest.mark.parametrize("language", ["en", "id"])
def test_what_everybody_sees_while_it_is_locked(cast: Cast, language: str) -> None:
    by = cast.analyst
    with acting(by):
        work = Work.objects.create(
            organisation_id=by.organisation,
            reference="GT-1",
            kind=Work.Kind.PICTURE,
            state=Work.State.DONE,
            asked_at=NOW,
            asked_by=by.person,
            ended_at=NOW,
        )
        for name in picturing.RESULTS:
            write_sealed(iter([b"<html>"]), place=services.place_of_result(work, name))
    officer = replace(by, role="data_protection_officer")
    take(officer)
    client = client_of(by, language=language)
    address = reverse("registers:document", args=[work.id])
    assert client.get(address).status_code == 200
    with acting(officer):
        own.lock(by=officer)
    answer = client.get(address)
    page = answer.content.decode()
    assert answer.status_code == 423
    assert 'action="/keys/bring/"' in page
    assert ("Locked: the key is not here" if language == "en" else "Terkunci") in page
    assert f'name="next" value="{address}"' in page
    day = client.get("/day/").content.decode()
    assert 'href="/keys/bring/"' in day  # the strip on every page
    assert client.get("/registers/").status_code == 200
