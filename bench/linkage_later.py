"""New records beside a million known: one asked for, a batch added, beside linking all again.

Run `python bench/linkage_later.py [--rows 1000000] [--batch 5000] [--asked 200]`. Invented
registers are made and linked once (minutes at a million: that is the whole run the batch is set
beside), kept as an index, and then asked. Limits: one second to ask for one record, and a batch in
less time than the whole run. Every step is a process of its own where its memory is told.
"""

import argparse
import datetime
import multiprocessing
import os
import resource
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

import polars as pl

NOW = datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
LIMIT = 1.0


def registers_of(folder: Path):
    from suar.analytics.registers import read_all

    files = [p for p in sorted(folder.iterdir()) if p.suffix in (".csv", ".tsv", ".xlsx")]
    return read_all([p for p in files if p.stem != "truth"])


def held_back(registers, batch: int):
    """Part of all records, drawn evenly, that comes later: the index knows nothing of it."""
    every = max(2, sum(r.frame.height for r in registers) // batch)
    later = pl.col("row").hash(1) % every == 0
    known = [replace(r, frame=r.frame.filter(~later)) for r in registers]
    new = [replace(r, frame=r.frame.filter(later)) for r in registers]
    return known, new


def make(folder: str, rows: int) -> dict[str, float]:
    from suar.analytics.synthetic import simulate

    started = time.perf_counter()
    simulate(Path(folder) / "data", scale=rows / 7437, seed=7)
    return {"seconds": time.perf_counter() - started}


def whole(folder: str, batch: int) -> dict[str, float]:
    """Link all but the batch, and keep the run."""
    from suar.analytics.linkage import link
    from suar.analytics.linkage.later import keep
    from suar.analytics.linkage.output import Holder

    known, _ = held_back(registers_of(Path(folder) / "data"), batch)
    started = time.perf_counter()
    links = link(known)
    linked = time.perf_counter()
    index = keep(links, Path(folder) / "index", holder=Holder("bench", "bench"), now=NOW)
    kept = time.perf_counter()
    size = sum(p.stat().st_size for p in (Path(folder) / "index").rglob("*") if p.is_file())
    return {
        "records": index.height, "persons": index.persons, "link": linked - started,
        "keep": kept - linked, "disk": size / 2**30,
    }  # fmt: skip


def ask(folder: str, batch: int, asked: int) -> dict[str, float]:
    """Ask for single records of the batch, one after another."""
    from suar.analytics.linkage.later import Known

    _, new = held_back(registers_of(Path(folder) / "data"), batch)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    started = time.perf_counter()
    known = Known.open(Path(folder) / "index")
    opened = time.perf_counter() - started
    ones = [
        replace(r, frame=r.frame.slice(at, 1))
        for r in new
        for at in range(min(r.frame.height, asked // len(new)))
    ]
    times, found = [], 0
    for one in ones:
        if not one.frame["names_person"][0]:
            continue
        started = time.perf_counter()
        candidates = known.ask(one)
        times.append(time.perf_counter() - started)
        found += bool(candidates and candidates[0].probability >= 0.5)
    ordered = sorted(times)
    return {
        "open": opened, "asked": len(times), "found": found,
        "first": times[0], "p50": statistics.median(times), "p95": ordered[int(len(times) * 0.95)],
        "worst": ordered[-1],
        "gib": (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 2**20,
    }  # fmt: skip


def add(folder: str, batch: int) -> dict[str, float]:
    """Add the whole batch; then see how well it is linked."""
    from suar.analytics.linkage.later import Known

    _, new = held_back(registers_of(Path(folder) / "data"), batch)
    started = time.perf_counter()
    known = Known.open(Path(folder) / "index")
    change = known.add(new, now=NOW)
    seconds = time.perf_counter() - started
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    truth = pl.read_csv(Path(folder) / "data" / "truth.csv", infer_schema=False)
    told = known.members().join(truth.rename({"person": "real"}), on=["register", "record"])

    def inside(*columns: str) -> int:
        size = told.group_by(*columns).len()["len"].cast(pl.Int64)
        return int((size * (size - 1) // 2).sum())

    hit, made, true = inside("person", "real"), inside("person"), inside("real")
    started = time.perf_counter()
    known.undo(by="bench", now=NOW)
    return {
        "records": change.records, "compared": change.compared, "seconds": seconds, "gib": peak,
        "f1": 2 * hit / (made + true), "undo": time.perf_counter() - started, **change.events,
    }  # fmt: skip


def alone(step, *told):
    """Run a step in a process of its own, so that memory is its own."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(step, told)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--batch", type=int, default=5_000)
    parser.add_argument("--asked", type=int, default=200)
    asked = parser.parse_args()
    print(f"load before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder:
        made = alone(make, folder, asked.rows)
        print(f"invented registers   {asked.rows:,} rows in {made['seconds']:.0f} s", flush=True)
        run = alone(whole, folder, asked.batch)
        print(
            f"whole run            {run['records']:,} records, {run['persons']:,} persons:"
            f" {run['link']:.1f} s; kept in {run['keep']:.1f} s, {run['disk']:.2f} GiB", flush=True,
        )  # fmt: skip
        one = alone(ask, folder, asked.batch, asked.asked)
        print(
            f"one record asked     first {one['first']:.2f} s, p50 {one['p50']:.2f} s, p95"
            f" {one['p95']:.2f} s, worst {one['worst']:.2f} s of {one['asked']}"
            f" ({one['found']} known); opened in {one['open']:.2f} s, {one['gib']:.2f} GiB more"
        )
        print(f"  p95 beside the limit of {LIMIT:.0f} s: {one['p95'] / LIMIT:.2f}", flush=True)
        many = alone(add, folder, asked.batch)
        print(
            f"a batch added        {many['records']:,} records, {many['compared']:,} pairs:"
            f" {many['seconds']:.1f} s, {many['gib']:.2f} GiB; F1 of all after it {many['f1']:.3f};"
            f" taken back in {many['undo']:.2f} s"
        )
        print(f"  beside linking all again: {many['seconds'] / run['link']:.3f} of its time")
    print(f"load after: {os.getloadavg()[0]:.1f}")
    return 0 if one["p95"] < LIMIT and many["seconds"] < run["link"] else 1


if __name__ == "__main__":
    sys.exit(main())
