"""What the audit costs: 16 writers with 10 ms of work each, audited against unaudited, in one run.

Run `python bench/audit.py [SECONDS]`. At least 90 % of the unaudited speed is asked for, as the
median over many short turns, unaudited and audited by turns, so that a busy moment of the machine
meets both. The writers are pgbench's, from the same binaries as the server: sixteen threads of one
Python process would measure how they wait for its interpreter. The chain is walked afterwards.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import APP, BACKUP, OWNER, connect
from suar.base.cluster.server import binaries

WRITERS, WORK_MS, LEAST = 16, 10, 0.90
TURN, WARM = 5, 1  # seconds; new connections first learn tables, policies and the trigger
OURS = "00000000-0000-7000-8000-000000000001"
ACTOR = "SELECT set_config('suar.organisation', :ours, true);"
CHANGE = "INSERT INTO bench_change (id, organisation_id) VALUES (gen_random_uuid(), :ours);"
EVENT = (
    "INSERT INTO audit_event (id, organisation_id, by_organisation_id, by_role, by_part, kind,"
    " action, subject_kind, reason, detail, at) VALUES"
    " (gen_random_uuid(), :ours, :ours, 'case_worker', '', 'change', 'bench.write', '', '',"
    " '{}', now());"
)


def main() -> None:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 50.0
    with tempfile.TemporaryDirectory(prefix="suar-bench-") as made:
        Path(made).chmod(0o711)
        server = Server(Instance.at(Path(made) / "instance"))
        server.start()
        try:
            prepare(server, made)
            measure(server, Path(made), max(2, round(seconds / 2 / TURN)))
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


def script(folder, *, audited, work) -> Path:
    """Write one writer's transaction: the actor, the change, the work, the event, commit."""
    lines = ["BEGIN;", ACTOR, CHANGE]
    lines += [f"\\sleep {work} ms"] if work else []  # what a service does between its queries
    lines += [EVENT] if audited else []
    path = folder / f"{'audited' if audited else 'unaudited'}-{work}.sql"
    path.write_text("\n".join([*lines, "COMMIT;", ""]))
    return path


def speed(server, path) -> float:
    """Give the acknowledged transactions a second of one turn, once the connections are warm."""
    command = [binaries() / "pgbench", "--no-vacuum", "--protocol=prepared", "--progress=1"]
    command += ["--jobs=2", f"--client={WRITERS}", f"--time={TURN + WARM}"]
    command += [f"--file={path}", f"--define=ours={OURS}"]
    done = subprocess.run(
        [str(word) for word in command],
        env={
            "PGHOST": str(server.instance.sockets),
            "PGUSER": APP,
            "PGPASSWORD": server.instance.secret(APP),
            "PGDATABASE": "suar",
        },
        capture_output=True,
        text=True,
        check=True,
    )
    each_second = [float(tps) for tps in re.findall(r" s, ([\d.]+) tps", done.stderr)]
    return statistics.mean(each_second[WARM:])


def turns(server, folder, *, work, rounds) -> float:
    """Measure by turns; print the medians and give the median of the turns' ratios."""
    paths = [script(folder, audited=audited, work=work) for audited in (False, True)]
    speed(server, paths[1])  # warm
    bare, audited = [], []
    for each in range(rounds):
        for which in (0, 1) if each % 2 else (1, 0):
            (audited if which else bare).append(speed(server, paths[which]))
    ratio = statistics.median(b / a for a, b in zip(bare, audited, strict=True))
    print(f"{WRITERS} writers, {work} ms of work in each transaction, {rounds} turns")
    print(f"unaudited {statistics.median(bare):8.0f} transactions/s")
    print(f"audited   {statistics.median(audited):8.0f} transactions/s   {ratio:.3f} of unaudited")
    return ratio


def measure(server, folder, rounds) -> None:
    from suar.base.audit.verify import walk

    ratio = turns(server, folder, work=WORK_MS, rounds=rounds)
    turns(server, folder, work=0, rounds=2)  # nothing but writing: for comparison, no limit
    found = walk(server.url(BACKUP))
    print(f"chain     {found.events} events, {'whole' if found.ok else 'BROKEN: ' + found.why}")
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if ratio < LEAST or not found.ok:
        raise SystemExit(
            f"audited writes reach {ratio:.3f} of unaudited; at least {LEAST} is asked"
        )


if __name__ == "__main__":
    main()
