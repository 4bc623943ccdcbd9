"""picture.xlsx: the same document as sheets that a desk officer can sort and print."""

from collections.abc import Sequence
from functools import cache
from importlib import resources
from pathlib import Path

import yaml

from suar.analytics.picture.document import (
    Alone,
    Breakdown,
    Count,
    Interval,
    Label,
    PictureDocument,
    StatusPart,
)
from suar.analytics.picture.tables import bridge_table, overlaps_table, timeline_table
from suar.analytics.writing import neutralise

_Rows = list[list[object]]


def write_workbook(path: Path, document: PictureDocument) -> None:
    """Write every table of the document; a withheld count is a word, never a blank or a zero."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.active)
    language = document["language"]
    doubts: _Rows = [[_in(doubt, language)] for doubt in document["doubts"]]
    inputs: _Rows = [[i["name"], i["rows"], i["sha256"]] for i in document["inputs"]]
    answers = ["register", "list", "known", "code", "words", "count"]
    lanes = ["register", "origin", "destination", "words", "count"]
    sheets: list[tuple[str, list[str], _Rows]] = [
        ("picture", _head(["what", "count", "low", "high"], language), _picture(document)),
        ("bridge", *_spoken(bridge_table(document), document)),
        ("sets", _head(["registers", "count"], language), _sets(document)),
        ("overlaps", *_withheld_last(overlaps_table(document), language)),
        ("timeline", *_withheld_last(timeline_table(document), language)),
        ("breakdown", _head(answers, language), _breakdowns(document)),
        ("corridors", _head(lanes, language), _corridors(document)),
        ("doubts", _head(["doubt"], language), doubts),
        ("inputs", _head(["file", "rows", "sum"], language), inputs),
    ]
    for name, header, rows in sheets:
        _sheet(book.create_sheet(_word(name, language)), header, rows)
    book.save(path)


def _sheet(sheet: object, header: Sequence[str], rows: _Rows) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.worksheet import Worksheet

    if not isinstance(sheet, Worksheet):
        raise TypeError("a workbook gives worksheets")
    sheet.append(list(header))
    for row in rows:
        sheet.append([neutralise(cell) for cell in row])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.freeze_panes = "B2"
    for column in range(1, len(header) + 1):
        width = max((len(str(row[column - 1])) for row in rows if len(row) >= column), default=0)
        wide = max(len(str(header[column - 1])), width)
        sheet.column_dimensions[get_column_letter(column)].width = min(90, wide + 2)
        if wide > 90:
            for cell in sheet[get_column_letter(column)]:
                cell.alignment = Alignment(wrap_text=True, vertical="top")


@cache
def _words(part: str) -> dict[str, Label]:
    file = resources.files("suar.analytics.picture").joinpath("data/workbook.yaml")
    return dict(yaml.safe_load(file.read_text("utf-8"))[part])


def _in(label: Label, language: str) -> str:
    return label["id"] if language == "id" else label["en"]


def _word(name: str, language: str) -> str:
    return _in(_words("words")[name], language)


def _head(names: Sequence[str], language: str) -> list[str]:
    return [_in(_words("heads")[name], language) for name in names]


def _say(count: Count, language: str) -> object:
    return _word("withheld", language) if count is None else count


def _limits(part: Interval | StatusPart, language: str) -> list[object]:
    return [_say(part[key], language) for key in ("count", "low", "high")]


def _picture(document: PictureDocument) -> _Rows:
    language = document["language"]
    rows: _Rows = [[document["title"]]]
    if document["invented"]:
        rows.append([_word("invented", language)])
    units = document["units"]
    told = (
        ("incidents", units.get("incidents")),
        ("cases", units.get("cases")),
        ("persons", units.get("persons")),
    )
    rows += [[_word(name, language), *_limits(part, language)] for name, part in told if part]
    rows += [[_in(s["label"], language), *_limits(s, language)] for s in document["status"]]
    if "desks" in document:
        desks = document["desks"]
        rows += [
            [_word("authority_only", language), _say(desks["authority_only"], language)],
            [_word("both", language), _say(desks["both"], language)],
            [_word("service_only", language), _say(desks["service_only"], language)],
        ]
    rows.append([_word("never", language)])
    if document["smallest_cell"] > 1:
        rows.append([_word("small", language), document["smallest_cell"]])
    return rows


def _spoken(table: tuple[list[str], _Rows], document: PictureDocument) -> tuple[list[str], _Rows]:
    """Say of every empty cell of the bridge why it is empty."""
    header, rows = table
    language = document["language"]
    made: _Rows = []
    for row, register in zip(rows, document["registers"], strict=True):
        why = _word("withheld" if register["linkable"] else "unknown", language)
        spoken = [why if cell is None else cell for cell in row]
        spoken[1] = "" if row[1] is None else row[1]
        own = f"also_{register['name']}"
        made.append(
            ["" if name == own else cell for name, cell in zip(header, spoken, strict=True)]
        )
    return header, made


def _withheld_last(table: tuple[list[str], _Rows], language: str) -> tuple[list[str], _Rows]:
    header, rows = table
    word = _word("withheld", language)
    return header, [[*row[:-1], word if row[-1] is None else row[-1]] for row in rows]


def _sets(document: PictureDocument) -> _Rows:
    language = document["language"]
    rows: _Rows = [
        [" + ".join(each["registers"]), _say(each["count"], language)] for each in document["sets"]
    ]
    rest = document["sets_rest"]
    if rest["sets"]:
        rows.append([f"{rest['sets']} {_word('rest', language)}", _say(rest["persons"], language)])
    return rows


def _populations(document: PictureDocument) -> list[tuple[str, PictureDocument | Alone]]:
    return [("", document), *((part["register"], part) for part in document.get("alone", []))]


def _breakdowns(document: PictureDocument) -> _Rows:
    return [
        row
        for name, part in _populations(document)
        for table in part["breakdowns"]
        for row in _shares(name, table, document["language"])
    ]


def _shares(name: str, table: Breakdown, language: str) -> _Rows:
    title = _in(table["label"], language)
    known = _say(table["known"], language)
    return [
        [
            name,
            title,
            known,
            share["code"],
            _in(share["label"], language),
            _say(share["count"], language),
        ]
        for share in table["shares"]
    ]


def _corridors(document: PictureDocument) -> _Rows:
    language = document["language"]
    return [
        [
            name,
            lane["origin"],
            lane["destination"],
            _in(lane["label"], language),
            lane["count"],
        ]
        for name, part in _populations(document)
        if "corridors" in part
        for lane in part["corridors"]["shown"]
    ]
