"""A key that the host does not hold: locked for everybody, open for hours, locked by a restart."""

import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import psycopg
import pytest
from cast import NOW, Cast, make_cast
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from django.urls import reverse
from signing import client_of, key_in, visitor
from typer.testing import CliRunner

from suar.analytics.synthetic import simulate
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.base.audit.models import Event
from suar.base.backup.copying import make_backup, restore_backup
from suar.base.backup.proof import let_wait, seal_own_probes
from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import BACKUP
from suar.base.identifiers import uuid7
from suar.base.vault import brought, own
from suar.base.vault.envelope import NotOpened, Place, inbox_of, unseal, unwrap_any, wrap_into
from suar.base.vault.files import write_sealed
from suar.base.vault.keyring import VaultClosed, bound_of, key_from_phrase, unwrap_by_host
from suar.base.vault.keytext import key_file, new_key, read_key
from suar.base.vault.models import DataKey, OrganisationKey, RestoredProof
from suar.base.vault.services import open_text, rotate_organisation_key, seal_text
from suar.cli import keys as commands
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.decision import Denied
from suar.rooms.intake.models import Report
from suar.rooms.registers import jobs, picturing, services
from suar.rooms.registers.models import Work
from suar.rooms.registers.wording import job_of

SECRET = "Siti Rekaan binti Contoh"
KEY = new_key()


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


@pytest.fixture(autouse=True)
def memory(monkeypatch: pytest.MonkeyPatch) -> Iterator[int]:
    """Hold a memory as `suar serve` does."""
    descriptor = brought.make_memory()
    assert descriptor is not None
    for name, value in brought.told_of(descriptor).items():
        monkeypatch.setenv(name, value)
    yield descriptor
    os.close(descriptor)


def _restart(monkeypatch: pytest.MonkeyPatch) -> None:
    """Do to the memory what a restart of `suar serve` does."""
    descriptor = brought.make_memory()
    for name, value in brought.told_of(descriptor).items():
        monkeypatch.setenv(name, value)


def _place(actor: Actor) -> Place:
    return Place(actor.organisation, "victim", uuid7(), uuid7(), "identity", "name")


def _take(by: Actor, key: str = KEY) -> None:
    with acting(by):
        own.take_into_use(key=key, hours=8, now=NOW, by=by)


# the key as people keep it


def test_a_key_is_read_from_its_file_and_from_hasty_typing() -> None:
    for language in ("en", "id"):
        text = key_file(KEY, who="Rumah {Aman}", day="1 Jan 2026", language=language)
        assert KEY in text
        assert "Rumah {Aman}" in text
        assert read_key(text) == KEY
    assert read_key(KEY.lower().replace("-", " ")) == KEY
    assert read_key(KEY.replace("-", "")) == KEY


def test_a_slip_of_the_pen_is_told() -> None:
    letter = "B" if KEY[5] == "A" else "A"
    with pytest.raises(Refusal, match="miswritten"):
        read_key(KEY[:5] + letter + KEY[6:])
    with pytest.raises(Refusal, match="no key"):
        read_key("hujan di bulan juni")
    with pytest.raises(Refusal, match="more than one"):
        read_key(f"{KEY} {new_key()}")
    with pytest.raises(Refusal, match="too long"):
        read_key(KEY + " " * 30_000)


def test_a_key_can_be_made_away_from_the_host(tmp_path: Path) -> None:
    file = tmp_path / "key.txt"
    asked = ["own", str(file), "--who", "Rumah Aman Rekaan"]
    assert CliRunner().invoke(commands.keys, asked).exit_code == 0
    assert read_key(file.read_text())
    assert file.stat().st_mode & 0o777 == 0o600
    again = CliRunner().invoke(commands.keys, asked)
    assert isinstance(again.exception, Refusal)


# what opens, and when


