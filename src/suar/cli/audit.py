"""`suar audit`: whether the audit's chain is whole, and its head signed for others to keep."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from suar.cli.console import say, show, show_json
from suar.cli.instance import HERE, Data

audit = typer.Typer(no_args_is_help=True, help="The record of who did what and who looked.")

AsJson = Annotated[bool, typer.Option("--json", help="One JSON document.")]


@audit.callback()
def audit_root() -> None:
    """The record of who did what and who looked."""


@audit.command()
def verify(
    data: Data = HERE,
    checkpoint: Annotated[
        list[Path] | None,
        typer.Option(help="A signed checkpoint that the chain must still hold; repeatable."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Walk the whole chain; exit 1 and name the first broken row if it is not whole.

    A cut end looks whole from inside: give the checkpoints that somebody else kept.
    """
    from suar.base.audit.checkpoint import read_checkpoint, still_holds
    from suar.base.audit.verify import walk
    from suar.base.cluster.borrowed import reached
    from suar.base.cluster.roles import BACKUP

    kept = [(file, read_checkpoint(file)) for file in checkpoint or []]
    with reached(data, BACKUP) as url:
        found = walk(url)
        broken = [str(file) for file, signed in kept if not still_holds(signed, url=url)]
    whole = found.ok and not broken
    if as_json:
        told = found.document() | {"ok": whole}
        show_json(told | ({"checkpoints": len(kept), "not_held": broken} if kept else {}))
    elif not found.ok:
        where = f" at event {found.first_broken}" if found.first_broken else ""
        say(f"The chain is broken{where}: {found.why}.")
    elif broken:
        say(f"The chain was cut or made anew: it no longer holds {', '.join(broken)}.")
    else:
        show(f"The chain is whole: {found.events} events, head {found.head}")
        for file, signed in kept:
            show(f"It holds {file} (position {signed.position}, {signed.at}, key {signed.key})")
        if not kept:
            show("Keep this head elsewhere: a cut end can be seen only from outside.")
    if not whole:
        raise typer.Exit(1)


@audit.command()
def checkpoint(
    out: Annotated[Path, typer.Option(help="The file to write, for a third party to keep.")],
    data: Data = HERE,
    as_json: AsJson = False,
) -> None:
    """Sign the chain's head; whoever keeps the file sees later whether an end was cut off."""
    from suar.base.audit import checkpoint as checkpoints
    from suar.base.cluster import Instance
    from suar.base.cluster.borrowed import reached
    from suar.base.cluster.roles import BACKUP

    with reached(data, BACKUP) as url:
        secret = Instance.at(data).secret(checkpoints.SECRET)
        signed = checkpoints.make_checkpoint(url=url, secret=secret, now=datetime.now(UTC))
    checkpoints.write_checkpoint(signed, out)
    if as_json:
        show_json(signed.document())
        return
    show(f"Wrote {out}: position {signed.position}, head {signed.head}")
    show(f"Public key {signed.key}: let whoever keeps the file write this down once.")
