"""A profile says what it says: strings stay strings, and a wrong key is named."""

from pathlib import Path

import pytest

from suar.analytics.registers import Profile, builtin_profiles, load_profile, parse_profile
from suar.analytics.registers.profile import ColumnRule, Published, StatusRule, Window
from suar.knowledge.refusal import Refusal

WHOLE = """
register: police
label: {en: Police, id: Polri}
counts: victim
id: NO_LP
case_id: NO_LP
persons_in_row: JUMLAH
status: {column: STATUS, values: {TERSANGKA: presumed}}
scope: {any: [{sex: [female]}, {minor: [true]}]}
window: {on: reported, from: 2020-01-01, to: 2023-12-31}
published: {count: 1352, unit: report, as_of: 2023-12-31, source: text}
practice_changes: [{date: 2023-06-05, note: {en: a, id: b}}, {date: 2022-01-01, note: text}]
dates: ["%d/%m/%Y", "%Y"]
blank: ["-", "-99"]
encoding: utf-8
delimiter: "\\t"
sheet: Sheet1
skip: 2
constants: {citizenship: IDN}
columns:
  NAMA: name
  JK: {field: sex, values: {L: male, P: female}}
  BENTUK: {field: purpose, split: ";", values: {no: forced_labour, 01: sexual}}
  DIPAKSA: {field: purpose, when: {"1": forced_labour}}
  "12:30": reported
"""


def test_every_key_is_typed_and_strings_stay_strings() -> None:
    profile = parse_profile(WHOLE, origin="police.profile.yaml")
    assert profile.counts == "person"
    assert profile.named("id") == "Polri"
    assert profile.status == StatusRule(column="STATUS", values={"TERSANGKA": "presumed"})
    assert profile.window == Window(on="reported", start="2020-01-01", end="2023-12-31")
    assert profile.published == Published(1352, "report", "2023-12-31", "text")
    assert [change.date for change in profile.practice_changes] == ["2022-01-01", "2023-06-05"]
    assert profile.practice_changes[0].note == {"en": "text", "id": "text"}
    assert (profile.delimiter, profile.skip, profile.blank) == ("\t", 2, ("", "-", "-99"))
    assert profile.columns[2].values == {"no": "forced_labour", "01": "sexual"}
    assert profile.columns[4] == ColumnRule("12:30", "reported")
    assert profile.sources[:3] == ("NO_LP", "JUMLAH", "STATUS")


BASE = "register: a\ncolumns: {X: name}\n"
REFUSED = [
    ("columns: {X: name}", "register: is missing"),
    ("register: a", "columns: is missing"),
    ("- a", "is missing"),
    ("register: a\ncolumns: {X: nonsense}", "columns.X: must name one of the standard fields"),
    ("register: ../a\ncolumns: {X: name}", "register: must be a short name"),
    ("register: a\ncolumns: [X]", "columns: must be a mapping"),
    ("register: a\ncolumns: {X: name, Y: name}", "columns.Y: feeds name a second time"),
    ("register: a\ncolumns: {X: name, X: nik}", "is not a YAML profile (line 2)"),
    ("register: [", "is not a YAML profile"),
    (BASE + "colums: {}", "colums: is no key of a profile"),
    (BASE + "counts: heads", "counts: must be one of person, case, report, incident"),
    (BASE + "status: suspected", "status: must be one of presumed, identified, handled"),
    (BASE + "window: {from: yesterday}", "window.from: must be a date"),
    (BASE + "window: {from: 2021-01-01, to: 2020-01-01}", "window: ends before it begins"),
    (BASE + "window: {on: weekday}", "window.on: must be one of"),
    (BASE + "published: {unit: report}", "published.count: is missing"),
    (BASE + "published: {count: many}", "published.count: must be a whole number"),
    (BASE + "delimiter: ',,'", "delimiter: must be one character"),
    (BASE + "encoding: klingon", "encoding: is no known encoding"),
    (BASE + "encoding: undefined", "encoding: is no known encoding"),
    (BASE + "scope: {any: [{shoe_size: [44]}]}", "speaks of shoe_size"),
    (BASE + "scope: [sex]", "column scope: is not {any: [...]}"),
    (BASE + "dates: ['%d/%m']", "dates: %d/%m is no date format"),
    (BASE + "standard: ctdc_1999", "standard: must be one of"),
    ("register: a\ncolumns: {X: {field: sex, split: ';'}}", "sex takes one code"),
    ("register: a\ncolumns: {X: {field: name, when: {1: a}}}", "name is no field of codes"),
    ("register: a\ncolumns: {X: {field: sex, value: {}}}", "columns.X.value: is unknown"),
]


@pytest.mark.parametrize(("text", "message"), REFUSED, ids=[each[1][:30] for each in REFUSED])
def test_a_wrong_profile_is_refused_by_its_key(text: str, message: str) -> None:
    with pytest.raises(Refusal) as caught:
        parse_profile(text, origin="a.profile.yaml")
    assert message in str(caught.value)
    assert str(caught.value).startswith("a.profile.yaml")


def test_an_absent_profile_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        load_profile(tmp_path / "absent.yaml")
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    with pytest.raises(Refusal, match="not UTF-8"):
        load_profile(tmp_path / "binary.yaml")


def test_the_built_in_profiles_tell_their_headers_apart() -> None:
    profiles = builtin_profiles()
    assert {"ctdc_kanon", "ctdc_2021", "ctdc_2024", "ctdc_vp2022", "htcds"} <= set(profiles)
    for name, profile in profiles.items():
        header = {*profile.sources, *profile.required}
        fitting = [
            other
            for other, one in profiles.items()
            if header.issuperset(one.required or one.sources)
        ]
        assert name in fitting
        if name.startswith(("ctdc", "htcds")):
            assert fitting == [name]


@pytest.mark.parametrize("name", ["ctdc_kanon", "ctdc_2021", "ctdc_2024", "ctdc_vp2022"])
def test_published_research_files_name_nobody(name: str) -> None:
    fields = {rule.field for rule in builtin_profiles()[name].columns}
    assert not fields & {"name", "given_name", "nik", "passport", "phone", "address"}


def test_a_profile_made_in_code_has_the_defaults() -> None:
    profile = Profile(register="a")
    assert (profile.counts, profile.blank, profile.named("id")) == ("person", ("",), "a")
