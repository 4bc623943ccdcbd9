"""anonlink on several parties' tables: `python by_anonlink.py ROWS.csv PAIRS.csv`.

The textbook way without names: one whole-record Bloom filter of 1,024 bits from bigrams (clkhash),
Dice, greedy solving at .7, everybody against everybody. It links between registers only.
"""

import csv
import io
import sys
from itertools import groupby
from pathlib import Path

import anonlink
from clkhash import clk, schema
from clkhash.comparators import ExactComparison, NgramComparison
from clkhash.field_formats import FieldHashingProperties, StringSpec


def spec(column: str) -> StringSpec:
    comparison = ExactComparison() if column in ("sex",) else NgramComparison(2)
    hashing = FieldHashingProperties(comparator=comparison, strategy=_per_feature(column))
    return StringSpec(column, hashing, case="mixed")


def _per_feature(column: str):
    from clkhash.field_formats import BitsPerTokenStrategy

    return BitsPerTokenStrategy(15 if column == "name" else 8)


def main(rows: str, out: str) -> None:
    with Path(rows).open(newline="", encoding="utf-8") as file:
        table = list(csv.DictReader(file))
    columns = [c for c in table[0] if c not in ("unique_id", "register")]
    wanted = schema.Schema([spec(c) for c in columns], 1024)
    table.sort(key=lambda r: r["register"])
    ids, filters = [], []
    for _, rows_of in groupby(table, key=lambda r: r["register"]):
        party = list(rows_of)
        text = io.StringIO()
        writer = csv.writer(text)
        writer.writerow(columns)
        writer.writerows([r[c].lower() for c in columns] for r in party)
        text.seek(0)
        ids.append([r["unique_id"] for r in party])
        filters.append(
            clk.generate_clk_from_csv(text, "only for this bench", wanted, progress_bar=False)
        )
    found = anonlink.candidate_generation.find_candidate_pairs(
        filters, anonlink.similarities.dice_coefficient, 0.7
    )
    groups = anonlink.solving.greedy_solve(found)
    with Path(out).open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(("left", "right"))
        for group in groups:
            members = [ids[party][at] for party, at in group]
            writer.writerows((members[0], other) for other in members[1:])


if __name__ == "__main__":
    main(*sys.argv[1:])
