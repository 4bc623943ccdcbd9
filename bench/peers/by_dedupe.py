"""dedupe on a table: `python by_dedupe.py ROWS.csv LABELS.csv PAIRS.csv`.

dedupe learns from labels: it gets as many of the truth's own pairs as LABELS holds (columns left,
right, same), more than a person would judge. ROWS has `unique_id` and fields; empty is unknown.
"""

import csv
import io
import json
import random
import sys
from pathlib import Path

import dedupe


def fields_of(columns: list[str]) -> list[object]:
    made = []
    for column in columns:
        if column in ("sex", "district", "postcode"):
            made.append(dedupe.variables.Exact(column, has_missing=True))
        elif column in ("name", "address"):
            made.append(dedupe.variables.String(column, has_missing=True))
        else:
            made.append(dedupe.variables.ShortString(column, has_missing=True))
    return made


def main(rows: str, labels: str, out: str) -> None:
    random.seed(1)
    with Path(rows).open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    columns = [c for c in table[0] if c != "unique_id"]
    data = {r["unique_id"]: {c: r[c].lower() or None for c in columns} for r in table}
    with Path(labels).open(newline="", encoding="utf-8") as file:
        told = list(csv.DictReader(file))
    pairs = {"match": [], "distinct": []}
    for each in told:
        kind = "match" if each["same"] == "1" else "distinct"
        pairs[kind].append((data[each["left"]], data[each["right"]]))
    deduper = dedupe.Dedupe(fields_of(columns), num_cores=2)
    training = io.StringIO(json.dumps(pairs))
    deduper.prepare_training(data, training, sample_size=min(15_000, len(data) * 2))
    deduper.train(recall=1.0)
    with Path(out).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("left", "right"))
        for members, _ in deduper.partition(data, threshold=0.5):
            writer.writerows((members[0], other) for other in members[1:])


if __name__ == "__main__":
    main(*sys.argv[1:])
