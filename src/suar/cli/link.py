"""`suar link`: which records of several registers are one person's."""

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from suar.analytics.linkage import Links
    from suar.analytics.linkage.later import Known
    from suar.analytics.linkage.output import Holder
    from suar.analytics.linkage.quality import Interval, Quality
    from suar.analytics.registers.register import Register


class EngineName(StrEnum):
    """What compares the pairs."""

    duckdb = "duckdb"
    spark = "spark"


def link(  # noqa: PLR0913 - a flag is an argument
    registers: Annotated[list[Path], typer.Argument(help="Register files, or key files.")],
    out: Annotated[Path, typer.Option(help="Folder to write; it appears whole or not at all.")],
    profile: Annotated[
        list[str] | None, typer.Option(help="NAME=PATH, or PATH when there is one register.")
    ] = None,
    truth: Annotated[
        Path | None, typer.Option(help="CSV register,record,person: prints how well it did.")
    ] = None,
    clerical: Annotated[
        Path | None,
        typer.Option(help="Judgements of suar review: puts probabilities right, says how good."),
    ] = None,
    engine: Annotated[
        EngineName, typer.Option(help="What compares the pairs.")
    ] = EngineName.duckdb,
    threshold: Annotated[
        str, typer.Option(help="auto, or a probability between 0 and 1.")
    ] = "auto",
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1,
    blind: Annotated[
        Path | None,
        typer.Option(help="Replace record numbers by random ones; the map stays with the owner."),
    ] = None,
    whole_map: Annotated[
        bool, typer.Option("--map", help="Write who is where; needs --holder and --ground.")
    ] = False,
    holder: Annotated[str | None, typer.Option(help="Who will hold the whole map.")] = None,
    ground: Annotated[str | None, typer.Option(help="On what ground; it is recorded.")] = None,
    keep: Annotated[
        Path | None,
        typer.Option(
            help="Keep the run as an index for `suar link-new`; needs --holder, --ground."
        ),
    ] = None,
    after: Annotated[
        Path | None, typer.Option(help="With --keep: an earlier index, whose numbers persons keep.")
    ] = None,
    keys: Annotated[bool, typer.Option("--keys", help="The files are key files.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Say which records are one person's, count persons, give each register its own links."""
    cut = _threshold(threshold)
    stated = _stated(whole_map, keep, holder, ground)
    to = stated if whole_map else None
    _kept_whole(keep, after, blind)
    from suar.analytics.linkage import evaluate
    from suar.analytics.linkage import link as run
    from suar.analytics.linkage.output import link_document, write_run
    from suar.analytics.linkage.quality import reliability
    from suar.analytics.linkage.truth import read_truth
    from suar.analytics.registers import BlindMap, read_all
    from suar.cli.console import progress, show_json

    earlier = _ready(out, to, keep, after)
    known = read_truth(truth) if truth else None
    said = _judged(clerical)
    shroud = BlindMap(blind) if blind else None
    with progress(quiet=as_json) as listener:
        read = read_all(registers, profile or [], progress=listener)
        _note(read)
        told = _told(known, read, truth)
        said = judged_here(said, read, clerical)
        links = run(read, seed=seed, threshold=cut, engine=engine.value, progress=listener)
        links, judged = _put_right(links, said)
        quality = evaluate(links, told) if told is not None else None
        steps = reliability(links, told) if told is not None else []
        if shroud:
            read, links = _blinded(shroud, read, links)
            shroud.save()
        settings: dict[str, Any] = {"asked_threshold": threshold, "blind": blind is not None}
        write_run(links, read, out, quality=quality, steps=steps, holder=to, settings=settings)
        if keep and stated:
            _keep(links, keep, earlier, stated, out, listener)
    if as_json:
        document = link_document(links, read, quality=quality, out=out)
        show_json(document | ({"clerical": judged} if judged else {}))
    else:
        _tell(links, read, quality, out, judged)


def _threshold(text: str) -> Any:
    if text == "auto":
        return "auto"
    try:
        value = float(text)
    except ValueError:
        value = -1.0
    if not 0 < value < 1:
        raise typer.BadParameter("auto, or a number between 0 and 1", param_hint="--threshold")
    return value


def _stated(
    whole_map: bool, keep: Path | None, holder: str | None, ground: str | None
) -> "Holder | None":
    """Who holds what says who is where, and on what ground: a map, an index, or both."""
    named, stated = (holder or "").strip(), (ground or "").strip()
    if (whole_map or keep) and not (named and stated):
        flag = "--map" if whole_map else "--keep"
        raise typer.BadParameter("needs --holder NAME and --ground TEXT", param_hint=flag)
    if not (whole_map or keep):
        if named or stated:
            raise typer.BadParameter("go with --map or --keep", param_hint="--holder, --ground")
        return None
    from suar.analytics.linkage.output import Holder

    return Holder(named, stated)


def _kept_whole(keep: Path | None, after: Path | None, blind: Path | None) -> None:
    if after and not keep:
        raise typer.BadParameter("goes with --keep", param_hint="--after")
    if keep and blind:
        raise typer.BadParameter(
            "an index holds record numbers as they came: blind the files instead, with `suar key`",
            param_hint="--keep",
        )


def _ready(out: Path, to: "Holder | None", keep: Path | None, after: Path | None) -> "Known | None":
    """Refuse before long work what its end would refuse; open the earlier index."""
    from suar.analytics.linkage.output import refuse_old_map

    refuse_old_map(out, to)
    if not keep:
        return None
    from suar.analytics.linkage.later import Known, refuse_taken

    refuse_taken(keep)
    return Known.open(after) if after else None


def _keep(
    links: "Links", keep: Path, earlier: "Known | None", holder: "Holder", out: Path, listener: Any
) -> None:
    """Keep the run; from then on person numbers are the index's, for each recipient its own."""
    import datetime

    from suar.analytics.linkage.later import keep as keep_run
    from suar.analytics.linkage.later.telling import write_links

    now = datetime.datetime.now(datetime.UTC)
    known = keep_run(links, keep, holder=holder, now=now, after=earlier, progress=listener)
    write_links(known, known.registers, out / "links")


def _note(read: "list[Register]") -> None:
    """Say which rows are missing, and whose numbers do not tell two rows apart."""
    from suar.cli.console import say

    for register in read:
        if register.rejections:
            say(
                f"{register.path}, row {register.rejections[0].row}: {len(register.rejections):,}"
                " rows could not be read and are left out; `suar register check` lists them."
            )
        for warned in register.warnings:
            if warned.code == "repeated-id":
                say(
                    f"{register.path}, row {warned.rows[0]}, column {warned.column}: stands in an"
                    f" earlier row too, as {warned.count:,} do; told apart as NUMBER#2."
                )


def _told(truth: Any, read: "list[Register]", path: Path | None) -> Any:
    """Keep of a truth what speaks of these registers; say what is left out."""
    from suar.analytics.linkage.truth import truth_of

    return _kept(truth, read, path, truth_of, "lines speak of registers not linked here")


def _judged(path: Path | None) -> Any:
    if path is None:
        return None
    from suar.analytics.linkage.review import read_judgements

    return read_judgements(path)


def judged_here(said: Any, read: "list[Register]", path: Path | None) -> Any:
    """Keep of judgements what speaks of these records; say what is left out."""
    from suar.analytics.linkage.review.judgements import judgements_of

    return _kept(said, read, path, judgements_of, "judgements speak of records not given here")


def _kept(
    said: Any, read: "list[Register]", path: Path | None, keep: Callable[..., Any], rest: str
) -> Any:
    if said is None:
        return None
    from suar.cli.console import say

    here = keep(said, read, file=str(path))
    if here.height < said.height:
        say(f"{path}: {said.height - here.height:,} {rest}.")
    return here


def _put_right(links: "Links", said: Any) -> "tuple[Links, dict[str, Any] | None]":
    """Bend probabilities by what people judged; say how good the links are by the same sample."""
    if said is None:
        return links, None
    from suar.analytics.linkage.clerical import judged_quality, recalibrated

    right, _ = recalibrated(links, said)
    return right, judged_quality(right, said)


def _blinded(shroud: Any, read: "list[Register]", links: "Links") -> "tuple[list[Register], Links]":
    """Put random record numbers into everything that will be written."""
    from dataclasses import replace

    import polars as pl

    hidden = [shroud.blinded(r) if r.kind != "totals" else r for r in read]
    renamed = pl.concat(
        [
            r.frame.select("row", register=pl.lit(r.name), blind="record")
            for r in hidden
            if r.kind != "totals"
        ]
    )
    members = links.members.join(
        renamed, on=["register", "row"], how="left", maintain_order="left"
    ).with_columns(record=pl.col("blind"))
    return hidden, replace(links, members=members.drop("blind"))


def _tell(
    links: "Links",
    registers: "list[Register]",
    quality: "Quality | None",
    out: Path,
    judged: dict[str, Any] | None = None,
) -> None:
    from suar.cli.console import show

    show(f"records   {sum(r.accepted for r in registers if r.kind != 'totals'):>9,}")
    if links.count is None:
        show("persons   not known: no row says who somebody is")
    else:
        count = links.count
        show(f"persons   {count.count:>9,}  (95 %: {count.low:,} to {count.high:,})")
        show(f"groups    {links.clusters:>9,}")
        show(f"pairs     {links.linked:>9,}  linked of {links.candidates:,} compared")
        show(f"unsure    {links.unsure:>9,}  pairs that people should look at")
    alike = links.diagnostics.get("same_and_unlooked")
    if alike:
        show(
            f"{alike:,} records say all that others say, and were too many to be compared: they may"
            " be as many persons fewer."
        )
    if judged:
        show(f"judged    {judged['judged']:>9,}  pairs by people; of the pairs compared:")
        for figure in ("precision", "recall", "f1"):
            _show_share(figure, judged[figure]["value"], judged[figure])
    if quality:
        show(f"truth     {quality['persons']:>9,}  persons")
        for name, ends in quality["intervals"].items():
            _show_share(name, quality[name], ends)
    show(f"written to {out}")


def _show_share(name: str, value: float, ends: "Interval") -> None:
    from suar.cli.console import show

    show(f"  {name:<18}{value:.4f}  (95 %: {ends['low']:.4f} to {ends['high']:.4f})")
