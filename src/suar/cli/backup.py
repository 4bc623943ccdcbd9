"""`suar backup` and `suar restore`: the operator's copies."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from suar.cli.console import say, show
from suar.cli.instance import HERE, Data


def backup(
    file: Annotated[Path, typer.Argument(help="The file to write; FILE.keys lies beside it.")],
    data: Data = HERE,
) -> None:
    """Copy an instance, encrypted: the data, and apart from it the keys with a shorter life."""
    from suar.base.backup.copying import make_backup
    from suar.base.cluster import Instance
    from suar.base.cluster.borrowed import reached
    from suar.base.cluster.roles import BACKUP
    from suar.base.vault.ledger import kit_folder

    with reached(data, BACKUP) as url:
        copied = make_backup(
            file, url=url, instance=Instance.at(data), now=datetime.now(UTC), say=say
        )
    show(f"{sum(copied.rows.values())} rows in {len(copied.rows)} tables, chain whole.")
    show(f"Keep {kit_folder()} (the key and the ledger of erasures) in another safe place.")


def restore(
    file: Annotated[Path, typer.Argument(help="The file that suar backup wrote.")],
    data: Annotated[Path, typer.Option(help="A new folder for the instance.")],
) -> None:
    """Restore a backup into a new folder, compare it with what was copied, open sealed values."""
    from suar.base.backup.copying import restore_backup

    copied = restore_backup(file, data=data, now=datetime.now(UTC), say=say)
    show(f"{sum(copied.rows.values())} rows in {len(copied.rows)} tables, as they were copied.")
    show(f"The audit chain is whole: {copied.walk.events} events, head {copied.walk.head}")
    show(f"{copied.opened} sealed values and keys opened with what was restored; nobody saw them.")
    if copied.waiting:
        show(
            f"{', '.join(copied.waiting)}: own keys, which nobody here has. Their proofs wait: each"
            " shows under Keys and erasure (/keys/) when the organisation brings its key."
        )
    if copied.erased:
        show(f"{copied.erased} keys were destroyed again: erased persons stay erased.")
