"""What the walls cost: lists of ours under row-level security against the same query without it.

Run `python bench/walls.py [ROWS]`. The limit is twice the bare query's time, measured in the same
run on the same table; what was granted by others is listed beside it, from the grants' own index.
"""

import statistics
import sys
import tempfile
import time
from pathlib import Path

from suar.base.access.policies import granted_rows, own_rows
from suar.base.cluster import Instance, Server
from suar.base.cluster.roles import APP, BACKUP, OWNER, connect

LIMIT = 2.0
OURS = "00000000-0000-7000-8000-000000000001"
SET = "SELECT set_config('suar.organisation', %s, false)"
GRANTS = """
CREATE TABLE access_grant (
  id uuid PRIMARY KEY, organisation_id uuid, to_organisation_id uuid, subject_kind text,
  subject_id uuid, field_groups text[]);
CREATE INDEX ON access_grant (to_organisation_id, subject_kind, subject_id);
CREATE FUNCTION suar_grant_runs(g access_grant) RETURNS boolean LANGUAGE sql STABLE AS
$$ SELECT true $$;
CREATE FUNCTION suar_organisation() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('suar.organisation', true), '')::uuid $$;
ALTER TABLE access_grant ENABLE ROW LEVEL SECURITY;
CREATE POLICY reader ON access_grant FOR SELECT USING (
  to_organisation_id = (SELECT suar_organisation()));
"""
FILL = """
CREATE TABLE facts (id uuid PRIMARY KEY, organisation_id uuid NOT NULL, at int NOT NULL);
INSERT INTO facts SELECT gen_random_uuid(),
  ('00000000-0000-7000-8000-' || lpad((1 + n % 40)::text, 12, '0'))::uuid, n
  FROM generate_series(1, {rows}) n;
CREATE INDEX ON facts (organisation_id, at DESC);
INSERT INTO access_grant SELECT gen_random_uuid(), organisation_id, '{ours}', 'victim', id,
  '{{facts}}' FROM facts WHERE organisation_id <> '{ours}' ORDER BY id LIMIT 2000;
"""
LISTS = {
    "a page of ours, newest first": (
        "SELECT id, at FROM facts WHERE organisation_id = %(us)s ORDER BY at DESC LIMIT 50"
    ),
    "how many are ours": "SELECT count(*) FROM facts WHERE organisation_id = %(us)s",
    "one of ours by its key": (
        "SELECT at FROM facts WHERE organisation_id = %(us)s AND id ="
        " (SELECT id FROM facts WHERE organisation_id = %(us)s ORDER BY at LIMIT 1)"
    ),
}
GRANTED = (
    "SELECT id, at FROM facts WHERE id IN (SELECT subject_id FROM access_grant"
    " WHERE to_organisation_id = %(us)s AND subject_kind = 'victim' LIMIT 50)"
)


def milliseconds(connection, query, times=40):
    """The median of several runs, the plan and the cache warm."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        connection.execute(query, {"us": OURS}).fetchall()
        found.append((time.perf_counter() - start) * 1e3)
    return statistics.median(found[5:])


def main() -> None:
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else 200_000
    with tempfile.TemporaryDirectory(prefix="suar-bench-") as made:
        Path(made).chmod(0o711)
        server = Server(Instance.at(Path(made) / "instance"))
        server.start()
        try:
            measure(server, rows)
        finally:
            server.stop()


def measure(server, rows) -> None:
    with connect(server, OWNER, "suar") as owner:
        for statement in (GRANTS, FILL.format(rows=rows, ours=OURS)):
            owner.execute(statement)
        for made in (own_rows("facts"), granted_rows("facts", kind="victim", group="facts")):
            owner.execute(made.sql)
        owner.execute("ANALYZE")
    slowest = 0.0
    with connect(server, APP, "suar") as walled, connect(server, BACKUP, "suar") as bare:
        walled.execute(SET, [OURS])
        print(f"{rows} rows, 40 organisations, 2000 granted to us; medians")
        for name, query in LISTS.items():
            without, within = milliseconds(bare, query), milliseconds(walled, query)
            ratio = within / without
            slowest = max(slowest, ratio)
            print(f"{name:32}{without:8.3f} ms bare{within:9.3f} ms walled   {ratio:5.2f} times")
        within = milliseconds(walled, GRANTED)
        print(f"{'a page of what was granted':32}{'':16}{within:9.3f} ms walled")
    if slowest > LIMIT:
        raise SystemExit(f"a list of ours takes {slowest:.2f} times the bare query, limit {LIMIT}")


if __name__ == "__main__":
    main()
