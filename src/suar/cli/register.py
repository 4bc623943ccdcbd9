"""`suar register check`: what a file holds, what of it cannot be read, which profile it needs."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from suar.cli.console import progress, say, show, show_json

if TYPE_CHECKING:
    from suar.analytics.registers.check import Checked

register = typer.Typer(no_args_is_help=True, help="Look at one register's file.")


@register.callback()
def register_root() -> None:
    """Look at one register's file."""


@register.command()
def check(
    file: Annotated[Path, typer.Argument(help="CSV, TSV, XLSX or Parquet, plain or gzipped.")],
    profile: Annotated[
        str | None,
        typer.Option(help="A profile (YAML), NAME=PATH, or a built-in one's name."),
    ] = None,
    rejected: Annotated[
        Path | None,
        typer.Option(help="Write the whole rejected rows here, for the owner alone (mode 0600)."),
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Read, check and code a register; without a profile, propose one."""
    from suar.analytics.registers.check import check_document, rejected_file
    from suar.analytics.registers.reading import chosen_profiles, stem

    chosen = chosen_profiles([file], [profile] if profile else []).get(stem(file))
    sink = rejected_file(rejected, stem(file)) if rejected else nullcontext()
    with progress(quiet=as_json) as listener, sink as witness:
        checked = check_document(file, profile=chosen, witness=witness, progress=listener)
    if as_json:
        show_json(checked.document)
    else:
        _tell(checked)
    if checked.refusal is not None:
        say(str(checked.refusal))
        raise typer.Exit(1)


def _tell(checked: "Checked") -> None:
    document = checked.document
    if checked.register is None:
        show(f"# rows {document['rows']}, readable {document['accepted']}")
        show(_yaml(document["proposal"]))
        return
    from suar.analytics.registers.check import filled
    from suar.analytics.registers.notes import MEANINGS

    show(f"register  {document['register']}  ({checked.register.kind})")
    show(f"profile   {document['profile']}")
    for name in ("rows", "accepted", "rejected"):
        show(f"{name:<9} {document[name]:>9,}")
    _table(
        "rejected",
        ("row", "column", "reason"),
        [(one.row, one.column or "", one.reason) for one in checked.register.rejections[:20]],
    )
    _table(
        "kept, with a warning",
        ("count", "warning", "column", "first rows", "meaning"),
        [
            (
                f"{one.count:,}",
                one.code,
                one.column or "",
                ", ".join(map(str, one.rows)),
                MEANINGS.get(one.code, {}).get("en", ""),
            )
            for one in checked.register.warnings
        ],
    )
    if checked.register.kind == "records":
        shares = [(f"{share:.0%}", name) for name, share in filled(checked.register)]
        _table("filled", ("share", "field"), shares)


def _yaml(proposal: dict[str, Any]) -> str:
    from suar.analytics.registers.propose import as_yaml

    return as_yaml(proposal)


def _table(title: str, header: tuple[str, ...], rows: Sequence[tuple[object, ...]]) -> None:
    if not rows:
        return
    cells = [header, *[tuple(str(cell) for cell in row) for row in rows]]
    widths = [max(len(row[place]) for row in cells) for place in range(len(header))]
    show(f"\n{title}")
    for row in cells:
        line = "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        show(f"  {line}".rstrip())
