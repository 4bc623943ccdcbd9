"""The whole picture of many rows in five registers, step by step, beside DuckDB reading them once.

    .venv/bin/python bench/picture.py [--rows 1000000] [--no-estimate]

Prints seconds and shares of each step, the peak of memory, and the ratio to DuckDB's reading.
"""

import argparse
import os
import resource
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path

NAMES = ("police", "foreign_ministry", "women_child", "migrant_agency", "migrant_union")
ROWS_AT_ONE = 7_437
LIMIT_GIB = 12


class Clock:
    """Takes the time from one sentence of progress to the next."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = {}
        self._step, self._since = "start", time.perf_counter()

    def __call__(self, step: str, done: int = 0, total: int = 0) -> None:
        now = time.perf_counter()
        self.spent[self._step] = self.spent.get(self._step, 0.0) + now - self._since
        self._step, self._since = step, now


def duckdb_reads(paths: list[Path]) -> float:
    """Read every text file once, all columns as text; a workbook is not among what it reads."""
    import duckdb

    start = time.perf_counter()
    connection = duckdb.connect(config={"threads": 2})
    for path in paths:
        if path.suffix in (".csv", ".tsv"):
            query = "select count(*), sum(hash(columns(*)) % 7) from read_csv(?, all_varchar=true)"
            connection.execute(query, [str(path)]).fetchall()
    return time.perf_counter() - start


def main() -> None:
    asked = argparse.ArgumentParser()
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--no-estimate", action="store_true")
    told = asked.parse_args()
    os.environ.setdefault("POLARS_MAX_THREADS", "2")
    from suar.analytics.picture import pipeline
    from suar.analytics.picture.pipeline import Order, make_picture
    from suar.analytics.synthetic import simulate

    if told.no_estimate:
        pipeline._estimator = lambda *_: None  # type: ignore[assignment,return-value]
    with tempfile.TemporaryDirectory() as scratch:
        sample = Path(scratch) / "registers"
        simulate(sample, scale=told.rows / ROWS_AT_ONE, seed=1)
        paths = [next(sample.glob(f"{name}.*")) for name in NAMES]
        peer = duckdb_reads(paths)
        clock, start = Clock(), time.perf_counter()
        outcome = make_picture(
            Order(paths, Path(scratch) / "out"), now=datetime.now(UTC), progress=clock
        )
        clock("end")
        whole = time.perf_counter() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    print(f"rows {outcome.summary['records']:,}  persons {outcome.summary['persons']}")
    for step, seconds in sorted(clock.spent.items(), key=lambda each: -each[1]):
        print(f"  {seconds:9.1f} s {seconds / whole:6.1%}  {step}")
    print(f"whole run {whole:.1f} s, DuckDB reading the same files once {peer:.2f} s")
    print(f"ratio to DuckDB's reading {whole / peer:.0f}; peak {peak:.1f} GiB of {LIMIT_GIB} GiB")


if __name__ == "__main__":
    main()
