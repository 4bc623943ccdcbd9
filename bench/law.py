"""Charging, in-process: one examination against reading the same facts, and against its limit.

Run `python bench/law.py`. The limit of 50 ms a charge is printed beside what reading the offences
file with PyYAML's C parser costs in the same run, so that a loaded machine shows as one.
"""

import statistics
import time
from pathlib import Path

import yaml

from suar.knowledge.law.charge_text import charge_text
from suar.knowledge.law.charging import charge, examine
from suar.knowledge.law.checks import problems
from suar.knowledge.law.entering import from_mapping
from suar.knowledge.law.lawbook import HOME, read_documents, shipped

LIMIT_MS = 50.0
CASES = Path(__file__).resolve().parents[1] / "tests" / "knowledge" / "law" / "patterns.yaml"


def milliseconds(work, times=5):
    """The median of several runs."""
    found = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        found.append((time.perf_counter() - start) * 1e3)
    return statistics.median(found)


def main() -> None:
    text = (HOME / "facts" / "offences_id.yaml").read_text(encoding="utf-8")
    parse = milliseconds(lambda: yaml.load(text, yaml.CSafeLoader))
    load = milliseconds(read_documents, 3)
    book = shipped()
    raw = yaml.load(CASES.read_text(encoding="utf-8"), yaml.BaseLoader)["patterns"]  # noqa: S506
    cases = [from_mapping(one["facts"], book) for one in raw]
    single = [milliseconds(lambda case=case: charge(case, book), 3) for case in cases]
    slowest, middle = max(single), statistics.median(single)
    words = milliseconds(lambda: charge_text(examine(cases[0], book), language="id", width=80), 3)
    checked = milliseconds(lambda: problems(book), 3)
    for name, found, beside in (
        ("parsing offences_id.yaml with PyYAML (C)", parse, "1.00 of parsing"),
        ("reading all facts files with their lines", load, f"{load / parse:.2f} of parsing"),
        ("checking schema and cross-references", checked, f"{checked / parse:.2f} of parsing"),
        (
            f"one charge, median of {len(cases)} patterns",
            middle,
            f"{middle / parse:.2f} of parsing",
        ),
        ("one charge, slowest pattern", slowest, f"{slowest / LIMIT_MS:.2f} of the limit"),
        ("one charge as a page in Indonesian", words, f"{words / parse:.2f} of parsing"),
    ):
        print(f"{name:44}{found:8.1f} ms   {beside}")
    if middle >= LIMIT_MS:
        raise SystemExit(f"a charge takes {middle:.1f} ms; the limit is {LIMIT_MS:.0f}")


if __name__ == "__main__":
    main()
