"""`suar serve`: database, pages and jobs in one command."""

from typing import Annotated

import typer

from suar.cli.console import say
from suar.cli.instance import HERE, Data


def serve(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=1, max=65535, help="The port of the pages.")] = 8000,
    data: Data = HERE,
) -> None:
    """Serve the platform until Ctrl-C: its own PostgreSQL, pages and jobs."""
    from suar.base.serving.platform import Platform

    platform = Platform(data, host=host, port=port, say=say)
    try:
        platform.open()
        platform.serve()
    finally:
        platform.close()
