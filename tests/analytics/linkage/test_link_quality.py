"""Figures against a truth: what the definition counts, and intervals that mean what they say."""

from itertools import combinations

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from suar.analytics.linkage import Links, evaluate

SIDES = ("left_register", "left_row", "right_register", "right_row")


def links_of(persons, pairs=(), seed=1):
    """Links of one register: the person of each row; pairs as (row, row, probability)."""
    rows = range(len(persons))
    members = pl.DataFrame(
        {"register": "a", "row": list(rows), "record": [str(r) for r in rows], "person": persons},
        schema_overrides={"row": pl.Int64, "person": pl.Int64},
    )
    schema = dict(zip(SIDES, (pl.String, pl.Int64) * 2, strict=True)) | {"probability": pl.Float64}
    kept = pl.DataFrame([("a", i, "a", j, p) for i, j, p in pairs], schema=schema, orient="row")
    ends = {"left": [i for i, _, _ in pairs], "right": [j for _, j, _ in pairs]}
    compared = pl.DataFrame(ends, schema=dict.fromkeys(ends, pl.UInt32))
    return Links(members, kept, None, 0.5, len(pairs), seed, compared=compared)


def truth_of(real):
    return pl.DataFrame(
        {"register": "a", "record": [str(r) for r in range(len(real))], "person": real},
        schema_overrides={"person": pl.String},
    )


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.sampled_from("pqrs")), min_size=2, max_size=14))
def test_the_figures_are_those_of_the_definition(rows):
    persons, real = zip(*rows, strict=True)
    both = list(combinations(range(len(rows)), 2))
    made = {(i, j) for i, j in both if persons[i] == persons[j]}
    true = {(i, j) for i, j in both if real[i] == real[j]}
    asked = [(i, j, 0.95 if (i + j) % 2 else 0.25) for i, j in both if (i + j) % 3]
    found = evaluate(links_of(persons, asked), truth_of(real))
    hit, compared = len(made & true), {(i, j) for i, j, _ in asked}
    assert found["precision"] == (hit / len(made) if made else 1)
    assert found["recall"] == (hit / len(true) if true else 1)
    assert found["f1"] == (2 * hit / (len(made) + len(true)) if made or true else 1)
    assert found["blocking_recall"] == (len(compared & true) / len(true) if true else 1)
    apart = sum(
        abs(sum(p - ((i, j) in true) for i, j, p in asked if p == said)) for said in (0.95, 0.25)
    )
    assert found["calibration_error"] == pytest.approx(apart / len(asked) if asked else 0)
    assert found["persons"] == len(set(real))


def halves(people, linked, records=2):
    """Persons of so many records each, all of them linked for some, none for the rest."""
    real = [f"p{at}" for at in range(people) for _ in range(records)]
    persons = [at // records if at // records < linked else people + at for at in range(len(real))]
    return links_of(persons), truth_of(real)


def test_an_interval_is_as_wide_as_so_many_persons_make_it():
    """Of n persons a half found: the share has a standard error of the root of 1/4n."""
    ends = evaluate(*halves(400, 200))["intervals"]["recall"]
    assert ends["high"] - ends["low"] == pytest.approx(2 * 1.96 * np.sqrt(0.25 / 400), rel=0.15)


def test_persons_are_drawn_and_not_their_pairs():
    """Six records make 15 pairs, but they come and go with one person."""
    one, many = (evaluate(*halves(200, 100, n))["intervals"]["recall"] for n in (2, 6))
    assert many["high"] - many["low"] == pytest.approx(one["high"] - one["low"], rel=0.15)


def test_a_wrong_link_counts_as_one_thing():
    """Of 400 persons of two records, 20 pairs of persons are taken for one: no wider than so."""
    real = [f"p{at // 2}" for at in range(800)]
    persons = [at // 4 if at < 80 else 1000 + at // 2 for at in range(800)]
    found = evaluate(links_of(persons), truth_of(real))
    assert found["precision"] == pytest.approx((360 + 40) / (360 + 20 * 6))
    ends = found["intervals"]["precision"]
    # delta method: a set of two persons brings six links, two of them right
    spread = np.sqrt(20 * (2 - 6 * 400 / 480) ** 2 + 360 * (1 - 400 / 480) ** 2) / 480
    assert ends["high"] - ends["low"] == pytest.approx(2 * 1.96 * spread, rel=0.15)


def test_of_very_many_persons_bundles_are_drawn_and_the_interval_stays_as_wide():
    ends = evaluate(*halves(50_000, 25_000))["intervals"]["recall"]
    assert ends["high"] - ends["low"] == pytest.approx(2 * 1.96 * np.sqrt(0.25 / 50_000), rel=0.15)


@pytest.mark.parametrize("people", [5, 500])
def test_no_error_seen_is_no_promise_of_none(people):
    found = evaluate(*halves(people, people))
    assert found["precision"] == found["recall"] == 1
    for name in ("precision", "recall", "f1"):
        low = found["intervals"][name]["low"]
        assert (1 - low) * people == pytest.approx(-np.log(0.025), rel=0.5)
        assert found["intervals"][name]["high"] == 1


def test_the_same_seed_draws_the_same_and_rows_may_come_in_any_order():
    links, truth = halves(60, 40)
    found = evaluate(links, truth)
    assert evaluate(links, truth.sample(fraction=1, shuffle=True, seed=3)) == found
    assert evaluate(halves(60, 40)[0], truth) == found
