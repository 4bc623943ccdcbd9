"""Estimating by strata: each from the lists that could see it, added up with a joint interval."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from suar.analytics.population import guards
from suar.analytics.population.guards import Check
from suar.analytics.population.headline import Headline, headline_of, leading
from suar.analytics.population.joint import Joint
from suar.analytics.population.result import MethodResult
from suar.analytics.population.running import (
    Plan,
    result_checks,
    run,
    sound,
    stepwise_of,
    table_checks,
    truth_checks,
)
from suar.analytics.population.sensitivity import Variant
from suar.analytics.population.strata import Block, add_up, block_of, blocks_of, leaks_of
from suar.analytics.population.table import Table
from suar.analytics.population.truth import KnownTruth, known_truth
from suar.analytics.progress import silent

_JOINT = ("stepwise", "bic")


@dataclass(frozen=True, eq=False)
class BlockEstimate:
    """What was found for strata that were estimated together."""

    block: Block
    results: tuple[MethodResult, ...]
    checks: tuple[Check, ...]
    headline: Headline

    def document(self) -> dict[str, object]:
        """Give it as JSON."""
        label = self.block.label()
        return {
            "stratum": self.block.values,
            "label": {"en": label, "id": label},
            "strata": [dict(s.values) for s in self.block.strata],
            "lists": list(self.block.lists),
            "observed": self.block.observed,
            "headline": self.headline.document(),
            "results": [r.document() for r in self.results],
            "checks": [c.document() for c in self.checks],
        }


@dataclass(frozen=True, eq=False)
class Subgroup:
    """One value of one covariate, over all strata that have it; ``result`` None: not told apart."""

    covariate: str
    value: str
    observed: int
    result: MethodResult | None

    def document(self) -> dict[str, object]:
        """Give it as JSON."""
        return {
            "covariate": self.covariate,
            "value": self.value,
            "observed": self.observed,
            "result": self.result.document() if self.result else None,
        }


@dataclass(frozen=True, eq=False)
class Stratified:
    """The parts, their sum, sums by covariate, and the guards that speak of them."""

    blocks: tuple[BlockEstimate, ...]
    results: tuple[MethodResult, ...]
    checks: tuple[Check, ...]
    truth: tuple[KnownTruth, ...]
    sensitivity: tuple[Variant, ...]
    pooled: float | None
    covariates: tuple[Subgroup, ...] = ()


def estimate_strata(table: Table, plan: Plan) -> Stratified:
    """Estimate each block of strata, and the whole as their sum.

    A method's total stands only where it has an estimate in every block. Hiding lists
    (`truth.known_truth`) is done within blocks, where every list could see everybody.
    """
    blocks = tuple(_block(b, plan, place) for place, b in enumerate(blocks_of(table.strata)))
    results = tuple(_totals(blocks))
    plain = replace(table, strata=())
    once = replace(plan, method="stepwise", boot=0, draws=(), progress=silent)
    pooled = stepwise_of(run(plain, once)) if plain.size > 2 else None
    truth = tuple(t for b in blocks for t in _truth(b.block, plan))
    variants = tuple(_variants(table, once))
    missing = [b.block.label() for b in blocks if all(r.estimate is None for r in b.results)]
    thin = [b.block.label() for b in blocks if len(b.block.strata) > 1]
    mixed = any(", " in b.block.values.get("status", "") for b in blocks)
    checks = (
        guards.few_lists(plain),
        guards.few_overlaps(sum(b.block.shared for b in blocks)),
        guards.strata_left_out(missing),
        guards.weak_strata([b.block.label() for b in blocks if _weak(b)]),
        *truth_checks(truth, results, plan),
        *result_checks(results, plan),
        guards.thin_strata(thin),
        guards.scope_leaks(leaks_of(table.strata)),
        guards.status_mixed(mixed),
        guards.strata_matter(stepwise_of(results), pooled),
        guards.lists_matter(stepwise_of(results), [v.estimate for v in variants if v.estimate]),
    )
    groups = tuple(_subgroups(blocks, results))
    return Stratified(blocks, results, checks, truth, variants, pooled, groups)


def _subgroups(
    blocks: Sequence[BlockEstimate], results: Sequence[MethodResult]
) -> Iterator[Subgroup]:
    """Add up by every value of every covariate, where no block mixes it with another."""
    lead = leading(results)
    names = dict.fromkeys(n for b in blocks for s in b.block.strata for n in s.values)
    for name in names:
        values = sorted({s.values.get(name, "") for b in blocks for s in b.block.strata})
        for value in values if len(values) > 1 else []:
            has = [b for b in blocks if any(s.values.get(name) == value for s in b.block.strata)]
            strata = [s for b in has for s in b.block.strata if s.values.get(name) == value]
            pure = len(strata) == sum(len(b.block.strata) for b in has)
            parts = [r for b in has for r in b.results if lead and r.method == lead.method]
            whole = pure and len(parts) == len(has)
            result = sound(add_up(parts[0].method, parts)) if whole else None
            yield Subgroup(name, value, sum(s.table.observed for s in strata), result)


def _block(block: Block, plan: Plan, place: int) -> BlockEstimate:
    own = replace(plan, seed=plan.seed + 1000 * (place + 1), draws=_draws(block, plan))
    plan.progress(f"Estimating {block.label()}")
    if block.table is not None:
        results = run(block.table, own)
        checks = [*table_checks(block.table), *result_checks(results, own)]
    else:
        wanted = _JOINT if plan.method == "auto" else (plan.method,)
        joint = Joint(list(block.strata))
        results = tuple(
            sound(joint.fit(name, boot=own.boot, seed=own.seed, progress=own.progress))
            for name in wanted
            if name in _JOINT
        )
        checks = [guards.few_overlaps(block.shared), *result_checks(results, own)]
    return BlockEstimate(block, results, tuple(checks), headline_of(results, checks))


def _weak(part: BlockEstimate) -> bool:
    """Say whether a block's own guards refuse its figure, though it has one."""
    refused = {c.code for c in part.checks if c.state == "refused"} - {"no-interval"}
    return bool(refused) and any(r.estimate is not None for r in part.results)


