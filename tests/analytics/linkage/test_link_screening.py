"""A ceiling is never below the evidence: screening saves time and changes nothing."""

import random

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linkage_sets import register_of
from suar.analytics.linkage import blocking, linking, model
from suar.analytics.linkage.evidence import Witness, random_pairs
from suar.analytics.linkage.prepare import prepare

WORDS = [
    "Siti", "Sitti", "Nur", "Nurhaliza", "Halizah", "Nurhalisza", "M.", "Muhammad", "Ketut", "Oe",
    "Leki", "Mega", "Megaleki", "Rahmat", "Rachmad", "Lina", "Herlina", "bin", "Abdul", "Siti",
]  # fmt: skip
NIKS = ["3271014507850001", "3271014507850002", "327101450785000", "3273010101900002", None]
NUMBERS = ["B1234567", "B1235467", "B123456", "C9934567", "A1", None]
PHONES = ["081234567801", "081234567810", "08123456780", "089934567801", None]
DATES = [
    "1985-07-05", "1985-05-07", "1985-05-05", "1985-07-15", "1995-07-05", "1958-07-05", "1985",
    "1986", "1988-12-03", "1988-11-30", None,
]  # fmt: skip
PLACES = ["3271", "3273", "5171", "Kupang", "Kota Kupang", None]


def drawn(rng):
    return {
        "name": " ".join(rng.choices(WORDS, k=rng.randint(0, 5))) or None,
        "birth_date": rng.choice(DATES), "age": rng.choice([None, 19, 30]),
        "nik": rng.choice(NIKS), "passport": rng.choice(NUMBERS), "other_id": rng.choice(NUMBERS),
        "phone": rng.choice(PHONES), "postcode": rng.choice(["80111", "80112", "9", None]),
        "sex": rng.choice(["male", "female", None]), "district": rng.choice(PLACES),
        "birth_place": rng.choice(PLACES), "address": rng.choice(PLACES),
        "citizenship": rng.choice(["ID", "MY", None]),
        "destination": rng.choice(["MY", "SA", None]),
        "event_date": rng.choice(["2019", "2020-05", "2020-06", "2024-01", None]),
    }  # fmt: skip


def world(seed, n=60):
    rng = random.Random(seed)
    rows = [drawn(rng) for _ in range(n)]
    for row in rows:
        row["year"] = int(row["event_date"][:4]) if row["event_date"] else None
    return prepare([register_of("police", rows)]).table


@settings(max_examples=12, deadline=None)
@given(seed=st.integers(0, 10_000))
def test_no_pair_is_worth_more_than_its_ceiling(seed):
    table = world(seed)
    witness = Witness(table)
    pairs = random_pairs(table.height, most=10_000, seed=1)
    heard = witness.hear(pairs)
    for learned in (
        model.start(list(heard.levels)),
        model.train(heard, heard, all_pairs=float(pairs.height)),
    ):
        weights = model.weigh(learned, heard)
        bits = np.sum(list(weights.values()), axis=0)
        assert (witness.screen.ceiling(learned, heard.left, heard.right) >= bits - 0.01).all()


@pytest.mark.parametrize("least", [-20.0, -4.0, 3.0, 12.0])
def test_screening_keeps_every_pair_that_matters(least):
    table = world(7, n=150)
    witness = Witness(table)
    heard = witness.hear(blocking.candidates(table))
    learned = model.start(list(heard.levels))
    bits = linking._bits(learned, heard)
    kept = witness.screen.promising(learned, heard.left, heard.right, least)
    assert set(np.flatnonzero(bits >= least)) <= set(kept.tolist())
    assert least < 0 or len(kept) < heard.height


def test_weighing_in_parts_is_weighing_at_once(monkeypatch):
    table = world(3, n=150)
    witness, pairs = Witness(table), blocking.candidates(table)
    chance = witness.hear(random_pairs(table.height, most=9_000, seed=1))
    learned, heard = linking._learn(witness, pairs, table.height, chance)
    whole = linking._weigh_all(witness, learned, pairs, heard, lambda *_: None)
    monkeypatch.setattr(linking, "_CHUNK", 300)
    monkeypatch.setattr(linking, "_HEARD", 50)
    part = heard.take(np.arange(5))
    pieces = linking._weigh_all(witness, learned, pairs, part, lambda *_: None)

    def frame(found):
        return pl.DataFrame(dict(zip("lrb", found, strict=True))).sort("l", "r")

    assert frame(whole).equals(frame(pieces))
