"""The built-in profiles know the simulated files unasked, and the registers keep to their scope."""

import json

import polars as pl
import pytest

from shared import shared
from suar.analytics.registers.builtin import builtin_profiles, the_one
from suar.analytics.registers.reading import read
from suar.analytics.synthetic.offices import columns, offices

NAMES = ("police", "foreign_ministry", "women_child", "migrant_agency", "migrant_union")
#: At most so large a share of a register may lie outside its scope.
LEAK = 0.012


@pytest.mark.parametrize("scenario", ["seeds", "units"])
def test_the_built_in_profiles_know_all_five_without_being_told(country, scenario):
    for name, register in country(1, scenario).registers().items():
        assert register.profile.register == name
        assert register.rows == register.accepted
        unknown = [warned for warned in register.warnings if "unknown" in warned.code]
        assert unknown == []
        repeated = [warned for warned in register.warnings if "repeat" in warned.code]
        assert repeated == []


def test_the_police_reports_are_known_as_reports(country):
    reports = country(1, "units").registers()["police"]
    assert reports.profile.counts == "report"
    assert country(1).registers()["police"].profile.counts in ("person", "victim")


@pytest.mark.parametrize("name", NAMES)
def test_the_built_in_profiles_also_know_the_shared_benchmark_s_headers(name):
    path = shared(f"data/linkage_benchmarks/indonesian_registers/{name}.csv")
    header = path.read_text(encoding="utf-8").split("\n", 1)[0].split(",")
    profile = the_one(header, name)
    assert profile.register == name
    assert set(profile.required or ()) == set(header)
    assert read(path, profile=profile).accepted == len(path.read_text().splitlines()) - 1


@pytest.mark.parametrize("office", offices("seeds") + offices("units")[:1])
def test_no_two_codes_of_an_office_share_a_word(office):
    for column in columns(office.profile):
        words = list(column.words.values())
        assert len(words) == len(set(words)), column.header


def test_each_published_figure_says_where_it_comes_from():
    counts = {
        name: profile.published for name, profile in builtin_profiles().items() if name in NAMES
    }
    assert {name: published.count for name, published in counts.items()} == {
        "police": 1352,
        "foreign_ministry": 2438,
        "women_child": 2039,
        "migrant_agency": 262,
        "migrant_union": 1346,
    }
    assert all("2020-2023" in published.source for published in counts.values())


def test_each_change_of_practice_says_that_the_country_is_invented():
    notes = [
        change.note
        for name, profile in builtin_profiles().items()
        if name in (*NAMES, "police_reports")
        for change in profile.practice_changes
    ]
    assert len(notes) >= 3
    assert all("Invented country" in str(note) and "rekaan" in str(note) for note in notes)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_registers_hold_those_in_their_scope_up_to_the_stated_leak(country, seed):
    made = country(seed)
    registers = json.loads((made.out / "population.json").read_text())["registers"]
    for name, about in registers.items():
        leaked = about["held_out_of_scope"] / about["persons"]
        assert leaked <= (LEAK if name == "women_child" else 0.0)
    for name, register in made.registers().items():
        outside = register.frame.filter(pl.col("in_scope").not_()).height
        assert outside <= 3 * LEAK * register.rows, name  # miscoded sexes and wrong years too


def test_nearly_all_rows_lie_in_the_window_and_a_few_do_not(country):
    frames = [register.frame["in_window"] for register in country(1).registers().values()]
    outside = (~pl.concat(frames)).sum()
    assert 0 < outside < 0.02 * 7437
