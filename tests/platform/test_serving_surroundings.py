"""What children of an instance are given: never the owner's address, never samples as real."""

import socket
from pathlib import Path

import pytest

from suar.base.cluster import Instance, Server
from suar.base.cluster.borrowed import answering
from suar.base.cluster.instance import FORMER, INVENTED
from suar.base.serving.platform import Platform
from suar.base.serving.port import need_port
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
    filed = {"SUAR_OWNER_DATABASE_URL_FILE": "/run/owner", "SUAR_BACKUP_DATABASE_URL_FILE": "/b"}
    assert not filed.keys() & _around(tmp_path, **filed).for_work().keys()


def test_a_marked_folder_is_a_demonstration_whoever_serves_it(tmp_path: Path) -> None:
    assert _around(tmp_path).for_work()["SUAR_MODE"] == "production"
    (tmp_path / INVENTED).touch()
    assert _around(tmp_path).for_work()["SUAR_MODE"] == "demo"
    assert _around(tmp_path, SUAR_MODE="production").for_work()["SUAR_MODE"] == "demo"


def test_what_is_left_empty_outside_comes_from_the_instance(tmp_path: Path) -> None:
    work = _around(tmp_path, SUAR_MASTER_KEY="", SUAR_SECRET_KEY="", SUAR_MODE="").for_work()
    secrets = Instance.at(tmp_path)
    assert work["SUAR_MASTER_KEY"] == secrets.secret("master_key")
    assert work["SUAR_SECRET_KEY"] == secrets.secret("secret_key")
    assert work["SUAR_MODE"] == "production"
    assert len(work["SUAR_SECRET_KEY"]) >= 50, "the deploy check asks for so many"


def test_beside_a_real_server_no_secret_is_made_up(tmp_path: Path) -> None:
    instance = Instance.at(tmp_path)
    outside = {"SUAR_DATABASE_URL": "postgresql://app:x@127.0.0.1:1/suar"}
    work = Surroundings(instance, None, "production", "http://localhost:8000", outside).for_work()
    assert not [name for name in work if name.endswith("_KEY")]
    assert not list(instance.secrets.iterdir())


def test_a_database_that_does_not_answer_is_named_by_its_setting(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "address").write_text("postgresql://backup:geheim-7391@127.0.0.1:1/suar\n")
    monkeypatch.setenv("SUAR_BACKUP_DATABASE_URL", "")
    monkeypatch.setenv("SUAR_BACKUP_DATABASE_URL_FILE", str(tmp_path / "address"))
    with pytest.raises(Refusal, match="of SUAR_BACKUP_DATABASE_URL does not answer") as refused:
        answering("SUAR_BACKUP_DATABASE_URL")
    assert "geheim" not in str(refused.value)


def test_pages_never_share_a_port_that_was_taken_while_the_database_came_up(tmp_path: Path) -> None:
    """The pages' own server would: requests would then reach now one instance, now the other."""
    with socket.socket() as other:
        other.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        other.bind(("127.0.0.1", 0))
        other.listen()
        platform = Platform(tmp_path, port=other.getsockname()[1])
        with pytest.raises(Refusal, match="is taken on 127"):
            platform.serve()
    assert not platform.children


def test_an_address_of_another_machine_is_not_called_a_taken_port() -> None:
    with pytest.raises(Refusal, match=r"192\.0\.2\.1 is no address of this machine"):
        need_port("192.0.2.1", 8219)


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
