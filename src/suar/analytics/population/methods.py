"""The methods by name, made with their settings; each is imported when it is asked for."""

from suar.analytics.population.result import Method
from suar.analytics.population.table import Table
from suar.analytics.progress import Progress, silent
from suar.knowledge.refusal import Refusal

NAMES = ("stepwise", "bic", "graphs", "latent", "chao", "chapman")
#: Methods that resample and so can carry linkage error.
RESAMPLED = ("stepwise", "bic", "chao")
_GRAPHS = (3, 6)


def for_table(table: Table, method: str) -> tuple[str, ...]:
    """Say which methods ``auto`` runs on a table; a method by name is taken as asked.

    Nothing for two lists: Chapman's figure is given only when it is asked for.

    >>> for_table(Table.of(["A", "B"], {"A:B": 3}), "auto")
    ()
    """
    if method != "auto":
        if method not in NAMES:
            remedy = f"Methods are auto, {', '.join(NAMES)}."
            raise Refusal(f"no method is called {method}", remedy=remedy)
        return (method,)
    if table.size < 3:
        return ()
    graphs = ("graphs",) if _GRAPHS[0] <= table.size <= _GRAPHS[1] else ()
    return ("stepwise", "bic", *graphs, "latent", "chao")


def make(
    name: str, *, boot: int, seed: int, order: int | None = None, progress: Progress = silent
) -> Method:
    """Make a method ready to be fitted; ``order`` bounds the interactions of `bic`."""
    if name == "stepwise":
        from suar.analytics.population.stepwise import Stepwise

        return Stepwise(boot=boot, seed=seed, progress=progress)
    if name == "bic":
        from suar.analytics.population.bic import BestBic

        return BestBic(boot=boot, seed=seed, order=order, progress=progress)
    if name == "graphs":
        from suar.analytics.population.graphs import DecomposableGraphs

        return DecomposableGraphs(seed=seed, progress=progress)
    if name == "latent":
        from suar.analytics.population.latent import LatentClasses

        return LatentClasses(seed=seed, progress=progress)
    if name == "chao":
        from suar.analytics.population.chao import Chao

        return Chao(boot=boot, seed=seed, progress=progress)
    from suar.analytics.population.chapman import Chapman

    return Chapman(boot=boot, seed=seed, progress=progress)
