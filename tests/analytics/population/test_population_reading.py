"""Tables are read as they are meant, and bad ones refused by row and column."""

from pathlib import Path

import pytest

from suar.analytics.population.reading import read_table, table_of_members
from suar.analytics.population.scope import parse, read_scopes
from suar.analytics.population.table import Table
from suar.knowledge.refusal import Refusal


def _file(folder: Path, text: str) -> Path:
    path = folder / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_histories_and_persons_give_the_same_table(tmp_path) -> None:
    histories = read_table(_file(tmp_path, "A,B,C,count\n1,0,0,2\n1,1,0,1\n0,0,1,1\n"))
    persons = read_table(_file(tmp_path, "A,B,C\n1,0,0\n1,1,0\n0,0,1\n1,0,0\n"))
    assert histories.lists == persons.lists == ("A", "B", "C")
    assert histories.histories.tolist() == persons.histories.tolist() == [1, 3, 4]
    assert histories.counts.tolist() == persons.counts.tolist() == [2, 1, 1]


def test_the_links_of_a_linkage_are_read(tmp_path) -> None:
    text = "person,register,record,probability\n1,A,1,1\n1,B,7,0.9\n2,B,8,1\n3,C,1,1\n"
    table = read_table(_file(tmp_path, text))
    members = table_of_members(["A", "B", "C"], [("A", 1), ("B", 1), ("B", 2), ("C", 3)])
    assert table.counts.tolist() == members.counts.tolist() == [1, 1, 1]
    assert table.histories.tolist() == members.histories.tolist() == [2, 3, 4]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A,B,count\n1,0,-3\n", "row 1, column count: is negative"),
        ("A,B,count\n1,0,3\n1,1,2.5\n", "row 2, column count: is not a whole number"),
        ("A,B,count\n1,0,\n", "row 1, column count: is not a whole number"),
        ("A,B,count\n1,0,9999999999\n", "row 1, column count: is over a thousand million"),
        ("A,B,count\n1,0,3\n0,1,2\n1,0,1\n", "row 3: repeats a history"),
        ("A,B,count\n0,0,3\n", "row 1: is a history of no list"),
        ("A,count\n1,3\n", "has 1 list"),
        ("A,B,sex,count\n1,0,f,3\n", "row 1, column sex: is neither 0 nor 1"),
        ("A,B,count\n1,2,3\n", "row 1, column B: is neither 0 nor 1"),
        ("A,count,B\n1,3,0\n", "column count: is not the last column"),
        ("A,A,count\n1,0,3\n", "column A: is there twice"),
        ("A,,count\n1,0,3\n", "column 2: has no name"),
        ("A,B:C,count\n1,0,3\n", "column B:C: is no name for a list"),
        ("1,0,5\n0,1,5\n", "column 1: is no name for a list"),
        ("A,B,count\n1,0\n", "row 1: has 2 cells"),
        ("A,B,count\n", "has a header and no rows"),
        ("", "is empty"),
        (",".join("ABCDEFGHIJKLM") + ",count\n" + "1," * 13 + "3\n", "has 13 lists"),
    ],
)
def test_bad_tables_are_refused_by_row_and_column(tmp_path, text, said) -> None:
    with pytest.raises(Refusal, match=said.replace("+", r"\+")) as caught:
        read_table(_file(tmp_path, text))
    assert caught.value.remedy
    assert "table.csv" in str(caught.value)


def test_what_is_not_there_or_not_text_is_refused(tmp_path) -> None:
    with pytest.raises(Refusal, match="cannot be read"):
        read_table(tmp_path / "absent.csv")
    path = tmp_path / "table.csv"
    path.write_bytes(b"\xff\xfeA\x00,\x00")
    with pytest.raises(Refusal, match="UTF-8"):
        read_table(path)


def test_a_refusal_never_holds_a_cell(tmp_path) -> None:
    with pytest.raises(Refusal) as caught:
        read_table(_file(tmp_path, "A,B,name\n1,0,Siti Example\n"))
    assert "Siti" not in str(caught.value)


def test_merging_and_dropping(tmp_path) -> None:
    path = _file(tmp_path, "A,B,C,D,count\n1,0,0,0,5\n1,1,0,0,3\n0,0,0,1,2\n0,1,0,1,4\n")
    merged = read_table(path, merge=[["A", "D"]])
    assert merged.lists == ("A+D", "B", "C")
    assert dict(zip(merged.histories.tolist(), merged.counts.tolist(), strict=True)) == {1: 7, 3: 7}
    dropped = read_table(path, drop=["D"])
    assert (dropped.lists, dropped.observed) == (("A", "B", "C"), 12)
    with pytest.raises(Refusal, match="no list of the name E"):
        read_table(path, drop=["E"])
    with pytest.raises(Refusal, match="is left with 1 list"):
        read_table(path, drop=["A", "B", "C"])
    whole = read_table(path)
    assert whole.merge("A", "D").counts.tolist() == merged.counts.tolist()


