"""`suar manage ...`: the operator's commands, with the instance's own surroundings."""

import os
import sys
from typing import Annotated

import typer

from suar.cli.instance import HERE, Data
from suar.knowledge.refusal import Refusal


def manage(
    context: typer.Context,
    data: Data = HERE,
    inside: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Run one of the operator's commands, e.g. `check --deploy`, whether it is served or not."""
    from suar.base.cluster.given import given

    if inside or given("SUAR_DATABASE_URL"):
        _run(context.args)
        return
    from suar.base.cluster import Instance
    from suar.base.cluster.borrowed import borrowed
    from suar.base.serving.surroundings import Surroundings

    instance = Instance.at(data)
    with borrowed(instance) as (server, served_at):
        address = served_at or "http://localhost:8000"
        around = Surroundings(instance, server, "production", address)
        os.environ.update(around.for_owner())
        _run(context.args)


def _run(arguments: list[str]) -> None:
    import psycopg
    from django.core.management import execute_from_command_line
    from django.db.utils import OperationalError

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suar.config.settings")
    from suar.base.access.acting import at_the_door

    try:
        with at_the_door():
            execute_from_command_line(["suar manage", *arguments])
    except (OperationalError, psycopg.OperationalError) as error:
        why = str(error).partition("\n")[0]  # of the connection, never of a row
        raise Refusal(
            f"the database does not answer ({why})",
            remedy="Start its server, or mend the address in SUAR_DATABASE_URL.",
        ) from error
    sys.stdout.flush()
