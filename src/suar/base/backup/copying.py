"""Making a backup and restoring one: whole, verified, and without those whom we erased since.

Two files: the data (``FILE``), and apart from it the wrapped keys with the instance's own secrets
(``FILE.keys``), which has a shorter life and is refused after its end. Either alone opens nothing
that is sealed.
"""

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import IO, Any

import psycopg

from suar import __version__
from suar.analytics.writing import whole_file
from suar.base.audit.verify import Walk, walk
from suar.base.backup.kit import backup_key
from suar.base.backup.proof import let_wait, open_probes, seal_own_probes, seal_probes
from suar.base.cluster import Instance, Server
from suar.base.cluster.given import given
from suar.base.cluster.instance import FORMER
from suar.base.cluster.roles import BACKUP
from suar.base.cluster.server import SUPERUSER, binaries
from suar.base.vault.ledger import Erased, erased_before, remember
from suar.base.vault.stream import CHUNK, Sealer, opened, sections
from suar.knowledge.refusal import Refusal

KEY_TABLES = ("vault_organisationkey", "vault_datakey")
KEYS_LIVE = timedelta(days=30)
_SECRETS = ("secret_key", "master_key", "lookup_key", "checkpoint_key", FORMER)
_OUR_MAJOR = 18
Say = Callable[[str], None]


@dataclass(frozen=True)
class Copied:
    """What was copied, counted on both sides."""

    rows: dict[str, int]
    walk: Walk
    erased: int = 0
    opened: int = 0  # values and keys that the restored keys opened, shown to nobody
    waiting: tuple[str, ...] = ()  # organisations whose own keys have to prove the rest


def make_backup(file: Path, *, url: str, instance: Instance, now: datetime, say: Say) -> Copied:
    """Write ``file`` and ``file.keys`` from the address of the backup role."""
    key = backup_key(make=True)
    counted, whole = _counts(url), walk(url)
    held = kept_secrets(instance)
    probes = seal_probes(url, masters=_masters(held))
    remember(_certificates(url))
    told = {
        "suar": __version__,
        "invented": instance.invented,
        "made_at": now.isoformat(),
        "rows": counted,
        "head": whole.head,
        "events": whole.events,
        "probes": probes,
        "own_probes": seal_own_probes(url),
    }
    say("Copying the data")
    without_keys = [f"--exclude-table-data=public.{table}" for table in KEY_TABLES]
    with whole_file(file) as aside, _private(aside) as stream:
        sealer = Sealer(stream, key)
        sealer.section("told", iter([json.dumps(told).encode()]))
        sealer.section("database", _dumped(url, ["--format=custom", *without_keys]))
        for path in sorted(p for p in instance.files.rglob("*") if p.is_file()):
            sealer.section(f"file/{path.relative_to(instance.files)}", _bytes_of(path))
        sealer.finish()
    say("Copying the keys, apart")
    only_keys = [f"--table=public.{table}" for table in KEY_TABLES]
    kept = {"until": (now + KEYS_LIVE).isoformat(), "head": whole.head} | held
    with whole_file(keys_of(file)) as aside, _private(aside) as stream:
        sealer = Sealer(stream, key)
        sealer.section("secrets", iter([json.dumps(kept).encode()]))
        sealer.section("keys", _dumped(url, ["--format=custom", "--data-only", *only_keys]))
        sealer.finish()
    return Copied(counted, whole)


