"""What the audit costs: 16 writers with 10 ms of work each, audited against unaudited, in one run.

Run `python bench/audit.py [SECONDS]`. At least 90 % of the unaudited speed is asked for. The
sealing is at commit, so writers stand in line only for that moment; the chain is walked afterwards.
"""

import os
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import APP, BACKUP, OWNER, connect

WRITERS, WORK_SECONDS, LEAST = 16, 0.010, 0.90
ROUNDS = 3
CHANGE = "INSERT INTO bench_change (id, organisation_id) VALUES (gen_random_uuid(), %s)"
EVENT = (
    "INSERT INTO audit_event (id, organisation_id, by_organisation_id, by_role, by_part, kind,"
    " action, subject_kind, reason, detail, at) VALUES"
    " (gen_random_uuid(), %s, %s, 'case_worker', '', 'change', 'bench.write', '', '', '{}', now())"
)
OURS = "00000000-0000-7000-8000-000000000001"


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 4.0
    with tempfile.TemporaryDirectory(prefix="suar-bench-") as made:
        Path(made).chmod(0o711)
        server = Server(Instance.at(Path(made) / "instance"))
        server.start()
        try:
            prepare(server, made)
            measure(server, seconds)
        finally:
            server.stop()


def prepare(server, folder) -> None:
    """Migrate, and make the table whose changes are counted."""
    os.environ.update(
        DJANGO_SETTINGS_MODULE="suar.config.settings",
        SUAR_MODE="test",
        SUAR_DATA=folder,
        SUAR_SECRET_KEY="only-for-the-bench-" * 3,
        SUAR_MASTER_KEY="only-for-the-bench-" * 3,
        SUAR_DATABASE_URL=server.url(APP),
        SUAR_OWNER_DATABASE_URL=server.url(OWNER),
    )
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", database="owner", verbosity=0)
    with connect(server, OWNER, "suar") as owner:
        owner.execute("CREATE TABLE bench_change (id uuid PRIMARY KEY, organisation_id uuid)")


def write(server, audited, seconds) -> int:
    """Write until the time is up; give how many transactions were acknowledged."""
    done, until = 0, time.perf_counter() + seconds
    with connect(server, APP, "suar") as connection:
        while time.perf_counter() < until:
            with connection.transaction():
                connection.execute("SELECT set_config('suar.organisation', %s, true)", [OURS])
                connection.execute(CHANGE, [OURS])
                time.sleep(WORK_SECONDS)  # what a service does between its first and last query
                if audited:
                    connection.execute(EVENT, [OURS, OURS])
            done += 1
    return done


def speed(server, audited, seconds) -> float:
    with ThreadPoolExecutor(WRITERS) as pool:
        made = sum(pool.map(lambda _: write(server, audited, seconds), range(WRITERS)))
    return made / seconds


def measure(server, seconds) -> None:
    from suar.base.audit.verify import walk

    speed(server, True, 0.5)  # warm
    bare = with_audit = 0.0
    for _ in range(ROUNDS):  # turn about, so that a busy moment of the machine meets both
        bare += speed(server, False, seconds / ROUNDS) / ROUNDS
        with_audit += speed(server, True, seconds / ROUNDS) / ROUNDS
    ratio = with_audit / bare
    print(f"{WRITERS} writers, {WORK_SECONDS * 1000:.0f} ms of work in each transaction")
    print(f"unaudited {bare:8.0f} transactions/s")
    print(f"audited   {with_audit:8.0f} transactions/s   {ratio:.3f} of unaudited")
    found = walk(server.url(BACKUP))
    print(f"chain     {found.events} events, {'whole' if found.ok else 'BROKEN: ' + found.why}")
    if ratio < LEAST or not found.ok:
        raise SystemExit(
            f"audited writes reach {ratio:.3f} of unaudited; at least {LEAST} is asked"
        )


if __name__ == "__main__":
    main()
