"""Running the methods on a plain table, and putting them to the guards."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import cast

from suar.analytics.population import guards
from suar.analytics.population.guards import Check
from suar.analytics.population.linkage_error import averaged
from suar.analytics.population.methods import RESAMPLED, for_table, make
from suar.analytics.population.result import MethodResult, Resampled
from suar.analytics.population.sensitivity import Variant, sensitivity
from suar.analytics.population.table import Table
from suar.analytics.population.truth import KnownTruth, known_truth
from suar.analytics.progress import Progress

_SENSITIVITY_BOOT = 200


@dataclass(frozen=True)
class Plan:
    """What was asked for."""

    method: str
    boot: int
    seed: int
    draws: Sequence[Table]
    progress: Progress
    order: int | None = None


def run(table: Table, plan: Plan) -> tuple[MethodResult, ...]:
    """Fit every method that was asked for."""
    found = []
    for name in for_table(table, plan.method):
        plan.progress(f"Estimating: {name}")
        fitted = make(
            name, boot=plan.boot, seed=plan.seed, order=plan.order, progress=plan.progress
        ).fit(table)
        result = fitted.result_
        if plan.draws and name in RESAMPLED:
            each = plan.boot if name == "stepwise" else max(20, plan.boot // len(plan.draws))
            result = averaged(
                cast(Resampled, fitted),
                result,
                plan.draws,
                boot=each if plan.boot else 0,
                seed=plan.seed,
                progress=plan.progress,
            )
        if not plan.boot:
            result = replace(result, intervals=())
        found.append(sound(result))
    return tuple(found)


def sound(result: MethodResult) -> MethodResult:
    """Let no number through that is below the seen."""
    if result.estimate is None or result.estimate >= result.observed:
        return result
    return replace(result, estimate=None, intervals=(), warnings=(*result.warnings, "no-estimate"))


def probe(table: Table, plan: Plan) -> tuple[tuple[KnownTruth, ...], tuple[Variant, ...]]:
    """Hide each list in turn; leave lists out and merge them."""
    if table.size < 3:
        return (), ()
    plan.progress("Checking against what is known")
    truth = known_truth(table, boot=plan.boot, seed=plan.seed)
    boot = min(plan.boot, _SENSITIVITY_BOOT)
    return truth, sensitivity(table, boot=boot, seed=plan.seed)


def table_checks(table: Table) -> list[Check]:
    """Put a table to the guards."""
    return [
        guards.few_lists(table),
        guards.unconnected_list(table),
        guards.not_identifiable(table),
        guards.few_overlaps(table.shared()),
    ]


def result_checks(results: Sequence[MethodResult], plan: Plan) -> list[Check]:
    """Put the methods' answers to the guards."""
    checks = [
        guards.no_estimate(results),
        guards.no_interval(results, plan.boot),
        guards.no_upper_limit(results),
        guards.far_beyond_seen(results),
        guards.methods_disagree(results),
        guards.one_method(results),
        guards.wide_interval(results),
        guards.bca_unstable(results),
        guards.two_modes(results),
    ]
    named = {r.method for r in results}
    if "latent" in named:
        checks += [
            guards.not_converged(results),
            guards.few_effective_draws(results),
            guards.heavy_tail(results),
        ]
    if "graphs" in named:
        checks.append(guards.grid_edge(results))
    if "chao" in named:
        checks.append(guards.lower_bound(results))
    if "chapman" in named:
        checks.append(guards.assumes_independence(results))
    return checks


def truth_checks(
    truth: Sequence[KnownTruth], results: Sequence[MethodResult], plan: Plan
) -> list[Check]:
    """Hold the lists against one another; nothing to say without resamples."""
    if not plan.boot or not results or not truth:
        return []
    told = [t.holds for t in truth if t.holds is not None]
    return guards.known_truth_fails(told.count(False), len(told), len(truth))


def stepwise_of(results: Sequence[MethodResult]) -> float | None:
    """Give the stepwise estimate."""
    return next((r.estimate for r in results if r.method == "stepwise"), None)
