"""A backup restores whole, opens for nobody else, and brings nobody back whom we erased."""

import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connections

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.backup.copying import kept_secrets, keys_of, make_backup, restore_backup
from suar.base.backup.kit import backup_key
from suar.base.backup.proof import open_probes, seal_probes
from suar.base.cluster import Instance, Server
from suar.base.cluster.instance import INVENTED
from suar.base.cluster.roles import BACKUP
from suar.base.cluster.server import SUPERUSER
from suar.base.identifiers import uuid7
from suar.base.vault.envelope import Place
from suar.base.vault.ledger import kit_folder
from suar.base.vault.services import erase, seal_text
from suar.base.vault.stream import Sealer, opened, sections
from suar.knowledge.refusal import Refusal

NOW = datetime(2026, 1, 2, tzinfo=UTC)
SECRET = "Siti Rekaan binti Contoh"


@pytest.fixture
def made(server: Server, database: str, tmp_path: Path) -> tuple[Path, Actor, Place, bytes]:
    actor = Actor(organisation=uuid7(), person=uuid7(), role="data_protection_officer")
    place = Place(actor.organisation, "victim", uuid7(), uuid7(), "identity", "name")
    with acting(actor):
        sealed = seal_text(SECRET, place=place)
    connections.close_all()
    url = server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}"
    file = tmp_path / "copy.suar"
    (server.instance.files / "upload").write_bytes(b"sealed upload")
    make_backup(file, url=url, instance=server.instance, now=NOW, say=str)
    return file, actor, place, sealed


def _keys(data: Path, subject: object) -> list[bytes]:
    server = Server(Instance.at(data))
    server.start()
    try:
        with psycopg.connect(server.url(BACKUP)) as connection:
            rows = connection.execute(
                "SELECT wrapped FROM vault_datakey WHERE subject_id = %s", [subject]
            )
            return [bytes(row[0]) for row in rows]
    finally:
        server.stop()


def test_it_restores_whole(made: tuple[Path, Actor, Place, bytes], tmp_path: Path) -> None:
    file, _, place, _ = made
    copied = restore_backup(file, data=tmp_path / "new", now=NOW, say=str)
    assert copied.walk.ok
    assert copied.opened == 3  # under the master key, under a data key, and the data key itself
    assert _keys(tmp_path / "new", place.subject) != [b""]
    assert not Instance.at(tmp_path / "new").invented
    assert (tmp_path / "new" / "files" / "upload").read_bytes() == b"sealed upload"
    assert SECRET.encode() not in file.read_bytes() + keys_of(file).read_bytes()


def test_a_copy_of_a_demonstration_is_one(
    made: tuple[Path, Actor, Place, bytes], server: Server, database: str, tmp_path: Path
) -> None:
    """Else its printed sign-ins would open what looks like a real instance."""
    url = server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}"
    server.instance.mark_invented()
    try:
        make_backup(tmp_path / "b", url=url, instance=server.instance, now=NOW, say=str)
    finally:
        (server.instance.folder / INVENTED).unlink()
    restore_backup(tmp_path / "b", data=tmp_path / "new", now=NOW, say=str)
    assert Instance.at(tmp_path / "new").invented


def test_who_was_erased_since_stays_erased(
    made: tuple[Path, Actor, Place, bytes], tmp_path: Path
) -> None:
    file, actor, place, _ = made
    with acting(actor):
        erase(subject_kind="victim", subject=place.subject, reason="her request", now=NOW, by=actor)
    copied = restore_backup(file, data=tmp_path / "new", now=NOW, say=str)
    assert copied.erased == 1
    assert copied.opened == 3  # opened before it was destroyed again: the copy itself is sound
    assert _keys(tmp_path / "new", place.subject) == [b""]


@pytest.mark.parametrize("place", [0, 100, -5])
def test_a_changed_or_cut_file_is_refused_and_leaves_nothing(
    made: tuple[Path, Actor, Place, bytes], tmp_path: Path, place: int
) -> None:
    file = made[0]
    content = bytearray(file.read_bytes())
    if place < 0:
        del content[place:]
    else:
        content[place] ^= 1
    file.write_bytes(content)
    with pytest.raises(Refusal):
        restore_backup(file, data=tmp_path / "new", now=NOW, say=str)
    assert not (tmp_path / "new").exists()


def test_keys_have_a_shorter_life(made: tuple[Path, Actor, Place, bytes], tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="ended on 2026-02-01"):
        restore_backup(made[0], data=tmp_path / "new", now=NOW + timedelta(days=31), say=str)


