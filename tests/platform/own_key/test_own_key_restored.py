"""A copy restored from a backup opens with the organisation's own key, and proves it or says so."""

from datetime import UTC, datetime
from pathlib import Path

import psycopg
import pytest
from cast import NOW, Cast
from django.db import connections
from own_key.in_hand import KEY, SECRET, place_of, restart, take
from signing import client_of

from suar.base.access.acting import acting
from suar.base.audit.models import Event
from suar.base.backup.copying import make_backup, restore_backup
from suar.base.backup.proof import let_wait, seal_own_probes
from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import BACKUP
from suar.base.vault import own
from suar.base.vault.envelope import NotOpened, unseal, unwrap_any
from suar.base.vault.keyring import bound_of, key_from_phrase, unwrap_by_host
from suar.base.vault.keytext import new_key
from suar.base.vault.models import OrganisationKey, RestoredProof
from suar.base.vault.services import seal_text


def test_a_backup_restores_locked_and_opens_with_the_paper(
    cast: Cast, server: Server, database: str, tmp_path: Path
) -> None:
    by = cast.data_officer
    place = place_of(by)
    with acting(by):
        sealed = seal_text(SECRET, place=place)
    take(by)
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
        seal_text(SECRET, place=place_of(by))
    take(by)
    _restored(server, database)
    restart(monkeypatch)
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
        seal_text(SECRET, place=place_of(by))
    take(by)
    url = _restored(server, database)
    with psycopg.connect(url) as connection:
        connection.execute(spoil)
    restart(monkeypatch)
    client = client_of(by, language="id")
    client.post("/keys/bring/", {"key_text": KEY, "hours": "1"})
    page = client.get("/keys/").content.decode()
    assert "tidak terbuka dengan kunci Anda" in page
    with acting(by):
        assert RestoredProof.objects.get().holds is False
        assert Event.objects.get(action="vault.proof").detail["holds"] is False
