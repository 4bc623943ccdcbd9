"""The worker: killed in the middle of a job it takes the job up again, and each is done once."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from cast import NOW, Cast, make_cast
from django.db import connections

from suar.analytics.synthetic import simulate
from suar.base.access.acting import acting
from suar.base.access.actor import part
from suar.base.audit.models import Event
from suar.base.cluster import Server
from suar.base.cluster.roles import APP
from suar.base.serving.resuming import MOST_ATTEMPTS, ask_for_sweeps, take_up_orphans
from suar.rooms.registers import services
from suar.rooms.registers.jobs import close_abandoned
from suar.rooms.registers.models import Work


@contextmanager
def _worker(server: Server, database: str) -> Iterator["subprocess.Popen[bytes]"]:
    environment = {
        **os.environ,
        "SUAR_DATABASE_URL": server.url(APP).rsplit("/", 1)[0] + f"/{database}",
        "SUAR_DATA": str(server.instance.folder),
    }
    environment.pop("SUAR_OWNER_DATABASE_URL", None)
    command = [sys.executable, "-m", "suar", "manage", "--inside", "work"]
    process = subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.kill()
        process.wait()


def _until(true: Callable[[], bool], *, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, "it did not come to pass"
        time.sleep(0.02)


def _work(cast: Cast, file: Path) -> Work:
    with acting(cast.analyst):
        _, work = services.upload_register(
            parts=iter([file.read_bytes()]),
            file_name=file.name,
            title="x",
            now=NOW,
            by=cast.analyst,
        )
    return work


def _states(cast: Cast) -> list[str]:
    with acting(cast.analyst):
        return list(Work.objects.order_by("asked_at", "id").values_list("state", flat=True))


def test_a_killed_worker_resumes_and_does_each_job_once(
    server: Server, database: str, tmp_path: Path
) -> None:
    cast = make_cast()
    simulate(tmp_path / "registers", scale=0.1, seed=5)
    file = tmp_path / "registers" / "police.csv"
    for _ in range(3):
        _work(cast, file)
    with _worker(server, database) as first:
        _until(lambda: "running" in _states(cast))
        first.send_signal(signal.SIGKILL)
        first.wait()
    assert "running" in _states(cast), "the job was cut off"
    with _worker(server, database) as second:
        _until(lambda: set(_states(cast)) == {"done"})
        with acting(cast.analyst):
            done = Event.objects.filter(action="work.done").values_list("subject_id", flat=True)
            assert sorted(done) == sorted(Work.objects.values_list("id", flat=True))
        second.send_signal(signal.SIGTERM)
        assert second.wait(10) == 0
    with acting(part("test")), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM procrastinate_jobs WHERE status IN ('todo', 'doing')")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(("attempts", "status"), [(0, "todo"), (MOST_ATTEMPTS, "failed")])
def test_a_job_that_kills_its_worker_each_time_is_left(
    database: str, tmp_path: Path, attempts: int, status: str
) -> None:
    file = tmp_path / "a.csv"
    file.write_text("NO,NAMA\n1,Rekaan\n")
    _work(make_cast(), file)
    with acting(part("test")), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status='doing', attempts=%s", [attempts])
        assert take_up_orphans() == (status == "todo")
        cursor.execute("SELECT status::text FROM procrastinate_jobs")
        assert cursor.fetchone() == (status,)


def test_work_whose_job_was_given_up_says_so(database: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("NO,NAMA\n1,Rekaan\n")
    cast = make_cast()
    given_up, waits = _work(cast, file), _work(cast, file)
    with acting(cast.analyst):
        Work.objects.filter(id=given_up.id).update(state=Work.State.RUNNING)
    assert close_abandoned(now=NOW) == 0, "its job still runs, as far as anybody knows"
    with acting(part("test")), connections["default"].cursor() as cursor:
        cursor.execute(
            "UPDATE procrastinate_jobs SET status='doing', attempts=%s WHERE args->>'work' = %s",
            [MOST_ATTEMPTS, str(given_up.id)],
        )
        assert take_up_orphans() == 0
    assert close_abandoned(now=NOW) == 1
    assert close_abandoned(now=NOW) == 0
    with acting(cast.analyst):
        states = dict(Work.objects.values_list("id", "state"))
        assert states == {given_up.id: Work.State.FAILED, waits.id: Work.State.WAITING}
        assert Work.objects.get(id=given_up.id).ended_at == NOW
        event = Event.objects.get(action="work.failed")
        assert (event.subject_id, event.by_part) == (given_up.id, "worker")


def test_a_worker_sweeps_when_it_starts(server: Server, database: str, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("NO,NAMA\n1,Rekaan\n")
    cast = make_cast()
    work = _work(cast, file)
    with acting(part("test")), connections["default"].cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status='failed'")
        assert ask_for_sweeps() == ask_for_sweeps() >= 2, "asked twice, each waits once"
        cursor.execute("SELECT task_name, count(*) FROM procrastinate_jobs GROUP BY 1")
        assert dict(cursor.fetchall()) == {
            "accounts.sweep": 1,
            "registers.run_work": 1,
            "registers.sweep": 1,
            "vault.sweep": 1,
        }
        cursor.execute("DELETE FROM procrastinate_jobs WHERE task_name LIKE '%.sweep'")
    with _worker(server, database):
        _until(lambda: _states(cast) == ["failed"])
    with acting(cast.analyst):
        assert Event.objects.get(action="work.failed").subject_id == work.id
