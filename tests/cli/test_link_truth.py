"""A truth that cannot be one is refused before anything is linked, with where and what to do."""

import polars as pl
import pytest

from linkage_sets import register_of
from suar.analytics.linkage.truth import read_truth, truth_of
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


def test_numbers_that_nobody_has_are_refused():
    with pytest.raises(Refusal) as refused:
        truth_of(told("police,x,4", "union,y,4"), HERE, file="truth.csv")
    assert refused.value.column == "record"
