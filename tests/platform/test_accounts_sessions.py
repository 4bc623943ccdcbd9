"""Sessions: whoever has the database reads none, takes none over, and ended ones are removed."""

from datetime import timedelta
from typing import Any

import pytest
from cast import Cast, make_cast
from django.contrib.sessions.models import Session
from django.db import connections
from django.test import Client, override_settings
from django.utils import timezone
from signing import client_of, visitor

from suar.base.access.acting import at_the_door
from suar.base.accounts.jobs import sweep
from suar.base.accounts.sessions import SessionStore


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _cookie(client: Client) -> str:
    return client.cookies["suar"].value


def _rows() -> list[tuple[str, str]]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT session_key, session_data FROM django_session")
        return list(cursor.fetchall())


def _store(key: str) -> Any:
    with at_the_door():
        return SessionStore(key).load()


def test_a_dump_shows_neither_what_is_in_it_nor_a_way_in(cast: Cast) -> None:
    client = client_of(cast.case_worker)
    assert client.get("/day/").status_code == 200
    dump = str(_rows())
    assert _cookie(client) not in dump
    for told in (str(cast.case_worker.person), "_auth_user_id", "account_authentication"):
        assert told not in dump
    for key, data in _rows():  # what stands in the row, brought as a cookie or opened as before
        thief = visitor()
        thief.cookies["suar"] = key
        assert thief.get("/day/").status_code == 302
        assert SessionStore(key).decode(data) == {}


def test_it_opens_for_its_cookie_alone(cast: Cast) -> None:
    one, other = client_of(cast.case_worker), client_of(cast.supervisor)
    told = _store(_cookie(one))
    assert told["_auth_user_id"] == str(cast.case_worker.person)
    with connections["owner"].cursor() as cursor:  # data moved into another one's row
        cursor.execute(
            "UPDATE django_session SET session_data = (SELECT max(session_data)"
            " FROM django_session) WHERE session_data = (SELECT min(session_data)"
            " FROM django_session)"
        )
    assert sorted([bool(_store(_cookie(one))), bool(_store(_cookie(other)))]) == [False, True]
    with override_settings(SECRET_KEY="another-secret-" * 4):
        assert _store(_cookie(one)) == _store(_cookie(other)) == {}


def test_signing_out_removes_it_and_the_clock_removes_the_rest(cast: Cast) -> None:
    gone, ended, stays = map(client_of, (cast.case_worker, cast.nurse, cast.analyst))
    before = len(_rows())
    gone.post("/account/logout/")
    assert _store(_cookie(stays))
    assert len(_rows()) == before - 1
    with at_the_door():
        kept = SessionStore(_cookie(ended)).create_model_instance({}).pk
        hour_ago = timezone.now() - timedelta(hours=1)
        assert Session.objects.filter(pk=kept).update(expire_date=hour_ago) == 1
    assert ended.get("/day/").status_code == 302
    sweep(timestamp=0)
    assert kept not in dict(_rows())
    assert stays.get("/day/").status_code == 200


def test_signing_in_gives_another_session_than_the_visitors(cast: Cast) -> None:
    client = visitor()
    client.get("/account/login/")
    rows = {key for key, _ in _rows()}
    signed = client_of(cast.case_worker)
    assert {key for key, _ in _rows()} != rows
    assert _store(_cookie(signed))
