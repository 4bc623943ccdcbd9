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
    """Run one of the operator's commands, e.g. `check --deploy`."""
    if inside or (os.environ.get("SUAR_DATABASE_URL") and os.environ.get("SUAR_SECRET_KEY")):
        _run(context.args)
        return
    from suar.base.cluster import Instance, Server
    from suar.base.serving.surroundings import Surroundings

    instance = Instance.at(data)
    server = None if os.environ.get("SUAR_DATABASE_URL") else Server(instance)
    lock = instance.lock() if server is not None else None
    try:
        if server is not None:
            server.start()
        around = Surroundings(instance, server, "production", "http://localhost:8000")
        os.environ.update(around.for_owner())
        _run(context.args)
    finally:
        if server is not None:
            server.stop()
        if lock is not None:
            lock.close()


def _run(arguments: list[str]) -> None:
    from django.core.management import execute_from_command_line

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "suar.config.settings")
    from suar.base.access.acting import at_the_door

    with at_the_door():
        execute_from_command_line(["suar manage", *arguments])
    sys.stdout.flush()
