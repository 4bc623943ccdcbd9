"""`suar simulate`: five registers of an invented country, and what is really so."""

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class ScenarioName(StrEnum):
    """What the registers count."""

    seeds = "seeds"
    units = "units"


def simulate(
    out: Annotated[Path, typer.Option(help="Folder to write; it appears whole or not at all.")],
    scenario: Annotated[
        ScenarioName,
        typer.Option(help="seeds: one row a person. units: police reports with several victims."),
    ] = ScenarioName.seeds,
    scale: Annotated[float, typer.Option(help="Multiplies rows and population.")] = 1.0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same files.")] = 1,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document.")] = False,
) -> None:
    """Write five registers of an invented country, with the truth beside them."""
    from suar.analytics.synthetic import simulate as run
    from suar.cli.console import progress, show, show_json

    with progress(quiet=as_json) as listener:
        summary = run(out, scenario=scenario.value, scale=scale, seed=seed, progress=listener)
    truth = summary.population
    if as_json:
        show_json({"out": str(out), "rows": summary.rows, "population": truth})
        return
    show(f"Invented data in {out}: {sum(summary.rows.values()):,} rows in five registers.")
    for register, rows in summary.rows.items():
        persons = truth["registers"][register]["persons"]
        show(f"  {register:<17}{rows:>10,} rows {persons:>10,} persons")
    show(
        f"Really {truth['persons']:,} persons: {truth['seen']:,} known to at least one register, "
        f"{truth['unseen']:,} to none."
    )
