"""Multiple systems estimation: whole process and kernel, beside R.

Run `python bench/population.py`. Without `Rscript` the CPU seconds of R are those measured once on
two cores (SparseMSE 2.0.1, 1,000 resamples, R 4.2.2); where Rscript and SparseMSE are found it runs
here, table by table, and its seconds are used instead. Everything is CPU seconds of one thread
unless a line says otherwise. `--quick` leaves out what takes over half a minute.
"""

import os

os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["OMP_NUM_THREADS"] = "1"

import argparse
import json
import resource
import shutil
import subprocess
import sys
import time
from importlib.resources import files
from pathlib import Path

import numpy as np

from suar.analytics.population import fast
from suar.analytics.population.bic import BestBic
from suar.analytics.population.bootstrap import jackknife, multinomial
from suar.analytics.population.coverage import coverage_study
from suar.analytics.population.graphs import DecomposableGraphs, decomposable_graphs
from suar.analytics.population.latent import LatentClasses
from suar.analytics.population.linkage_error import averaged
from suar.analytics.population.published import published
from suar.analytics.population.scope_study import in_words, scope_gain
from suar.analytics.population.stepwise import Stepwise
from suar.analytics.population.table import Table

BOOT = 1000
LIMIT = float(np.log(0.02))
#: CPU seconds of R for stepwise selection with 1,000 BCa resamples.
R_SECONDS = {
    "korea": 5.5,
    "ukdat_4": 12.8,
    "kosovo": 18.2,
    "australia": 14.5,
    "western": 19.1,
    "neworl_5": 12.5,
    "ukdat_5": 43.1,
    "ned_5": 57.1,
    "ukdat": 114.5,
    "ned": 159.3,
    "neworl": 342.3,
}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--quick", action="store_true")
    quick = options.parse_args().quick
    whole_process()
    kernels(r_seconds())
    best_bic(quick)
    linkage()
    graphs()
    latent(quick)
    if not quick:
        coverage()
        scope()


def cpu(work):
    start = time.process_time()
    answer = work()
    return time.process_time() - start, answer


def best(work, *arguments):
    return min(cpu(lambda: work(*arguments))[0] for _ in range(3))


def line(what, seconds, limit, note=""):
    said = "within" if seconds <= limit else "OVER"
    ratio = f"limit {limit:>6.1f} s  ratio {seconds / limit:.2f} {said}"
    print(f"{what:<58}{seconds:>9.2f} s  {ratio} {note}")


def whole_process() -> None:
    print("\nWhole process, start to end: stepwise, 1,000 BCa resamples, ukdat_5")
    path = str(files("suar.analytics.population") / "tables" / "ukdat_5.csv")
    alone = (
        "from suar.analytics.population.published import published as p\n"
        "from suar.analytics.population.stepwise import Stepwise\n"
        "print(Stepwise(boot=1000).fit(p('ukdat_5')).result_.interval(0.95))"
    )
    command = ["-m", "suar", "estimate", path, "--method", "stepwise", "--boot", "1000", "--json"]
    for name, arguments in (("library", ["-c", alone]), ("suar estimate, its checks too", command)):
        found = [_child([sys.executable, *arguments]) for _ in range(3)]
        least = min(found)
        line(f"{name} (NumPy, best of 3)", least, 1.0, f"R {R_SECONDS['ukdat_5'] / least:.0f} x")


def _all_cpu() -> float:
    """CPU seconds of this process and of its children that have ended."""
    each = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(used.ru_utime + used.ru_stime for used in each)


def _child(command) -> float:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {**os.environ, "SUAR_FAST": "0"}
    subprocess.run(command, check=True, capture_output=True, env=environment)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def r_seconds() -> dict[str, float]:
    """R's CPU seconds: measured here and now where it can be, else those of POPULATION's table."""
    rscript = shutil.which("Rscript")
    if (
        not rscript
        or subprocess.run(
            [rscript, "-e", "library(SparseMSE)"], capture_output=True, check=False
        ).returncode
    ):
        print("\nRscript with SparseMSE is not here: R's CPU seconds are the recorded ones")
        return R_SECONDS
    found = {}
    for name in R_SECONDS:
        path = Path(str(files("suar.analytics.population") / "tables" / f"{name}.csv"))
        code = (
            f"library(SparseMSE); d <- as.matrix(read.csv('{path.as_posix()}', check.names=FALSE));"
            f"s <- system.time(estimatepopulation(d, nboot={BOOT}, iseed=1234));"
            "cat(s[['user.self']] + s[['sys.self']])"
        )
        run = subprocess.run([rscript, "-e", code], capture_output=True, text=True, check=False)
        found[name] = float(run.stdout.split()[-1]) if not run.returncode else R_SECONDS[name]
        print(f"  R, {name}: {found[name]:.1f} s CPU")
    return found


