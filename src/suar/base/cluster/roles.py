"""The roles of the database: who owns the tables, who works in them, who may copy them out."""

from typing import TYPE_CHECKING, Any

import psycopg
from psycopg import sql

if TYPE_CHECKING:
    from suar.base.cluster.server import Server

DATABASE = "suar"
OWNER, APP, BACKUP = "suar_owner", "suar_app", "suar_backup"

_ATTRIBUTES = {
    OWNER: "LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS CREATEDB",
    APP: "LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS NOCREATEDB",
    BACKUP: "LOGIN NOSUPERUSER NOCREATEROLE BYPASSRLS NOCREATEDB",
}

#: In the database, as superuser: what each role may do with what the owner will make.
_RIGHTS = f"""
REVOKE ALL ON SCHEMA public FROM PUBLIC;
ALTER SCHEMA public OWNER TO {OWNER};
GRANT USAGE ON SCHEMA public TO {APP}, {BACKUP};
CREATE EXTENSION IF NOT EXISTS pg_trgm;
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public
    GRANT USAGE, SELECT ON SEQUENCES TO {APP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT SELECT ON TABLES TO {BACKUP};
ALTER DEFAULT PRIVILEGES FOR ROLE {OWNER} IN SCHEMA public GRANT SELECT ON SEQUENCES TO {BACKUP};
"""


def ensure(server: "Server") -> None:
    """Make roles and database where missing; set the passwords to the secrets."""
    superuser = "suar_root"
    with connect(server, superuser, "postgres") as connection:
        for role, attributes in _ATTRIBUTES.items():
            known = connection.execute(
                "SELECT 1 FROM pg_roles WHERE rolname = %s", [role]
            ).fetchone()
            verb = "ALTER" if known else "CREATE"
            connection.execute(
                sql.SQL("{} ROLE {} {} PASSWORD {}").format(
                    sql.SQL(verb),
                    sql.Identifier(role),
                    sql.SQL(attributes),
                    sql.Literal(server.instance.secret(role)),
                )
            )
        there = connection.execute(
            "SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE]
        ).fetchone()
        if there:
            return
        make_database(connection, DATABASE)
    with connect(server, superuser, DATABASE) as connection:
        connection.execute(_RIGHTS)
        _extend(connection)


def _extend(connection: "psycopg.Connection[tuple[Any, ...]]") -> None:
    """Add `vector` where the server brings it: no table asks for it yet."""
    if connection.execute("SELECT 1 FROM pg_available_extensions WHERE name = 'vector'").fetchone():
        connection.execute("CREATE EXTENSION IF NOT EXISTS vector")


def make_database(
    connection: "psycopg.Connection[tuple[Any, ...]]",
    name: str,
    *,
    template: str = "template1",
    strategy: str = "WAL_LOG",
) -> None:
    """Make a database that only our roles may enter; a template's rows and rights come along.

    ``strategy`` is PostgreSQL's: FILE_COPY is quicker for a filled template, at two checkpoints.
    """
    database, owner = sql.Identifier(name), sql.Identifier(OWNER)
    connection.execute(
        sql.SQL("CREATE DATABASE {} OWNER {} TEMPLATE {} STRATEGY {}").format(
            database, owner, sql.Identifier(template), sql.Identifier(strategy.lower())
        )
    )
    connection.execute(sql.SQL("REVOKE ALL ON DATABASE {} FROM PUBLIC").format(database))
    connection.execute(
        sql.SQL("GRANT CONNECT ON DATABASE {} TO {}, {}").format(
            database, sql.Identifier(APP), sql.Identifier(BACKUP)
        )
    )


def connect(server: "Server", role: str, database: str) -> "psycopg.Connection[tuple[Any, ...]]":
    """Open a connection as a role, every statement its own transaction."""
    return psycopg.connect(
        host=str(server.instance.sockets),
        port=5432,
        user=role,
        password=server.instance.secret(role),
        dbname=database,
        autocommit=True,
    )
