"""Every row of a delimited file is accounted for, whatever stands in the file."""

import csv
import gzip
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from suar.analytics.registers import delimited
from suar.analytics.registers.delimited import find_delimiter, read_delimited
from suar.analytics.registers.raw import ROW, Raw
from suar.analytics.registers.source import look
from suar.analytics.registers.survey import Survey, survey
from suar.knowledge.refusal import Refusal

_SAME_FOLDER = settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def read_bytes(folder: Path, data: bytes, **options: object) -> Raw:
    path = folder / "file.csv"
    path.write_bytes(data)
    return read_delimited(look(path), **options)  # type: ignore[arg-type]


def cells(raw: Raw) -> list[tuple[str | None, ...]]:
    return raw.frame.drop(ROW).rows()


def accounted(raw: Raw) -> bool:
    numbers = [*raw.frame[ROW].to_list(), *(one.row for one in raw.rejections)]
    return sorted(numbers) == list(range(1, raw.rows + 1))


_PIECES = st.sampled_from(
    [
        b"a",
        b"Siti",
        b",",
        b";",
        b'"',
        b'""',
        b"\n",
        b"\r\n",
        b"\r",
        b"\xff",
        b"\xc3\xa9",
        b"\t",
        b"",
    ]
)


@given(body=st.lists(_PIECES, max_size=60).map(b"".join))
@example(body=b'a,b\n"x,1\n2,3\n4,"5\n')
@example(body=b'a,b\n1,"2""\n')
@example(body=b'a\n\n""\n"\n')
@_SAME_FOLDER
def test_any_bytes_are_refused_or_accounted_for(tmp_path: Path, body: bytes) -> None:
    raw: Raw | None
    try:
        raw = read_bytes(tmp_path, b"KOLOM,LAIN\n" + body)
    except Refusal as refusal:
        raw = None
        said = [str(refusal)]
    else:
        said = [one.reason for one in raw.rejections]
    assert raw is None or accounted(raw)
    assert not any("Siti" in text for text in said)


@given(data=st.binary(max_size=200))
@_SAME_FOLDER
def test_binary_is_refused_or_accounted_for(tmp_path: Path, data: bytes) -> None:
    try:
        raw = read_bytes(tmp_path, data)
    except Refusal:
        return
    assert accounted(raw)


_LETTER = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], include_characters="\n\t")
_CELL = st.text(_LETTER, max_size=8)


@given(
    rows=st.lists(st.tuples(_CELL, _CELL, _CELL), max_size=12),
    delimiter=st.sampled_from(delimited.DELIMITERS),
    end=st.sampled_from(["\n", "\r\n"]),
)
@_SAME_FOLDER
def test_a_well_written_table_comes_back_as_it_was(
    tmp_path: Path, rows: list[tuple[str, str, str]], delimiter: str, end: str
) -> None:
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator=end, quoting=csv.QUOTE_ALL)
    writer.writerows([("satu", "dua", "tiga"), *rows])
    raw = read_bytes(tmp_path, text.getvalue().encode(), delimiter=delimiter)
    assert not raw.rejections
    assert [tuple(cell or "" for cell in row) for row in cells(raw)] == rows


@given(body=st.lists(_PIECES, max_size=60).map(b"".join))
@_SAME_FOLDER
def test_the_fast_and_the_careful_reading_agree(tmp_path: Path, body: bytes) -> None:
    data = b"a,b\n" + body
    with pytest.MonkeyPatch.context() as patch:
        try:
            fast = read_bytes(tmp_path, data, delimiter=",")
        except Refusal:
            return
        patch.setattr(delimited, "survey", _irregular)
        slow = read_bytes(tmp_path, data, delimiter=",")
    assert fast.rows == slow.rows
    assert fast.rejections == slow.rejections
    assert [[cell or "" for cell in row] for row in cells(fast)] == [
        [cell or "" for cell in row] for row in cells(slow)
    ]


def _irregular(data: bytes, delimiter: int, width: int, *, final: bool) -> Survey:
    found = survey(data, delimiter, width, final=final)
    return Survey(found.cut, found.rows, regular=False)


def test_blocks_may_end_anywhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [(f"{n}", 'kata "dua"\nbaris', "é" * (n % 5)) for n in range(40)]
    text = io.StringIO()
    csv.writer(text).writerows([("a", "b", "c"), *rows])
    data = text.getvalue().encode()
    for size in (7, 64, 1000):
        monkeypatch.setattr("suar.analytics.registers.source.BLOCK", size)
        raw = read_bytes(tmp_path, data)
        assert [tuple(cell or "" for cell in row) for row in cells(raw)] == rows


def test_a_row_of_the_wrong_width_is_rejected_and_the_others_read(tmp_path: Path) -> None:
    raw = read_bytes(tmp_path, b"a,b\n1,2\n1\n3,4,5\n6,7\n")
    assert cells(raw) == [("1", "2"), ("6", "7")]
    assert [(one.row, one.code) for one in raw.rejections] == [
        (2, "wrong-field-count"),
        (3, "wrong-field-count"),
    ]
    assert raw.rejections[1].reason == "3 fields where the header has 2"


def test_a_stray_quote_spoils_its_own_line_only(tmp_path: Path) -> None:
    raw = read_bytes(tmp_path, b'a,b\n1,2\n"3,4\n5,6\n7,8\n')
    assert cells(raw) == [("1", "2"), ("5", "6"), ("7", "8")]
    assert [one.row for one in raw.rejections] == [2]


def test_two_stray_quotes_do_not_swallow_the_rows_between_them(tmp_path: Path) -> None:
    raw = read_bytes(tmp_path, b'a,b\n1,2\n"3,4\n5,6\n7,8\n"9,10\n11,12\n')
    assert cells(raw) == [("1", "2"), ("5", "6"), ("7", "8"), ("11", "12")]
    assert [one.row for one in raw.rejections] == [2, 5]