def kernels(r: dict[str, float]) -> None:
    print(
        "\nStepwise kernel: 1,000 resamples and the leave-one-out tables (R's CPU seconds / ours)"
    )
    heads = ("R s", "NumPy s", "ratio", "numba s", "ratio", "to NumPy")
    print(f"{'table':<12}" + "".join(f"{head:>10}" for head in heads))
    compiled = fast.kernels() is not None
    for name, seconds in r.items():
        table = published(name)
        cells = table.cells()
        tables = np.concatenate([jackknife(cells)[0], multinomial(cells, BOOT, 1)])
        method = Stepwise()
        method._batched(tables[:20], table.size)
        ours = best(method._batched, tables, table.size)
        text = f"{name:<12}{seconds:>10.1f}{ours:>10.3f}{seconds / ours:>10.0f}"
        if compiled:
            method.totals(tables[:200], table.size)
            quick = best(method.totals, tables, table.size)
            text += f"{quick:>10.4f}{seconds / quick:>10.0f}{ours / quick:>10.1f}"
        print(text + ("" if len(table.lists) > 3 else "   (three lists: no goal)"))
    print("goal: 80 with NumPy, 500 with numba, on every table of 4 lists or more")


def best_bic(quick: bool) -> None:
    print("\nBest BIC, every hierarchical model on each of 1,000 resamples")
    for name, models, limit in (
        ("kosovo", 113, 5.0),
        ("ukdat_5", 6893, 20.0),
        ("ukdat", 32768, 180.0),
    ):
        if quick and models > 10_000:
            continue
        table = published(name)
        tables = multinomial(table.cells(), BOOT, 1)
        seconds, _ = cpu(lambda t=tables, n=table.size: BestBic().totals(t, n))
        line(f"{name}: {models:,} models x {BOOT:,}", seconds, limit)


def linkage() -> None:
    print("\nLinkage error: 100 drawn tables x 1,000 resamples")
    table = published("ukdat_5")
    rng = np.random.default_rng(1)
    draws = [_relinked(table, 0.05, rng) for _ in range(100)]
    method = Stepwise(boot=BOOT)
    result = method.fit(table).result_
    for name, switch in (("NumPy", "0"), ("numba", "1")):
        os.environ["SUAR_FAST"] = switch
        fast.kernels.cache_clear()
        if switch == "1" and fast.kernels() is None:
            continue
        seconds, wide = cpu(lambda: averaged(method, result, draws, boot=BOOT, seed=1))
        line(f"ukdat_5, {name}", seconds, 30.0)
    before, after = result.interval(0.95), wide.interval(0.95)
    print(
        f"  95 %: {before.low:,.0f} - {before.high:,.0f}, carried through "
        f"{after.low:,.0f} - {after.high:,.0f}"
    )


def _relinked(table: Table, share: float, rng) -> Table:
    """Undo a share of the links of persons on several lists: each falls into two persons."""
    masks, counts = list(table.histories), list(table.counts)
    for place, (mask, count) in enumerate(zip(table.histories, table.counts, strict=True)):
        if int(mask).bit_count() < 2:
            continue
        broken = rng.binomial(count, share)
        bits = [1 << i for i in range(table.size) if int(mask) >> i & 1]
        counts[place] -= broken
        for _ in range(broken):
            alone = int(rng.choice(bits))
            masks += [alone, int(mask) ^ alone]
            counts += [1, 1]
    return Table.collect(table.lists, masks, counts)


def graphs() -> None:
    print("\nAveraging over decomposable graphs")
    seconds, found = cpu(lambda: decomposable_graphs(6))
    line(f"listing the {len(found.edges):,} graphs of six lists", seconds, 2.0)
    for name in ("ukdat_5", "ukdat"):
        seconds, fitted = cpu(lambda n=name: DecomposableGraphs().fit(published(n)))
        line(f"{name}: {len(fitted.weights_):,} graphs x 1,000 numbers", seconds, 2.0)


def latent(quick: bool) -> None:
    print("\nBayesian latent classes, four chains of ten replicas (R: one chain, LCMCR)")
    for name in (
        ("neworl", "western") if quick else ("neworl", "western", "kosovo", "ukdat", "ned_5")
    ):
        seconds, fitted = cpu(lambda n=name: LatentClasses().fit(published(n)))
        d, total = fitted.result_.details, fitted.estimate_
        each = f"{d['effective_draws']:,.0f} ({d['effective_draws'] / seconds:.0f} a second)"
        print(
            f"{name:<10}{seconds:>7.1f} s  sweeps {d['sweeps']:>6,} x 4  R-hat {d['r_hat']:.3f}  "
            f"effective draws {each}  estimate {round(total) if total else 'none'} "
            + " ".join(fitted.result_.warnings)
        )


def coverage() -> None:
    print("\nCoverage study: 500 x 1,000, ukdat_5 (wall seconds; CPU of all processes)")
    for switch in ("0", "1"):
        os.environ["SUAR_FAST"] = switch
        fast.kernels.cache_clear()
        if switch == "1" and fast.kernels() is None:
            continue
        start, before = time.perf_counter(), _all_cpu()
        study = coverage_study(published("ukdat_5"))
        wall, used = time.perf_counter() - start, _all_cpu() - before
        line("numba" if switch == "1" else "NumPy, two processes", wall, 60.0, f"CPU {used:.0f} s")
    print(study.text())
    print(json.dumps(study.document()))


def scope() -> None:
    print("\nWhat scopes are worth: 200 invented populations of 7,100, 1,000 resamples each")
    seconds, found = cpu(scope_gain)
    print(f"{in_words(found)}\n{seconds:.0f} s")


if __name__ == "__main__":
    main()
