"""`suar serve` under blows: killed database, killed parent, zombies, twice, newer, too powerful."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import psycopg
import pytest

from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import APP, OWNER, connect
from suar.base.cluster.server import _is_ours


def _port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until(true: Callable[[], bool], what: str, *, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, what
        time.sleep(0.1)


class Serving:
    """One `suar serve` in a process of its own."""

    def __init__(self, data: Path, port: int) -> None:
        self.data, self.port = data, port
        self.process = self._spawn(port)

    def _spawn(self, port: int) -> "subprocess.Popen[str]":
        bare = {k: v for k, v in os.environ.items() if not k.startswith(("SUAR_", "DJANGO_"))}
        command = [sys.executable, "-m", "suar", "serve", "--data", str(self.data)]
        return subprocess.Popen(
            [*command, "--port", str(port)],
            env=bare,
            stderr=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            text=True,
        )

    def second(self) -> tuple[int, str]:
        again = self._spawn(self.port + 1)
        _, told = again.communicate(timeout=90)
        return again.returncode, told

    def healthy(self) -> bool:
        try:
            with urlopen(f"http://localhost:{self.port}/health/", timeout=2) as answer:
                return bool(answer.status == 200)
        except (URLError, OSError):
            return False

    def children(self) -> set[int]:
        """Give every process that mentions our folder or descends from our process."""
        found = subprocess.run(
            ["ps", "-eo", "pid=,ppid=,stat="], capture_output=True, text=True, check=True
        ).stdout
        rows = [line.split()[:3] for line in found.splitlines()]
        ours, more = {self.process.pid}, True
        while more:
            more = {int(p) for p, parent, s in rows if int(parent) in ours and s[0] != "Z"} - ours
            ours |= more
        return ours - {self.process.pid}

    def postmaster(self) -> int:
        lock = self.data / "postgres" / "data" / "postmaster.pid"
        return int(lock.read_text().split("\n", 1)[0])


def _living(pids: set[int]) -> set[int]:
    left = set()
    for pid in pids:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            continue
        left |= {pid} if state not in "ZX" else set()
    return left


@pytest.fixture
def data() -> Iterator[Path]:
    """Give a folder that no other run of pytest closes (it does so with its own temporary ones)."""
    with tempfile.TemporaryDirectory(prefix="suar-test-", ignore_cleanup_errors=True) as made:
        folder = Path(made) / "instance"
        yield folder
        lock = folder / "postgres" / "data" / "postmaster.pid"
        if lock.exists():
            with suppress(ProcessLookupError):
                os.kill(int(lock.read_text().split("\n", 1)[0]), signal.SIGQUIT)


@pytest.mark.long  # starts and kills whole instances: minutes on a busy machine
def test_serving_survives_what_kills_its_parts(data: Path) -> None:
    serving = Serving(data, _port())
    try:
        _until(serving.healthy, "no first page", seconds=150)

        code, told = serving.second()
        assert code == 1
        assert "is being served already at http://localhost" in told

        os.kill(serving.postmaster(), signal.SIGKILL)
        _until(lambda: not serving.healthy() or serving.process.poll() is None, "no answer")
        _until(serving.healthy, "the database did not come back")

        children = serving.children()
        assert len(children) >= 3, "database, pages, jobs"
        serving.process.kill()
        serving.process.wait()
        _until(lambda: not _living(children), "children outlive a killed parent", seconds=40)
    finally:
        serving.process.kill()
        serving.process.wait()

    again = Serving(data, serving.port)
    try:
        _until(again.healthy, "the second start does not serve", seconds=150)
        children = again.children()
        asked = time.monotonic()
        again.process.send_signal(signal.SIGTERM)
        assert again.process.wait(10) == 0, "within ten seconds, the database too"
        assert time.monotonic() - asked < 10
        assert _living(children) == set()
    finally:
        again.process.kill()
        again.process.wait()


def test_a_zombie_postmaster_does_not_stop_the_next_start(data: Path) -> None:
    """In a container without a reaper nobody waits for the killed server."""
    instance = Instance.at(data)
    first, second = Server(instance), Server(instance)
    first.start()
    assert first.process is not None
    pid = first.process.pid
    with connect(first, "suar_root", "suar") as superuser:
        superuser.execute("CREATE TABLE kept AS SELECT 1 AS one")
    os.kill(pid, signal.SIGKILL)
    _until(lambda: not _is_ours(pid, first.data), "still running")
    assert Path(f"/proc/{pid}").exists(), "it is a zombie: nobody has waited for it"
    second.start()
    try:
        with connect(second, "suar_root", "suar") as superuser:
            assert superuser.execute("SELECT one FROM kept").fetchone() == (1,)
    finally:
        second.stop()
        first.process.wait()


def test_a_server_that_a_killed_parent_left_is_stopped_first(data: Path) -> None:
    instance = Instance.at(data)
    first, second = Server(instance), Server(instance)
    first.start()
    second.start()  # as after a kill -9 on a system where children outlive their parent
    try:
        assert first.process is not None
        assert first.process.wait(5) == 0
        assert second.alive()
    finally:
        second.stop()


def _prepare(server: Server, database: str, role: str) -> "subprocess.CompletedProcess[str]":
    environment = {
        **os.environ,
        "SUAR_DATABASE_URL": server.url(role).rsplit("/", 1)[0] + f"/{database}",
        "SUAR_OWNER_DATABASE_URL": server.url(OWNER).rsplit("/", 1)[0] + f"/{database}",
    }
    command = [sys.executable, "-m", "suar", "manage", "--inside", "prepare"]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False)


def test_a_newer_schema_is_refused_and_left_alone(server: Server, database: str) -> None:
    with connect(server, OWNER, database) as owner:
        owner.execute(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('vault', '9999_from_the_future', now())"
        )
    done = _prepare(server, database, APP)
    assert done.returncode == 1
    assert "newer Suar (vault.9999_from_the_future)" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("role", [OWNER, "suar_root", "suar_backup"])
def test_a_role_that_passes_the_second_wall_is_refused(
    server: Server, database: str, role: str
) -> None:
    done = _prepare(server, database, role)
    assert done.returncode == 1
    assert "could see past row-level security" in done.stderr
    assert "Traceback" not in done.stderr


def test_no_password_no_entry(server: Server) -> None:
    """The socket's folder is closed, and whoever reaches it still needs the password."""
    sockets = server.instance.sockets
    assert sockets.stat().st_mode & 0o077 == 0
    for role in (APP, "suar_root"):
        with pytest.raises(psycopg.OperationalError, match="password"):
            psycopg.connect(host=str(sockets), port=5432, user=role, dbname="suar", password="x")
