"""What knowing the registers' scopes is worth: intervals with and without, where truth is known."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

import numpy as np

from suar.analytics.population.coverage import wilson
from suar.analytics.population.joint import Joint
from suar.analytics.population.result import MethodResult
from suar.analytics.population.stepwise import Stepwise
from suar.analytics.population.strata import add_up, blocks_of
from suar.analytics.population.table import Floats, Stratum, Table
from suar.analytics.progress import Progress, silent


@dataclass(frozen=True)
class Part:
    """A part of an invented population: its size, and who could hold it, each with a chance."""

    values: dict[str, str]
    persons: int
    chances: dict[str, float]


#: Invented. Five registers as the papers have them: the police may hold anybody, the foreign
#: ministry persons abroad, the women's and child ministry women, two others migrant workers.
INVENTED = (
    Part(
        {"sex": "female", "worker": "yes", "place": "abroad"},
        1800,
        {"police": 0.06, "foreign": 0.14, "women": 0.1, "agency": 0.05, "union": 0.1},
    ),
    Part(
        {"sex": "male", "worker": "yes", "place": "abroad"},
        2200,
        {"police": 0.07, "foreign": 0.13, "agency": 0.05, "union": 0.11},
    ),
    Part(
        {"sex": "female", "worker": "no", "place": "abroad"},
        900,
        {"police": 0.07, "foreign": 0.15, "women": 0.13},
    ),
    Part(
        {"sex": "male", "worker": "no", "place": "abroad"}, 300, {"police": 0.07, "foreign": 0.14}
    ),
    Part(
        {"sex": "female", "worker": "yes", "place": "home"},
        700,
        {"police": 0.11, "women": 0.12, "agency": 0.07, "union": 0.09},
    ),
    Part(
        {"sex": "male", "worker": "yes", "place": "home"},
        800,
        {"police": 0.12, "agency": 0.07, "union": 0.1},
    ),
    Part({"sex": "female", "worker": "no", "place": "home"}, 400, {"police": 0.1, "women": 0.13}),
)
REGISTERS = ("police", "foreign", "women", "agency", "union")


def drawn_table(parts: Sequence[Part], rng: np.random.Generator) -> Table:
    """Let the registers find persons, each register by itself; gives a table with its strata."""
    strata, masks, counts = [], [], []
    for part in parts:
        lists = [name for name in REGISTERS if name in part.chances]
        cells = rng.multinomial(part.persons, _histories([part.chances[n] for n in lists]))
        own = np.arange(1 << len(lists))
        bits = (own[:, None] >> np.arange(len(lists))) & 1
        wide = (bits << np.array([REGISTERS.index(n) for n in lists])).sum(axis=1)
        strata.append(Stratum(part.values, Table.collect(lists, own, cells)))
        masks.append(wide)
        counts.append(cells)
    return Table.collect(REGISTERS, np.concatenate(masks), np.concatenate(counts), tuple(strata))


def _histories(chances: Sequence[float]) -> Floats:
    """Chance of each history when registers are independent."""
    found = np.ones(1)
    for chance in chances:
        found = np.concatenate([found * (1 - chance), found * chance])
    return found


def by_scope(table: Table, *, boot: int, seed: int) -> MethodResult:
    """Stepwise in each stratum with the lists that could see it, thin ones pooled; added up."""
    results = []
    for place, block in enumerate(blocks_of(table.strata)):
        stream = seed + 7919 * place
        if block.table is None:
            joint = Joint(list(block.strata))
            results.append(joint.fit("stepwise", boot=boot, seed=stream))
        else:
            results.append(Stepwise(boot=boot, seed=stream).fit(block.table).result_)
    return add_up("stepwise", results)


def scope_gain(
    parts: Sequence[Part] = INVENTED,
    *,
    simulations: int = 200,
    boot: int = 1000,
    seed: int = 1,
    progress: Progress = silent,
) -> dict[str, object]:
    """Estimate invented populations of known size with and without the registers' scopes.

    Parameters
    ----------
    parts
        The population; by default `INVENTED`.
    simulations, boot
        Populations drawn, and resamples for each interval.

    Returns
    -------
    The true total and, ``with_scope`` and ``without_scope``: the median estimate, its bias, and
    for each level and kind of interval how often it held the truth.

    Notes
    -----
    Registers are independent within a part: what the estimate without scopes gets wrong is the
    scopes alone. Two registers that hold only migrant workers meet more often than chance would
    have it, and a register of women never meets the men: to a model that does not know why, that
    looks like agencies working together or avoiding one another.

    Examples
    --------
    >>> found = scope_gain(simulations=4, boot=40)
    >>> found["truth"], sorted(found)[-2:]
    (7100, ['with_scope', 'without_scope'])
    """
    truth = sum(part.persons for part in parts)
    known: list[MethodResult] = []
    blind: list[MethodResult] = []
    for place, stream in enumerate(np.random.SeedSequence(seed).spawn(simulations)):
        progress("Estimating invented populations", place, simulations)
        table = drawn_table(parts, np.random.default_rng(stream))
        known.append(by_scope(table, boot=boot, seed=place))
        plain = Table(table.lists, table.histories, table.counts)
        blind.append(Stepwise(boot=boot, seed=place).fit(plain).result_)
    progress("Estimating invented populations", simulations, simulations)
    return {
        "truth": truth,
        "simulations": simulations,
        "boot": boot,
        "seed": seed,
        "with_scope": _judged(known, truth),
        "without_scope": _judged(blind, truth),
    }


def _judged(results: Sequence[MethodResult], truth: int) -> dict[str, object]:
    totals = [r.estimate for r in results if r.estimate is not None]
    rows = []
    for level in (0.8, 0.95):
        for kind in ("bca", "percentile"):
            given = [
                i
                for r in results
                for i in r.intervals
                if i.kind == kind and abs(i.level - level) < 1e-9
            ]
            covered = sum(i.low <= truth <= i.high for i in given)
            low, high = wilson(covered, len(given))
            rows.append(
                {
                    "level": level,
                    "kind": kind,
                    "given": len(given),
                    "covered": covered,
                    "share": covered / len(given) if given else None,
                    "share_low": low,
                    "share_high": high,
                    "width": median((i.high - i.low) / truth for i in given) if given else None,
                }
            )
    return {
        "estimate": median(totals) if totals else None,
        "bias": float(np.mean(totals)) / truth - 1 if totals else None,
        "without_estimate": len(results) - len(totals),
        "intervals": rows,
    }


def in_words(found: dict[str, object]) -> str:
    """Give a study as lines for a terminal."""
    lines = [f"Invented population of {found['truth']:,}; {found['simulations']} drawn."]
    for name in ("with_scope", "without_scope"):
        part = found[name]
        if not isinstance(part, dict):
            continue
        lines.append(
            f"{name.replace('_', ' '):<15} median estimate {part['estimate']:>8,.0f}  "
            f"bias {part['bias']:+.1%}"
        )
        lines += [
            f"    {i['level']:.0%} {i['kind']:<11} holds the truth {i['share']:>6.1%}"
            f"  ({i['share_low']:.1%} - {i['share_high']:.1%})  width {i['width']:.2f} of it"
            for i in part["intervals"]
            if i["given"]
        ]
    return "\n".join(lines)
