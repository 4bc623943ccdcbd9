"""Reaching an instance's database from a command, whether it is being served now or not."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

from suar.base.cluster.given import given
from suar.base.cluster.instance import Instance
from suar.base.cluster.server import Server
from suar.knowledge.refusal import Refusal


@contextmanager
def reached(data: Path, role: str) -> Iterator[str]:
    """Give the database's address for a role; the embedded server is started if nobody serves it.

    With `SUAR_DATABASE_URL` the address for the role comes from the environment instead
    (`SUAR_BACKUP_DATABASE_URL`, `SUAR_OWNER_DATABASE_URL`).
    """
    if given("SUAR_DATABASE_URL"):
        yield answering(f"SUAR_{role.removeprefix('suar_').upper()}_DATABASE_URL")
        return
    if not (data / "postgres").is_dir():
        raise Refusal("holds no instance", file=str(data), remedy="Name its folder with --data.")
    with borrowed(Instance.at(data)) as (server, _served_at):
        assert server is not None  # noqa: S101 no other database is named
        yield server.url(role)


@contextmanager
def borrowed(instance: Instance) -> Iterator[tuple[Server | None, str]]:
    """Give the instance's server, running, and where its pages are being served, if they are.

    The server is None where `SUAR_DATABASE_URL` names another one.
    """
    if given("SUAR_DATABASE_URL"):
        yield None, ""
        return
    server = Server(instance)
    try:
        lock = instance.lock()
    except Refusal:  # it is being served: its server answers
        yield server, instance.served().address
        return
    try:
        server.start()
        yield server, ""
    finally:
        server.stop()
        lock.close()


def answering(name: str) -> str:
    """Give the address that a setting holds, once the database has answered there.

    Raises
    ------
    Refusal
        If the setting is missing, or nobody answers, or lets us in, within five seconds.
    """
    url = given(name)
    if not url:
        raise Refusal(f"{name} is missing", remedy="Set it to the address for that role.")
    try:
        psycopg.connect(url, connect_timeout=5).close()
    except (psycopg.OperationalError, psycopg.ProgrammingError) as error:
        why = str(error).partition("\n")[0]  # libpq's own words: never the password
        raise Refusal(
            f"the database of {name} does not answer ({why})",
            remedy="Start that server, or mend the address.",
        ) from error
    return url