def restore_backup(file: Path, *, data: Path, now: datetime, say: Say) -> Copied:
    """Restore into a fresh folder, compare with what was copied, destroy whom we erased since.

    Raises
    ------
    Refusal
        If the folder is used already, a file does not open, the keys' life has ended, what came
        out is not what went in, or its keys open nothing. The folder is then removed again.
    """
    if data.exists() and any(data.iterdir()):
        raise Refusal("is not empty", file=str(data), remedy="Restore into a new folder.")
    key = backup_key(make=False)
    for needed in (file, keys_of(file)):
        if not needed.is_file():
            raise Refusal("is missing", file=str(needed), remedy="A backup is these two files.")
    secrets = _secrets(file, key, now)
    instance = Instance.at(data)
    for name in _SECRETS:
        if name not in secrets:  # a backup of an older Suar
            continue
        path = instance.secrets / name
        path.write_text(secrets[name], encoding="ascii")
        path.chmod(0o600)
    server = Server(instance)
    try:
        say("Starting a fresh database")
        server.start()
        told = _restore_data(file, key, server, say)
        _restore_keys(file, key, server)
        proved = _open_again(server, told, masters=_masters(secrets), file=file)
        erased = _erase_again(server)
        copied = Copied(_counts(server.url(BACKUP)), walk(server.url(BACKUP)), erased, proved)
        _compare(told, copied, file)
        copied = replace(copied, waiting=_let_wait(server, told))
    except BaseException:
        server.stop()
        shutil.rmtree(data, ignore_errors=True)
        raise
    server.stop()
    return copied


def keys_of(file: Path) -> Path:
    """Give the name of the keys' file beside a backup."""
    return file.with_name(f"{file.name}.keys")


def kept_secrets(instance: Instance) -> dict[str, str]:
    """Give the secrets in force: those given from outside (`SUAR_MASTER_KEY` ...) come first."""
    kept = {name: said for name in _SECRETS if (said := given(f"SUAR_{name.upper()}"))}
    if "master_key" in kept:  # then it is the lookup key too, unless that is given
        kept.setdefault("lookup_key", kept["master_key"])
    for name in _SECRETS:
        if name not in kept and (name != FORMER or instance.has_secret(name)):
            kept[name] = instance.secret(name)
    return kept


def _masters(kept: dict[str, str]) -> list[str]:
    """Give the master secrets that may still wrap something, the present one first."""
    return [kept["master_key"], *([kept[FORMER]] if kept.get(FORMER) else [])]


def _private(path: Path) -> IO[bytes]:
    path.touch(mode=0o600)
    return path.open("wb")


def _bytes_of(path: Path) -> Iterator[bytes]:
    with path.open("rb") as stream:
        while part := stream.read(CHUNK):
            yield part


def _pg_dump(url: str) -> Path:
    """Give the program of the server's own generation where Debian has put it, else ours.

    A newer pg_dump copies an older server's private settings as if they were anybody's: Debian's
    15.20 keeps a `pg_attver` on columns, which no other server takes.
    """
    with psycopg.connect(url) as connection:
        major = connection.info.server_version // 10000
    debians = Path(f"/usr/lib/postgresql/{major}/bin/pg_dump")
    ours = binaries() / "pg_dump"
    return debians if major != _OUR_MAJOR and debians.exists() else ours


