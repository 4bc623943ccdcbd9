"""`suar review`: people judge pairs side by side, on the machine of who holds the registers."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from suar.cli.console import progress, say, show, show_json

if TYPE_CHECKING:
    import polars as pl

    from suar.analytics.linkage import Links
    from suar.analytics.registers.register import Register

_KEYS = {"s": "same", "d": "different", "u": "unsure"}
_SHOWN = (
    "name", "given_name", "family_name", "other_names", "birth_date", "birth_year", "age", "sex",
    "nik", "passport", "other_id", "phone", "district", "birth_place", "address", "event_date",
    "destination", "exploitation_country",
)  # fmt: skip


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

    told = read_judgements(judgements) if judgements.exists() else empty()
    with progress(quiet=as_json) as listener:
        read = read_all(registers, profile or [], progress=listener)
        if not (listing or as_json):
            _can_be_shown(read)
        links = link(read, seed=seed, progress=listener)
    drawn = sample(links, most, seed=seed)
    if listing:
        write_judgements(_with_blanks(drawn, told), judgements)
        show(f"{drawn.height:,} pairs to judge written to {judgements}")
        return
    if not as_json:
        told = _ask(_Desk(read, links, drawn, told, reviewer, width, judgements))
    _say(links, told, other, width, as_json=as_json)


def _with_blanks(drawn: "pl.DataFrame", told: "pl.DataFrame") -> "pl.DataFrame":
    import polars as pl

    from suar.analytics.linkage.review.judgements import PAIR

    blank = drawn.select(PAIR).join(told, on=PAIR, how="anti", maintain_order="left")
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


class _Desk:
    """One reviewer at work."""

    def __init__(
        self,
        registers: "list[Register]",
        links: "Links",
        drawn: "pl.DataFrame",
        told: "pl.DataFrame",
        reviewer: str,
        width: float,
        path: Path,
    ) -> None:
        from suar.analytics.linkage.review.judgements import PAIR

        self.frames = {r.name: r.frame for r in registers if r.kind == "records"}
        self.links, self.told, self.reviewer = links, told, reviewer
        self.width, self.path = width, path
        self.left = drawn.join(told, on=PAIR, how="anti", maintain_order="left").to_dicts()

    def row(self, pair: dict[str, Any], side: str) -> dict[str, Any]:
        import polars as pl

        frame = self.frames[pair[f"{side}_register"]]
        found: dict[str, Any] = frame.filter(pl.col("row") == pair[f"{side}_row"]).row(
            0, named=True
        )
        return found

    def note(self, pair: dict[str, Any], word: str) -> None:
        import polars as pl

        from suar.analytics.linkage.review import write_judgements
        from suar.analytics.linkage.review.judgements import COLUMNS, PAIR

        line = {name: pair[name] for name in PAIR} | {"judgement": word, "reviewer": self.reviewer}
        added = pl.DataFrame([line], schema=dict.fromkeys(COLUMNS, pl.String()))
        self.told = pl.concat([self.told, added]).unique(PAIR, keep="last", maintain_order=True)
        write_judgements(self.told, self.path)

    def enough(self) -> bool:
        from suar.analytics.linkage.review import measure

        return measure(self.links, self.told).enough(self.width)


def _ask(desk: _Desk) -> "pl.DataFrame":
    """Show pairs until they are judged, the intervals are narrow, or the reviewer leaves."""
    at = 0
    while at < len(desk.left):
        if at and at % 10 == 0 and desk.enough():
            say("The intervals are as narrow as asked.")
            break
        pair = desk.left[at]
        show(f"\npair {at + 1} of {len(desk.left)}")
        for line in side_by_side(desk.row(pair, "left"), desk.row(pair, "right")):
            show(line)
        answer = typer.prompt("s same, d different, u unsure, b back, q quit", default="u")
        key = str(answer).strip().lower()[:1]
        if key == "q":
            break
        if key == "b":
            at = max(0, at - 1)
        elif key in _KEYS:
            desk.note(pair, _KEYS[key])
            at += 1
    return desk.told


def side_by_side(left: dict[str, Any], right: dict[str, Any]) -> list[str]:
    """Set two records beside each other: ``=`` the same, ``*`` different, blank not asked."""
    lines = []
    for field in _SHOWN:
        one, two = left.get(field), right.get(field)
        if one is None and two is None:
            continue
        mark = " " if one is None or two is None else "=" if one == two else "*"
        lines.append(f"  {mark} {field:<21}{_plain(one):<34}{_plain(two)}".rstrip())
    return lines


def _plain(value: object) -> str:
    """Give a cell for a terminal, without characters that would command it."""
    text = "" if value is None else str(value)
    return "".join(c if c.isprintable() else "?" for c in text)[:32]


def _say(
    links: "Links", told: "pl.DataFrame", other: Path | None, width: float, *, as_json: bool
) -> None:
    from suar.analytics.linkage.review import agreement, calibrate, measure, read_judgements

    measured = measure(links, told)
    calibration = calibrate(links, told)
    both = agreement(told, read_judgements(other)) if other else None
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
        kappa = "not defined" if both.kappa is None else f"{both.kappa:.3f}"
        show(f"kappa     {kappa:>9}  on {both.pairs} pairs, {both.agreed} alike")