def test_without_the_operators_key_it_does_not_open(
    made: tuple[Path, Actor, Place, bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (kit_folder() / "backup.key").stat().st_mode & 0o077 == 0
    monkeypatch.setenv("SUAR_KIT", str(tmp_path / "other-kit"))
    with pytest.raises(Refusal, match="is not there"):
        restore_backup(made[0], data=tmp_path / "new", now=NOW, say=str)
    (tmp_path / "other-kit" / "backup.key").write_text("the key, as somebody remembers it")
    with pytest.raises(Refusal, match="is not a key of backups"):
        restore_backup(made[0], data=tmp_path / "new", now=NOW, say=str)


def _with_other_master(file: Path) -> None:
    """Seal the keys' file anew, as the operator could, with another master key in it."""
    key, name, read = backup_key(make=False), str(keys_of(file)), {}
    with keys_of(file).open("rb") as stream:
        for section, parts in sections(opened(stream, key, file=name), file=name):
            read[section] = b"".join(parts)
    kept = json.loads(read["secrets"]) | {"master_key": "another-host's-" * 4}
    read["secrets"] = json.dumps(kept).encode()
    with keys_of(file).open("wb") as stream:
        sealer = Sealer(stream, key)
        for section, content in read.items():
            sealer.section(section, iter([content]))
        sealer.finish()


def test_keys_that_open_nothing_are_refused_and_leave_nothing(
    made: tuple[Path, Actor, Place, bytes], tmp_path: Path
) -> None:
    _with_other_master(made[0])
    with pytest.raises(Refusal, match="keys that do not open what is sealed") as refusal:
        restore_backup(made[0], data=tmp_path / "new", now=NOW, say=str)
    assert "master key is another one" in str(refusal.value.remedy)
    assert not (tmp_path / "new").exists()


def test_no_backup_is_made_with_a_master_key_that_opens_nothing(
    made: tuple[Path, Actor, Place, bytes],
    server: Server,
    database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    url = server.url(BACKUP).rsplit("/", 1)[0] + f"/{database}"
    monkeypatch.setenv("SUAR_MASTER_KEY", "another-host's-" * 4)
    with pytest.raises(Refusal, match="does not open what is sealed"):
        make_backup(tmp_path / "b", url=url, instance=server.instance, now=NOW, say=str)
    assert not (tmp_path / "b").exists()
    monkeypatch.setenv("SUAR_FORMER_MASTER_KEY", "only-for-tests-" * 4)  # a rotation under way
    make_backup(tmp_path / "b", url=url, instance=server.instance, now=NOW, say=str)
    assert (tmp_path / "b").exists()


def test_the_lookup_key_that_is_the_master_key_is_copied_as_such(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else a restored copy would find no reporter's code again."""
    monkeypatch.setenv("SUAR_MASTER_KEY", "given-from-outside-" * 2)
    monkeypatch.setenv("SUAR_LOOKUP_KEY", "")
    instance = Instance.at(tmp_path)
    assert kept_secrets(instance)["lookup_key"] == "given-from-outside-" * 2
    monkeypatch.setenv("SUAR_LOOKUP_KEY", "the-master-key's-first-value-")
    assert kept_secrets(instance)["lookup_key"] == "the-master-key's-first-value-"
    assert not instance.has_secret("lookup_key")


@pytest.mark.parametrize(
    "spoil",
    [
        "UPDATE vault_datakey SET wrapped = decode('5731', 'hex') || sha256(wrapped)",
        "UPDATE vault_organisationkey SET number = number + 1",
        "UPDATE vault_datakey SET subject_id = gen_random_uuid()",
        "UPDATE vault_datakey SET id = gen_random_uuid()",
    ],
)
def test_a_key_that_came_back_otherwise_is_noticed(
    made: tuple[Path, Actor, Place, bytes], server: Server, database: str, spoil: str
) -> None:
    url = server.url(SUPERUSER).rsplit("/", 1)[0] + f"/{database}"
    masters = [os.environ["SUAR_MASTER_KEY"]]
    probes = seal_probes(url, masters=masters)
    with psycopg.connect(url) as connection:
        assert open_probes(connection, probes, masters=masters, file="keys") == 3
        connection.execute(spoil)
        with pytest.raises(Refusal):
            open_probes(connection, probes, masters=masters, file="keys")
        connection.rollback()
