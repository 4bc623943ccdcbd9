"""Indonesian places: two number systems that look alike, and names as offices write them."""

import csv

import pytest

from shared import shared
from suar.knowledge.vocab import (
    code_list,
    province_code,
    regency_candidates,
    regency_code,
    un_region,
)


@pytest.mark.parametrize(
    "written",
    ["KAB. SIMEULUE", "Kabupaten Simeulue", "Simeulue", "kab simeulue", " SIMEULUE ", "11.09"],
)
def test_simeulue_however_it_is_written(written: str) -> None:
    assert regency_code(written) == "11.09"


def test_the_same_number_is_two_places() -> None:
    assert regency_code("1101", "bps_2018") == "11.09"
    assert regency_code("1101", "kemendagri") == "11.01"
    assert regency_code("11.01") == "11.01"
    assert regency_code("1101") is None
    assert regency_candidates("1101") == ("11.01", "11.09")
    assert regency_code("1371") == "13.71"  # both systems agree on Padang


def test_a_bare_name_of_a_regency_and_a_city_is_not_guessed() -> None:
    assert regency_code("Bandung") is None
    assert regency_candidates("Bandung") == ("32.04", "32.73")
    assert regency_code("Kab. Bandung") == "32.04"
    assert regency_code("KOTA BANDUNG") == "32.73"
    assert province_code("Bandung") == "32"


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("Kab. Toba Samosir", "12.12"),
        ("Kabupaten Mamuju Utara", "76.01"),
        ("KOTA ADM. JAKARTA SELATAN", "31.74"),
        ("Jakarta Selatan", "31.74"),
        ("Kab. Kotawaringin Barat", "62.01"),
        ("Kotabaru", "63.02"),
        ("", None),
        (None, None),
        ("9999", None),
        ("Atlantis", None),
    ],
)
def test_names_old_and_new(written: str | None, code: str | None) -> None:
    assert regency_code(written) == code


@pytest.mark.parametrize(
    ("written", "source", "code"),
    [
        ("NTB", None, "52"),
        ("Prov. Jawa Barat", None, "32"),
        ("West Java", None, "32"),
        ("DKI Jakarta", None, "31"),
        ("DI Yogyakarta", None, "34"),
        ("91", None, "91"),
        ("91", "bps_2018", "92"),
        ("94", "bps_2018", "91"),
        ("99", None, None),
        ("1101", None, "11"),
        ("Kupang", None, "53"),
        (None, None, None),
    ],
)
def test_provinces(written: str | None, source: str | None, code: str | None) -> None:
    assert province_code(written, source) == code


def test_every_code_of_the_decree_and_of_bps_is_there_once() -> None:
    with shared("data/gazetteer/idn_regencies_kemendagri_2025.csv").open(encoding="utf-8") as file:
        decree = {row["code"]: row for row in csv.DictReader(file)}
    with shared("data/gazetteer/idn_regencies_bps_2018.csv").open(encoding="utf-8") as file:
        bps = {row[0] for row in csv.reader(file)}
    regencies = code_list("regency")
    assert {code.code for code in regencies} == set(decree)
    assert {code.crosswalk["bps_2018"][0] for code in regencies} == bps
    for code in regencies:
        assert code.label["id"] == decree[code.code]["name"]
        assert regency_code(decree[code.code]["name"]) == code.code
        assert province_code(code.code) == decree[code.code]["province_code"]
        assert code.code[:2] in code_list("province")


def test_the_places_of_bps_and_of_the_decree_bear_the_same_name() -> None:
    with shared("data/gazetteer/idn_regencies_bps_2018.csv").open(encoding="utf-8") as file:
        rows = list(csv.reader(file))
    assert len(rows) == 514
    for number, _province, name in rows:
        assert regency_code(number, "bps_2018") == regency_code(name), name


def test_the_lists_under_another_licence_say_so() -> None:
    assert code_list("province").licence == code_list("regency").licence == "ODbL-1.0"
    assert code_list("purpose").licence is None


def test_regions_of_the_world() -> None:
    assert un_region("IDN") == "Asia"
    assert un_region("XXX") is None
