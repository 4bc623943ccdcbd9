"""`suar manage ...`: the operator's commands, with the instance's own surroundings."""

import os
import sys
from pathlib import Path
from typing import Annotated

import typer


def manage(
    context: typer.Context,
    data: Annotated[Path, typer.Option(help="The instance's folder.")] = Path("suar-data"),
    inside: Annotated[bool, typer.Option(hidden=True)] = False,
) -> None:
    """Run one of the operator's commands, e.g. `check --deploy`, whether it is served or not."""
    if inside or (os.environ.get("SUAR_DATABASE_URL") and os.environ.get("SUAR_SECRET_KEY")):
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
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suar.config.settings")
    from suar.base.access.acting import at_the_door

    with at_the_door():
        execute_from_command_line(["suar manage", *arguments])
    sys.stdout.flush()
