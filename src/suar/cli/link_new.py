"""`suar link-new`: new records beside those known from an earlier run."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from suar.cli.console import progress, show, show_json

if TYPE_CHECKING:
    from suar.analytics.linkage.later import Known


def link_new(
    index: Annotated[Path, typer.Argument(help="Index that `suar link --keep` wrote.")],
    registers: Annotated[
        list[Path] | None, typer.Argument(help="Files of new records, or their key files.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(help="Folder to write: each register's own links.")
    ] = None,
    profile: Annotated[
        list[str] | None, typer.Option(help="NAME=PATH, or PATH when there is one register.")
    ] = None,
    only_ask: Annotated[
        bool, typer.Option("--only-ask", help="Say what would change; the index stays as it is.")
    ] = False,
    undo: Annotated[
        bool, typer.Option("--undo", help="Take the latest change of the index back, exactly.")
    ] = False,
    by: Annotated[str, typer.Option(help="Who does it; the journal keeps the name.")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Link new records with those known from an earlier run; persons keep their numbers."""
    import datetime

    from suar.analytics.linkage.later import Known

    files, now = registers or [], datetime.datetime.now(datetime.UTC)
    _check(files, out, undo)
    known = Known.open(index)
    if undo:
        number = known.undo(by=by, now=now)
        _undone(known, number, as_json)
        return
    if out is not None:
        _add(known, files, out, profile or [], only_ask=only_ask, by=by, now=now, as_json=as_json)


def _check(files: list[Path], out: Path | None, undo: bool) -> None:
    if undo and (files or out):
        raise typer.BadParameter("takes neither registers nor --out", param_hint="--undo")
    if not undo and not files:
        raise typer.BadParameter("name a file of new records", param_hint="REGISTERS")
    if not undo and out is None:
        raise typer.BadParameter("name a folder to write", param_hint="--out")


def _add(
    known: "Known", files: list[Path], out: Path, profiles: list[str], *, only_ask: bool, by: str,
    now: Any, as_json: bool,
) -> None:  # fmt: skip
    from suar.analytics.linkage.later.telling import change_document, write_links
    from suar.analytics.linkage.output import refuse_old_map
    from suar.analytics.registers import read_all
    from suar.analytics.writing import whole_folder, write_json

    refuse_old_map(out, None)
    with progress(quiet=as_json) as listener:
        read = read_all(files, profiles, progress=listener)
        change = known.add(read, now=now, by=by, keep=not only_ask, progress=listener)
        told = change_document(known, change, out=out, kept=not only_ask)
        with whole_folder(out) as folder:
            if not only_ask:
                names = {r.name for r in read if r.linkable} | set(change.registers)
                write_links(known, sorted(names), folder / "links")
            write_json(folder / "change.json", {k: v for k, v in told.items() if k != "out"})
    if as_json:
        show_json(told)
        return
    persons = change.events
    show(f"records   {change.records:>9,}  new ({change.known_before:,} were known)")
    if change.changed:
        show(f"  changed since and left as they were {change.changed:,}: link all again in time")
    show(f"  of persons known before {persons.get('known', 0):>9,}")
    show(f"  new persons             {persons.get('new', 0):>9,}")
    show(f"persons joined {persons.get('joined', 0):,}, split {persons.get('split', 0):,}")
    show(f"unsure    {change.unsure:>9,}  pairs that people should look at")
    show("the index stays as it was" if only_ask else f"change {change.entry} of the index")
    show(f"written to {out}")


def _undone(known: "Known", number: int, as_json: bool) -> None:
    if as_json:
        show_json({"undone": number, "index": {"records": known.height, "persons": known.persons}})
    else:
        show(f"change {number} is taken back")
        show(f"the index holds {known.height:,} records of {known.persons:,} persons")
