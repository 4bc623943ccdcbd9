"""Sealed files: each has its row, and what a killed process left is swept away."""

import os
from datetime import timedelta
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connections, transaction
from django.utils import timezone

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.identifiers import uuid7
from suar.base.vault.envelope import Place
from suar.base.vault.files import (
    discard_sealed,
    path_of,
    place_of_file,
    read_sealed,
    remove_sealed,
    write_sealed,
)
from suar.base.vault.models import SealedFile
from suar.base.vault.sweeping import SETTLED, sweep_files

LONG_AGO = 2 * SETTLED.total_seconds()


@pytest.fixture
def actor(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Actor:
    monkeypatch.setattr(settings, "DATA", tmp_path)  # other tests' files know nothing of this clone
    return Actor(organisation=uuid7(), person=uuid7(), role="case_worker")


def _place(actor: Actor) -> Place:
    assert actor.organisation
    return place_of_file(
        organisation=actor.organisation, kind="test", subject=uuid7(), record=uuid7()
    )


def _written(actor: Actor, *, committed: bool, old: bool = True) -> Place:
    place = _place(actor)
    with acting(actor):
        assert write_sealed(iter([b"re", b"kaan"]), place=place) == 6
        if not committed:
            transaction.set_rollback(True)
    if old:
        _age(path_of(place))
    return place


def _age(path: Path) -> None:
    then = path.stat().st_mtime - LONG_AGO
    os.utime(path, (then, then))


def test_a_file_whose_change_never_committed_is_swept_and_no_other(actor: Actor) -> None:
    kept, lost = _written(actor, committed=True), _written(actor, committed=False)
    young = _written(actor, committed=False, old=False)  # it may be about to commit
    root = Path(settings.DATA) / "files"
    cut_off, coming = path_of(kept).with_name(f"{uuid7().hex}.content.part"), root / "incoming-x1"
    for path in (cut_off, coming):
        path.write_bytes(b"sealed")
        _age(path)
    assert sweep_files(now=timezone.now()) == 3
    assert [path_of(place).exists() for place in (kept, lost, young)] == [True, False, True]
    assert not cut_off.exists()
    assert not coming.exists()
    with acting(actor):
        assert b"".join(read_sealed(place=kept)) == b"rekaan"
        assert Event.objects.get(action="vault.sweep").detail == {"files": 2}
    assert sweep_files(now=timezone.now()) == 0
    assert sweep_files(now=timezone.now() + timedelta(days=1)) == 1, "the young one, settled now"
    assert path_of(kept).exists()


def test_each_organisation_s_rows_are_asked_as_that_organisation(actor: Actor) -> None:
    other = Actor(organisation=uuid7(), person=uuid7(), role="case_worker")
    mine, theirs = _written(actor, committed=True), _written(other, committed=False)
    assert sweep_files(now=timezone.now()) == 1
    assert path_of(mine).exists()
    assert not path_of(theirs).exists()
    with acting(actor):
        assert not Event.objects.filter(action="vault.sweep").exists()


def test_a_discarded_file_goes_with_its_change_or_by_the_sweep(
    actor: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, stays, killed = (_written(actor, committed=True) for _ in range(3))
    with acting(actor):
        discard_sealed(place=gone)
        assert path_of(gone).exists(), "not before the change has committed"
    assert not path_of(gone).exists()
    with acting(actor):
        discard_sealed(place=stays)
        transaction.set_rollback(True)
    assert path_of(stays).exists()
    with monkeypatch.context() as dead, acting(actor):  # killed between commit and removal
        dead.setattr(transaction, "on_commit", lambda *_: None)
        discard_sealed(place=killed)
    assert path_of(killed).exists()
    assert sweep_files(now=timezone.now()) == 1
    assert [path_of(place).exists() for place in (stays, killed)] == [True, False]


def test_a_removed_file_has_no_row_and_one_written_again_has_one(actor: Actor) -> None:
    place = _written(actor, committed=True)
    with acting(actor):
        write_sealed(iter([b"anew"]), place=place)
        assert SealedFile.objects.filter(record=place.record).count() == 1
        remove_sealed(place=place)
        assert not SealedFile.objects.exists()
        assert not path_of(place).exists()


def test_files_from_before_the_upgrade_are_taken_as_they_are(actor: Actor) -> None:
    place = _written(actor, committed=True)
    with connections["owner"].cursor() as cursor:
        cursor.execute("DELETE FROM vault_sealedfile")
    upgrade = import_module("suar.base.vault.migrations.0004_sealed_files")
    upgrade.take_what_lies_there(apps, SimpleNamespace(connection=connections["owner"]))
    assert sweep_files(now=timezone.now()) == 0
    assert path_of(place).exists()
