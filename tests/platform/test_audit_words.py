"""A reason typed in words lies sealed in the audit; the auditor of that organisation reads it."""

from dataclasses import replace

import pytest
from cast import NOW, Cast, make_cast
from signing import client_of

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.base.audit.verify import walk
from suar.base.audit.words import SEALED, open_words
from suar.base.cluster import Server
from suar.base.cluster.roles import BACKUP
from suar.base.identifiers import uuid7
from suar.base.vault import brought
from suar.base.vault.envelope import NotOpened
from suar.base.vault.keytext import new_key, read_key
from suar.base.vault.own import take_into_use
from suar.base.vault.services import erase

TYPED = "Karena Rekaan Melati menelepon dari Kota Contoh"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _typed(by: Actor, **more: object) -> Event:
    more.setdefault("subject", ("victim", uuid7()))
    with acting(by):
        return record(
            action="victim.open.identity",
            kind="opening",
            reason="other",
            words=TYPED,
            by=by,
            **more,
        )  # type: ignore[arg-type]


def _whole(server: Server, database: str) -> bool:
    return walk(server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}").ok


def test_the_auditor_opens_them_and_that_is_an_event(cast: Cast) -> None:
    event = _typed(cast.case_worker)
    client = client_of(cast.data_officer)
    listed = client.get("/audit/").content.decode()
    assert f"/audit/{event.id}/words/" in listed
    assert "Another reason, in words" in listed
    assert TYPED not in listed
    answer = client.post(f"/audit/{event.id}/words/")
    assert answer.status_code == 200
    assert TYPED in answer.content.decode()
    assert "no-store" in answer["Cache-Control"]
    with acting(cast.data_officer):
        kept = Event.objects.get(action="audit.open_words")
    assert (kept.kind, kept.subject_id, kept.reason) == ("opening", event.id, "")


def test_nobody_else_does(cast: Cast) -> None:
    event = _typed(cast.case_worker)
    address = f"/audit/{event.id}/words/"
    assert client_of(cast.case_worker).post(address).status_code == 403
    assert client_of(cast.administrator).post(address).status_code == 403
    theirs = replace(cast.nurse, role="auditor")
    with acting(theirs), pytest.raises(Event.DoesNotExist):
        open_words(event=event.id, by=theirs)
    assert client_of(cast.data_officer).get(address).status_code == 405


def test_words_typed_elsewhere_about_our_record_are_their_organisations(cast: Cast) -> None:
    event = _typed(cast.nurse, organisation=cast.case_worker.organisation)
    client = client_of(cast.data_officer)
    listed = client.get("/audit/").content.decode()
    assert "Another reason, in words" in listed
    assert f"/audit/{event.id}/words/" not in listed
    assert client.post(f"/audit/{event.id}/words/").status_code == 404


def test_in_the_row_they_are_sealed_to_that_event(cast: Cast) -> None:
    one, other = _typed(cast.case_worker), _typed(cast.case_worker)
    for event in (one, other):
        row = " ".join(str(getattr(event, f.attname)) for f in Event._meta.concrete_fields)
        assert "Melati" not in row
    moved = Event(
        **{f.attname: getattr(one, f.attname) for f in Event._meta.concrete_fields}
        | {"id": uuid7()}
    )
    with acting(cast.case_worker):
        moved.save(force_insert=True)
    with acting(cast.data_officer), pytest.raises(NotOpened):
        open_words(event=moved.id, by=cast.data_officer)


def test_the_chain_holds_before_and_after_they_were_erased_with_her(
    cast: Cast, server: Server, database: str
) -> None:
    victim = uuid7()
    event = _typed(cast.case_worker, subject=("victim", victim))
    assert _whole(server, database)
    officer = cast.data_officer
    with acting(officer):
        erase(subject_kind="victim", subject=victim, reason="asked by her", now=NOW, by=officer)
    page = client_of(officer).post(f"/audit/{event.id}/words/").content.decode()
    assert "erased for good" in page
    assert TYPED not in page
    assert _whole(server, database)


def test_the_host_does_not_open_them_where_the_organisation_holds_its_own_key(cast: Cast) -> None:
    event = _typed(cast.case_worker, subject=None)
    officer, key = cast.data_officer, read_key(new_key())
    assert officer.organisation
    with acting(officer):
        take_into_use(key=key, hours=1, now=NOW, by=officer)
    brought.forget(officer.organisation)
    client = client_of(officer)
    answer = client.post(f"/audit/{event.id}/words/")
    assert (answer.status_code, TYPED in answer.content.decode()) == (423, False)
    client.post("/keys/bring/", {"key_text": key, "hours": "1"})
    assert TYPED in client.post(f"/audit/{event.id}/words/").content.decode()


def test_no_words_no_sealed_part(cast: Cast) -> None:
    with acting(cast.case_worker):
        event = record(action="case.export", kind="export", reason="audit", by=cast.case_worker)
    assert SEALED not in event.detail
    with acting(cast.data_officer), pytest.raises(Event.DoesNotExist):
        open_words(event=event.id, by=cast.data_officer)
