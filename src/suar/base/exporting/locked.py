"""The three formats: XLSX and PDF locked in themselves, CSV in a zip; AES-256 throughout.

Microsoft's and Adobe's own password protection, so that an office opens them with what it has; the
zip needs a program that knows AES (7-Zip, macOS's archive tool by command, Linux).
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from functools import cache
from io import BytesIO, StringIO
from pathlib import Path
from typing import TYPE_CHECKING, Final

from suar.base.exporting.sheet import Sheet, harmless, long_enough
from suar.knowledge.refusal import Refusal

if TYPE_CHECKING:
    from fpdf import FPDF
    from fpdf.fonts import FontFace

#: Fonts with more than Western letters, where the machine has them; the first that exists is used.
FONTS: Final = (
    Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"),
    Path("/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf"),
    Path("/Library/Fonts/Arial Unicode.ttf"),
)
_WIDEST: Final = 60  # characters of a column in a spreadsheet


def locked_xlsx(sheet: Sheet, *, password: str) -> bytes:
    """Give a workbook that opens with the password; the mark is its first row and its header."""
    from msoffcrypto.format.ooxml import OOXMLFile  # type: ignore[import-untyped]
    from openpyxl import Workbook
    from openpyxl.styles import Font

    book = Workbook()
    page = book.active
    page.title = "Suar"
    page.oddHeader.center.text = sheet.mark
    page.append([sheet.title])
    page.append([sheet.mark])
    page.append(list(sheet.headers))
    for row in sheet.rows:
        page.append([harmless(cell) for cell in row])
    for cell in page[3]:
        cell.font = Font(bold=True)
    page.freeze_panes = "A4"
    for at, header in enumerate(sheet.headers):
        longest = max([len(header), *(len(str(row[at] or "")) for row in sheet.rows[:500])])
        page.column_dimensions[page.cell(row=3, column=at + 1).column_letter].width = min(
            longest + 2, _WIDEST
        )
    plain, locked = BytesIO(), BytesIO()
    book.save(plain)
    plain.seek(0)
    OOXMLFile(plain).encrypt(long_enough(password), locked)
    return locked.getvalue()


def locked_csv(sheet: Sheet, *, password: str, name: str = "export.csv") -> bytes:
    """Give a zip with the table as CSV (UTF-8, comma) and the mark as a text beside it."""
    return locked_zip(
        {name: as_csv(sheet), "READ-ME.txt": f"{sheet.title}\n{sheet.mark}\n".encode()},
        password=password,
    )


def as_csv(sheet: Sheet) -> bytes:
    """Give the table as CSV: UTF-8 with a byte-order mark, for spreadsheets that guess."""
    text = StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(sheet.headers)
    writer.writerows([harmless(cell) for cell in row] for row in sheet.rows)
    return b"\xef\xbb\xbf" + text.getvalue().encode()


def locked_zip(files: dict[str, bytes], *, password: str) -> bytes:
    """Give a zip whose files are encrypted with AES-256."""
    from pyzipper import (  # type: ignore[import-untyped]
        WZ_AES,
        ZIP_DEFLATED,
        AESZipFile,
    )

    made = BytesIO()
    with AESZipFile(made, "w", compression=ZIP_DEFLATED, encryption=WZ_AES) as archive:
        archive.setpassword(long_enough(password).encode())
        archive.setencryption(WZ_AES, nbits=256)
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def locked_pdf(sheet: Sheet, *, password: str) -> bytes:
    """Give the table on A4 across, the mark slanted over every page and at its foot.

    Raises
    ------
    Refusal
        If a name holds letters for which this machine has no font: nothing is printed as a box.
    """
    from fpdf.enums import AccessPermission, EncryptionMethod

    pages = _pages(sheet)
    pages.set_encryption(
        owner_password=long_enough(password),
        user_password=password,
        encryption_method=EncryptionMethod.AES_256,
        permissions=AccessPermission.none(),
        encrypt_metadata=True,
    )
    return bytes(pages.output())


def _pages(sheet: Sheet) -> FPDF:
    from fpdf import FPDF

    class Marked(FPDF):
        def header(self) -> None:
            self.set_text_color(205)
            self.set_font_size(22)
            with self.rotation(25, self.w / 2, self.h / 2):
                self.text(30, self.h / 2, sheet.mark[:70])
            self.set_text_color(0)

        def footer(self) -> None:
            self.set_y(-12)
            self.set_font_size(8)
            self.cell(0, 5, f"{sheet.mark} · {self.page_no()} / {{nb}}", align="C")

    pages = Marked(orientation="landscape", format="A4")
    family = _letters(pages, sheet)
    pages.set_font(family, size=9)
    pages.add_page()
    pages.set_font_size(14)
    pages.multi_cell(0, 8, sheet.title, new_x="LMARGIN", new_y="NEXT")
    pages.set_font_size(8)
    with pages.table(line_height=4.5, headings_style=_plain()) as table:
        for row in (sheet.headers, *sheet.rows):
            table.row([str(cell) if cell is not None else "" for cell in row])
    return pages


def _plain() -> FontFace:
    from fpdf.fonts import FontFace

    return FontFace(emphasis="", fill_color=(225, 225, 225))


def _letters(pages: FPDF, sheet: Sheet) -> str:
    """Choose a font that has every letter of the table."""
    wanted = {letter for text in _texts(sheet) for letter in text if letter.isprintable()}
    for path in FONTS:
        if path.exists() and wanted <= _held(path):
            pages.add_font("wide", fname=str(path))
            return "wide"
    if all(ord(letter) < 256 for letter in wanted):
        return "helvetica"
    raise Refusal(
        "The PDF would lose letters: no font on this machine has them all",
        remedy="Choose XLSX or CSV, or install a font that has them (DejaVu, Noto).",
    )


@cache
def _held(path: Path) -> frozenset[str]:
    from fontTools.ttLib import TTFont  # type: ignore[import-untyped]

    with TTFont(path, lazy=True) as font:
        return frozenset(chr(code) for code in font.getBestCmap())


def _texts(sheet: Sheet) -> Sequence[str]:
    cells = (str(cell) for row in sheet.rows for cell in row if cell is not None)
    return [sheet.title, sheet.mark, *sheet.headers, *cells]
