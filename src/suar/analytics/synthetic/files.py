"""Register files as offices send them: text with a separator, or a workbook."""

import zipfile
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

import polars as pl

_NOON: Final = (2024, 1, 1, 12, 0, 0)  # a workbook's parts carry a time; a fixed one repeats
_HEAD: Final = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE: Final = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE: Final = "http://schemas.openxmlformats.org/package/2006"
_SHEET: Final = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS: Final = {
    "[Content_Types].xml": f'<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels"'
    ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_KIND}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_KIND}.worksheet+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
    f' Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'<workbook xmlns="{_SHEET}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="Data" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    "</Relationships>",
}


def write_register_file(frame: pl.DataFrame, path: Path, separator: str) -> None:
    """Write a frame of text columns; the ending ``.xlsx`` makes a workbook, null a blank cell."""
    if path.suffix == ".xlsx":
        _write_workbook(frame, path)
    else:
        frame.write_csv(path, separator=separator, line_terminator="\n")


def _write_workbook(frame: pl.DataFrame, path: Path) -> None:
    """Write one sheet of inline text: the same bytes for the same content."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in _PARTS.items():
            archive.writestr(_part(name), _HEAD + text)
        with archive.open(_part("xl/worksheets/sheet1.xml"), "w") as stream:
            stream.write(f'{_HEAD}<worksheet xmlns="{_SHEET}"><sheetData>'.encode())
            stream.write(_row(frame.columns).encode())
            for row in frame.iter_rows():
                stream.write(_row(row).encode())
            stream.write(b"</sheetData></worksheet>")


def _part(name: str) -> zipfile.ZipInfo:
    part = zipfile.ZipInfo(name, _NOON)
    part.compress_type = zipfile.ZIP_DEFLATED
    return part


def _row(cells: "list[str] | tuple[str | None, ...]") -> str:
    written = [
        f'<c t="inlineStr"><is><t xml:space="preserve">{escape(cell)}</t></is></c>'
        if cell is not None
        else "<c/>"
        for cell in cells
    ]
    return f"<row>{''.join(written)}</row>"