def test_locked_it_opens_for_nobody_with_the_master_key(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = cast.data_officer
    place = _place(by)
    with acting(by):
        sealed = seal_text(SECRET, place=place)
    _take(by)
    with acting(by):
        assert open_text(sealed, place=place) == SECRET  # whoever took it has it here
    _restart(monkeypatch)
    with acting(by), pytest.raises(VaultClosed) as closed:
        open_text(sealed, place=place)
    assert closed.value.organisation == by.organisation
    with acting(by):  # the host has database and master key: neither unwraps it
        row = OrganisationKey.objects.get(organisation_id=by.organisation, retired_at=None)
        row.wrapping = OrganisationKey.Wrapping.HOST
        with pytest.raises(NotOpened):
            unwrap_by_host(row)
        assert not bytes(OrganisationKey.objects.get(number=1).wrapped)  # the former one is gone
    with acting(by):
        assert not own.bring(key=new_key(), hours=1, now=NOW, by=by)
        assert own.bring(key=KEY, hours=1, now=NOW, by=by)
    with acting(by):
        assert open_text(sealed, place=place) == SECRET
        own.lock(by=by)
    with acting(by), pytest.raises(VaultClosed):
        open_text(sealed, place=place)
    with acting(by):
        told = Event.objects.filter(action__startswith="vault.").order_by("id")
        assert [(e.action, e.kind) for e in told] == [
            ("vault.rotate", "change"),
            ("vault.bring", "refusal"),
            ("vault.bring", "change"),
            ("vault.lock", "change"),
        ]


def test_its_hours_end_and_the_memory_is_emptied(
    cast: Cast, memory: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = cast.data_officer
    _take(by)
    assert 7.9 * 3600 < brought.seconds_left(by.organisation) <= 8 * 3600
    assert os.fstat(memory).st_size
    later = brought.now() + 8 * 3600
    monkeypatch.setattr(brought, "now", lambda: later)
    with acting(by):
        assert own.how_held(by).closed
    brought.forget_expired(memory)
    assert not os.fstat(memory).st_size


def test_pages_and_jobs_are_different_processes_and_share_it(cast: Cast) -> None:
    by = cast.data_officer
    _take(by)
    look = (
        "import sys, uuid; from suar.base.vault import brought;"
        "print(brought.seconds_left(uuid.UUID(sys.argv[1])) > 0);"
        "brought.forget(uuid.UUID(sys.argv[1]))"
    )
    done = subprocess.run(
        [sys.executable, "-c", look, str(by.organisation)],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "True"
    assert not brought.seconds_left(by.organisation)


def test_rotation_wants_the_key_in_use_and_ends_the_former_one(cast: Cast) -> None:
    by = cast.data_officer
    place = _place(by)
    with acting(by):
        sealed = seal_text(SECRET, place=place)
    _take(by)
    other = new_key()
    with acting(by):
        own.lock(by=by)
        with pytest.raises(Denied):
            own.take_into_use(key=other, hours=1, now=NOW, by=by)
        assert own.bring(key=KEY, hours=1, now=NOW, by=by)
    _take(by, other)
    with acting(by):
        assert open_text(sealed, place=place) == SECRET
        own.lock(by=by)
        assert not own.bring(key=KEY, hours=1, now=NOW, by=by)
        assert own.bring(key=other, hours=1, now=NOW, by=by)
        assert OrganisationKey.objects.exclude(wrapped=b"").count() == 1
    with acting(by):
        own.give_back(now=NOW, by=by)
    with acting(by):
        assert not brought.seconds_left(by.organisation)
        assert open_text(sealed, place=place) == SECRET
        assert not Organisation.objects.get(id=by.organisation).own_key
        with pytest.raises(Denied):
            own.give_back(now=NOW, by=by)


def test_only_the_data_protection_officer_chooses_it(cast: Cast) -> None:
    with acting(cast.case_worker), pytest.raises(Denied):
        own.take_into_use(key=KEY, hours=1, now=NOW, by=cast.case_worker)
    with acting(cast.administrator), pytest.raises(Denied):
        own.give_back(now=NOW, by=cast.administrator)


def test_a_backup_restores_locked_and_opens_with_the_paper(
    cast: Cast, server: Server, database: str, tmp_path: Path
) -> None:
    by = cast.data_officer
    place = _place(by)
    with acting(by):
        sealed = seal_text(SECRET, place=place)
    _take(by)
    connections.close_all()
    url = server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}"
    file = tmp_path / "copy.suar"
    day = datetime.now(UTC)
    make_backup(file, url=url, instance=server.instance, now=day, say=str)
    copied = restore_backup(file, data=tmp_path / "new", now=day, say=str)
    assert copied.waiting == ("RA",)
    restored = Server(Instance.at(tmp_path / "new"))
    restored.start()
    try:
        with psycopg.connect(restored.url(BACKUP)) as there:
            key = there.execute(
                "SELECT wrapped, salt, organisation_id, number FROM vault_organisationkey"
                " WHERE retired_at IS NULL"
            ).fetchone()
            data = there.execute("SELECT id, wrapped FROM vault_datakey").fetchone()
            proofs = there.execute(
                "SELECT organisation_id, backed_up_at, checked_at FROM vault_restoredproof"
            ).fetchall()
    finally:
        restored.stop()
    assert key
    assert data
    row = OrganisationKey(organisation_id=key[2], number=key[3], wrapped=key[0])
    with pytest.raises(NotOpened):
        unwrap_by_host(row)
    under = unwrap_any(key[0], under=key_from_phrase(KEY, key[1]), bound_to=bound_of(row))
    plain = unwrap_any(data[1], under=under, bound_to=data[0].bytes)
    assert unseal(sealed, key=plain, place=place).decode() == SECRET
    assert proofs == [(by.organisation, day, None)]


# what comes while it is closed


def test_what_comes_while_closed_opens_only_with_the_key(cast: Cast) -> None:
    by = cast.data_officer
    _take(by)
    place = _place(by)
    with acting(by):
        own.lock(by=by)
    with acting(by):
        sealed = seal_text(SECRET, place=place)
        second = seal_text("lagi", place=replace(place, field="alias"))  # the same data key
    with acting(by):
        for value in (sealed, second):
            with pytest.raises(VaultClosed):
                open_text(value, place=place)
        with pytest.raises(VaultClosed):
            seal_text("later", place=place)
    with acting(by):
        assert own.bring(key=KEY, hours=1, now=NOW, by=by)
    with acting(by):
        assert open_text(sealed, place=place) == SECRET
        rotate_organisation_key(now=NOW, phrase=new_key(), by=by)
        assert DataKey.objects.get(subject_id=place.subject).wrapped[:2] == b"W1"


def test_the_inbox_opens_for_its_key_and_at_its_place_alone() -> None:
    key, other, made = b"k" * 32, b"o" * 32, b"d" * 32
    put = wrap_into(made, inbox=inbox_of(key), bound_to=b"row")
    assert made not in put
    assert unwrap_any(put, under=key, bound_to=b"row") == made
    for under, bound in ((other, b"row"), (key, b"another")):
        with pytest.raises(NotOpened):
            unwrap_any(put, under=under, bound_to=bound)


def test_a_public_report_is_taken_while_the_hotline_is_closed(cast: Cast) -> None:
    officer = replace(cast.hotline_supervisor, role="data_protection_officer")
    _take(officer)
    with acting(officer):
        own.lock(by=officer)
    client = visitor()
    page = client.get("/report/").content.decode()
    words = "Paspor teman saya ditahan majikan rekaan"
    answer = client.post(
        "/report/",
        {
            "once": key_in(page),
            "whom": "self",
            "told": words,
            "contact": "yes",
            "number": "0812 0000 1111",
        },
    )
    assert answer.status_code == 200, answer.content.decode()
    with acting(officer):
        assert Report.objects.filter(organisation_id=officer.organisation).count() == 1
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT string_agg(t::text, '') FROM intake_told t")
        assert words not in str(cursor.fetchone())


def test_jobs_wait_for_the_key_and_begin_when_it_comes(cast: Cast, tmp_path: Path) -> None:
    by = cast.analyst
    officer = replace(by, role="data_protection_officer")
    simulate(tmp_path / "registers", scale=0.05, seed=5)
    with acting(by):
        _upload, work = services.upload_register(
            parts=iter([(tmp_path / "registers" / "police.csv").read_bytes()]),
            file_name="police.csv",
            title="Rekaan",
            now=NOW,
            by=by,
        )
    _take(officer)
    with acting(officer):
        own.lock(by=officer)
    _queue(work, by, clear=True)
    _do(work, by)
    with acting(by):
        work.refresh_from_db()
        assert work.state == Work.State.WAITING
        assert "kunci lembaga" in job_of(work, stop_url="", result_url="").words
    assert not _queue(work, by)
    with acting(by):
        assert own.bring(key=KEY, hours=1, now=NOW, by=by)
    assert _queue(work, by) == 1
    _do(work, by)
    with acting(by):
        work.refresh_from_db()
    assert work.state == Work.State.DONE


def _do(work: Work, by: Actor) -> None:
    jobs.run_work(
        work=str(work.id), organisation=str(by.organisation), person=str(by.person), role=by.role
    )


def _queue(work: Work, by: Actor, *, clear: bool = False) -> int:
    with connections["owner"].cursor() as cursor:
        if clear:
            cursor.execute("DELETE FROM procrastinate_jobs")
        cursor.execute(
            "SELECT count(*) FROM procrastinate_jobs WHERE args->>'work' = %s", [str(work.id)]
        )
        return int(cursor.fetchone()[0])


# the pages


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
    _restart(monkeypatch)
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
    _take(officer)
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


def _restored(server: Server, database: str) -> str:
    """Let the values wait that a backup seals, as in a copy restored from it; give its address."""
    connections.close_all()
    url = server.url("suar_root").rsplit("/", 1)[0] + f"/{database}"
    with psycopg.connect(url) as connection:
        assert let_wait(connection, seal_own_probes(url), made_at="2026-01-02T00:00Z") == ["RA"]
    return url


def test_a_restored_copy_proves_itself_when_the_key_is_brought(
    cast: Cast, server: Server, database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    by = cast.data_officer
    with acting(by):
        seal_text(SECRET, place=_place(by))
    _take(by)
    _restored(server, database)
    _restart(monkeypatch)
    client = client_of(by)
    assert "Whether it opens by your key shows" in client.get("/keys/").content.decode()
    client.post("/keys/bring/", {"key_text": new_key(), "hours": "1"})
    with acting(by):
        assert RestoredProof.objects.get().checked_at is None, "another key proves nothing"
    told = client.post("/keys/bring/", {"key_text": KEY, "hours": "1"}, follow=True)
    assert "opens by your key: what the backup sealed" in told.content.decode()
    assert "opens by your key: what the backup sealed" in client.get("/keys/").content.decode()
    with acting(by):
        proof = RestoredProof.objects.get()
        assert (proof.holds, proof.keys) == (True, 1)
        assert Event.objects.get(action="vault.proof").detail == {"holds": True, "keys": 1}
        own.bring(key=KEY, hours=1, now=NOW, by=by)
        assert RestoredProof.objects.get().checked_at == proof.checked_at, "given once"


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE vault_restoredproof SET digest = sha256(digest)",
        "UPDATE vault_restoredproof SET sealed = sha256(sealed)",
        "UPDATE vault_datakey SET wrapped = decode('5731', 'hex') || sha256(wrapped)",
    ],
)
def test_a_restored_copy_that_does_not_open_is_said_so(
    cast: Cast, server: Server, database: str, monkeypatch: pytest.MonkeyPatch, spoil: str
) -> None:
    by = cast.data_officer
    with acting(by):
        seal_text(SECRET, place=_place(by))
    _take(by)
    url = _restored(server, database)
    with psycopg.connect(url) as connection:
        connection.execute(spoil)
    _restart(monkeypatch)
    client = client_of(by, language="id")
    client.post("/keys/bring/", {"key_text": KEY, "hours": "1"})
    page = client.get("/keys/").content.decode()
    assert "tidak terbuka dengan kunci Anda" in page
    with acting(by):
        assert RestoredProof.objects.get().holds is False
        assert Event.objects.get(action="vault.proof").detail["holds"] is False
