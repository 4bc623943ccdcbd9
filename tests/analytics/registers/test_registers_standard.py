"""From cells to a standard frame: codes, dates, numbers, scope, window, and what is warned of."""

from pathlib import Path

import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from suar.analytics.registers import Register, in_scope, parse_profile, parse_scope, read
from suar.analytics.registers.nik import parse_nik, parts
from suar.analytics.registers.schema import STANDARD
from suar.knowledge.refusal import Refusal

PROFILE = """
register: invented
id: NO
dates: ["%d/%m/%Y", "%Y"]
blank: ["", "-"]
columns:
  NAMA: name
  LAHIR: birth_date
  JK: {field: sex, values: {L: male, P: female}}
  NIK: nik
  UMUR: age
  WN: citizenship
  NEGARA: exploitation_country
  BENTUK: {field: purpose, split: ";", values: {KP: forced_labour, ES: sexual}}
  TGL: reported
  TAHUN: year
"""
HEADER = "NO,NAMA,LAHIR,JK,NIK,UMUR,WN,NEGARA,BENTUK,TGL,TAHUN"


def made(folder: Path, *rows: str, extra: str = "", header: str = HEADER) -> Register:
    path = folder / "invented.csv"
    path.write_text("\n".join((header, *rows)) + "\n", encoding="utf-8")
    return read(path, profile=parse_profile(PROFILE + extra))


def warned(register: Register) -> dict[tuple[str, str | None], tuple[int, tuple[int, ...]]]:
    return {(one.code, one.column): (one.count, one.rows) for one in register.warnings}


def one(register: Register, field: str) -> object:
    return register.frame[field].to_list()[0]


def test_the_frame_is_the_standard_one(tmp_path: Path) -> None:
    register = made(tmp_path, "7,Siti,04/08/1980,P,,39,ID,MYS,KP;ES,01/02/2020,")
    assert dict(register.frame.schema) == STANDARD
    row = register.frame.row(0, named=True)
    assert row["record"] == "7"
    assert row["birth_date"] == "1980-08-04"
    assert row["birth_year"] == 1980
    assert row["sex"] == "female"
    assert row["citizenship"] == "IDN"
    assert row["exploitation_country"] == "MYS"
    assert row["purpose"] == ["forced_labour", "sexual"]
    assert row["event_date"] == "2020-02-01"
    assert row["minor"] is False
    assert row["abroad"] is True
    assert (row["in_window"], row["in_scope"], row["names_person"]) == (True, True, True)


def test_namibia_survives_and_blank_is_not_asked(tmp_path: Path) -> None:
    register = made(tmp_path, "1,A,,,,,NA,,,,2020", "2,-,-,-,-,-,-,-,-,-,-")
    assert one(register, "citizenship") == "NAM"
    second = register.frame.row(1, named=True)
    known = {name for name, value in second.items() if value is not None}
    assert known == {"row", "record", "in_window", "in_scope", "names_person"}
    assert second["names_person"] is False


def test_unknown_codes_and_impossible_dates_are_null_kept_and_counted(tmp_path: Path) -> None:
    register = made(
        tmp_path,
        "1,A,31/02/1980,X,,200,Atlantis,,KP;??,01/01/2020,",
        "2,B,1980,P,,-3,ID,,ES,99/99/2020,20x0",
    )
    assert register.accepted == 2
    assert warned(register) == {
        ("impossible-age", "UMUR"): (2, (1, 2)),
        ("impossible-date", "LAHIR"): (1, (1,)),
        ("impossible-date", "TAHUN"): (1, (2,)),
        ("impossible-date", "TGL"): (1, (2,)),
        ("unknown-code", "BENTUK"): (1, (1,)),
        ("unknown-code", "JK"): (1, (1,)),
        ("unknown-code", "WN"): (1, (1,)),
    }
    assert register.frame["purpose"].to_list() == [["forced_labour"], ["sexual"]]
    assert register.frame["sex"].to_list() == [None, "female"]


def test_records_are_verbatim_and_repeats_are_numbered(tmp_path: Path) -> None:
    rows = ["A/1,a,,,,,,,,,", "A/1,b,,,,,,,,,", " x ,c,,,,,,,,,", ",d,,,,,,,,,", "A/1,e,,,,,,,,,"]
    register = made(tmp_path, *rows)
    assert register.frame["record"].to_list() == ["A/1", "A/1#2", " x ", "4", "A/1#3"]
    assert warned(register)[("repeated-id", "NO")] == (2, (2, 5))
    assert warned(register)[("blank-id", "NO")] == (1, (4,))


@given(st.lists(st.sampled_from(["a", "a#2", "a#3", "1", "2", "", "b"]), min_size=1, max_size=9))
@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_records_are_always_unique(tmp_path: Path, numbers: list[str]) -> None:
    register = made(tmp_path, *(f"{number},n,,,,,,,,," for number in numbers))
    assert register.frame["record"].n_unique() == len(numbers)
    for number, record in zip(numbers, register.frame["record"], strict=True):
        assert not number or record.startswith(number)