def _draws(block: Block, plan: Plan) -> tuple[Table, ...]:
    """Find the same strata in the tables of the linkage draws.

    Only where every draw has them all, seen by the same lists; else the doubt of the linking is
    not carried into this block.
    """
    if block.table is None:
        return ()
    found: list[Table] = []
    wanted = [(dict(s.values), s.lists) for s in block.strata]
    for draw in plan.draws:
        same = [s for s in draw.strata if (dict(s.values), s.lists) in wanted]
        if len(same) != len(wanted):
            return ()
        histories = [h for s in same for h in s.table.histories.tolist()]
        counts = [c for s in same for c in s.table.counts.tolist()]
        found.append(Table.collect(block.table.lists, histories, counts))
    return tuple(found)


def _totals(blocks: Sequence[BlockEstimate]) -> list[MethodResult]:
    """Add up the methods that every block was estimated with."""
    by_method = [{r.method: r for r in b.results} for b in blocks]
    names = [n for n in by_method[0] if all(n in found for found in by_method)]
    return [sound(add_up(name, [found[name] for found in by_method])) for name in names]


def _truth(block: Block, plan: Plan) -> list[KnownTruth]:
    """Hide lists within a block; where its strata have different lists, within the largest part."""
    widest = max(block.strata, key=lambda s: (s.table.size >= 3, s.table.observed)).lists
    part = block_of([s for s in block.strata if s.lists == widest])
    if part.table is None or part.table.size < 3:
        return []
    label = part.label()
    found = known_truth(part.table, boot=plan.boot, seed=plan.seed)
    return [replace(t, name=f"{t.name} ({label})") for t in found]


def _variants(table: Table, plan: Plan) -> list[Variant]:
    """Estimate the total without each list and with each two merged; no limits."""
    if table.size < 4:
        return []
    told = [Variant("left_out", (n,), _whole(table.drop(n), plan), None, None) for n in table.lists]
    for pair in combinations(table.lists, 2):
        told.append(Variant("merged", pair, _whole(table.merge(*pair), plan), None, None))
    return told


def _whole(table: Table, plan: Plan) -> float | None:
    held = [s for s in table.strata if s.table.observed]
    if not held:
        return None
    blocks = [_block(b, plan, 0) for b in blocks_of(held)]
    totals = _totals(blocks)
    return totals[0].estimate if totals else None
