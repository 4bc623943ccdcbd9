"""What the pages of persons and cases cost with 200,000 cases, half of them ours.

Run `python bench/platform.py [CASES]`. Three limits, measured in one run: the database's time for
a page under the policies against the very same SQL by a role that no policy binds (3 times); a page
against the same page with a hundredth of the cases (twice); queries a page (12, whatever the rows).
Both sizes fill every list's page and are looked at by turns: what disturbs one disturbs the other.
"""

import os
import sys
from importlib.machinery import PathFinder
from importlib.util import module_from_spec

HERE = os.path.dirname(os.path.abspath(__file__))  # noqa: PTH100, PTH120 pathlib comes later
sys.path[:] = [place for place in sys.path if os.path.abspath(place or ".") != HERE]  # noqa: PTH100
if __name__ == "platform":  # Python's own module of this name was meant, by a bench beside this one
    _own = PathFinder.find_spec("platform", sys.path)
    sys.modules["platform"] = module_from_spec(_own)
    _own.loader.exec_module(sys.modules["platform"])

import statistics  # noqa: E402
import time  # noqa: E402
from collections.abc import Iterator  # noqa: E402
from contextlib import contextmanager  # noqa: E402
from pathlib import Path  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT / "tests"), str(ROOT / "tests" / "platform")]

WALLED, GROWTH, QUERIES = 3.0, 2.0, 12
TIMES = 15
SMALL = 2_000
#: Looks at a size before the other's turn comes.
TURN = 3
#: Half of the rows are ours, and every worker has so many of them at the least, so that what is
#: hers fills a page (`LEAST`), however it is narrowed; with many rows there are so many workers.
LEAST, WORKERS = 200, 100
#: A difference below this is not told apart from noise, whatever its ratio.
NOISE_MS = 0.5
#: An expression a column, in terms of n; what is not named is the column's empty value.
PLACES = {
    "id": "md5('{kind}' || n)::uuid",
    "organisation_id": "CASE WHEN n % 2 = 0 THEN '{ours}'::uuid ELSE"
    " md5('organisation' || n % 40)::uuid END",
    "victim_id": "md5('victim' || n)::uuid",
    "subject_kind": "'victim'",
    "subject_id": "md5('victim' || n)::uuid",
    "what": "(ARRAY['assess', 'plan', 'assess_again', 'service'])[1 + (n / 2 + n / 200) % 4]",
    "due_at": "now() + (n % 2000 - 1000) * interval '1 hour'",
    "reference": "upper(substr(md5('{kind}' || n), 1, 12))",
    "state": "(ARRAY['opened', 'assessed', 'planned', 'in service'])[1 + (n / 2 + n / 200) % 4]",
    "status": "(ARRAY['signal', 'presumed', 'identified'])[1 + n % 3]",
    "number": "1",
    "person_id": "CASE WHEN n % (2 * {workers}) = 0 THEN '{us}'::uuid ELSE"
    " md5('person' || n % {workers})::uuid END",
    "sex": "CASE WHEN n % 3 = 0 THEN 'male' ELSE 'female' END",
    "version": "1",
    "paper_safe": "'not_asked'",
    "vocabulary": "'2026-11'",
}
#: States of the tables whose words for them are not a case's.
STATES = {"task": "'open'", "facts": "''"}


def main() -> None:
    cases = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    from platform_fixtures import _started

    server = _started()
    sizes = [made(server, size) for size in (SMALL, cases)]
    print(
        f"{cases:,} cases against {SMALL:,}; medians of {TIMES}; limits {GROWTH:g} and {WALLED:g}"
    )
    print(f"{'':26} queries   page ms: few, many, ratio   database ms: bare, walled, ratio")
    missed = []
    for who in ("", "supervisor: "):
        for label, address, form in addresses(who):
            few, many = looked(sizes, who, address, form)
            missed += judged(who + label, few, many)
    if missed:
        raise SystemExit("limits missed: " + "; ".join(missed))
    print("all within their limits")


def judged(name, few, many) -> list[str]:
    """Print a page's line; give the limits that it misses."""
    growth = many["ms"] / few["ms"]
    walled = many["walled"] / many["bare"] if many["bare"] else 1.0
    print(
        f"{name:26}{many['queries']:8}{few['ms']:13.1f}{many['ms']:7.1f}{growth:7.2f}"
        f"{many['bare']:20.2f}{many['walled']:8.2f}{walled:7.2f}",
        flush=True,
    )
    missed = []
    if many["queries"] > QUERIES or many["queries"] != few["queries"]:
        missed.append(f"{name}: {few['queries']} and {many['queries']} queries")
    if growth > GROWTH:
        missed.append(f"{name}: {growth:.2f} times the small page")
    if walled > WALLED and many["walled"] - many["bare"] > NOISE_MS:
        missed.append(f"{name}: {walled:.2f} times the bare SQL")
    return missed


