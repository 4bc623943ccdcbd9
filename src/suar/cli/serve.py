"""`suar serve`: database, pages and jobs in one command."""

from pathlib import Path
from typing import Annotated

import typer

from suar.cli.console import say


def serve(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port of the pages.")] = 8000,
    data: Annotated[Path, typer.Option(help="The instance's folder.")] = Path("suar-data"),
) -> None:
    """Serve the platform until Ctrl-C: its own PostgreSQL, pages and jobs."""
    from suar.base.serving.platform import Platform

    platform = Platform(data, host=host, port=port, say=say)
    try:
        platform.open()
        platform.serve()
    finally:
        platform.close()
