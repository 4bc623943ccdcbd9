"""A truth that cannot be one is refused before anything is linked, with where and what to do."""

from dataclasses import replace

import polars as pl
import pytest

from linkage_sets import register_of
from suar.analytics.linkage.truth import read_truth, truth_of
from suar.analytics.registers.register import Rejection
from suar.knowledge.refusal import Refusal

HERE = [
    register_of("police", [{"record": "1", "name": "Siti"}, {"record": "2", "name": "Budi"}]),
    register_of("union", [{"record": "1", "name": "Siti"}]),
]


def told(*lines):
    rows = [line.split(",") for line in lines]
    return pl.DataFrame(rows, schema=["register", "record", "person"], orient="row")


@pytest.mark.parametrize(
    ("text", "column", "row"),
    [
        ("register,record\npolice,1\n", "person", None),
        ("register,record,person\npolice,1,4\npolice,,4\n", "record", 2),
        ("register,record,person\n", None, None),
        ("a\n", "register", None),
    ],
)
def test_what_is_no_truth_says_where(tmp_path, text, column, row):
    path = tmp_path / "truth.csv"
    path.write_text(text)
    with pytest.raises(Refusal) as refused:
        read_truth(path)
    assert (refused.value.file, refused.value.column, refused.value.row) == (str(path), column, row)
    assert refused.value.remedy


def test_what_is_not_there_is_refused(tmp_path):
    with pytest.raises(Refusal, match="cannot be read as a truth"):
        read_truth(tmp_path / "nothing.csv")


def test_a_register_by_another_name_is_refused_without_its_text():
    with pytest.raises(Refusal) as refused:
        truth_of(told("police,1,4", "onion,1,4"), HERE, file="truth.csv")
    assert (refused.value.row, refused.value.column) == (2, "register")
    assert "onion" not in str(refused.value)
    assert "police, union" in refused.value.remedy


def test_registers_that_are_not_linked_are_left_out():
    own = truth_of(told("police,1,4", "union,1,4", "agency,9,4"), HERE, file="truth.csv")
    assert own["register"].to_list() == ["police", "union"]


def test_records_that_a_register_does_not_hold_are_refused_but_for_rejected_rows():
    lines = ("agency,9,4", "police,1,4", "police,7,4", "union,1,4")
    with pytest.raises(Refusal, match="names 1 records that police does not hold") as refused:
        truth_of(told(*lines), HERE, file="truth.csv")
    assert (refused.value.row, refused.value.column) == (3, "record")
    torn = replace(HERE[0], rejections=(Rejection(3, None, "", "torn"),), rows=3)
    assert truth_of(told(*lines), [torn, HERE[1]], file="truth.csv").height == 3


def test_a_record_named_twice_is_the_next_row_of_that_number_or_none():
    twice = told("police,1,4", "police,1,5", "union,1,4")
    with pytest.raises(Refusal, match="does not hold") as refused:
        truth_of(twice, HERE, file="truth.csv")
    assert refused.value.row == 2
    both = register_of("police", [{"record": "1", "name": "Siti"}, {"record": "1#2", "name": "B"}])
    assert truth_of(twice, [both, HERE[1]], file="t")["record"].to_list() == ["1", "1#2", "1"]


def test_numbers_that_nobody_has_are_refused():
    with pytest.raises(Refusal) as refused:
        truth_of(told("police,x,4", "union,y,4"), HERE, file="truth.csv")
    assert refused.value.column == "record"
