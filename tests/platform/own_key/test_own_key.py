"""A key that the host does not hold: locked for everybody, open for hours, locked by a restart."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from cast import NOW, Cast
from own_key.in_hand import KEY, SECRET, place_of, restart, take
from typer.testing import CliRunner

from suar.base.access.acting import acting
from suar.base.accounts.models import Organisation
from suar.base.audit.models import Event
from suar.base.vault import brought, own
from suar.base.vault.envelope import NotOpened
from suar.base.vault.keyring import VaultClosed, unwrap_by_host
from suar.base.vault.keytext import key_file, new_key, read_key
from suar.base.vault.models import OrganisationKey
from suar.base.vault.services import open_text, seal_text
from suar.cli import keys as commands
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.decision import Denied

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
    place = place_of(by)
    with acting(by):
        sealed = seal_text(SECRET, place=place)
    take(by)
    with acting(by):
        assert open_text(sealed, place=place) == SECRET  # whoever took it has it here
    restart(monkeypatch)
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
    take(by)
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
    take(by)
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
    place = place_of(by)
    with acting(by):
        sealed = seal_text(SECRET, place=place)
    take(by)
    other = new_key()
    with acting(by):
        own.lock(by=by)
        with pytest.raises(Denied):
            own.take_into_use(key=other, hours=1, now=NOW, by=by)
        assert own.bring(key=KEY, hours=1, now=NOW, by=by)
    take(by, other)
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
