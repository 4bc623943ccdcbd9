"""`suar audit verify`: whether the audit's chain is whole."""

from pathlib import Path
from typing import Annotated

import typer

from suar.cli.console import say, show, show_json

audit = typer.Typer(no_args_is_help=True, help="The record of who did what and who looked.")


@audit.callback()
def audit_root() -> None:
    """The record of who did what and who looked."""


@audit.command()
def verify(
    data: Annotated[Path, typer.Option(help="The instance's folder.")] = Path("suar-data"),
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Walk the whole chain; exit 1 and name the first broken row if it is not whole."""
    from suar.base.audit.verify import walk
    from suar.base.cluster.borrowed import reached
    from suar.base.cluster.roles import BACKUP

    with reached(data, BACKUP) as url:
        found = walk(url)
    if as_json:
        show_json(found.document())
    elif found.ok:
        show(f"The chain is whole: {found.events} events, head {found.head}")
        show("Keep this head elsewhere: a cut end can be seen only from outside.")
    else:
        where = f" at event {found.first_broken}" if found.first_broken else ""
        say(f"The chain is broken{where}: {found.why}.")
    if not found.ok:
        raise typer.Exit(1)
