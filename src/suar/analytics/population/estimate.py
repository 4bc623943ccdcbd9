"""How many are known to no register: every method, every guard, one document."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from suar import __version__
from suar.analytics.population import guards
from suar.analytics.population.guards import Check
from suar.analytics.population.headline import Headline, headline_of, leading
from suar.analytics.population.result import MethodResult
from suar.analytics.population.running import (
    Plan,
    probe,
    result_checks,
    run,
    stepwise_of,
    table_checks,
    truth_checks,
)
from suar.analytics.population.sensitivity import Variant
from suar.analytics.population.sentences import ASSUMPTIONS
from suar.analytics.population.stratified import (
    BlockEstimate,
    Stratified,
    Subgroup,
    estimate_strata,
)
from suar.analytics.population.table import Table
from suar.analytics.population.truth import KnownTruth
from suar.analytics.population.words import model_words
from suar.analytics.progress import Progress, silent


@dataclass(frozen=True, eq=False)
class Estimate:
    """The whole answer for a table; `document` gives it as JSON."""

    table: Table
    results: tuple[MethodResult, ...]
    headline: Headline
    checks: tuple[Check, ...]
    truth: tuple[KnownTruth, ...]
    sensitivity: tuple[Variant, ...]
    blocks: tuple[BlockEstimate, ...]
    boot: int
    seed: int
    window: str | None = None
    population: int | None = None
    pooled: float | None = None
    covariates: tuple[Subgroup, ...] = ()
    version: str = field(default=__version__)

    @property
    def words(self) -> dict[str, str]:
        """The leading method's model in words, in both languages; empty without one."""
        lead = leading(self.results)
        return model_words(lead) if lead else {}

    def document(self) -> dict[str, object]:
        """Give the estimate as JSON (`docs/reference`); every number in it is finite."""
        lead = leading(self.results)
        total = lead.estimate if lead else None
        observed = self.table.observed
        withheld = self.headline.kind == "refused"
        return {
            "lists": list(self.table.lists),
            "observed": observed,
            "shared": self.table.shared(),
            "results": [r.document() for r in self.results],
            "headline": self.headline.document() | self._rates(),
            "warnings": [c.code for c in self.checks if c.state != "passed"],
            "checks": [c.document() for c in self.checks],
            "known_truth": [t.document() for t in self.truth],
            "sensitivity": [v.document() for v in self.sensitivity],
            "strata": [b.document() for b in self.blocks],
            "covariates": [s.document() for s in self.covariates],
            "without_strata": self.pooled,
            "words": self.words,
            "leading": lead.method if lead else None,
            "ratio": None if withheld or not total else total / observed,
            "detection_rate": None if withheld or not total else observed / total,
            "assumptions": [{"en": en, "id": id_} for en, id_ in ASSUMPTIONS],
            "window": self.window,
            "population": self.population,
            "boot": self.boot,
            "seed": self.seed,
            "version": self.version,
        }

    def _rates(self) -> dict[str, object]:
        """Persons per 100,000 residents, where a population is given and a headline stands."""
        if not self.population or self.headline.kind == "refused":
            return {}
        head = self.headline
        each = {
            name: None if value is None else 100_000 * value / self.population
            for name, value in (
                ("estimate", head.estimate),
                ("low", head.low),
                ("high", head.high),
            )
        }
        return {"per_100000": each}


def estimate(  # noqa: PLR0913 what a study states, each with a default
    table: Table,
    *,
    method: str = "auto",
    boot: int = 1000,
    seed: int = 1,
    draws: Sequence[Table] | None = None,
    window: str | None = None,
    population: int | None = None,
    order: int | None = None,
    progress: Progress = silent,
) -> Estimate:
    """Estimate how many persons are known to no register, with everything that must be said of it.

    Parameters
    ----------
    table
        From `reading.read_table`, or made of counts. With strata, each is estimated from the lists
        that could see it and the totals are added, with a joint interval.
    method
        ``auto`` or one of `methods.NAMES`.
    boot
        Resamples; with 0 there are no intervals and the headline is refused.
    seed
        Of every random step; the same inputs give the same document.
    draws
        Tables of the same records linked otherwise, drawn with the links' probabilities: the doubt
        of the linking is carried into the intervals.
    window
        The time in which persons were counted, as it is to be shown.
    population
        Residents, for a rate per 100,000.
    order
        Highest number of lists in one interaction that `bic` looks at; none: see `bic.BestBic`.

    Raises
    ------
    Refusal
        If the method's name is not known or the method cannot take such a table.

    Examples
    --------
    >>> table = Table.of(
    ...     ["A", "B", "C"],
    ...     {"A": 400, "B": 300, "C": 200, "A:B": 90, "A:C": 60, "B:C": 50, "A:B:C": 16},
    ... )
    >>> found = estimate(table, method="stepwise", boot=200)
    >>> found.headline.kind, [r.model for r in found.results]
    ('range', [()])
    """
    empty = [n for n, held in zip(table.lists, table.held(), strict=True) if not held]
    used = table.drop(*empty) if empty and len(empty) < table.size - 1 else table
    plan = Plan(method, boot, seed, tuple(draws or ()), progress, order)
    found = estimate_strata(used, plan) if used.strata else _plain(used, plan)
    checks = (
        *found.checks,
        guards.empty_list(table),
        guards.linkage_unmeasured(bool(draws)),
        guards.open_window(window),
        guards.small_cells(used),
        guards.withheld_cells(table),
    )
    return Estimate(
        used,
        found.results,
        headline_of(found.results, checks),
        checks,
        found.truth,
        found.sensitivity,
        found.blocks,
        boot,
        seed,
        window,
        population,
        found.pooled,
        found.covariates,
    )


def _plain(table: Table, plan: Plan) -> Stratified:
    """Estimate a table without strata: no blocks, everything else the same."""
    results = run(table, plan)
    truth, variants = probe(table, plan)
    checks = (
        *table_checks(table),
        *truth_checks(truth, results, plan),
        *result_checks(results, plan),
        guards.lists_matter(stepwise_of(results), [v.estimate for v in variants if v.estimate]),
    )
    return Stratified((), results, checks, truth, variants, None)
