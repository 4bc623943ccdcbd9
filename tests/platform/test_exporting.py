"""What leaves the house is locked, marked and harmless."""

from datetime import date
from io import BytesIO

import msoffcrypto
import pytest
import pyzipper
from openpyxl import load_workbook

from suar.base.exporting import locked
from suar.base.exporting.locked import locked_csv, locked_pdf, locked_xlsx
from suar.base.exporting.sheet import Sheet, harmless, new_password
from suar.knowledge.refusal import Refusal

NAME = "Invented Sekar"
MARK = "Made for Shelter A on 2026-03-12, RA-EXPORT-1"
SHEET = Sheet(
    "Cases (invented)",
    ("Reference", "Name", "Since"),
    [("RA-1", NAME, date(2026, 3, 12)), ("RA-2", '=cmd|"/c calc"!A1', None)],
    MARK,
)


def test_a_workbook_opens_with_its_password_alone():
    password = new_password()
    made = locked_xlsx(SHEET, password=password)
    assert NAME.encode() not in made
    wrong = msoffcrypto.OfficeFile(BytesIO(made))
    with pytest.raises(msoffcrypto.exceptions.InvalidKeyError):
        wrong.load_key(password="quite-another-one", verify_password=True)
    right, plain = msoffcrypto.OfficeFile(BytesIO(made)), BytesIO()
    right.load_key(password=password, verify_password=True)
    right.decrypt(plain)
    rows = list(load_workbook(plain).active.iter_rows(values_only=True))
    assert rows[1][0] == MARK
    assert rows[3][1] == NAME
    assert rows[4][1].startswith("'=")


def test_a_zip_of_csv_opens_with_its_password_alone():
    made = locked_csv(SHEET, password="a-long-password")
    with pyzipper.AESZipFile(BytesIO(made)) as archive:
        with pytest.raises(RuntimeError, match="password"):
            archive.read("export.csv")
        archive.setpassword(b"a-long-password")
        text = archive.read("export.csv").decode("utf-8-sig")
        assert MARK in archive.read("READ-ME.txt").decode()
    assert NAME in text
    assert "'=cmd" in text


def test_a_pdf_is_encrypted_and_holds_no_name_in_clear():
    made = locked_pdf(SHEET, password="a-long-password")
    assert made.startswith(b"%PDF")
    assert b"/Encrypt" in made
    assert NAME.encode() not in made


def test_letters_without_a_font_are_refused_rather_than_lost(monkeypatch):
    monkeypatch.setattr(locked, "FONTS", ())
    with pytest.raises(Refusal, match="no font"):
        locked_pdf(Sheet("t", ("n",), [("ဒေါ်အေး",)], "m"), password="a-long-password")


def test_a_short_password_is_refused():
    with pytest.raises(Refusal, match="shorter"):
        locked_xlsx(SHEET, password="short")


@pytest.mark.parametrize("cell", ["=1+1", " @SUM(A1)", "\t-cmd", "+evil()"])
def test_a_formula_is_shown_not_run(cell):
    assert str(harmless(cell)).startswith("'")


@pytest.mark.parametrize("cell", ["+62 812-3456", "-7", "Bin Ali", "12 Mar 2026", 7, None])
def test_what_is_no_formula_stays(cell):
    assert harmless(cell) == cell
