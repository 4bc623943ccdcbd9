"""What children of an instance are given: never the owner's address, never samples as real."""

from pathlib import Path

import pytest

from suar.base.cluster import Instance, Server
from suar.base.cluster.instance import FORMER, INVENTED
from suar.base.serving.surroundings import Surroundings
from suar.knowledge.refusal import Refusal


def _around(folder: Path, *, mode: str = "production", **given: str) -> Surroundings:
    instance = Instance.at(folder)
    return Surroundings(instance, Server(instance), mode, "http://localhost:8000", given)


def test_pages_and_jobs_never_get_the_owners_address(tmp_path: Path) -> None:
    outside = {"SUAR_OWNER_DATABASE_URL": "postgresql://owner@x/y"}
    work, owner = _around(tmp_path, **outside).for_work(), _around(tmp_path).for_owner()
    assert "SUAR_OWNER_DATABASE_URL" not in work
    assert "suar_owner" in owner["SUAR_OWNER_DATABASE_URL"]
    assert not any("suar_owner" in value or "suar_backup" in value for value in work.values())


def test_a_marked_folder_is_a_demonstration_whoever_serves_it(tmp_path: Path) -> None:
    assert _around(tmp_path).for_work()["SUAR_MODE"] == "production"
    (tmp_path / INVENTED).touch()
    assert _around(tmp_path).for_work()["SUAR_MODE"] == "demo"


def test_the_former_master_key_is_given_only_while_it_lies_there(tmp_path: Path) -> None:
    around = _around(tmp_path)
    first = around.for_work()
    assert "SUAR_FORMER_MASTER_KEY" not in first
    instance = around.instance
    instance.replace_secret(FORMER, instance.secret("master_key"))
    instance.replace_secret("master_key", "n" * 43)
    during = around.for_work()
    assert during["SUAR_FORMER_MASTER_KEY"] == first["SUAR_MASTER_KEY"]
    assert during["SUAR_MASTER_KEY"] == "n" * 43
    assert during["SUAR_LOOKUP_KEY"] == first["SUAR_LOOKUP_KEY"], "reporters' codes hang on it"
    assert (instance.secrets / FORMER).stat().st_mode & 0o077 == 0
    instance.forget_secret(FORMER)
    assert "SUAR_FORMER_MASTER_KEY" not in around.for_work()


def test_a_master_key_from_outside_brings_its_own_companions(tmp_path: Path) -> None:
    around = _around(tmp_path, SUAR_MASTER_KEY="x" * 40)
    around.instance.replace_secret(FORMER, "y" * 40)
    work = around.for_work()
    assert work["SUAR_MASTER_KEY"] == "x" * 40
    assert "SUAR_FORMER_MASTER_KEY" not in work
    assert "SUAR_LOOKUP_KEY" not in work


def test_the_lock_tells_who_serves_and_where(tmp_path: Path) -> None:
    from suar.base.cluster.instance import Served

    instance = Instance.at(tmp_path)
    lock = instance.lock()
    instance.tell(lock, Served("http://localhost:8123", 4711, 2))
    assert instance.served() == Served("http://localhost:8123", 4711, 2)
    with pytest.raises(Refusal, match=r"already at http://localhost:8123\. Use"):
        instance.lock()
    instance.tell(lock, Served())
    assert instance.served() == Served()
    lock.close()
