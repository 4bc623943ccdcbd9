"""Taking up what a killed worker left: one worker at a time, each orphan back into the queue.

The queue's own record of a running job outlives the process that ran it; nothing else would ever
take it up again. A worker holds one lock of the database for as long as its connection lives, so
whoever gets the lock knows that every job marked as running has lost its worker.
"""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import psycopg
from django.db import connections, transaction
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.jobs import Status

#: "suarjobs" in ASCII: the advisory lock of the one worker.
LOCK: Final = int.from_bytes(b"suarjobs", "big")
#: A job that took its worker down this often is left as failed; others must be able to run.
MOST_ATTEMPTS: Final = 5

log = logging.getLogger("suar.jobs")


@contextmanager
def the_only_worker() -> Iterator[None]:
    """Wait until no other worker works on this database, then be the one.

    The lock goes with the connection, so also when this process is killed.
    """
    parameters = connections["default"].get_connection_params()
    kept = ("dbname", "user", "password", "host", "port", "sslmode", "sslrootcert")
    plain = {name: parameters[name] for name in kept if parameters.get(name)}
    with psycopg.connect(**plain, autocommit=True) as connection:
        connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        yield


def ask_for_sweeps() -> int:
    """Let every part sweep up now what a worker that was killed has left; give how many will.

    A part joins by a periodic task whose name ends with ``.sweep``.
    """
    asked = 0
    for name, task in sorted(app.tasks.items()):
        if not name.endswith(".sweep"):
            continue
        try:
            with transaction.atomic():
                task.defer(timestamp=int(timezone.now().timestamp()))
        except AlreadyEnqueued:
            log.info("%s waits already", name)
        asked += 1
    return asked


def take_up_orphans() -> int:
    """Put every job that lost its worker back into the queue; give how many.

    Call only as `the_only_worker`. A job that was cut off this often is closed as failed.
    """
    taken = 0
    orphans = ProcrastinateJob.objects.filter(status=Status.DOING.value).order_by("id")
    for number, attempts in orphans.values_list("id", "attempts"):
        if attempts >= MOST_ATTEMPTS:
            app.job_manager.connector.execute_query(
                "SELECT procrastinate_finish_job_v1(%(id)s, 'failed', false)", id=number
            )
            log.error("job %s was cut off %s times and is left as failed", number, attempts)
            continue
        app.job_manager.retry_job_by_id(job_id=number, retry_at=timezone.now())
        taken += 1
    if taken:
        log.info("took up %s jobs of a worker that had ended", taken)
    return taken
