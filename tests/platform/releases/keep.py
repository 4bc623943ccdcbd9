"""Keep a release's database, so that every later one is tested to upgrade it.

    .venv/bin/python tests/platform/releases/keep.py NAME

Writes NAME.sql.gz (schema and rows, as PostgreSQL dumps them) and NAME.json (what must still be so)
beside this file. Run once for every release, on its tag; the files are never changed afterwards.
All people in it are invented; the keys are those of the tests.
"""

import gzip
import json
import sys
from dataclasses import asdict
from pathlib import Path
from typing import Any
from uuid import UUID

HERE = Path(__file__).resolve().parent
sys.path[:0] = [str(HERE.parents[1]), str(HERE.parent)]  # as pytest has them

TEXT = "Siti Rekaan binti Contoh"


def main(name: str) -> None:
    """Fill a fresh database through the services, dump it, and write down what it holds."""
    from platform_fixtures import _started

    server = _started()
    told = _filled()
    dump = server.run("pg_dump", ["--inserts", "--rows-per-insert=100"], "suar_root")
    with gzip.GzipFile(HERE / f"{name}.sql.gz", "wb", mtime=0) as file:
        file.write(dump)
    told |= _counted(server)
    (HERE / f"{name}.json").write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(f"{name}: {sum(told['rows'].values())} rows in {len(told['rows'])} tables\n")


def _filled() -> dict[str, Any]:
    """Let the cast work: somebody invites, seals, grants, loses a team; one has an app."""
    from cast import NOW, make_cast

    from browser.live import give_codes
    from suar.base.access.acting import acting
    from suar.base.accounts import organisations, services
    from suar.base.identifiers import uuid7
    from suar.base.vault.envelope import Place
    from suar.base.vault.services import erase, rotate_organisation_key, seal_text

    cast = make_cast()
    assert cast.analyst.person
    give_codes(cast.analyst.person)
    with acting(cast.administrator):
        organisations.make_team(name="Pagi", by=cast.administrator)
        services.invite(
            email="baru@example.org",
            name="Orang Baru",
            role="case_worker",
            now=NOW,
            by=cast.administrator,
        )
    officer = cast.data_officer
    assert officer.organisation
    with acting(officer):
        place = Place(officer.organisation, "victim", uuid7(), uuid7(), "identity", "name")
        sealed = seal_text(TEXT, place=place)
        gone = Place(officer.organisation, "victim", uuid7(), uuid7(), "identity", "name")
        seal_text(TEXT, place=gone)
        erase(subject_kind="victim", subject=gone.subject, reason="asked", now=NOW, by=officer)
        rotate_organisation_key(now=NOW, by=officer)
    return {
        "place": {key: _plain(value) for key, value in asdict(place).items()},
        "sealed": sealed.hex(),
        "officer": {key: _plain(getattr(officer, key)) for key in ("organisation", "person")},
        "analyst": str(cast.analyst.person),
    }


def _counted(server: Any) -> dict[str, Any]:
    import psycopg

    from suar import __version__
    from suar.base.audit.verify import walk
    from suar.base.cluster.roles import BACKUP

    with psycopg.connect(server.url(BACKUP)) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        rows = {
            table: connection.execute(f'SELECT count(*) FROM "{table}"').fetchone()[0]  # type: ignore[index]
            for (table,) in tables
        }
    return {"suar": __version__, "rows": rows, "events": walk(server.url(BACKUP)).events}


def _plain(value: object) -> object:
    return str(value) if isinstance(value, UUID) else value


if __name__ == "__main__":
    main(sys.argv[1])
