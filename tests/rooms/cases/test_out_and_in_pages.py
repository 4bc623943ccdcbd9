"""The pages of exports and of old spreadsheets in: who may, what they answer."""

import re

import pytest
from cast import make_cast
from django.test import Client
from signing import client_of

from suar.base.access.acting import acting
from suar.base.audit.models import Event

TOLD = {
    "shape": "cases",
    "format": "csv",
    "reason": "statistics",
    "words": "",
    "password": "a-long-password",
}


@pytest.fixture
def supervisor(database: str) -> tuple[Client, object]:
    cast = make_cast()
    return client_of(cast.supervisor), cast


def test_a_form_gives_the_file_and_the_audit_keeps_it(supervisor) -> None:
    client, cast = supervisor
    page = client.get("/cases/export/").content.decode()
    assert re.search(r'name="password"[^>]*value="[a-z2-9]{5}(-[a-z2-9]{5}){3}"', page)
    once = page.split('name="once" value="')[1].split('"')[0]
    answer = client.post("/cases/export/", TOLD | {"once": once})
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "application/zip"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"].startswith("max-age=0")
    with acting(cast.supervisor):
        assert Event.objects.filter(action="case.export").count() == 1


def test_what_is_missing_is_said_beside_the_field_and_nothing_leaves(supervisor) -> None:
    client, cast = supervisor
    answer = client.post("/cases/export/", TOLD | {"reason": "another", "password": "short"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Say in words what it is for." in page
    assert 'aria-invalid="true"' in page
    with acting(cast.supervisor):
        assert not Event.objects.filter(action="case.export").exists()


def test_registers_that_are_ready_are_offered(supervisor) -> None:
    client, _cast = supervisor
    page = client.get("/cases/bring-in/").content.decode()
    assert "No register is ready" in page


@pytest.mark.parametrize("page", ["/cases/export/", "/cases/bring-in/"])
def test_a_case_worker_may_neither(database: str, page: str) -> None:
    cast = make_cast()
    assert client_of(cast.case_worker).get(page).status_code == 403
