"""What the pages of persons and cases cost with 200,000 cases, half of them ours.

Run `python bench/platform.py [CASES]`. Three limits, measured in one run: the database's time for
a page under the policies against the very same SQL by a role that no policy binds (3 times); a page
against the same page with a hundredth of the cases (twice); queries a page (12, whatever the rows).
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
#: Half of the rows are ours, with so many workers; the other half is forty organisations'.
WORKERS = 100
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
    "what": "(ARRAY['assess', 'plan', 'assess_again', 'service'])[1 + n % 4]",
    "due_at": "now() + (n % 2000 - 1000) * interval '1 hour'",
    "reference": "upper(substr(md5('{kind}' || n), 1, 12))",
    "state": "(ARRAY['opened', 'assessed', 'planned', 'in service'])[1 + n % 4]",
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
    few = pages_with(server, SMALL)
    many = pages_with(server, cases)
    print(
        f"{cases:,} cases against {SMALL:,}; medians of {TIMES}; limits {GROWTH:g} and {WALLED:g}"
    )
    print(f"{'':26} queries   page ms: few, many, ratio   database ms: bare, walled, ratio")
    missed = []
    for name, page in many.items():
        growth = page["ms"] / few[name]["ms"]
        walled = page["walled"] / page["bare"] if page["bare"] else 1.0
        print(
            f"{name:26}{page['queries']:8}{few[name]['ms']:13.1f}{page['ms']:7.1f}{growth:7.2f}"
            f"{page['bare']:20.2f}{page['walled']:8.2f}{walled:7.2f}"
        )
        if page["queries"] > QUERIES or page["queries"] != few[name]["queries"]:
            missed.append(f"{name}: {few[name]['queries']} and {page['queries']} queries")
        if growth > GROWTH:
            missed.append(f"{name}: {growth:.2f} times the small page")
        if walled > WALLED and page["walled"] - page["bare"] > NOISE_MS:
            missed.append(f"{name}: {walled:.2f} times the bare SQL")
    if missed:
        raise SystemExit("limits missed: " + "; ".join(missed))
    print("all within their limits")


def pages_with(server, cases):
    """Fill a clone with so many cases and look at every page."""
    from django.db import connections

    from platform_fixtures import _point
    from suar.base.cluster.roles import connect, make_database

    name = f"bench_{cases}"
    with connect(server, "suar_root", "postgres") as superuser:
        make_database(superuser, name, template="suar")
    _point(name)
    try:
        return look(server, name, cases)
    finally:
        connections.close_all()


def look(server, name, cases):
    from cast import make_cast
    from signing import client_of

    from suar.base.cluster.roles import APP, BACKUP, connect

    cast = make_cast()
    with connect(server, "suar_root", name) as superuser:
        fill(superuser, cases, cast.case_worker)
        give_names(superuser, cases, cast.case_worker)
        give_aliases(cases, cast.case_worker)
        superuser.execute("VACUUM ANALYZE")
    found = {}
    for who, actor in (("", cast.case_worker), ("supervisor: ", cast.supervisor)):
        client = client_of(actor)
        with connect(server, BACKUP, name) as bare, connect(server, APP, name) as walled:
            context = [("organisation", actor.organisation), ("person", actor.person)]
            for key, value in (*context, ("teams", "")):
                walled.execute("SELECT set_config(%s, %s, false)", [f"suar.{key}", str(value)])
            for label, address, form in addresses(who):
                found[who + label] = measured(client, address, form, bare, walled)
    return found


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

    for model, kind in (
        (Victim, "victim"),
        (Facts, "facts"),
        (Assignment, "assignment"),
        (Case, "case"),
        (Task, "task"),
    ):
        columns = list(model._meta.concrete_fields)
        values = [expression(field, kind, worker) for field in columns]
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


def expression(field, kind, worker) -> str:
    """Give a column's value: the table's above, else empty, else now, else nobody's."""
    if field.column == "state" and kind in STATES:
        return STATES[kind]
    if field.column in PLACES:
        return PLACES[field.column].format(
            kind=kind, ours=worker.organisation, us=worker.person, workers=WORKERS
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


def measured(client, address, form, bare, walled):
    """Give a page's time, its queries, and their time under the policies and without them."""
    times, asked = [], []
    for each in range(TIMES + 2):
        with listening() as heard:
            start = time.perf_counter()
            answer = client.post(address, form) if form else client.get(address)
            if each > 1:  # the first looks warm caches and compile templates
                times.append((time.perf_counter() - start) * 1e3)
        if answer.status_code != 200:
            raise SystemExit(f"{address} answered {answer.status_code}")
        asked = heard
    reads = [
        (sql, params) for sql, params, _ms in asked if sql.lstrip()[:6] in ("SELECT", "WITH R")
    ]
    reads += [(sql, params) for sql, params, _ms in asked if sql.startswith("(SELECT")]
    reads = [each for each in reads if "set_config" not in each[0] and "FOR UPDATE" not in each[0]]
    own = [(sql, params) for sql, params in reads if "django_session" not in sql]
    both = [_timed(bare, walled, sql, params) for sql, params in own]
    return {
        "ms": statistics.median(times),
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
