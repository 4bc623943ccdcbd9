"""Which strata stand alone and which are estimated together; totals over strata."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from suar.analytics.population.bootstrap import acceleration, intervals_of, quantile
from suar.analytics.population.result import Bootstrap, Interval, MethodResult, answer
from suar.analytics.population.table import Stratum, Table

#: A stratum with fewer persons, or fewer on several lists, does not stand alone.
FEWEST, FEWEST_SHARED = 50, 20


@dataclass(frozen=True, eq=False)
class Block:
    """Strata that are estimated together; an estimate is never shown for a part of them.

    ``table`` is their common table where the same lists could hold all of them: equal effects of
    lists and an intercept for each stratum give then the same total as their sum. None where lists
    differ (`joint.Joint`).
    """

    strata: tuple[Stratum, ...]
    table: Table | None

    @property
    def lists(self) -> tuple[str, ...]:
        """Lists that could hold any of them."""
        return tuple(dict.fromkeys(name for s in self.strata for name in s.lists))

    @property
    def observed(self) -> int:
        """Persons seen."""
        return sum(s.table.observed for s in self.strata)

    @property
    def shared(self) -> int:
        """Persons on several lists."""
        return sum(s.table.shared() for s in self.strata)

    @property
    def values(self) -> dict[str, str]:
        """Covariates that make the block, several values joined."""
        names = list(dict.fromkeys(name for s in self.strata for name in s.values))
        return {
            n: ", ".join(dict.fromkeys(s.values.get(n, "") or "?" for s in self.strata))
            for n in names
        }

    def label(self) -> str:
        """Name the block by its covariates and, where they are needed, its lists."""
        told = ", ".join(f"{name} {value}" for name, value in self.values.items())
        return told or "+".join(self.lists)


def blocks_of(strata: Sequence[Stratum]) -> list[Block]:
    """Put thin strata together: first those of the same lists, then with the most alike.

    A thin stratum joins, in this order, other thin strata of its lists, the stratum of its lists
    that shares most covariates, the block whose lists are most alike. Strata of different
    ``status`` come together last.
    """
    alone = [block_of([s]) for s in strata if not _thin(block_of([s]))]
    thin: dict[tuple[object, ...], list[Stratum]] = {}
    for stratum in strata:
        if _thin(block_of([stratum])):
            key = (stratum.lists, stratum.values.get("status"))
            thin.setdefault(key, []).append(stratum)
    pools = [block_of(group) for group in thin.values()]
    blocks = alone + [pool for pool in pools if not _thin(pool)]
    waiting = sorted((p for p in pools if _thin(p)), key=lambda p: -p.observed)
    while waiting:
        pool = waiting.pop()
        others = blocks + waiting
        if not others:
            return [pool]
        partner = max(others, key=lambda other: _alike(pool, other))
        joined = block_of([*partner.strata, *pool.strata])
        (blocks if partner in blocks else waiting).remove(partner)
        (waiting if _thin(joined) else blocks).append(joined)
    return sorted(blocks, key=lambda b: list(strata).index(b.strata[0]))


def block_of(strata: Sequence[Stratum]) -> Block:
    """Put strata together, in one table where their lists are the same."""
    lists = strata[0].lists
    if any(s.lists != lists for s in strata):
        return Block(tuple(strata), None)
    masks = np.concatenate([s.table.histories for s in strata])
    counts = np.concatenate([s.table.counts for s in strata])
    return Block(tuple(strata), Table.collect(lists, masks, counts))


def _thin(block: Block) -> bool:
    shared = sum(s.table.shared() for s in block.strata)
    widest = max(int((s.table.held() > 0).sum()) for s in block.strata)
    return block.observed < FEWEST or shared < FEWEST_SHARED or widest < 3


def _alike(one: Block, other: Block) -> tuple[float, ...]:
    mine, theirs = set(one.lists), set(other.lists)
    lists = len(mine & theirs) / len(mine | theirs)
    status = float(one.values.get("status") == other.values.get("status"))
    same = sum(other.values.get(n) == v for n, v in one.values.items())
    return (status, float(lists == 1), lists, float(same), float(other.observed))


def add_up(method: str, parts: Sequence[MethodResult]) -> MethodResult:
    """Add one method's answers over blocks; the interval is that of the sum of their resamples.

    Blocks are resampled apart, so their resamples are paired at random. BCa's acceleration comes
    from leaving out one person of one block at a time. No total where a block has no estimate.
    """
    observed = sum(p.observed for p in parts)
    if any(p.estimate is None for p in parts):
        return answer(method, (), None, observed, Bootstrap.none(), {})
    total = sum(p.estimate for p in parts if p.estimate is not None)
    model = tuple(dict.fromkeys(effect for p in parts for effect in p.model))
    said = [w for p in parts for w in p.warnings if w not in _OF_INTERVALS]
    details = {"blocks": [{"model": list(p.model), "estimate": p.estimate} for p in parts]}
    done = _sum_of(parts, total)
    return answer(
        method, model, total, observed, done, details, warnings=tuple(dict.fromkeys(said))
    )


_OF_INTERVALS = frozenset({"bca-unstable", "two-modes", "no-upper-limit"})


def _sum_of(parts: Sequence[MethodResult], total: float) -> Bootstrap:
    drawn = min(len(p.values) for p in parts)
    if not drawn:
        return Bootstrap.none()
    values = np.sum([p.values[:drawn] for p in parts], axis=0)
    if all(len(p.left_out[0]) for p in parts):
        shifts = [p.left_out[0] + total - (p.estimate or 0.0) for p in parts]
        weights = np.concatenate([p.left_out[1] for p in parts])
        left_out = np.concatenate(shifts)
        a = acceleration(left_out, weights)
        found, warnings, details = intervals_of(values, total, a)
        return Bootstrap(values, found, warnings, details, (left_out, weights))
    limits = tuple(
        Interval(
            level, "credible", quantile(values, (1 - level) / 2), quantile(values, (1 + level) / 2)
        )
        for level in (0.8, 0.95)
    )
    return Bootstrap(values, limits, ())


def leaks_of(strata: Sequence[Stratum]) -> Mapping[str, int]:
    """Persons on lists whose scope does not cover their stratum, by list."""
    found: dict[str, int] = {}
    for stratum in strata:
        for name, n in stratum.leaked.items():
            found[name] = found.get(name, 0) + n
    return found
