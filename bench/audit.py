"""What the audit costs: 16 writers with 10 ms of work each, audited against unaudited, in one run.

Run `python bench/audit.py [SECONDS]`. At least 90 % of the unaudited speed is asked for, as the
median over many short turns, unaudited and audited by turns, so that a busy moment of the machine
meets both. What is written is a note on health in a case: the writing statements of the service
that writes it (the second wall's settings, the sealed note with its policy, references and four
indexes), taken down from it once, unprepared as Django sends them. What it reads before, and
Python, are the 10 ms of work. Each writer has a case of its own. The unaudited writes leave out the
one statement of the audit, and so its seal at commit. The writers are pgbench's, a thread each,
from the same binaries as the server: sixteen threads of one Python process would measure how they
wait for its interpreter. The chain is walked afterwards. Let nothing else run: every statement
waits for the disk and for a core, and what others take of them is counted against the one statement
more.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import APP, BACKUP, OWNER
from suar.base.cluster.server import binaries

WRITERS, WORK_MS, LEAST = 16, 10, 0.90
PERSON, CASE = 0x1000, 0x2000  # where the keys of the writers' persons and cases begin
WRITES = ("BEGIN", "SELECT set_config", "INSERT", "COMMIT")
AUDIT = 'INSERT INTO "audit_event"'
TURN, WARM = 5, 1  # seconds; new connections first learn tables, policies and the trigger


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
    """Migrate."""
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


def service() -> list[str]:
    """Make a person and a case for each writer; give the statements of one note's writing."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from suar.base.access.acting import acting
    from suar.base.access.actor import Actor
    from suar.rooms.cases.models import Case
    from suar.rooms.cases.services.notes import write_health
    from suar.rooms.victims.models import Assignment, Victim

    by = Actor(organisation=UUID(int=7), person=UUID(int=8), role="case_worker")
    now = datetime.now(UTC)
    who = {"organisation_id": by.organisation, "opened_at": now, "opened_by": by.person}
    who |= {"changed_at": now, "changed_by": by.person}
    ours = {"organisation_id": by.organisation, "person_id": by.person, "by": by.person}
    note = {"topic": "body", "words": "Rekaan, for the bench. " * 8, "on": now.date()}
    for writer in range(WRITERS):
        person, case = UUID(int=PERSON + writer), UUID(int=CASE + writer)
        with acting(by):
            Victim.objects.create(id=person, reference=f"P{writer}", **who)
            Assignment.objects.create(victim_id=person, from_at=now, **ours)
            row = Case(id=case, victim_id=person, number=1, state="opened", **who)
            row.reference = f"C{writer}"
            row.save(force_insert=True)
            write_health(case=row, now=now, by=by, **note)  # makes her data key
    with CaptureQueriesContext(connection) as taken, acting(by):
        write_health(case=row, now=now, by=by, **note)
    connection.close()
    places = {person.hex: PERSON, case.hex: CASE}
    sent = [each["sql"] for each in taken if each["sql"].startswith(WRITES)]
    return [_for_any_writer(each, places) for each in sent]


def _for_any_writer(statement, places) -> str:
    """Put each writer's own case in, and a new key for each new row."""
    for key, first in places.items():
        mine = f"lpad(to_hex({first} + :client_id), 32, '0')::uuid"
        statement = statement.replace(f"'{key}'::uuid", mine)
    return re.sub(r"VALUES \('[0-9a-f]{32}'::uuid", "VALUES (uuidv7()", statement)


def script(folder, statements, *, audited, work) -> Path:
    """Write one writer's transaction, with the work before the first row that it writes."""
    first = next(place for place, each in enumerate(statements) if each.startswith("INSERT"))
    sent = [f"{each};" for each in statements if audited or not each.startswith(AUDIT)]
    sent[first:first] = [f"\\sleep {work} ms"] if work else []
    path = folder / f"{'audited' if audited else 'unaudited'}-{work}.sql"
    path.write_text("\n".join([*sent, ""]))
    return path


def speed(server, path) -> float:
    """Give the acknowledged transactions a second of one turn, once the connections are warm."""
    command = [binaries() / "pgbench", "--no-vacuum", "--protocol=simple", "--progress=1"]
    command += [
        f"--jobs={WRITERS}",
        f"--client={WRITERS}",
        f"--time={TURN + WARM}",
        f"--file={path}",
    ]
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


def turns(server, folder, statements, *, work, rounds) -> float:
    """Measure by turns; print the medians and give the median of the turns' ratios."""
    paths = [script(folder, statements, audited=each, work=work) for each in (False, True)]
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

    statements = service()
    print(f"a write: {len(statements)} statements, audited; one less unaudited")
    ratio = turns(server, folder, statements, work=WORK_MS, rounds=rounds)
    turns(server, folder, statements, work=0, rounds=2)  # for comparison: no limit
    found = walk(server.url(BACKUP))
    print(f"chain     {found.events} events, {'whole' if found.ok else 'BROKEN: ' + found.why}")
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if ratio < LEAST or not found.ok:
        raise SystemExit(
            f"audited writes reach {ratio:.3f} of unaudited; at least {LEAST} is asked"
        )


if __name__ == "__main__":
    main()
