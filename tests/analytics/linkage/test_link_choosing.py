"""Rules choose themselves: enough recall, few pairs, and an estimate that the truth bears out."""

import random

import numpy as np
import polars as pl
import pytest

from linkage_sets import indonesian, register_of
from shared import shared
from suar.analytics.linkage import blocking, choosing, link
from suar.analytics.linkage.evidence import Witness, random_pairs
from suar.analytics.linkage.prepare import prepare


def chosen(table, **asked):
    witness = Witness(table)
    chance = witness.hear(random_pairs(table.height, most=60_000, seed=1))
    return choosing.choose(table, witness, chance, **asked)


@pytest.fixture(scope="module")
def told():
    return indonesian(shared("data/linkage_benchmarks/indonesian_registers"))


@pytest.fixture(scope="module")
def table(told):
    return prepare(told[0]).table


@pytest.fixture(scope="module")
def choice(table):
    return chosen(table)


def recall(table, truth, pairs):
    real = table.join(
        truth.select("register", "record", real="person"),
        on=["register", "record"], how="left", maintain_order="left",
    )["real"].rank("dense").to_numpy()  # fmt: skip
    _, size = np.unique(real, return_counts=True)
    left, right = (pairs[c].to_numpy() for c in ("uid_l", "uid_r"))
    return (real[left] == real[right]).sum() / (size * (size - 1) // 2).sum()


def test_the_estimate_of_recall_is_near_the_truth(table, told, choice):
    true = recall(table, told[1], choosing.chosen_pairs(table, choice))
    assert true >= 0.97
    assert choice.recall == pytest.approx(true, abs=0.02)
    assert choice.reachable >= choice.recall


def test_less_recall_asked_takes_fewer_pairs(table, told, choice):
    little = chosen(table, asked=0.8)
    assert little.pairs < choice.pairs / 3
    assert set(little.order) < set(choice.order)
    true = recall(table, told[1], choosing.chosen_pairs(table, little))
    assert true == pytest.approx(0.8, abs=0.05)


def test_the_choice_is_the_same_each_time(table, choice):
    assert chosen(table) == choice


def test_everybody_called_siti_and_born_on_new_year_makes_no_more_pairs_than_the_budget():
    n = 4000
    rows = [{"name": "Siti", "birth_date": "1990-01-01", "sex": "female"}] * n
    table = prepare([register_of("police", rows)]).table
    found = chosen(table)
    pairs = choosing.chosen_pairs(table, found)
    assert pairs.height <= found.pairs <= choosing.MOST * n
    assert pairs.height < n * n / 2


def test_chosen_pairs_are_each_given_once_and_in_order(table, choice):
    assert set(choice.caps) <= {rule.name for rule in blocking.RULES}
    pairs = choosing.chosen_pairs(table, choice)
    assert (pairs["uid_l"] < pairs["uid_r"]).all()
    assert pairs.equals(pairs.unique().sort("uid_l", "uid_r"))
    assert pairs.schema == {"uid_l": pl.UInt32, "uid_r": pl.UInt32}


SITI = {"name": "Siti", "birth_date": "1990-01-01", "sex": "female"}


def test_how_many_persons_too_many_equal_rows_are_is_said_to_be_open():
    links = link([register_of("police", [SITI] * 3200)])
    assert links.candidates == 0
    assert (links.count.low, links.count.high) == (1, 3200)
    assert links.diagnostics["same_and_unlooked"] == 3199


def test_those_who_differ_are_not_joined_because_all_others_are_alike():
    rng = random.Random(4)
    words = ("Rahmat", "Maria", "Dewi", "Wayan", "Lestari", "Ketut", "Asep", "Pratama", "Yohanes")

    def person():
        return {
            "name": " ".join(rng.sample(words, 3)),
            "birth_date": f"{rng.randint(1970, 2004)}-{rng.randint(1, 12):02}-{rng.randint(2, 28)}",
            "sex": rng.choice(["male", "female"]),
        }

    rows = {"siti": [SITI] * 3000, "a": [person() for _ in range(80)]}
    rows["b"] = [person() for _ in range(80)]
    links = link([register_of(name, told) for name, told in rows.items()])
    assert links.members.filter(register="a")["person"].n_unique() >= 76
