"""A register declared to write nobody down twice: clusters respect it, with names or without."""

import random
from dataclasses import replace

import numpy as np
import polars as pl
import pytest

from linkage_sets import register_of
from suar.analytics.linkage import link
from suar.analytics.linkage.inner import Inner, writing_once
from suar.analytics.linkage.keys import make_keys, write_keys
from suar.analytics.registers import read
from suar.analytics.registers.profile_yaml import parse_profile

FIRST = ["Rahmawati", "Yohanes", "Wayan", "Ketut", "Maria", "Hendra", "Nurul", "Bonifasius"]
LAST = ["Sinaga", "Mau", "Sudarma", "Simbolon", "Nggili", "Tarigan", "Lestari", "Wibowo"]
RNG = random.Random(7)
PEOPLE = [
    {
        "name": f"{first} {last}", "sex": RNG.choice(["male", "female"]),
        "birth_date": f"{RNG.randint(1960, 2004)}-{RNG.randint(2, 11):02}-{RNG.randint(2, 28):02}",
        "district": RNG.choice(["3201", "5103", "5312", "1271"]), "event_date": "2021-05-17",
        "phone": f"08{RNG.randint(10**9, 10**10 - 1)}",
    }
    for first in FIRST
    for last in LAST
]  # fmt: skip


def registers(*, declared):
    """Both hold everybody; the first writes ten persons down twice."""
    twice = [*PEOPLE, *PEOPLE[:10]]
    police = register_of("police", [p | {"record": f"p{n}"} for n, p in enumerate(twice)])
    union = register_of("union", [p | {"record": f"u{n}"} for n, p in enumerate(PEOPLE)])
    profile = replace(police.profile, one_row_a_person=declared)
    return [replace(police, profile=profile), union]


def doubled(links, register):
    own = links.members.filter(pl.col("register") == register)
    return own.height - own["person"].n_unique()


@pytest.mark.parametrize("private", [False, True])
def test_no_two_rows_of_it_are_ever_one_person(tmp_path, private):
    found = {}
    for declared in (False, True):
        given = registers(declared=declared)
        if private:
            for register in given:
                keys = make_keys(register, "a secret of an invented project, 2024")
                write_keys(keys, tmp_path / f"{register.name}{declared}.keys")
            given = [read(tmp_path / f"{r.name}{declared}.keys") for r in given]
        found[declared] = link(given)
    assert doubled(found[False], "police") == 10
    assert doubled(found[True], "police") == 0
    assert doubled(found[True], "union") == 0
    inside = found[True].pairs.filter(left_register="police", right_register="police")
    assert inside["probability"].max() is None or inside["probability"].max() < 1e-6
    for draw in found[True].draws(20, 3):
        own = draw[(found[True].members["register"] == "police").to_numpy()]
        assert len(np.unique(own)) == len(own)


def test_pairs_of_two_registers_are_left_alone():
    table = pl.DataFrame(
        {"register": ["police", "police", "union", "union"], "record": ["1", "2", "1", "2"]}
    )
    assert writing_once(registers(declared=True)) == ("police",)
    inner = Inner(table, ["police"])
    left, right = np.array([0, 0, 2, 1]), np.array([1, 2, 3, 1])
    assert (inner.bits(left, right) < 0).tolist() == [True, False, False, False]
    pairs = pl.DataFrame({"uid_l": left, "uid_r": right})
    assert inner.across(pairs).rows() == [(0, 2), (2, 3), (1, 1)]


@pytest.mark.parametrize(("said", "meant"), [("yes", True), ("ya", True), ("no", False)])
def test_a_profile_declares_it(said, meant):
    text = f"{{register: police, one_row_a_person: {said}, columns: {{NAMA: name}}}}"
    assert parse_profile(text).one_row_a_person is meant