def test_mixed_encodings_reject_the_rows_that_are_not_utf8(tmp_path: Path) -> None:
    raw = read_bytes(tmp_path, "a,b\nJosé,1\n".encode() + b"Jos\xe9,2\nSiti,3\n")
    assert raw.source.encoding == "utf-8"
    assert [one[1] for one in cells(raw)] == ["1", "3"]
    assert [(one.row, one.column, one.code) for one in raw.rejections] == [(2, "a", "undecodable")]


@pytest.mark.parametrize(
    ("encoding", "found"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_encoding_is_found(tmp_path: Path, encoding: str, found: str) -> None:
    raw = read_bytes(tmp_path, "nama,kota\nJosé,Medan\nSiti,Café\n".encode(encoding))
    assert raw.source.encoding == found
    assert raw.header == ("nama", "kota")
    assert cells(raw) == [("José", "Medan"), ("Siti", "Café")]


def test_a_told_encoding_rejects_what_it_cannot_read(tmp_path: Path) -> None:
    path = tmp_path / "file.csv"
    path.write_bytes(b"a,b\n\x81,1\nx,2\n")
    raw = read_delimited(look(path, encoding="cp1252"))
    assert [one.code for one in raw.rejections] == ["undecodable"]
    assert cells(raw) == [("x", "2")]


def test_old_macintosh_line_ends_are_read(tmp_path: Path) -> None:
    assert cells(read_bytes(tmp_path, b"a,b\r1,2\r3,4\r")) == [("1", "2"), ("3", "4")]


def test_a_cell_of_five_million_characters_is_rejected_alone(tmp_path: Path) -> None:
    data = b"a,b\n1,2\n3," + b"x" * 5_000_000 + b'\n4,"' + b"y\n" * 2_500_000 + b'"\n5,6\n'
    raw = read_bytes(tmp_path, data)
    assert cells(raw) == [("1", "2"), ("5", "6")]
    assert [(one.row, one.column, one.code) for one in raw.rejections] == [
        (2, "b", "cell-too-large"),
        (3, "b", "cell-too-large"),
    ]


def test_values_are_strings_and_never_inferred(tmp_path: Path) -> None:
    raw = read_bytes(tmp_path, b"negara,kode\nNA,01\nnull,1e5\n")
    assert cells(raw) == [("NA", "01"), ("null", "1e5")]


def test_lines_before_the_header_are_skipped(tmp_path: Path) -> None:
    raw = read_bytes(tmp_path, b"Daftar korban\n\na,b\n1,2\n", skip=2)
    assert (raw.header, cells(raw)) == (("a", "b"), [("1", "2")])


def test_a_line_that_names_the_delimiter_is_obeyed(tmp_path: Path) -> None:
    raw = read_bytes(tmp_path, b"sep=;\r\na;b\r\n1,5;2\r\n")
    assert (raw.header, cells(raw)) == (("a", "b"), [("1,5", "2")])


def test_gzip_is_read_through(tmp_path: Path) -> None:
    path = tmp_path / "file.csv.gz"
    path.write_bytes(gzip.compress(b"a,b\n1,2\n"))
    assert cells(read_delimited(look(path))) == [("1", "2")]


def test_only_the_columns_asked_for_are_kept(tmp_path: Path) -> None:
    raw = read_bytes(tmp_path, b"a,b,c\n1,2,3\n", columns=["c", "absent"])
    assert raw.frame.columns == [ROW, "c"]
    assert cells(raw) == [("3",)]


@pytest.mark.parametrize("mark", [";", "\t", "|", ","])
def test_the_delimiter_is_found(mark: str) -> None:
    assert find_delimiter(f"a{mark}b{mark}c\n1{mark}2,5{mark}3\n".encode()) == mark


REFUSED = [
    (b"", "is empty. Export it again."),
    (b"\n\n", "has no header line. The first line must name the columns."),
    (b"NAMA,JK,NAMA\n1,2,3\n", "column NAMA: has one name for two columns (numbers 1 and 3)"),
    (b"%PDF-1.4 \x00\x01", "is a PDF, not a table"),
    (bytes(range(256)) * 40, "is not a table (binary content). Export the register as CSV"),
    (gzip.compress(b"a,b\n" + bytes(range(65, 90)) * 4000)[:-20], "cut off or damaged"),
    (gzip.compress(b""), "is empty once unpacked"),
    (
        b"\xd0\xcf\x11\xe0 old",
        "is an old or a locked Excel file. Save it as .xlsx without password.",
    ),
]


@pytest.mark.parametrize(("data", "message"), REFUSED, ids=[each[1][:24] for each in REFUSED])
def test_what_is_no_table_is_refused_with_a_remedy(
    tmp_path: Path, data: bytes, message: str
) -> None:
    with pytest.raises(Refusal) as caught:
        read_bytes(tmp_path, data)
    assert message in str(caught.value)
    assert "file.csv" in str(caught.value)


def test_an_absent_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="does not exist"):
        look(tmp_path / "absent.csv")
    with pytest.raises(Refusal, match="is a folder"):
        look(tmp_path)


def test_a_repeated_cell_in_a_file_without_header_is_not_repeated_in_the_message(
    tmp_path: Path,
) -> None:
    with pytest.raises(Refusal) as caught:
        read_bytes(tmp_path, b"Sitinurhaliza,x,Sitinurhaliza\n1,2,3\n")
    assert "has one name for two columns (numbers 1 and 3)" in str(caught.value)
    assert "Siti" not in str(caught.value)
