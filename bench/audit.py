"""What the audit costs: 16 writers at once, audited against unaudited, in one run.

Run `python bench/audit.py [SECONDS]`. At least 90 % of the unaudited speed is asked for, as the
median over many short turns, unaudited and audited by turns, so that a busy moment of the machine
meets both. What is written is a note on health in a case by the service that writes it (its lock
and its rules, the sealed words, the note with its policy, references and four indexes), in sixteen
processes, each with a case of its own. The unaudited writes leave out the audit's `record` and so
its seal at commit. Nothing waits between two writes.

For comparison, without a limit: the service's writing statements alone, sent by pgbench. Python,
rules and sealing are left out there, so the audit weighs more than in anything that people do.
The chain is walked afterwards. Let nothing else run.
"""

import multiprocessing
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import APP, BACKUP, OWNER
from suar.base.cluster.server import binaries

WRITERS, LEAST = 16, 0.90
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


def setting() -> tuple:
    """Give who writes, and what is written besides the case and the moment."""
    from suar.base.access.actor import Actor

    by = Actor(organisation=UUID(int=7), person=UUID(int=8), role="case_worker")
    return by, {"topic": "body", "words": "Rekaan, for the bench. " * 8}


def write(case, by, note) -> None:
    """Write one note, as a page does."""
    from suar.base.access.acting import acting
    from suar.rooms.cases.services.notes import write_health

    now = datetime.now(UTC)
    with acting(by):
        write_health(case=case, now=now, on=now.date(), by=by, **note)


def people() -> list[str]:
    """Make a person and a case for each writer; give the statements of one note's writing."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    from suar.base.access.acting import acting
    from suar.rooms.cases.models import Case
    from suar.rooms.victims.models import Assignment, Victim

    by, note = setting()
    now = datetime.now(UTC)
    who = {"organisation_id": by.organisation, "opened_at": now, "opened_by": by.person}
    who |= {"changed_at": now, "changed_by": by.person}
    ours = {"organisation_id": by.organisation, "person_id": by.person, "by": by.person}
    for writer in range(WRITERS):
        person, case = UUID(int=PERSON + writer), UUID(int=CASE + writer)
        with acting(by):
            Victim.objects.create(id=person, reference=f"P{writer}", **who)
            Assignment.objects.create(victim_id=person, from_at=now, **ours)
            row = Case(id=case, victim_id=person, number=1, state="opened", **who)
            row.reference = f"C{writer}"
            row.save(force_insert=True)
        write(row, by, note)  # makes her data key
    with CaptureQueriesContext(connection) as taken:
        write(row, by, note)
    connection.close()
    places = {person.hex: PERSON, case.hex: CASE}
    sent = [each["sql"] for each in taken if each["sql"].startswith(WRITES)]
    return [_for_any_writer(each, places) for each in sent]


def writer(number, barrier, counts, turns) -> None:
    """Write for some turns in a process of its own, all writers at once; count what was kept."""
    import django

    django.setup()
    from suar.base.access.acting import acting
    from suar.rooms.cases.models import Case
    from suar.rooms.cases.services import ground

    by, note = setting()
    with acting(by):
        case = Case.objects.get(id=UUID(int=CASE + number))
    record = ground.record
    for turn, audited in enumerate(turns):
        ground.record = record if audited else _unheard
        barrier.wait()
        end = time.monotonic() + TURN
        done = 0
        while time.monotonic() < end:
            write(case, by, note)
            done += 1
        with counts.get_lock():
            counts[turn] += done


def _unheard(**_said) -> None:
    """Keep nothing."""


def services(rounds) -> float:
    """Measure the service by turns; print the medians and give the median of turns' ratios."""
    turns = [True]  # warm
    for each in range(rounds):
        turns += (False, True) if each % 2 else (True, False)
    context = multiprocessing.get_context("spawn")
    barrier, counts = context.Barrier(WRITERS), context.Array("q", len(turns))
    running = [
        context.Process(target=writer, args=(number, barrier, counts, turns))
        for number in range(WRITERS)
    ]
    for each in running:
        each.start()
    for each in running:
        each.join()
    if any(each.exitcode for each in running):
        raise SystemExit("a writer failed")
    speeds = [count / TURN for count in counts]
    audited = [speeds[at] for at in range(1, len(turns)) if turns[at]]
    bare = [speeds[at] for at in range(1, len(turns)) if not turns[at]]
    return told(f"{WRITERS} writers, the service, {rounds} turns", bare, audited)


def told(what, bare, audited) -> float:
    """Print the medians; give the median of the turns' ratios."""
    ratio = statistics.median(b / a for a, b in zip(bare, audited, strict=True))
    print(what)
    print(f"unaudited {statistics.median(bare):8.0f} transactions/s")
    print(f"audited   {statistics.median(audited):8.0f} transactions/s   {ratio:.3f} of unaudited")
    return ratio


def _for_any_writer(statement, places) -> str:
    """Put each writer's own case in, and a new key for each new row."""
    for key, first in places.items():
        mine = f"lpad(to_hex({first} + :client_id), 32, '0')::uuid"
        statement = statement.replace(f"'{key}'::uuid", mine)
    return re.sub(r"VALUES \('[0-9a-f]{32}'::uuid", "VALUES (uuidv7()", statement)


def script(folder, statements, *, audited) -> Path:
    """Write one writer's transaction."""
    sent = [f"{each};" for each in statements if audited or not each.startswith(AUDIT)]
    path = folder / f"{'audited' if audited else 'unaudited'}.sql"
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


def alone(server, folder, statements, *, rounds) -> None:
    """Measure the statements alone by turns."""
    paths = [script(folder, statements, audited=each) for each in (False, True)]
    speed(server, paths[1])  # warm
    bare, audited = [], []
    for each in range(rounds):
        for which in (0, 1) if each % 2 else (1, 0):
            (audited if which else bare).append(speed(server, paths[which]))
    told(f"for comparison, its {len(statements)} statements alone, {rounds} turns", bare, audited)


def measure(server, folder, rounds) -> None:
    from suar.base.audit.verify import walk

    statements = people()
    ratio = services(rounds)
    alone(server, folder, statements, rounds=2)
    found = walk(server.url(BACKUP))
    print(f"chain     {found.events} events, {'whole' if found.ok else 'BROKEN: ' + found.why}")
    print(f"load of the machine at the end: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    if ratio < LEAST or not found.ok:
        raise SystemExit(
            f"audited writes reach {ratio:.3f} of unaudited; at least {LEAST} is asked"
        )


if __name__ == "__main__":
    main()
