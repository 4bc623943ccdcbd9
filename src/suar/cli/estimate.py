"""`suar estimate`: how many are known to no register, from a table of overlaps."""

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suar.cli.console import progress, say, show, show_json

if TYPE_CHECKING:
    from suar.analytics.population.table import Table


def estimate(  # noqa: PLR0913 - a flag is an argument
    table: Annotated[Path, typer.Argument(help="Capture histories or persons, CSV.")],
    method: Annotated[
        str, typer.Option(help="auto, stepwise, bic, graphs, latent, chao or chapman.")
    ] = "auto",
    boot: Annotated[int, typer.Option(min=0, max=100_000, help="Resamples.")] = 1000,
    seed: Annotated[int, typer.Option(min=0, help="Of every random step.")] = 1,
    scope: Annotated[
        Path | None, typer.Option(help="Whom each list may hold: YAML {LIST: {any: [...]}}.")
    ] = None,
    strata: Annotated[
        str | None, typer.Option(help="Covariates to split by, joined with commas.")
    ] = None,
    merge: Annotated[
        list[str] | None, typer.Option(help="Lists to take for one, A+B; may be repeated.")
    ] = None,
    drop: Annotated[
        list[str] | None, typer.Option(help="A list to leave out; may be repeated.")
    ] = None,
    window: Annotated[
        str | None, typer.Option(help="The time in which persons were counted, as to be shown.")
    ] = None,
    population: Annotated[
        int | None, typer.Option(min=1, help="Residents, for a rate per 100,000.")
    ] = None,
    language: Annotated[str, typer.Option(help="en or id.")] = "en",
    coverage: Annotated[
        bool, typer.Option("--coverage", help="Measure how often the interval holds the truth.")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON document.")] = False,
) -> None:
    """Estimate how many persons are known to no register, from a table of overlaps."""
    # Matrices are small here: a second thread costs more than it brings.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    _right_use(method, language)
    read = _read(table, scope=scope, strata=strata, merge=merge or [], drop=drop or [])
    if coverage:
        _coverage(read, method, boot, seed, as_json=as_json)
        return
    from suar.analytics.population.estimate import estimate as run

    with progress(quiet=as_json) as listener:
        found = run(
            read,
            method=method,
            boot=boot,
            seed=seed,
            window=window,
            population=population,
            progress=listener,
        )
    if as_json:
        show_json(found.document())
        return
    from suar.cli.estimate_text import page

    show(page(found.document(), table.name, language))


def _right_use(method: str, language: str) -> None:
    from suar.analytics.population.methods import NAMES

    if method not in ("auto", *NAMES):
        raise typer.BadParameter(f"not one of auto, {', '.join(NAMES)}", param_hint="--method")
    if language not in ("en", "id"):
        raise typer.BadParameter("not en or id", param_hint="--language")


def _read(
    path: Path, *, scope: Path | None, strata: str | None, merge: list[str], drop: list[str]
) -> "Table":
    from suar.analytics.population.reading import read_table
    from suar.analytics.population.scope import read_scopes

    return read_table(
        path,
        strata=_names(strata, ","),
        scopes=read_scopes(scope) if scope else None,
        merge=[_names(names, "+") for names in merge],
        drop=[name for names in drop for name in _names(names, ",")],
    )


def _names(text: str | None, sign: str) -> list[str]:
    return [name.strip() for name in (text or "").split(sign) if name.strip()]


def _coverage(table: "Table", method: str, boot: int, seed: int, *, as_json: bool) -> None:
    from suar.analytics.population.coverage import coverage_study

    with progress(quiet=as_json) as listener:
        study = coverage_study(
            table,
            method="stepwise" if method == "auto" else method,
            boot=boot,
            seed=seed,
            progress=listener,
        )
    if as_json:
        show_json(study.document())
    else:
        show(study.text())
        say("Measured on tables simulated from the fitted model, whose true total is known.")
