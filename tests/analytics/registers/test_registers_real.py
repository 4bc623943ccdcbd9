"""Real files, by totals counted by hand with `csv` alone; skipped where the data is absent."""

import csv
from pathlib import Path

import polars as pl
import pytest

from shared import shared
from suar.analytics.registers import read, read_all


def test_the_k_anonymised_extract_of_ctdc() -> None:
    register = read(shared("data/ctdc/ctdc_kanon_20200414_extract.csv.gz"))
    frame = register.frame
    assert (register.name, register.rows, register.accepted) == ("ctdc_kanon", 48_773, 48_773)
    assert register.warnings == ()
    assert not register.linkable
    assert frame.filter(citizenship="IDN").height == 1_971
    assert frame.filter(exploitation_country="IDN").height == 1_777
    assert frame.filter(exploitation_country="MYS").height == 930
    assert frame["sex"].value_counts(sort=True).rows() == [("female", 35_506), ("male", 13_267)]
    asked = frame["purpose"].list.sort().list.join("+").value_counts(sort=True)
    assert dict(asked.iter_rows()) == {
        None: 22_294,  # neither column asked
        "sexual": 15_731,
        "forced_labour": 9_464,
        "": 976,  # both asked, both no
        "forced_labour+sexual": 308,
    }
    assert frame.filter(minor=True).height == 8_645 + 1_556
    assert frame.filter(pl.col("minor").is_null()).height == 12_348


def test_the_victim_perpetrator_set_of_ctdc() -> None:
    register = read(shared("data/ctdc/CTDC_VPsynthetic_condensed.csv"))
    frame = register.frame
    assert (register.name, register.rows, register.accepted) == ("ctdc_vp2022", 21_195, 21_195)
    assert register.warnings == ()
    assert not register.linkable
    assert frame["sex"].value_counts(sort=True).rows() == [
        ("female", 9_589),
        ("male", 7_995),
        (None, 3_611),
    ]
    assert frame.filter(minor=True).height == 1_212
    assert frame["year"].drop_nulls().len() == 2_398 + 2_002
    labour = pl.col("purpose").list.contains("forced_labour")
    assert frame.filter(labour).height == 12_248


def header_only(folder: Path, names: list[str], cells: list[str]) -> Path:
    path = folder / "file.csv"
    with path.open("w", newline="") as stream:
        csv.writer(stream).writerows([names, cells])
    return path


@pytest.mark.parametrize("long", [True, False])
def test_ctdc_2021_is_read_with_whole_and_with_cut_names(tmp_path: Path, long: bool) -> None:
    table = shared("data/ctdc/ctdc_variable_concordance.csv")
    names = [row["kanon_variable"] for row in csv.DictReader(table.open())]
    names = [name for name in names if name not in ("Datasource", "(2024 only) traffickMonths")]
    cut = [*(name if long else name[:32] for name in names), "traffickMonths"]
    assert any(len(name) > 32 for name in cut) is long
    given = {
        "gender": "Woman",
        "ageBroad": "9--17",
        "citizenship": "NAM",
        "yearOfRegistration": "2019",
    }
    cells = [given.get(name, "1" if name.startswith("meansOf") else "") for name in [*names, ""]]
    register = read(header_only(tmp_path, cut, cells))
    row = register.frame.row(0, named=True)
    assert register.name == "ctdc_2021"
    assert (row["citizenship"], row["sex"], row["minor"]) == ("NAM", "female", True)
    assert {"psychoactive_substances", "restricts_medical_care"} <= set(row["control"])


def test_ctdc_2024_keeps_coarse_means_coarse(tmp_path: Path) -> None:
    names = "yearOfRegistration gender ageBroad citizenship CountryOfExploitation traffickMonths"
    flags = "meansDebtBondageEarnings meansThreats isForcedLabour recruiterRelationFamily"
    cells = ["2022", "Man", "18--20", "IDN", "KHM", "0--12", "", "1", "1", "1"]
    register = read(header_only(tmp_path, f"{names} {flags}".split(), cells))
    row = register.frame.row(0, named=True)
    assert register.name == "ctdc_2024"
    assert row["control"] == ["threats_any"]
    assert row["purpose"] == ["forced_labour"]
    assert row["recruiter_relation"] == "family"
    assert (row["sex"], row["gender"], row["abroad"]) == ("male", "man", True)


def test_htcds_names_are_read_and_its_codes_known(tmp_path: Path) -> None:
    table = shared("data/htcds/htcds_2_0_picklists.csv")
    rows = list(csv.DictReader(table.open(encoding="utf-8")))
    fields = {
        "vic_TypeOfExploitation": "purpose",
        "vic_MethodsOfControl": "control",
        "vic_ForcedLabourIndustry": "sector",
    }
    values = {
        name: ";".join(row["value_name"] for row in rows if row["field"] == name) for name in fields
    }
    names = ["prs_FirstName", "vic_TraffickingStatus", *fields]
    path = header_only(tmp_path, names, ["A", "PossibleVictimOfTrafficking", *values.values()])
    register = read(path)
    row = register.frame.row(0, named=True)
    assert (register.name, row["status"], row["given_name"]) == ("htcds", "presumed", "A")
    assert len(row["purpose"]) == len(values["vic_TypeOfExploitation"].split(";"))
    assert len(row["control"]) == len(values["vic_MethodsOfControl"].split(";"))
    assert register.linkable


def test_five_invented_indonesian_registers_with_profiles_beside_them() -> None:
    folder = shared("data/linkage_benchmarks/indonesian_registers")
    names = ["foreign_ministry", "migrant_agency", "migrant_union", "police", "women_child"]
    registers = read_all([folder / f"{name}.csv" for name in names])
    assert [one.name for one in registers] == names
    assert [one.accepted for one in registers] == [2016, 2879, 1614, 1965, 1526]
    assert all(one.linkable and not one.rejections for one in registers)
    truth = pl.read_csv(folder / "truth.csv", infer_schema=False)
    for one in registers:
        told = truth.filter(register=one.name)["record"]
        assert sorted(told) == sorted(one.frame["record"])
        codes = {warning.code for warning in one.warnings}
        assert "unknown-code" not in codes  # every district number is known
