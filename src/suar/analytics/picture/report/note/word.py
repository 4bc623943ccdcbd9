"""Word's own ways: cells, borders, fields, weight; what python-docx leaves to its XML."""

import re
from typing import Any

from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt

_WEIGHT = re.compile(r"\*\*(.+?)\*\*")


def element(name: str, **attributes: object) -> Any:
    """Give one element of Word's namespace."""
    made = OxmlElement(f"w:{name}")
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), str(value))
    return made


def write(paragraph: Any, said: str, *, size: float | None = None, bold: bool = False) -> None:
    """Write words into a paragraph; what stands between two asterisks becomes bold."""
    for i, piece in enumerate(_WEIGHT.split(said)):
        if piece:
            run = paragraph.add_run(piece)
            run.bold = bold or i % 2 == 1 or None
            if size:
                run.font.size = Pt(size)


def field(paragraph: Any, instruction: str, *, size: float) -> None:
    """Put a field (a page number) that Word works out."""
    for kind in ("begin", None, "end"):
        run = paragraph.add_run()
        run.font.size = Pt(size)
        if kind:
            run._r.append(element("fldChar", fldCharType=kind))
        else:
            code = element("instrText")
            code.text = instruction
            run._r.append(code)


def rule(paragraph: Any, side: str, *, style: str = "single", eighths: int = 8) -> None:
    """Draw a line at one side of a paragraph."""
    borders = element("pBdr")
    borders.append(element(side, val=style, sz=eighths, space=2, color="14242C"))
    paragraph._p.get_or_add_pPr().append(borders)


def frame(paragraph: Any) -> None:
    """Box a paragraph by a dashed line: an estimate is never drawn like a count."""
    borders = element("pBdr")
    for side in ("top", "left", "bottom", "right"):
        borders.append(element(side, val="dashed", sz=8, space=4, color="6F808A"))
    paragraph._p.get_or_add_pPr().append(borders)


def table(document: Any, head: list[str], rows: list[list[str]], widths: list[float]) -> Any:
    """Lay a table with thin lines, a head that repeats, and rows that stay together.

    ``widths`` in millimetres. A row shorter than the head spans its last cell over the rest.
    """
    made = document.add_table(rows=0, cols=len(head))
    made.autofit = False
    _lines(made)
    for column, width in zip(made.columns, widths, strict=True):
        column.width = Mm(width)
    for i, cells in enumerate([head, *rows]):
        row = made.add_row()
        row._tr.get_or_add_trPr().append(element("cantSplit"))
        if i == 0:
            row._tr.get_or_add_trPr().append(element("tblHeader"))
        _fill(row, cells, widths, is_head=i == 0)
        for cell in row.cells if i < len(rows) else []:
            cell.paragraphs[0].paragraph_format.keep_with_next = True
    return made


def _fill(row: Any, cells: list[str], widths: list[float], *, is_head: bool) -> None:
    for cell, width in zip(row.cells, widths, strict=True):
        cell.width = Mm(width)
    spans = len(cells) < len(widths)
    if spans:
        row.cells[len(cells) - 1].merge(row.cells[-1])
    for i, said in enumerate(cells):
        paragraph = row.cells[i].paragraphs[0]
        paragraph.paragraph_format.space_after = Pt(0)
        write(paragraph, said, size=9, bold=is_head)
        if i > 0 and not (spans and i == len(cells) - 1):
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _lines(made: Any) -> None:
    properties = made._tbl.tblPr
    borders = element("tblBorders")
    for side, eighths in (("top", 8), ("bottom", 8), ("insideH", 4)):
        borders.append(element(side, val="single", sz=eighths, space=0, color="6F808A"))
    properties.append(borders)
    margins = element("tblCellMar")
    for side, twentieths in (("top", 25), ("left", 45), ("bottom", 25), ("right", 45)):
        margins.append(element(side, w=twentieths, type="dxa"))
    properties.append(margins)
