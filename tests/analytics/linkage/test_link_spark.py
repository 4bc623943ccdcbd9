"""The whole of linking on Spark gives the persons that DuckDB gives."""

import importlib.util
import random
import shutil

import pytest

from linkage_sets import register_of
from suar.analytics.linkage import link

WORDS = ["Siti", "Aminah", "Budi", "Santoso", "Rachmad", "Hidayat", "Dewi", "Lestari", "Yohanes"]


def told(seed=5, people=25):
    rng = random.Random(seed)
    rows = {"police": [], "union": []}
    for at in range(people):
        date = f"{rng.randint(1975, 2003)}-{rng.randint(2, 11):02}-{rng.randint(2, 28):02}"
        row = {
            "name": " ".join(rng.sample(WORDS, 2)), "birth_date": date,
            "sex": rng.choice(["male", "female"]), "district": rng.choice(["3271", "5312"]),
            "phone": f"08{rng.randint(10**9, 10**10 - 1)}", "year": 2021,
            "event_date": "2021-05-17",
        }  # fmt: skip
        rows["police"].append(row | {"record": f"p{at}"})
        if at % 2:
            rows["union"].append(row | {"record": f"u{at}", "birth_date": date[:4]})
    return [register_of(name, rows[name]) for name in rows]


@pytest.mark.long
def test_persons_and_probabilities_are_those_of_duckdb():
    if importlib.util.find_spec("pyspark") is None:
        pytest.skip("pyspark is not installed (extra suar[spark])")
    if shutil.which("java") is None:
        pytest.skip("no Java runtime")
    here, there = (link(told(), engine=engine) for engine in ("duckdb", "spark"))
    assert there.engine == "spark"
    assert there.members.equals(here.members)
    assert there.pairs.equals(here.pairs)
    assert there.count == here.count
