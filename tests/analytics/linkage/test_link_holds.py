"""What must hold whatever the files: order, absence, contradiction, repeatability."""

import random
from dataclasses import replace

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linkage_sets import indonesian, register_of
from shared import shared
from suar.analytics.linkage import explain, link, unsure

FIRST = ["Siti", "Budi", "Wayan", "Dewi", "Agus", "Ketut", "Nurul", "Rahmat", "Yohanes", "Maria"]
SECOND = ["Aminah", "Santoso", "Sudarma", "Lestari", "Hidayat", "Nggili", "Simbolon", "Wibowo"]
THIRD = ["Kusuma", "Rahayu", "Pratama", "Handoko", "Tarigan", "Mangunsong", "Salampessy", "Ola"]


def person(rng):
    sex = rng.choice(["male", "female"])
    date = f"{rng.randint(1970, 2005)}-{rng.randint(2, 11):02}-{rng.randint(2, 28):02}"
    day = int(date[8:]) + (40 if sex == "female" else 0)
    place = rng.choice(["3201", "5103", "5312", "1271"])
    nik = f"{place}{rng.randint(1, 30):02}{day:02}{date[5:7]}{date[2:4]}{rng.randint(1, 99):04}"
    return {
        "name": f"{rng.choice(FIRST)} {rng.choice(SECOND)} {rng.choice(THIRD)}",
        "birth_date": date, "sex": sex, "nik": nik, "district": place,
        "phone": f"08{rng.randint(10**9, 10**10 - 1)}", "event_date": f"{rng.randint(2020, 2023)}",
    }  # fmt: skip


def office(rng, told):
    """A person as one more office writes it."""
    row = {k: (None if k != "name" and rng.random() < 0.35 else v) for k, v in told.items()}
    words = told["name"].split()
    if rng.random() < 0.3:
        words.reverse()
    if rng.random() < 0.2:
        words = words[:2]
    if row["birth_date"] and rng.random() < 0.3:
        row["birth_date"] = row["birth_date"][:4]
    row["name"] = " ".join(words)
    return row


def invented(seed, people=150):
    rng = random.Random(seed)
    told = [person(rng) for _ in range(people)]
    rows = {"police": [], "union": [], "shelter": []}
    for one in told:
        for name in rng.sample(sorted(rows), rng.choice([1, 1, 2, 3])):
            rows[name].append(office(rng, one))
    return {
        name: [{**row, "record": f"{name}-{i}"} for i, row in enumerate(rows[name])]
        for name in rows
    }


def registers(rows):
    return [register_of(name, rows[name]) for name in rows]


def groups(links):
    """Persons as sets of records, whatever their numbers."""
    named = links.members.select("person", said=pl.format("{}/{}", "register", "record"))
    return {frozenset(said) for said in named.group_by("person").agg("said")["said"]}


@pytest.fixture(scope="module")
def rows():
    return invented(3)


@pytest.fixture(scope="module")
def links(rows):
    return link(registers(rows))


def test_same_seed_same_links(rows, links):
    again = link(registers(rows))
    assert again.members.equals(links.members)
    assert again.pairs.equals(links.pairs)
    assert again.count == links.count


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000))
def test_the_order_of_rows_registers_and_columns_does_not_matter(rows, links, seed):
    rng = random.Random(seed)
    mixed = {
        name: rng.sample(rows[name], len(rows[name]))
        for name in rng.sample(sorted(rows), len(rows))
    }
    told = registers(mixed)
    for at, register in enumerate(told):
        columns = rng.sample(register.frame.columns, register.frame.width)
        told[at] = replace(register, frame=register.frame.select(columns))
    turned = link(told)
    assert groups(turned) == groups(links)
    assert turned.count == links.count
    assert turned.pairs["probability"].sort().equals(links.pairs["probability"].sort())


