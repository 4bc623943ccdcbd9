"""The truth beside the files: every row has its person, and the population adds up."""

import json

import polars as pl
import pytest

SEEDS = [1, 2, 3]


@pytest.mark.parametrize("seed", SEEDS)
def test_the_truth_names_one_person_for_every_row(country, seed):
    made = country(seed)
    truth = made.truth
    assert truth.columns == ["register", "record", "person"]
    assert truth.height == truth.select("register", "record").n_unique() == 7437
    for name, register in made.registers().items():
        there = truth.filter(pl.col("register") == name)["record"]
        assert set(there) == set(register.frame["record"])


def test_in_units_a_report_has_as_many_lines_of_truth_as_victims(country):
    made = country(1, "units")
    reports = made.registers()["police"].frame
    lines = made.truth.filter(pl.col("register") == "police").group_by("record").len()
    both = reports.join(lines, on="record", how="full", coalesce=True)
    assert both["len"].null_count() == both["persons_in_row"].null_count() == 0
    # a person noted twice may stand twice in one report, which is one line of truth
    assert (both["len"] <= both["persons_in_row"]).all()
    assert (both["len"] == both["persons_in_row"]).mean() > 0.98
    assert (both["persons_in_row"] > 1).mean() > 0.2


def test_in_units_those_with_a_row_of_their_own_are_counted_apart(country):
    made = country(1, "units")
    per_record = made.truth.with_columns(victims=pl.len().over("register", "record"))
    alone = per_record.filter(pl.col("victims") == 1)["person"].n_unique()
    told = made.summary.population["with_a_row_of_their_own"]
    assert told == pytest.approx(alone, abs=3)
    assert told < made.summary.population["seen"]
    seeds = country(1).summary.population
    assert seeds["with_a_row_of_their_own"] == seeds["seen"]


def test_in_units_only_a_report_with_one_victim_names_somebody(country):
    reports = country(1, "units").registers()["police"].frame
    several = reports.filter(pl.col("persons_in_row") > 1)
    one = reports.filter(pl.col("persons_in_row") == 1)
    assert not several["names_person"].any()
    assert several["nik"].null_count() == several["birth_date"].null_count() == several.height
    assert one["names_person"].mean() > 0.8


def test_in_units_the_foreign_ministry_mixes_statuses(country):
    mixed = country(1, "units").registers()["foreign_ministry"].frame["status"].drop_nulls()
    plain = country(1).registers()["foreign_ministry"].frame["status"].drop_nulls()
    assert set(mixed) == {"presumed", "identified", "handled"}
    assert mixed.value_counts()["count"].min() > 400
    assert set(plain) == {"handled"}


@pytest.mark.parametrize("scenario", ["seeds", "units"])
@pytest.mark.parametrize("seed", SEEDS)
def test_the_population_adds_up_in_every_table(country, seed, scenario):
    made = country(seed, scenario)
    population = json.loads((made.out / "population.json").read_text())
    assert population == made.summary.population
    assert population["seen"] + population["unseen"] == population["persons"]
    for table in ("strata", "purposes", "countries", "years", "kinds"):
        for key in ("persons", "seen", "unseen"):
            assert sum(row[key] for row in population[table]) == population[key], (table, key)
    histories = population["histories"]
    assert sum(row["persons"] for row in histories) == population["persons"]
    nobody = [row for row in histories if not any(row[name] for name in population["registers"])]
    assert [row["persons"] for row in nobody] == [population["unseen"]]
    truth = made.truth
    assert truth["person"].n_unique() == population["seen"]
    for name, about in population["registers"].items():
        held = truth.filter(pl.col("register") == name)
        assert held["person"].n_unique() == about["persons"]
        assert sum(row["persons"] for row in histories if row[name]) == about["persons"]
        assert sum(row["registers"][name] for row in population["strata"]) == about["persons"]
        assert made.summary.rows[name] == about["rows"]


@pytest.mark.parametrize("seed", SEEDS)
def test_thousands_are_known_to_none_and_enough_to_several(country, seed):
    made = country(seed)
    population = made.summary.population
    assert population["unseen"] > 2_000
    assert 0.25 < population["unseen"] / population["persons"] < 0.6
    several = made.truth.group_by("person").agg(pl.col("register").n_unique())
    assert (several["register"] > 1).sum() == population["in_several_registers"]
    assert population["in_several_registers"] >= 0.15 * population["seen"]


@pytest.mark.parametrize("seed", SEEDS)
def test_about_six_in_a_hundred_stand_twice_in_a_register(country, seed):
    held = country(seed).truth.group_by("register", "person").len()
    assert (held["len"] > 1).mean() == pytest.approx(0.06, abs=0.005)
