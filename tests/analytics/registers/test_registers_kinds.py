"""Workbooks, Parquet, totals, key files, blinded records: other shapes, the same accounting."""

import datetime
import gzip
import stat
from pathlib import Path

import openpyxl
import polars as pl
import pytest

from suar.analytics.registers import (
    BlindMap,
    is_key_file,
    parse_profile,
    read,
    read_all,
    read_key_file,
)
from suar.knowledge.refusal import Refusal

PROFILE = parse_profile(
    "{register: a, id: NO, dates: ['%d/%m/%Y'],"
    " columns: {NAMA: name, NIK: nik, TGL: reported, U: age}}"
)


def workbook(path: Path, *rows: list[object], sheets: tuple[str, ...] = ("Sheet1",)) -> Path:
    book = openpyxl.Workbook()
    book.active.title = sheets[0]
    for name in sheets[1:]:
        book.create_sheet(name)
    for row in rows:
        book[sheets[-1]].append(row)
    book.save(path)
    return path


def test_a_workbook_keeps_numbers_whole_and_dates_dates(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx",
        ["NO", "NAMA", "NIK", "TGL", "U", None],
        ["01", "Siti", 3171014507900001, datetime.date(2020, 8, 4), 30.0],
        [None] * 5,
        ["02", "=cmd", "3171014507900001", "05/08/2020", "31"],
        ["03", "Ana", None, 44197, None],
    )
    register = read(path, profile=PROFILE)
    assert (register.rows, register.accepted) == (3, 3)
    assert register.frame["record"].to_list() == ["01", "02", "03"]
    assert register.frame["nik"].to_list() == ["3171014507900001", "3171014507900001", None]
    assert register.frame["reported"].to_list() == ["2020-08-04", "2020-08-05", "2021-01-01"]
    assert register.frame["age"].to_list() == [30, 31, None]


def test_the_sheet_and_the_lines_to_skip_are_the_profiles(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", ["Daftar"], ["X"], ["5"], sheets=("Lain", "Data"))
    told = "{register: a, sheet: Data, skip: 1, columns: {X: age}}"
    assert read(path, profile=parse_profile(told)).frame["age"].to_list() == [5]
    with pytest.raises(Refusal, match="has several sheets"):
        read(path, profile=parse_profile("{register: a, columns: {X: age}}"))
    with pytest.raises(Refusal, match="no sheet of that name"):
        read(path, profile=parse_profile("{register: a, sheet: Other, columns: {X: age}}"))


def test_blank_lines_above_the_header_are_passed_over(tmp_path: Path) -> None:
    path = workbook(tmp_path / "a.xlsx", [None], [None], ["Daftar"], ["X"], ["5"])
    told = "{register: a, skip: 3, columns: {X: age}}"
    assert read(path, profile=parse_profile(told)).frame["age"].to_list() == [5]
    path = workbook(tmp_path / "b.xlsx", [None], [None], ["X"], ["6"])
    assert read(path, profile=parse_profile(told.replace("3", "0"))).frame["age"].to_list() == [6]


def test_a_workbook_with_one_name_twice_or_that_is_none_is_refused(tmp_path: Path) -> None:
    twice = workbook(tmp_path / "a.xlsx", ["NAMA", "NAMA"], ["x", "y"])
    with pytest.raises(Refusal, match="one name for two columns"):
        read(twice, profile=PROFILE)
    zipped = tmp_path / "b.xlsx"
    zipped.write_bytes(b"PK\x03\x04 not a workbook at all")
    with pytest.raises(Refusal, match="not a workbook"):
        read(zipped, profile=PROFILE)


def test_parquet_is_read_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pl.DataFrame(
        {
            "NO": [1, 2],
            "NAMA": ["Siti", None],
            "NIK": ["x" * 1_100_000, "y"],
            "TGL": [datetime.date(2020, 1, 2)] * 2,
            "U": [30, None],
        }
    ).write_parquet(path)
    register = read(path, profile=PROFILE)
    assert (register.rows, register.accepted) == (2, 1)
    assert [(one.row, one.column) for one in register.rejections] == [(1, "NIK")]
    assert register.frame["reported"].to_list() == ["2020-01-02"]
    path.write_bytes(b"PAR1 broken")
    with pytest.raises(Refusal, match="Parquet"):
        read(path, profile=PROFILE)


def test_totals_are_known_by_their_header(tmp_path: Path) -> None:
    path = tmp_path / "union 2020.csv"
    path.write_text(
        "year,unit,sex,age,purpose,count\n2020,person,P,,forced_labour,12\n2021,case,,,nope,<5\nx\n",
        encoding="utf-8",
    )
    register = read(path)
    assert (register.kind, register.name, register.linkable) == ("totals", "union_2020", False)
    assert register.frame.rows() == [
        (2020, "person", "female", None, "forced_labour", 12),
        (2021, "case", None, None, None, None),
    ]
    assert (register.rows, register.accepted) == (3, 2)
    assert {(one.code, one.column) for one in register.warnings} == {
        ("not-a-number", "count"),
        ("unknown-code", "purpose"),
    }


@pytest.mark.parametrize("packed", [False, True])
def test_a_key_file_is_known_by_its_first_line(tmp_path: Path, packed: bool) -> None:
    data = (
        b'# suar-keys {"register": "police", "fingerprint": "ab", "schema": 1}\n'
        b"record,names_person,nik\n01,1,NA\n"
    )
    path = tmp_path / "a.keys"
    path.write_bytes(gzip.compress(data) if packed else data)
    assert is_key_file(path)
    register = read(path)
    assert (register.kind, register.name, register.linkable) == ("keys", "police", True)
    assert register.key_info == {"register": "police", "fingerprint": "ab", "schema": "1"}
    assert register.frame["record"].to_list() == ["01"]
    assert register.rows == register.accepted == 1


def test_a_broken_key_file_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "a.keys"
    for data in (b"# suar-keys {oops\na\n1\n", b"# suar-keys [1]\na\n1\n", b"# suar-keys {}\n"):
        path.write_bytes(data)
        with pytest.raises(Refusal, match="key file that cannot be read"):
            read_key_file(path)
    path.write_bytes(gzip.compress(b"# suar-keys {}\na\n" + b"12345\n" * 999)[:-9])
    with pytest.raises(Refusal, match="key file that cannot be read"):
        read_key_file(path)


def csv_of(folder: Path, name: str, body: str = "NO,NAMA\nLP/1,Siti\nLP/2,Budi\n") -> Path:
    path = folder / name
    path.write_text(body, encoding="utf-8")
    profile = (
        f"{{register: {path.name.split('.')[0]}, id: NO, case_id: NO, columns: {{NAMA: name}}}}"
    )
    path.with_name(f"{path.name.split('.')[0]}.profile.yaml").write_text(profile)
    return path


def test_blind_numbers_are_random_kept_and_their_owners_alone(tmp_path: Path) -> None:
    path, place = csv_of(tmp_path, "police.csv"), tmp_path / "map.csv"
    blind = BlindMap(place)
    (first,) = read_all([path], blind=blind.blinded)
    blind.save()
    records = first.frame["record"].to_list()
    assert len(set(records)) == 2
    assert not any("LP" in record for record in records)
    assert first.frame["case_id"].to_list() == records
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    assert place.read_text().splitlines()[1] == f"police,LP/1,{records[0]}"
    (again,) = read_all([path], blind=BlindMap(place).blinded)
    assert again.frame["record"].to_list() == records
    (other,) = read_all([path], blind=BlindMap(tmp_path / "other.csv").blinded)
    assert not set(other.frame["record"]) & set(records)


def test_a_file_that_is_no_map_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="not a map"):
        BlindMap(csv_of(tmp_path, "police.csv"))


