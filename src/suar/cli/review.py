"""`suar review`: people judge pairs side by side, on the machine of who holds the registers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suar.cli.console import progress, show, show_json

if TYPE_CHECKING:
    import polars as pl

    from suar.analytics.linkage import Links
    from suar.analytics.linkage.review import Agreement
    from suar.analytics.registers.register import Register

#: Pairs on which two reviewers differ that are listed.
_TALK = 20


def review(  # noqa: PLR0913 - the command line's own options
    registers: Annotated[list[Path], typer.Argument(help="Registers, as given to suar link.")],
    judgements: Annotated[
        Path, typer.Option(help="CSV of record numbers and judgements; it is continued.")
    ],
    profile: Annotated[list[str] | None, typer.Option(help="NAME=PATH.")] = None,
    reviewer: Annotated[str, typer.Option(help="Who judges: initials.")] = "",
    width: Annotated[
        float, typer.Option(help="Stop when both 95 % intervals are as narrow as this.")
    ] = 0.05,
    most: Annotated[int, typer.Option(help="Pairs to draw at most.")] = 400,
    other: Annotated[
        Path | None, typer.Option("--with", help="Another reviewer's file: prints kappa.")
    ] = None,
    listing: Annotated[
        bool, typer.Option("--list", help="Write the pairs to judge, ask nothing.")
    ] = False,
    seed: Annotated[int, typer.Option(help="The same seed draws the same pairs.")] = 1,
    as_json: Annotated[
        bool, typer.Option("--json", help="Ask nothing; print what the judgements say.")
    ] = False,
) -> None:
    """Judge pairs of records; learn precision and recall with intervals. Names are only shown."""
    from suar.analytics.linkage import link
    from suar.analytics.linkage.review import read_judgements, sample, write_judgements
    from suar.analytics.linkage.review.judgements import empty
    from suar.analytics.registers import read_all
    from suar.cli.link import judged_here
    from suar.cli.review_desk import Desk, ask

    told = read_judgements(judgements) if judgements.exists() else empty()
    second = read_judgements(other) if other else None
    with progress(quiet=as_json) as listener:
        read = read_all(registers, profile or [], progress=listener)
        if not (listing or as_json):
            _can_be_shown(read)
        told = judged_here(told, read, judgements)
        links = link(read, seed=seed, progress=listener)
    drawn = sample(links, most, seed=seed)
    if listing:
        write_judgements(_with_blanks(drawn, told), judgements)
        show(f"{drawn.height:,} pairs to judge written to {judgements}")
        return
    if not as_json:
        told = ask(Desk(read, links, drawn, told, reviewer=reviewer, width=width, path=judgements))
    _say(links, told, second, width, as_json=as_json)


def _with_blanks(drawn: "pl.DataFrame", told: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    from suar.analytics.linkage.review.judgements import PAIR, either_side

    blank = drawn.select(PAIR).join(either_side(told), on=PAIR, how="anti", maintain_order="left")
    blank = blank.with_columns(judgement=pl.lit(None, pl.String), reviewer=pl.lit(None, pl.String))
    return pl.concat([told, blank])


def _can_be_shown(registers: "list[Register]") -> None:
    """Refuse key files before they are linked: there would be nothing to look at."""
    from suar.knowledge.refusal import Refusal

    for register in registers:
        if register.kind == "keys":
            raise Refusal(
                "is a key file, which holds no name to show", file=register.path,
                remedy="Write the pairs with --list; each owner looks its own records up.",
            )  # fmt: skip


def _say(
    links: "Links", told: "pl.DataFrame", second: "pl.DataFrame | None", width: float, *,
    as_json: bool,
) -> None:  # fmt: skip
    from suar.analytics.linkage.review import agreement, calibrate, measure

    measured = measure(links, told)
    calibration = calibrate(links, told)
    both = agreement(told, second) if second is not None else None
    if as_json:
        show_json(
            measured.document()
            | {
                "enough": measured.enough(width),
                "calibration": vars(calibration),
                "agreement": both.document() if both else None,
            }
        )
        return
    show(f"judged    {measured.judged:>9,}  and {measured.unsure} unsure")
    for name in ("precision", "recall"):
        share = getattr(measured, name)
        show(f"{name:<10}{share.value:>9.3f}  (95 %: {share.low:.3f} to {share.high:.3f})")
    show("Recall is of the pairs that were compared; what no rule brought up is not in it.")
    if both is not None:
        _tell_agreement(both)


def _tell_agreement(both: "Agreement") -> None:
    """Show kappa, and the pairs to be talked over: record numbers, no names."""
    kappa = "not defined" if both.kappa is None else f"{both.kappa:.3f}"
    interval = "" if both.low is None else f"  (95 %: {both.low:.3f} to {both.high:.3f})"
    show(f"kappa     {kappa:>9}{interval}  on {both.pairs} pairs, {both.agreed} alike")
    if both.differ.height:
        show("Talk these over:")
    for one, first, two, second, here, there in both.differ.head(_TALK).iter_rows():
        show(f"  {one} {first} - {two} {second}: here {here}, there {there}")
    if both.differ.height > _TALK:
        show(f"  and {both.differ.height - _TALK} more")
