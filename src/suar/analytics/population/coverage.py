"""How often the intervals hold the truth, measured where the truth is known."""

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from statistics import NormalDist, median
from typing import cast

import numpy as np

from suar.analytics.population.bootstrap import LEVELS, acceleration, intervals_of, jackknife
from suar.analytics.population.fast import kernels
from suar.analytics.population.methods import make
from suar.analytics.population.result import Interval, Resampled
from suar.analytics.population.stepwise import Stepwise, pair_design
from suar.analytics.population.table import Floats, Table
from suar.analytics.progress import Progress, silent
from suar.knowledge.refusal import Refusal

_AT_ONCE = 4
_KINDS = ("bca", "percentile")
_WILSON = NormalDist().inv_cdf(0.975)


@dataclass(frozen=True, eq=False)
class Invented:
    """A population of known size, and the chance of each history in it (the last: of none)."""

    total: int
    chances: Floats
    model: tuple[str, ...]


@dataclass(frozen=True)
class _Simulated:
    estimate: float | None
    observed: int
    intervals: tuple[Interval, ...]


def invented_from(table: Table) -> Invented:
    """Take the stepwise model of a table for the truth about an invented population.

    Raises
    ------
    Refusal
        Where the table has no estimate, and so no model to invent from.
    """
    fitted = Stepwise().fit(table)
    if fitted.estimate_ is None:
        raise Refusal(
            "gives no estimate to simulate from",
            file="the table",
            remedy="Drop or merge lists that overlap with no other (--drop C, --merge A+B).",
        )
    design = pair_design(table.size)
    names = [table.name(int(p)) or "(all)" for p in design.params]
    beta = np.array([fitted.coefficients_.get(name, 0.0) for name in names])
    gone = np.array([name in fitted.empty_ for name in names])
    means = np.exp(design.x @ beta) * ((design.x @ gone.astype(float)) == 0)
    total = round(fitted.estimate_)
    chances = np.append(means, np.exp(beta[0]))
    return Invented(total, chances / chances.sum(), fitted.model_)


def coverage(
    table: Table,
    *,
    simulations: int = 500,
    boot: int = 1000,
    seed: int = 1,
    workers: int = 1,
    method: Resampled | None = None,
    progress: Progress = silent,
) -> dict[str, object]:
    """Simulate tables like this one, estimate each with its intervals, count how often they hold.

    Parameters
    ----------
    table
        Its stepwise model is taken for the truth; strata are not looked at.
    simulations, boot
        Invented tables, and resamples of each.
    seed
        Each simulation has its own stream of it, so the answer does not depend on `workers`.
    workers
        Processes; with more than one, a script that calls this needs an
        ``if __name__ == "__main__"``.
    method
        Whose intervals are judged; stepwise when not given.

    Returns
    -------
    A JSON-ready document: the truth, and for each level and kind of interval the share of
    simulations that it covers with its 95 % (Wilson) limits, how often it lay wholly below or
    above the truth, and its median width as a multiple of the truth.

    Notes
    -----
    The best case: the invented population obeys the method's own kind of model. What an interval
    misses here it misses for lack of data and for the choice of the model; what it misses in the
    field comes on top.

    Examples
    --------
    >>> table = Table.of(
    ...     ["A", "B", "C"],
    ...     {"A": 90, "B": 80, "C": 70, "A:B": 30, "A:C": 20, "B:C": 20, "A:B:C": 9},
    ... )
    >>> document = coverage(table, simulations=10, boot=50)
    >>> document["simulations"], [i["level"] for i in document["intervals"]][:2]
    (10, [0.8, 0.8])
    """
    truth = invented_from(table)
    streams = np.random.SeedSequence(seed).spawn(simulations)
    tasks = [
        _Task(table, truth, tuple(streams[i : i + _AT_ONCE]), boot, method or Stepwise())
        for i in range(0, simulations, _AT_ONCE)
    ]
    done: list[_Simulated] = []
    for part in _answers(tasks, workers):
        done += part
        progress("Measuring coverage", len(done), simulations)
    return {
        "lists": list(table.lists),
        "observed": table.observed,
        "method": type(method or Stepwise()).__name__,
        "truth": truth.total,
        "model": list(truth.model),
        "simulations": simulations,
        "boot": boot,
        "seed": seed,
        "without_estimate": sum(s.estimate is None for s in done),
        "estimates": _estimates(done, truth.total),
        "intervals": [
            _judged(done, level, kind, truth.total) for level in LEVELS for kind in _KINDS
        ],
    }


@dataclass(frozen=True, eq=False)
class _Task:
    table: Table
    truth: Invented
    streams: tuple[np.random.SeedSequence, ...]
    boot: int
    method: Resampled

    def __call__(self) -> list[_Simulated]:
        """Estimate a few simulated tables, their leave-one-out tables and resamples in one go."""
        parts: list[Floats] = []
        weights: list[Floats] = []
        for stream in self.streams:
            rng = np.random.default_rng(stream)
            cells = rng.multinomial(self.truth.total, self.truth.chances)[:-1].astype(float)
            left_out, weight = jackknife(cells)
            n = int(cells.sum())
            drawn = rng.multinomial(n, cells / n, size=self.boot).astype(float)
            parts.append(np.concatenate([cells[None, :], left_out, drawn]))
            weights.append(weight)
        totals = self.method.totals(np.concatenate(parts), self.table.size)
        ends = np.cumsum([len(part) for part in parts])[:-1]
        return [
            _simulated(values, weight, int(part[0].sum()))
            for values, weight, part in zip(np.split(totals, ends), weights, parts, strict=True)
        ]


