"""`suar demo`: an invented country and its joint picture beside the truth, on localhost."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from suar.cli.console import progress, say, show, show_json

if TYPE_CHECKING:
    from suar.analytics.progress import Progress

SEED = 20260312
FILES = (
    "police.csv",
    "foreign_ministry.tsv",
    "women_child.csv",
    "migrant_agency.xlsx",
    "migrant_union.csv",
)


def demo(
    host: Annotated[str, typer.Option(help="Where to listen.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(help="The port of the report.")] = 8000,
    data: Annotated[Path, typer.Option(help="Folder of the demonstration.")] = Path("demo"),
    no_serve: Annotated[
        bool, typer.Option("--no-serve", help="End after making the picture.")
    ] = False,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON line on stdout before serving.")
    ] = False,
) -> None:
    """Invent five registers, make their joint picture, show it beside the truth and serve it."""
    from suar.cli.pages import address, need_port, serve_folder

    if not no_serve:
        need_port(host, port)
    with progress(quiet=as_json) as listener:
        made = _make(data, listener)
    url = f"{address(host, port)}/picture.html"
    if as_json:
        show_json({"url": url, "data": str(data), "accounts": []})
    else:
        for line in _beside_truth(made):
            show(line)
        show("")
        show(f"Report: {made.report}")
    if no_serve:
        return
    say(f"Serving {url}  (Ctrl-C stops)")
    serve_folder(made.report.parent, host, port)


@dataclass(frozen=True)
class Made:
    """What the demonstration made, and what is really so."""

    report: Path
    summary: dict[str, Any]
    population: dict[str, Any]
    observed: int  # persons behind the estimate; what the picture itself counted


def _make(data: Path, listener: "Progress") -> Made:
    from datetime import UTC, datetime

    from suar.analytics.picture.pipeline import Order, make_picture
    from suar.analytics.synthetic import simulate

    registers = data / "registers"
    invented = simulate(registers, seed=SEED, progress=listener)
    order = Order(
        [registers / name for name in FILES],
        data / "picture",
        seed=SEED,
        truth=registers / "truth.csv",
    )
    outcome = make_picture(order, now=datetime.now(UTC), progress=listener)
    estimate: Any = outcome.document.get("estimate") or {}
    counted = outcome.summary["persons"]["count"]
    return Made(
        data / "picture" / "picture.html",
        outcome.summary,
        invented.population,
        estimate.get("observed") or counted,
    )


def _beside_truth(made: Made) -> list[str]:
    persons, truth = made.summary["persons"], made.population
    quality = made.summary["quality"]
    off = persons["count"] / truth["seen"] - 1
    lines = [
        "",
        "INVENTED DATA: every person, number and place is made up.",
        f"{'':34}{'Suar':>20}{'the truth':>16}",
        f"{'Rows of five registers':34}{made.summary['records']:>20,}{'':>16}",
        f"{'Persons, counted once':34}{persons['count']:>20,}{truth['seen']:>16,}"
        f"   {off:+.1%}, said {persons['low']:,} to {persons['high']:,}",
        f"{'Links, F1':34}{quality['f1']:>20.3f}{'1.000':>16}"
        f"   precision {quality['precision']:.3f}, recall {quality['recall']:.3f}",
    ]
    return [*lines, *_not_known(made.summary["estimate"], made.observed, truth)]


def _not_known(headline: dict[str, Any] | None, seen: int, truth: dict[str, Any]) -> list[str]:
    name = f"{'Not known to any register':34}"
    if headline is None or headline["kind"] == "refused":
        reasons = "no estimate" if headline is None else ", ".join(headline["reasons"])
        return [f"{name}{'refused':>20}{truth['unseen']:>16,}   {reasons}"]
    low, high = headline["low"] - seen, headline["high"] - seen
    said = f"{round(low, -2):,.0f} to {round(high, -2):,.0f}"
    return [f"{name}{said:>20}{truth['unseen']:>16,}   provisional; for the groups it is given for"]
