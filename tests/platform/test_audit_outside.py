"""The audit for others: checkpoints that a third party keeps, and who looked."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from cast import make_cast

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.checkpoint import (
    FIRST_FORMAT,
    Checkpoint,
    make_checkpoint,
    public_key,
    read_checkpoint,
    still_holds,
    write_checkpoint,
)
from suar.base.audit.lanes import LOCKS
from suar.base.audit.models import Event
from suar.base.audit.selectors import events_for, who_looked, who_looked_for_the_person
from suar.base.audit.services import record
from suar.base.audit.verify import walk
from suar.base.cluster import Server
from suar.base.cluster.roles import BACKUP, connect
from suar.base.identifiers import uuid7
from suar.knowledge.refusal import Refusal

NOW = datetime(2026, 3, 12, 2, 0, tzinfo=UTC)
SECRET = "only-for-this-test"


def _url(server: Server, database: str) -> str:
    return server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}"


def _write(times: int) -> None:
    actor = Actor(organisation=uuid7(), person=uuid7(), role="case_worker")
    for _ in range(times):
        with acting(actor):
            record(action="test.write", by=actor)


def test_a_cut_tail_shows_against_the_checkpoint_and_not_from_inside(
    server: Server, database: str, tmp_path: Path
) -> None:
    _write(5)
    url, file = _url(server, database), tmp_path / "today.json"
    write_checkpoint(make_checkpoint(url=url, secret=SECRET, now=NOW), file)
    kept = read_checkpoint(file)
    assert (kept.position, kept.key) == (5, public_key(SECRET))
    _write(2)
    assert still_holds(kept, url=url)
    with connect(server, "suar_root", database) as superuser:
        superuser.execute("SET session_replication_role = replica")  # a thief with every right
        superuser.execute(
            "DELETE FROM audit_event WHERE id IN"
            " (SELECT event_id FROM audit_seal WHERE position > 3)"
        )
        superuser.execute("DELETE FROM audit_seal WHERE position > 3")
        superuser.execute(
            "UPDATE audit_head SET position = 3,"
            " digest = (SELECT digest FROM audit_seal WHERE position = 3) WHERE id = 1"
        )
    assert walk(url).ok, "from inside a cleanly cut end looks whole"
    assert not still_holds(kept, url=url)


def test_a_chain_made_anew_does_not_hold_the_old_checkpoint(server: Server, database: str) -> None:
    _write(3)
    kept = make_checkpoint(url=_url(server, database), secret=SECRET, now=NOW)
    with connect(server, "suar_root", database) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute("UPDATE audit_seal SET digest = sha256(digest) WHERE position = 3")
    assert not still_holds(kept, url=_url(server, database))


@pytest.mark.parametrize("field", ["position", "head", "at", "key", "signature", "format", "lanes"])
def test_a_changed_checkpoint_is_refused(
    server: Server, database: str, tmp_path: Path, field: str
) -> None:
    _write(1)
    file = tmp_path / "today.json"
    signed = make_checkpoint(url=_url(server, database), secret=SECRET, now=NOW)
    write_checkpoint(signed, file)
    told = json.loads(file.read_text())
    wrong = {"position": 7, "lanes": told["lanes"][::-1]}
    told[field] = wrong.get(field) or "A" * len(told[field])
    file.write_text(json.dumps(told))
    with pytest.raises(Refusal, match="changed after"):
        read_checkpoint(file)


def test_one_lane_cut_off_after_the_checkpoint_shows_against_it(
    server: Server, database: str
) -> None:
    _write(3)
    url = _url(server, database)
    with connect(server, "suar_owner", database) as owner:  # another writer has the first lane
        owner.execute("BEGIN")
        owner.execute("SELECT pg_advisory_xact_lock(%s, 1)", [LOCKS])
        _write(1)
        owner.execute("COMMIT")
    kept = make_checkpoint(url=url, secret=SECRET, now=NOW)
    assert kept.position == 4
    assert [position for position, _ in kept.lanes[:3]] == [3, 1, 0]
    with connect(server, "suar_root", database) as superuser:
        superuser.execute("SET session_replication_role = replica")
        superuser.execute(
            "DELETE FROM audit_event WHERE id IN (SELECT event_id FROM audit_seal WHERE lane = 2)"
        )
        superuser.execute("DELETE FROM audit_seal WHERE lane = 2")
        superuser.execute(
            "UPDATE audit_head SET position = 0,"
            " digest = sha256(convert_to('suar 2', 'UTF8')) WHERE id = 2"
        )
    assert walk(url).ok, "nothing had been sealed after it"
    assert not still_holds(kept, url=url)


def test_a_checkpoint_from_before_there_were_lanes_still_holds(
    server: Server, database: str, tmp_path: Path
) -> None:
    _write(3)
    url = _url(server, database)
    with connect(server, BACKUP, database) as reader:
        row = reader.execute("SELECT digest FROM audit_seal WHERE position = 2").fetchone()
    assert row is not None
    bare = Checkpoint(NOW.isoformat(), 2, row[0].hex(), public_key(SECRET), format=FIRST_FORMAT)
    made = make_checkpoint(url=url, secret=SECRET, now=NOW)
    assert set(made.document()) - set(bare.document()) == {"lanes"}
    assert still_holds(bare, url=url)
    assert not still_holds(replace(bare, head=made.head), url=url)
    file = tmp_path / "old.json"
    file.write_text(json.dumps(bare.document()))
    with pytest.raises(Refusal, match="changed after"):  # it was not signed
        read_checkpoint(file)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"format": 1}', "\xff"])
def test_what_is_no_checkpoint_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "no.json"
    file.write_text(text, encoding="latin-1")
    with pytest.raises(Refusal, match="not a checkpoint"):
        read_checkpoint(file)


def test_who_looked_names_people_to_the_auditor_and_roles_to_the_person(database: str) -> None:
    cast = make_cast()
    subject = ("victim", uuid7())
    for by, kind in (
        (cast.case_worker, Event.Kind.OPENING),
        (cast.supervisor, Event.Kind.EXPORT),
        (cast.supervisor, Event.Kind.CHANGE),  # working on it is not looking at her
    ):
        with acting(by):
            record(action="identity.open", kind=kind, subject=subject, reason="a call", by=by)
    with acting(cast.nurse):  # another organisation's reader, under a grant
        record(
            action="identity.open",
            kind=Event.Kind.OPENING,
            subject=subject,
            organisation=cast.case_worker.organisation,
            by=cast.nurse,
        )
    with acting(cast.data_officer):
        looks = who_looked(cast.data_officer, subject=subject)
        assert {look.name for look in looks} == {"case.worker", "supervisor", "nurse"}
        assert {look.organisation for look in looks} == {"RA", "KB"}
        assert events_for(cast.data_officer).count() == 4
    with acting(cast.case_worker):
        shown = who_looked_for_the_person(cast.case_worker, subject=subject)
        assert [look.name for look in shown] == ["", "", ""]
        assert [look.reason for look in shown] == ["", "", ""]
        assert {look.role for look in shown} == {"case_worker", "case_supervisor"}
        assert who_looked(cast.case_worker, subject=subject) == []
        assert not events_for(cast.case_worker).exists()
    with acting(cast.partner):
        assert who_looked(cast.partner, subject=subject) == []
        assert not Event.objects.exists()