def _simulated(totals: Floats, weights: Floats, observed: int) -> _Simulated:
    estimate = float(totals[0])
    if not np.isfinite(estimate):
        return _Simulated(None, observed, ())
    a = acceleration(totals[1 : 1 + len(weights)], weights)
    found, _, _ = intervals_of(totals[1 + len(weights) :], estimate, a)
    return _Simulated(estimate, observed, found)


def _answers(tasks: Sequence[_Task], workers: int) -> Iterator[list[_Simulated]]:
    if workers < 2:
        for task in tasks:
            yield task()
        return
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        yield from pool.map(_run, tasks)


def _run(task: _Task) -> list[_Simulated]:
    return task()


def _estimates(done: Sequence[_Simulated], truth: int) -> dict[str, float | None]:
    found = [s.estimate for s in done if s.estimate is not None]
    if not found:
        return {"median": None, "bias": None, "root_mean_square_error": None}
    apart = np.array(found) / truth - 1
    return {
        "median": float(median(found)),
        "bias": float(apart.mean()),
        "root_mean_square_error": float(np.sqrt((apart**2).mean())),
    }


def _judged(done: Sequence[_Simulated], level: float, kind: str, truth: int) -> dict[str, object]:
    given = [i for s in done for i in s.intervals if i.kind == kind and abs(i.level - level) < 1e-9]
    covered = sum(i.low <= truth <= i.high for i in given)
    low, high = wilson(covered, len(given))
    return {
        "level": level,
        "kind": kind,
        "given": len(given),
        "covered": covered,
        "share": covered / len(given) if given else None,
        "share_low": low,
        "share_high": high,
        "wholly_below": sum(i.high < truth for i in given),
        "wholly_above": sum(i.low > truth for i in given),
        "width": median((i.high - i.low) / truth for i in given) if given else None,
    }


def wilson(hits: int, tries: int) -> tuple[float | None, float | None]:
    """95 % limits of a share.

    >>> [round(v, 3) for v in wilson(9, 10)]
    [0.596, 0.982]
    """
    if not tries:
        return None, None
    z2 = _WILSON**2
    middle = (hits + z2 / 2) / (tries + z2)
    half = _WILSON / (tries + z2) * np.sqrt(hits * (tries - hits) / tries + z2 / 4)
    return float(middle - half), float(middle + half)


@dataclass(frozen=True, eq=False)
class Study:
    """A coverage study, as JSON or as lines for a terminal."""

    found: dict[str, object]

    def document(self) -> dict[str, object]:
        """Give the study as JSON."""
        return self.found

    def text(self) -> str:
        """Give the study in words."""
        f = self.found
        rows = cast(list[dict[str, float]], f["intervals"])
        lines = [
            f"Invented population: {f['truth']:,} persons, as the {f['method']} model of "
            f"{f['observed']:,} seen would have it.",
            f"{f['simulations']:,} tables drawn from it, {f['boot']:,} resamples each, "
            f"seed {f['seed']}; {f['without_estimate']} without an estimate.",
            "",
            f"{'interval':<18}{'holds the truth':>16}{'95 % limits':>18}"
            f"{'below':>8}{'above':>8}{'width':>8}",
        ]
        for row in rows:
            if not row["given"]:
                continue
            name = f"{row['level']:.0%} {row['kind']}"
            limits = f"{row['share_low']:.1%} - {row['share_high']:.1%}"
            lines.append(
                f"{name:<18}{row['share']:>16.1%}{limits:>18}"
                f"{row['wholly_below']:>8}{row['wholly_above']:>8}{row['width']:>8.2f}"
            )
        lines += [
            "",
            "below, above: intervals wholly under or over the truth; width: of the truth.",
        ]
        return "\n".join(lines)


_SIMULATIONS = {"stepwise": 500, "chao": 500, "chapman": 500, "bic": 20}


def coverage_study(
    table: Table,
    *,
    method: str = "stepwise",
    simulations: int | None = None,
    boot: int = 1000,
    seed: int = 1,
    progress: Progress = silent,
) -> Study:
    """Run `coverage` for a method by its name, with as many processes as are of use.

    Raises
    ------
    Refusal
        For a method that does not resample (graphs, latent).
    """
    if method not in _SIMULATIONS:
        raise Refusal(
            f"cannot be studied with {method}: it gives credible intervals, not resamples",
            file="the table",
            remedy=f"Choose one of {', '.join(_SIMULATIONS)}.",
        )
    chosen = cast(Resampled, make(method, boot=0, seed=seed))
    compiled = method == "stepwise" and kernels() is not None
    found = coverage(
        table,
        simulations=simulations or _SIMULATIONS[method],
        boot=boot,
        seed=seed,
        workers=1 if compiled else min(2, os.cpu_count() or 1),
        method=chosen,
        progress=progress,
    )
    return Study(found | {"method": method})