@settings(max_examples=3, deadline=None, suppress_health_check=list(HealthCheck))
@given(seed=st.integers(0, 10_000))
def test_an_unrelated_register_leaves_the_others_pairs_as_they_were(rows, links, seed):
    """Up to three pairs in a hundred may change: weights are learned from all files together."""
    rng = random.Random(seed)
    strangers = [
        {"name": f"{a}{b} {c}oru", "birth_date": f"19{rng.randint(30, 60)}-03-04", "sex": "male"}
        for a, b, c in (rng.choices(["Xola", "Zhi", "Qwe", "Ulr"], k=3) for _ in range(60))
    ]
    more = link([*registers(rows), register_of("strangers", strangers)])
    before = links.pairs.filter("linked").select(pl.exclude("weight", "probability", "linked"))
    after = more.pairs.filter("linked").select(before.columns)
    here = after.filter(
        (pl.col("left_register") != "strangers") & (pl.col("right_register") != "strangers")
    )
    kept = before.join(here, on=before.columns, how="semi").height
    assert kept >= 0.97 * before.height
    assert here.height <= 1.03 * before.height


def test_a_field_that_a_register_lacks_says_nothing(rows):
    poor = {
        **rows,
        "union": [{k: r[k] for k in ("record", "name", "phone")} for r in rows["union"]],
    }
    found = link(registers(poor))
    assert found.count is not None
    assert found.members.height == sum(len(r) for r in rows.values())


def test_registers_that_hardly_overlap_are_hardly_linked():
    one, two = invented(11, people=120), invented(12, people=120)
    apart = [register_of("a", one["police"]), register_of("b", two["union"])]
    found = link(apart)
    across = found.pairs.filter("linked", pl.col("left_register") != pl.col("right_register"))
    assert across.height <= 1


@pytest.mark.parametrize("rows", [[], [{"name": "Siti"}], [{"name": "Siti"}, {"name": "Budi"}]])
def test_very_small_registers_are_linked_too(rows):
    found = link([register_of("police", rows)])
    assert found.members.height == len(rows)
    assert (found.count is None) == (not rows)
    assert found.draws(2, 1).shape == (2, len(rows))


def test_a_register_without_identity_is_left_out():
    found = link([register_of("ctdc", [{"sex": "female", "names_person": False}] * 3)])
    assert found.members.height == 0
    assert found.count is None


def test_two_valid_niks_that_differ_are_never_one_person(rows):
    base = dict(rows["police"][0], name="Maria Simbolon Ola", birth_date="1990-05-06", sex="male")
    base |= {"phone": None, "district": "1271"}
    one = base | {"nik": "1271010605900001", "record": "x1"}
    two = base | {"nik": "1271230605900077", "record": "x2"}
    more = {**rows, "police": [*rows["police"], one], "union": [*rows["union"], two]}
    found = link(registers(more)).members
    person = dict(zip(found["record"], found["person"], strict=True))
    assert person["x1"] != person["x2"]


def test_a_higher_threshold_links_less(rows, links):
    strict = link(registers(rows), threshold=0.99)
    assert strict.linked <= links.linked
    assert strict.threshold == 0.99


def test_a_person_explains_itself_without_showing_identity(rows, links):
    sizes = links.members.group_by("person").len().filter(pl.col("len") > 1).sort("person")
    said = explain(links, int(sizes["person"][0]))
    assert said
    assert all(entry["because"] for entry in said)
    text = repr(said).lower()
    shown = {
        word.lower() for name in rows for row in rows[name] for word in row["name"].split()
    } | {row["nik"] for name in rows for row in rows[name] if row["nik"]}
    assert not [word for word in shown if len(word) > 3 and word in text]


def test_unsure_pairs_come_with_the_most_telling_first(links):
    teaches = unsure(links)["teaches"]
    assert teaches.is_sorted(descending=True)
    assert unsure(links, 1).height <= 1


def shuffled(register, rng):
    """The same rows in another order, numbered anew, and the columns in another order."""
    frame = register.frame.sample(fraction=1, shuffle=True, seed=rng.randint(0, 10**6))
    frame = frame.with_columns(row=pl.int_range(1, pl.len() + 1, dtype=frame.schema["row"]))
    return replace(register, frame=frame.select(rng.sample(frame.columns, frame.width)))


@pytest.mark.long
def test_the_benchmark_does_not_depend_on_order():
    """Of so many records rules and samples are chosen: the choice must not see the order either."""
    told, _ = indonesian(shared("data/linkage_benchmarks/indonesian_registers"))
    rng = random.Random(5)
    turned = [shuffled(register, rng) for register in told[::-1]]
    one, two = link(told), link(turned)
    assert groups(two) == groups(one)
    assert two.count == one.count
    assert two.candidates == one.candidates