def made(server, cases):
    """Fill a clone with so many cases; give who looks at it, and its two connections."""
    from cast import make_cast
    from signing import client_of

    from platform_fixtures import _point
    from suar.base.cluster.roles import APP, BACKUP, connect, make_database

    name = f"bench_{cases}"
    with connect(server, "suar_root", "postgres") as superuser:
        make_database(superuser, name, template="suar")
    _point(name)
    cast = make_cast()
    with connect(server, "suar_root", name) as superuser:
        fill(superuser, cases, cast.case_worker)
        give_names(superuser, cases, cast.case_worker)
        give_aliases(cases, cast.case_worker)
        superuser.execute("VACUUM ANALYZE")
    actors = {"": cast.case_worker, "supervisor: ": cast.supervisor}
    return {
        "name": name,
        "actors": actors,
        "clients": {who: client_of(actor) for who, actor in actors.items()},
        "bare": connect(server, BACKUP, name),
        "walled": connect(server, APP, name),
    }


def looked(sizes, who, address, form):
    """Give what a page costs at each size; the sizes take turns."""
    from platform_fixtures import _point

    times = [[] for _size in sizes]
    heard = [[] for _size in sizes]
    while len(times[-1]) < TIMES:
        for place, size in enumerate(sizes):
            _point(size["name"])
            found, heard[place] = look(size["clients"][who], address, form)
            times[place] += found
    results = []
    for size, taken, asked in zip(sizes, times, heard, strict=True):
        actor = size["actors"][who]
        for key in ("organisation", "person"):
            told = [f"suar.{key}", str(getattr(actor, key))]
            size["walled"].execute("SELECT set_config(%s, %s, false)", told)
        size["walled"].execute("SELECT set_config('suar.teams', '', false)")
        results.append({"ms": statistics.median(taken), **asked_again(asked, size)})
    return results


def addresses(who):
    """Lists, filters, searches and one file: label, address, and the form of a search."""
    import hashlib
    from uuid import UUID

    case = UUID(hashlib.md5(b"case200").hexdigest())  # noqa: S324 the key that SQL made of n = 200
    lists = [
        ("cases", "/cases/", None),
        ("my day", "/day/", None),
    ]
    if who:
        return lists
    return [
        *lists,
        ("cases, in service", "/cases/?state=in+service", None),
        ("cases, needs doing", "/cases/?show=due", None),
        ("cases, mine, identified", "/cases/?show=mine&status=identified", None),
        ("cases, tenth page", "/cases/?page=10", None),
        ("one case", f"/cases/{case}/", None),
        ("search of cases", "/cases/", {"words": "Sekar Rekaan"}),
        ("persons", "/victims/", None),
        ("search of persons", "/victims/search/", {"asked": "Sekar Rekaan"}),
        ("reports", "/reports/", None),
    ]


