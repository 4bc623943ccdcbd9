"""Numbers and dates made comparable, and blanks filled from the NIK."""

import polars as pl
import pytest

from linkage_sets import register_of
from suar.analytics.linkage.columns import clean_nik, clean_passport, clean_phone
from suar.analytics.linkage.prepare import prepare


def table(*rows):
    return prepare([register_of("police", list(rows))]).table.sort("row")


@pytest.mark.parametrize(
    "text", ["0812-3456-789", "+62 812 3456 789", "62812 3456789", "8123456789"]
)
def test_a_phone_has_one_form(text):
    assert clean_phone(text) == "+628123456789"


@pytest.mark.parametrize("text", ["-", "0000000000", "12", "tidak ada"])
def test_what_is_no_number_is_blank(text):
    assert clean_phone(text) is None
    assert clean_nik(text) is None


def test_a_passport_s_figures_are_figures():
    assert clean_passport("b 123456O") == "B1234560"
    assert clean_passport("AB12345I7") == "AB1234517"


@pytest.mark.parametrize("filler", ["1990-01-01", "1990-12-31", "1990-07-01", "1990"])
def test_a_day_that_offices_write_for_want_of_one_is_only_a_year(filler):
    found = table({"name": "Siti", "birth_date": filler}).row(0, named=True)
    assert (found["birth_y"], found["birth_m"], found["birth_d"]) == (1990, None, None)


def test_a_nik_fills_what_is_blank():
    found = table({"name": "Siti", "nik": "3201014507900001"}).row(0, named=True)
    assert (found["birth_y"], found["birth_m"], found["birth_d"]) == (1990, 7, 5)
    assert found["sex"] == "female"
    assert found["birth_filled"]
    assert found["sex_filled"]


def test_a_nik_that_contradicts_the_year_fills_nothing():
    found = table({"name": "Siti", "birth_date": "1985", "nik": "3201014507900001"})
    assert found["birth_m"].to_list() == [None]


def test_an_age_makes_a_year_that_may_be_one_off():
    found = table({"name": "Siti", "age": 20, "event_date": "2021-03-01"})
    assert found["birth_about"].to_list() == [2001]
    assert found["birth_y"].to_list() == [None]


def test_names_in_parts_are_one_name():
    found = table({"given_name": "Siti", "family_name": "Aminah"}, {"name": "Aminah Siti"})
    assert found["name"].n_unique() == 1


def test_rows_that_name_no_person_are_left_out():
    register = register_of("police", [{"name": "Siti"}, {"names_person": False}])
    assert prepare([register]).table.select(pl.len()).item() == 1