def test_profiles_are_chosen_by_name(tmp_path: Path) -> None:
    first, second = csv_of(tmp_path, "one.csv"), csv_of(tmp_path, "two.csv")
    other = tmp_path / "other.yaml"
    other.write_text("{register: chosen, columns: {NAMA: other_names}}")
    registers = read_all([first, second], [f"two={other}"])
    assert [one.name for one in registers] == ["one", "chosen"]
    assert read_all([first], [str(other)])[0].name == "chosen"
    assert read_all([first], [f"one={other}"])[0].name == "chosen"
    with pytest.raises(Refusal, match="of the profile ctdc_2024"):
        read_all([first], ["ctdc_2024"])  # a built-in one by its name
    for told, problem in ((str(other), "for which register"), (f"three={other}", "not among")):
        with pytest.raises(Refusal, match=problem):
            read_all([first, second], [told])
    with pytest.raises(Refusal, match="given twice"):
        read_all([first, first])
    with pytest.raises(Refusal, match="No register"):
        read_all([])


def test_registers_of_one_name_are_told_apart(tmp_path: Path) -> None:
    paths = []
    for year in ("2020", "2021"):
        (tmp_path / year).mkdir()
        paths.append(csv_of(tmp_path / year, "police.csv"))
    assert [one.name for one in read_all(paths)] == ["police", "police_2"]


def test_no_profile_or_the_wrong_one_is_refused_with_how_to_proceed(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    path.write_text("satu,dua\n1,2\n", encoding="utf-8")
    with pytest.raises(Refusal, match="has no profile and fits no built-in one") as caught:
        read(path)
    assert "suar register check" in str(caught.value)
    with pytest.raises(Refusal, match="lacks the columns NO, NAMA") as caught:
        read(path, profile=PROFILE)
    assert "--profile" in str(caught.value)


def test_a_file_without_a_readable_row_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "x.csv"
    told = parse_profile("{register: a, columns: {a: name}}")
    path.write_text("a,b\n1\n2\n", encoding="utf-8")
    with pytest.raises(Refusal, match=r"row 1: has no row that can be read \(2 rows"):
        read(path, profile=told)
    path.write_text("a,b\n", encoding="utf-8")
    with pytest.raises(Refusal, match="has a header and no rows"):
        read(path, profile=told)