def fill(superuser, cases, worker) -> None:
    """Write rows by SQL: persons, their facts, who walks beside them, their cases, a task each."""
    from suar.base.tasks.models import Task
    from suar.rooms.cases.models import Case
    from suar.rooms.victims.models import Assignment, Facts, Victim

    workers = min(WORKERS, cases // 2 // LEAST)
    for model, kind in (
        (Victim, "victim"),
        (Facts, "facts"),
        (Assignment, "assignment"),
        (Case, "case"),
        (Task, "task"),
    ):
        columns = list(model._meta.concrete_fields)
        values = [expression(field, kind, worker, workers) for field in columns]
        into = f"{model._meta.db_table} ({', '.join(f.column for f in columns)})"
        chosen = f"{', '.join(values)} FROM generate_series(1, {cases}) n"
        superuser.execute(f"INSERT INTO {into} SELECT {chosen}")


def give_aliases(cases, worker) -> None:
    """Seal an alias for whoever stands on the pages that are looked at: real keys are opened."""
    from uuid import UUID

    from suar.base.access.acting import acting
    from suar.base.vault.models import SearchToken
    from suar.rooms.cases.models import Case
    from suar.rooms.victims.models import Assignment, Victim
    from suar.rooms.victims.sealed import seal_called

    ours = {"organisation_id": worker.organisation}
    with acting(worker):
        mine = Assignment.objects.filter(**ours, person_id=worker.person).values("victim_id")
        asked = SearchToken.objects.filter(**ours, subject_id=UUID(int=1)).values("token")
        found = SearchToken.objects.filter(**ours, token__in=asked)
        newest = Case.objects.filter(**ours).order_by("-opened_at").values("victim_id")
        files = [
            *Victim.objects.filter(**ours, id__in=newest[:600]),
            *Victim.objects.filter(**ours, id__in=mine)[:200],
            *Victim.objects.filter(**ours, id__in=found.values("subject_id")),
        ]
        for row in files:
            row.called = seal_called(row, "Rekaan")
        Victim.objects.bulk_update(files, ["called"], batch_size=100)


def give_names(superuser, cases, worker) -> None:
    """Write search tokens: two words a person, fifty persons of the name searched for."""
    from uuid import UUID

    from suar.base.access.acting import acting
    from suar.base.vault.search import index_subject

    with acting(worker):
        index_subject(
            organisation=worker.organisation,
            subject=("victim", UUID(int=1)),
            names=["Sekar Rekaan"],
            numbers=[],
        )
    into = "INSERT INTO vault_searchtoken (organisation_id, subject_kind, subject_id, kind, token)"
    who = "CASE WHEN n %% 2 = 0 THEN %(ours)s::uuid ELSE md5('organisation' || n %% 40)::uuid END"
    random = (
        f"{into} SELECT {who}, 'victim', md5('victim' || n)::uuid, k.kind,"
        " substring(sha256((k.kind || (n * k.each) %% 5000)::bytea) for 16)"
        f" FROM generate_series(1, {cases}) n,"
        " (VALUES ('word', 3), ('word', 7), ('sound', 3), ('sound', 7)) k (kind, each)"
    )
    named = (
        f"{into} SELECT %(ours)s, 'victim', md5('victim' || n)::uuid, kind, token"
        f" FROM vault_searchtoken, generate_series(2, {cases}, {cases // 100 * 2}) n"
        " WHERE subject_id = '00000000-0000-0000-0000-000000000001'"
    )
    superuser.execute(random + " ON CONFLICT DO NOTHING", {"ours": worker.organisation})
    superuser.execute(named + " ON CONFLICT DO NOTHING", {"ours": worker.organisation})


def expression(field, kind, worker, workers) -> str:
    """Give a column's value: the table's above, else empty, else now, else nobody's."""
    if field.column == "state" and kind in STATES:
        return STATES[kind]
    if field.column in PLACES:
        return PLACES[field.column].format(
            kind=kind, ours=worker.organisation, us=worker.person, workers=workers
        )
    if field.null:
        return "NULL"
    name = field.get_internal_type()
    if name == "DateTimeField":
        return "now() - n * interval '1 minute'"
    if name == "UUIDField":
        return "md5('somebody')::uuid"
    empty = {"BinaryField": "''::bytea", "BooleanField": "false", "ArrayField": "'{}'"}
    return empty.get(name, "0" if "Integer" in name else "''")


def look(client, address, form):
    """Look at a page a turn long: its times, and the statements of the last look."""
    times = []
    for each in range(TURN + 2):
        with listening() as heard:
            start = time.perf_counter()
            answer = client.post(address, form) if form else client.get(address)
            if each > 1:  # the first looks open the connection, warm caches and compile templates
                times.append((time.perf_counter() - start) * 1e3)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
    return times, heard


def asked_again(asked, size):
    """Give a page's queries, and the time of its reads under the policies and without them."""
    reads = [
        (sql, params)
        for sql, params, _ms in asked
        if sql.startswith(("SELECT", "WITH R", "(SELECT"))
        and "set_config" not in sql
        and "FOR UPDATE" not in sql
        and "django_session" not in sql
    ]
    both = [_timed(size["bare"], size["walled"], sql, params) for sql, params in reads]
    return {
        "queries": len([each for each in asked if not _door(each[0])]),
        "bare": sum(one for one, _other in both),
        "walled": sum(other for _one, other in both),
    }


def _door(sql: str) -> bool:
    """Whether a statement only opens or closes the door: a transaction, its context."""
    return sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT")) or "set_config" in sql


def _timed(bare, walled, sql, params) -> tuple[float, float]:
    """Time a statement by turns on both connections: what disturbs one disturbs the other."""
    found: dict[int, list[float]] = {0: [], 1: []}
    for _each in range(TIMES):
        for place, connection in enumerate((bare, walled)):
            start = time.perf_counter()
            connection.execute(sql, params).fetchall()
            found[place].append((time.perf_counter() - start) * 1e3)
    return statistics.median(found[0]), statistics.median(found[1])


@contextmanager
def listening() -> Iterator[list]:
    """Hear every statement of the application's connection, with its time."""
    from django.db import connection

    heard: list = []

    def note(execute, sql, params, many, context):
        start = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            heard.append((sql, params, (time.perf_counter() - start) * 1e3))

    with connection.execute_wrapper(note):
        yield heard


if __name__ == "__main__":
    main()