OVERLAPS = """stratum_sex,stratum_status,A,B,C,count
female,presumed,1,0,0,10
female,presumed,1,1,0,4
female,presumed,0,1,1,3
male,presumed,1,0,,20
male,presumed,0,1,,9
male,presumed,1,1,,6
"""


def test_empty_cells_make_strata_of_the_lists_that_could_see_them(tmp_path) -> None:
    table = read_table(_file(tmp_path, OVERLAPS))
    assert [dict(s.values)["sex"] for s in table.strata] == ["female", "male"]
    assert [s.lists for s in table.strata] == [("A", "B", "C"), ("A", "B")]
    assert [s.table.observed for s in table.strata] == [17, 35]
    assert table.observed == 52


def test_strata_chosen_by_name_never_mix_who_could_be_held(tmp_path) -> None:
    table = read_table(_file(tmp_path, OVERLAPS), strata=["status"])
    assert [s.lists for s in table.strata] == [("A", "B"), ("A", "B", "C")]
    with pytest.raises(Refusal, match="has no covariate age"):
        read_table(_file(tmp_path, OVERLAPS), strata=["age"])


SCOPED = "sex,A,B,C,count\nf,1,0,1,40\nf,0,1,1,30\nf,1,1,0,20\nm,1,0,0,30\nm,1,1,0,10\n"


def test_a_declared_scope_turns_misses_into_could_not_hold(tmp_path) -> None:
    scopes = {"C": parse({"any": [{"sex": ["f"]}]})}
    table = read_table(_file(tmp_path, SCOPED), scopes=scopes)
    assert {s.values["sex"]: s.lists for s in table.strata} == {
        "f": ("A", "B", "C"),
        "m": ("A", "B"),
    }


def test_few_leaks_are_set_apart_and_counted(tmp_path) -> None:
    scopes = {"C": parse({"any": [{"sex": ["f"]}]})}
    table = read_table(_file(tmp_path, SCOPED + "m,0,1,1,1\n"), scopes=scopes)
    male = next(s for s in table.strata if s.values["sex"] == "m")
    assert male.lists == ("A", "B")
    assert dict(male.leaked) == {"C": 1}
    assert male.table.counts.sum() == 41


def test_a_scope_that_leaks_much_is_not_believed_there(tmp_path) -> None:
    scopes = {"C": parse({"any": [{"sex": ["f"]}]})}
    table = read_table(_file(tmp_path, SCOPED + "m,0,1,1,15\n"), scopes=scopes)
    male = [s for s in table.strata if s.values.get("sex") == "m"]
    assert not male or male[0].lists == ("A", "B", "C")


def test_leaks_written_into_the_overlaps_are_seen(tmp_path) -> None:
    more = OVERLAPS.replace("0,1,1,3\n", "0,1,1,300\n") + "male,presumed,1,0,1,1\n"
    table = read_table(_file(tmp_path, more))
    male = next(s for s in table.strata if s.values["sex"] == "male")
    assert (male.lists, dict(male.leaked)) == (("A", "B"), {"C": 1})


def test_a_blank_attribute_settles_nothing() -> None:
    scope = parse({"all": [{"sex": ["f"]}, {"any": [{"minor": ["true"]}, {"abroad": ["no"]}]}]})
    assert scope.holds({"sex": "f", "minor": "yes", "abroad": ""}) is True
    assert scope.holds({"sex": "", "minor": "0", "abroad": "yes"}) is False
    assert scope.holds({"sex": "f", "minor": "", "abroad": "yes"}) is None


@pytest.mark.parametrize(
    "text", ["[", "A: female", "A: {some: [{sex: [f]}]}", "A: {any: []}", "A: {any: [sex]}", ""]
)
def test_a_scope_file_that_is_none_is_refused(tmp_path, text) -> None:
    path = tmp_path / "scope.yaml"
    path.write_text(text)
    with pytest.raises(Refusal, match=r"scope\.yaml"):
        read_scopes(path)


def test_a_scope_file_keeps_words_as_they_are(tmp_path) -> None:
    path = tmp_path / "scope.yaml"
    path.write_text("A: {any: [{abroad: [no]}, {citizenship: [NO]}]}\n")
    scope = read_scopes(path)["A"]
    assert scope.holds({"abroad": "tidak"}) is True
    assert scope.holds({"abroad": "yes", "citizenship": "NO"}) is True


def test_hiding_a_list_keeps_who_is_on_it() -> None:
    table = Table.of(["A", "B", "C"], {"A": 4, "A:B": 3, "A:B:C": 2, "B:C": 9})
    inside = table.within("A")
    assert (inside.lists, inside.observed) == (("B", "C"), 5)