def test_without_an_id_the_record_is_the_rows_number(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("NAMA,X\nSiti,1\nrusak\nBudi,2\n", encoding="utf-8")
    register = read(path, profile=parse_profile("register: a\ncolumns: {NAMA: name}"))
    assert register.frame["record"].to_list() == ["1", "3"]
    assert (register.rows, register.accepted) == (3, 2)


def test_a_nik_that_contradicts_is_warned_of(tmp_path: Path) -> None:
    register = made(
        tmp_path,
        "1,A,05/07/1990,P,3171014507900001,,,,,,",  # agrees
        "2,B,05/07/1990,L,3171014507900001,,,,,,",  # says a woman
        "3,C,1991,P,3171014507900001,,,,,,",  # another year
        "4,D,,,317101,,,,,,",  # too short
        "5,E,1990,P,31.7101.450790.0001,,,,,,",  # dots are no error
    )
    assert warned(register) == {
        ("nik-sex", "NIK"): (1, (2,)),
        ("nik-birth", "NIK"): (1, (3,)),
        ("nik-malformed", "NIK"): (1, (4,)),
    }


def test_an_age_against_the_birth_date_is_warned_of(tmp_path: Path) -> None:
    register = made(
        tmp_path,
        "1,A,01/06/1990,,,30,,,,01/01/2021,",
        "2,B,01/06/1990,,,20,,,,01/01/2021,",
        "3,C,1990,,,31,,,,,2021",
        "4,D,01/01/2022,,,,,,,01/01/2021,",  # born after it happened
    )
    assert warned(register) == {("age-birth-mismatch", "UMUR"): (2, (2, 4))}


def test_formula_text_is_told_of_and_kept(tmp_path: Path) -> None:
    register = made(tmp_path, "1,=cmd|' /C calc'!A0,,,,,,,,,", "2,@x,,,,,,,,,", "3,-,,,,,,,,,")
    assert warned(register) == {("formula-text", "NAMA"): (2, (1, 2))}
    assert one(register, "name") == "=cmd|' /C calc'!A0"


MINORS = [
    ("1,A,,,,17,,,,,2020", True),
    ("1,A,,,,18 tahun,,,,,2020", False),
    ("1,A,2003,,,,,,,,2020", True),
    ("1,A,2002,,,,,,,,2020", None),  # 17 or 18, as the day may be
    ("1,A,2001,,,,,,,,2020", False),
    ("1,A,01/02/2002,,,,,,,31/01/2020,", True),
    ("1,A,01/02/2002,,,,,,,01/02/2020,", False),
    ("1,A,2010,,,,,,,,", None),
]


@pytest.mark.parametrize(("row", "minor"), MINORS)
def test_minor_is_told_only_where_it_is_certain(
    tmp_path: Path, row: str, minor: bool | None
) -> None:
    assert one(made(tmp_path, row), "minor") is minor


def test_the_window_is_three_valued_and_judged_on_its_own_date(tmp_path: Path) -> None:
    register = made(
        tmp_path,
        "1,A,,,,,,,,01/07/2020,",
        "2,B,,,,,,,,01/07/2019,",
        "3,C,,,,,,,,,2020",  # some of 2020 is outside
        "4,D,,,,,,,,,",
        "5,E,,,,,,,,2021,",
        extra="window: {on: reported, from: 2020-06-01, to: 2021-12-31}",
    )
    assert register.frame["in_window"].to_list() == [True, False, None, None, True]
    assert warned(register) == {("outside-window", None): (1, (2,))}
    other = made(
        tmp_path,
        "1,A,,,,,,,,01/07/2019,",
        extra="window: {on: identified, from: 2020-06-01, to: 2021-12-31}",
    )
    assert one(other, "event_date") == "2019-07-01"
    assert one(other, "in_window") is None


def test_the_scope_is_three_valued(tmp_path: Path) -> None:
    register = made(
        tmp_path,
        "1,A,,P,,,,,,,",
        "2,B,,L,,15,,,,,",
        "3,C,,L,,30,,,,,",
        "4,D,,L,,,,,,,",
        "5,E,,,,,,,,,",
        "6,F,,,,15,,,,,",
        extra="scope: {any: [{sex: [female]}, {minor: [true]}]}",
    )
    assert register.frame["in_scope"].to_list() == [True, True, False, None, None, True]
    assert warned(register) == {("outside-scope", None): (1, (3,))}


def test_all_of_several_conditions(tmp_path: Path) -> None:
    frame = (
        pl.DataFrame(schema=STANDARD)
        .clear(4)
        .with_columns(
            sex=pl.Series(["female", "female", "male", None]),
            abroad=pl.Series([True, None, None, False]),
            purpose=pl.Series([["sexual"], [], None, ["begging"]], dtype=pl.List(pl.String)),
        )
    )
    scope = parse_scope({"all": [{"sex": ["female"], "abroad": ["yes"]}]})
    assert in_scope(frame, scope).to_list() == [True, None, False, False]
    forms = parse_scope({"any": [{"purpose": ["sexual", "organ_removal"]}]})
    assert in_scope(frame, forms).to_list() == [True, None, None, False]
    assert in_scope(frame, None).to_list() == [True] * 4


def test_a_scope_may_use_any_word_that_the_vocabulary_knows() -> None:
    scope = parse_scope({"all": [{"citizenship": ["Indonesia", "MY"]}, {"age": ["17"]}]})
    assert scope == parse_scope({"all": [{"citizenship": ["IDN", "MYS"]}, {"age": ["17"]}]})


def test_a_scope_that_is_none_is_refused() -> None:
    for raw in (
        {"any": [{"citizenship": ["Atlantis"]}]},
        {"all": [{"age": ["old"]}]},
        {"some": []},
        {"any": []},
        {"any": [{"minor": ["maybe"]}]},
        "female",
    ):
        with pytest.raises(Refusal, match="scope"):
            parse_scope(raw)


def test_constants_and_a_status_for_the_file(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("X\n1\n", encoding="utf-8")
    text = "register: a\nstatus: identified\nconstants: {destination: Malaysia}\ncolumns: {X: age}"
    register = read(path, profile=parse_profile(text))
    assert one(register, "status") == "identified"
    assert one(register, "destination") == "MYS"
    assert one(register, "abroad") is True


def test_yes_no_columns_become_codes_and_no_is_not_blank(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text("F,S,R1,R2\n1,0,1,\n0,0,1,1\n-99,,,\nx,1,,1\n", encoding="utf-8")
    text = """
    {register: a, blank: ["-99"], columns: {
      F: {field: purpose, when: {"1": forced_labour}},
      S: {field: purpose, when: {"1": sexual}},
      R1: {field: recruiter_relation, when: {"1": family}},
      R2: {field: recruiter_relation, when: {"1": friend}}}}"""
    register = read(path, profile=parse_profile(text))
    assert register.frame["purpose"].to_list() == [["forced_labour"], [], None, ["sexual"]]
    assert register.frame["recruiter_relation"].to_list() == ["family", None, None, "friend"]
    assert warned(register) == {
        ("several-codes", "recruiter_relation"): (1, (2,)),
        ("unknown-code", "F"): (1, (4,)),
    }


def test_districts_are_coded_where_they_are_known_and_kept_where_not(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text('K\n11.01\n"Kab. Simeulue"\nnegeri dongeng\n', encoding="utf-8")
    register = read(path, profile=parse_profile("{register: a, columns: {K: district}}"))
    assert register.frame["district"].to_list() == ["11.01", "11.09", "negeri dongeng"]
    assert warned(register) == {("unknown-code", "K"): (1, (3,))}


def test_whose_district_numbers_a_column_holds(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    # 1114 is BPS's alone (Aceh Jaya); 1101 is two regencies by the two systems
    path.write_text("K\n1101\n1118\n", encoding="utf-8")
    for system, code in (("bps_2018", "11.09"), ("kemendagri", "11.01")):
        told = f"{{register: a, columns: {{K: {{field: district, system: {system}}}}}}}"
        assert one(read(path, profile=parse_profile(told)), "district") == code


def test_names_that_name_nobody(tmp_path: Path) -> None:
    register = made(tmp_path, "1,NN,,,,,,,,,", "2,tidak diketahui,,,,,,,,,", "3,Ana,,,,,,,,,")
    assert register.frame["names_person"].to_list() == [False, False, True]


@given(
    st.dates().filter(lambda day: day.year >= 1900),
    st.booleans(),
    st.integers(1, 9999),
    st.sampled_from(["3171", "1101", "9401"]),
)
def test_a_nik_tells_what_was_put_into_it(day, woman, serial, place) -> None:  # type: ignore[no-untyped-def]
    digits = f"{place}01{day.day + 40 * woman:02d}{day.month:02d}{day.year % 100:02d}{serial:04d}"
    read_one = parse_nik(digits)
    assert read_one is not None
    assert (read_one.day, read_one.month, read_one.year) == (day.day, day.month, day.year % 100)
    assert read_one.sex == ("female" if woman else "male")
    row = parts(pl.Series([digits])).row(0, named=True)
    assert row == {
        "valid": True,
        "sex": read_one.sex,
        "year": read_one.year,
        "month": read_one.month,
        "day": read_one.day,
    }


@given(
    st.one_of(
        st.none(), st.text("0123456789 .-x", max_size=18), st.from_regex(r"\d{16}", fullmatch=True)
    )
)
def test_the_two_readings_of_a_nik_agree(text: str | None) -> None:
    row = parts(pl.Series([text], dtype=pl.String)).row(0, named=True)
    if text is None:
        assert row["valid"] is None
    else:
        assert row["valid"] is (parse_nik(text) is not None)