def _dumped(url: str, options: list[str]) -> Iterator[bytes]:
    command = [str(_pg_dump(url)), "--dbname", url, *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as dump:  # noqa: S603
        assert dump.stdout is not None  # noqa: S101 asked for above
        assert dump.stderr is not None  # noqa: S101 asked for above
        while part := dump.stdout.read(CHUNK):
            yield part
        why = dump.stderr.read().decode(errors="replace").strip()
    if dump.returncode:
        raise Refusal(f"the database could not be copied: {why}")


def _secrets(file: Path, key: bytes, now: datetime) -> dict[str, str]:
    name = str(keys_of(file))
    with keys_of(file).open("rb") as stream:
        for section, parts in sections(opened(stream, key, file=name), file=name):
            content = b"".join(parts)
            if section == "secrets":
                found: dict[str, str] = json.loads(content)
                until = datetime.fromisoformat(found["until"])
                if until < now:
                    raise Refusal(
                        f"ended on {until.astimezone(UTC):%Y-%m-%d}",
                        file=name,
                        remedy="Keys live 30 days, so that erased persons stay erased. "
                        "Use a newer backup.",
                    )
                return found
    raise Refusal("holds no keys", file=name)


def _restore_data(file: Path, key: bytes, server: Server, say: Say) -> dict[str, Any]:
    told: dict[str, Any] = {}
    with file.open("rb") as stream:
        for name, parts in sections(opened(stream, key, file=str(file)), file=str(file)):
            if name == "told":
                told = json.loads(b"".join(parts))
                if told.get("invented"):  # a copy of samples is no more real than they are
                    server.instance.mark_invented()
            elif name == "database":
                say("Restoring the data")
                _into_database(server, parts, [])
            elif name.startswith("file/"):
                _into_file(server.instance, name.removeprefix("file/"), parts)
    return told


def _restore_keys(file: Path, key: bytes, server: Server) -> None:
    name = str(keys_of(file))
    with keys_of(file).open("rb") as stream:
        for section, parts in sections(opened(stream, key, file=name), file=name):
            if section == "keys":
                _into_database(server, parts, ["--data-only"])
            else:
                b"".join(parts)


def _into_database(server: Server, parts: Iterator[bytes], options: list[str]) -> None:
    command = [str(binaries() / "pg_restore"), "--exit-on-error", *options]
    command += ["--dbname", server.url(SUPERUSER)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as restore:  # noqa: S603
        assert restore.stdin is not None  # noqa: S101 asked for above
        assert restore.stderr is not None  # noqa: S101 asked for above
        try:
            for part in parts:
                restore.stdin.write(part)
            restore.stdin.close()
        except BrokenPipeError:
            for _ in parts:  # the reason stands on its stderr
                continue
        why = restore.stderr.read().decode(errors="replace").strip()
    if restore.returncode:
        raise Refusal(f"the database could not be restored: {why.splitlines()[-1] if why else ''}")


def _into_file(instance: Instance, name: str, parts: Iterator[bytes]) -> None:
    path = (instance.files / name).resolve()
    if not path.is_relative_to(instance.files.resolve()):
        raise Refusal("names a file outside the instance", file=name)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as stream:
        for part in parts:
            stream.write(part)


def _let_wait(server: Server, told: dict[str, Any]) -> tuple[str, ...]:
    if not told.get("own_probes"):
        return ()
    with psycopg.connect(server.url(SUPERUSER)) as connection:
        return tuple(let_wait(connection, told["own_probes"], made_at=told["made_at"]))


def _open_again(server: Server, told: dict[str, Any], *, masters: list[str], file: Path) -> int:
    with psycopg.connect(server.url(SUPERUSER)) as connection:
        # a backup of an older Suar carries no probes; its keys are opened all the same
        return open_probes(
            connection, told.get("probes", []), masters=masters, file=str(keys_of(file))
        )


def _erase_again(server: Server) -> int:
    with psycopg.connect(server.url(SUPERUSER)) as connection:
        destroyed = 0
        for one in erased_before():
            destroyed += connection.execute(
                "UPDATE vault_datakey SET wrapped = '', destroyed_at = now()"
                " WHERE organisation_id = %s AND subject_kind = %s AND subject_id = %s"
                " AND destroyed_at IS NULL",
                [one.organisation, one.subject_kind, one.subject],
            ).rowcount
            connection.execute(
                "DELETE FROM vault_searchtoken WHERE organisation_id = %s AND subject_kind = %s"
                " AND subject_id = %s",
                [one.organisation, one.subject_kind, one.subject],
            )
        return destroyed


def _certificates(url: str) -> list[Erased]:
    with psycopg.connect(url) as connection:
        rows = connection.execute(
            "SELECT organisation_id, subject_kind, subject_id FROM vault_certificate"
        ).fetchall()
    return [Erased(*row) for row in rows]


def _counts(url: str) -> dict[str, int]:
    with psycopg.connect(url) as connection:
        tables = connection.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY 1"
        ).fetchall()
        return {
            name: connection.execute(
                psycopg.sql.SQL("SELECT count(*) FROM {}").format(psycopg.sql.Identifier(name))
            ).fetchone()[0]  # type: ignore[index]
            for (name,) in tables
        }


def _compare(told: dict[str, Any], copied: Copied, file: Path) -> None:
    loose = {"vault_searchtoken", "django_session", "suar_cache"}
    different = [
        name
        for name, rows in told["rows"].items()
        if name not in loose and copied.rows.get(name) != rows
    ]
    if different:
        raise Refusal(
            f"came out with other numbers of rows ({', '.join(different)})", file=str(file)
        )
    if not copied.walk.ok or copied.walk.head != told["head"]:
        raise Refusal("came out with another audit chain", file=str(file))
