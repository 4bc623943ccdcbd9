"""`nota.docx`: two pages for a superior's desk, without a letterhead that nobody gave us."""

from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report.note import content, word
from suar.analytics.picture.report.sections import head
from suar.analytics.picture.report.speech import Speech

#: Widths of the bridge's columns in millimetres: long words differ by language.
_BRIDGE = {
    "en": [28.0, 19.0, 18.0, 16.0, 16.0, 12.0, 13.0, 14.0, 14.0, 15.0],
    "id": [23.0, 21.5, 15.5, 17.0, 13.0, 13.0, 12.0, 16.0, 18.0, 16.0],
}
_LANGUAGE = {"en": "en-GB", "id": "id-ID"}


def write_nota(document: PictureDocument, language: str, path: Path) -> None:
    """Write the note as a Word file.

    Addressee, sender, number, place, date and signature are left open: they are the sender's to
    fill. It keeps to two pages by leaving the figures to `picture.html`, which it names.

    Parameters
    ----------
    document
        The picture, already disclosure-controlled.
    language
        ``en`` or ``id``; anything else is a ValueError.
    path
        Where to write; an existing file is replaced.
    """
    speech = head.speech_for(document, language)
    file = Document()
    _page(file, language)
    _running(file, document, speech)
    _letter_head(file, document, speech)
    _question(file, document, speech)
    _bridge(file, document, speech)
    _unknown(file, document, speech)
    _closing(file, document, speech)
    _signature(file, speech)
    properties = file.core_properties
    properties.author, properties.comments = "Suar", ""
    properties.title, properties.language = head.title(document, speech), _LANGUAGE[language]
    file.save(str(path))


def _page(file: Any, language: str) -> None:
    section = file.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin, section.right_margin = Mm(25), Mm(20)
    section.bottom_margin, section.left_margin = Mm(20), Mm(25)
    section.header_distance = section.footer_distance = Mm(10)
    normal = file.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(11)
    normal.font.color.rgb = RGBColor(0, 0, 0)
    normal.paragraph_format.space_after = Pt(4)
    normal.element.get_or_add_rPr().append(word.element("lang", val=_LANGUAGE[language]))
    heading = file.styles["Heading 2"]
    heading.font.name, heading.font.size, heading.font.bold = "Arial", Pt(11.5), True
    heading.font.color.rgb = RGBColor(0, 0, 0)
    heading.paragraph_format.space_before, heading.paragraph_format.space_after = Pt(8), Pt(2)
    heading.element.rPr.rFonts.set(qn("w:asciiTheme"), "")
    for style in ("List Bullet", "List Number"):
        file.styles[style].paragraph_format.space_after = Pt(1)
        file.styles[style].font.size = Pt(10)


def _running(file: Any, document: PictureDocument, speech: Speech) -> None:
    """Say on every page what it is, and that it is invented where it is."""
    section = file.sections[0]
    if document["invented"]:
        top = section.header.paragraphs[0]
        said = f"**{speech.say('invented')}** · {speech.say('invented-why')}"
        word.write(top, said, size=9)
    foot = section.footer.paragraphs[0]
    said = speech.say(
        "note.foot",
        version=document["suar"],
        seed=document["seed"],
        n=len(document["inputs"]),
    )
    word.write(foot, f"{said}\t\t{speech.say('note.page')} ", size=9)
    word.field(foot, "PAGE", size=9)
    word.write(foot, f" {speech.say('note.of')} ", size=9)
    word.field(foot, "NUMPAGES", size=9)
    foot.paragraph_format.tab_stops.add_tab_stop(Mm(165), 2)


def _letter_head(file: Any, document: PictureDocument, speech: Speech) -> None:
    kind = file.add_paragraph()
    kind.alignment = WD_ALIGN_PARAGRAPH.CENTER
    word.write(kind, speech.say("note.kind").upper(), size=13, bold=True)
    word.rule(kind, "bottom", style="double", eighths=6)
    blank, audience = speech.say("note.blank"), document["audience"]
    cells = speech.say(f"audience-cells.{audience}", n=document["smallest_cell"])
    rows = [
        (speech.say("note.to"), blank),
        (speech.say("note.from"), blank),
        (speech.say("note.number"), blank),
        (speech.say("note.nature"), f"{speech.say(f'note.nature.{audience}')}; {cells}"),
        (speech.say("note.attached"), speech.say("note.attached.what")),
        (
            speech.say("note.subject"),
            f"**{head.title(document, speech)}** ({head.window(document, speech)})",
        ),
    ]
    place = speech.say("note.place")
    for i, (name, said) in enumerate(rows):
        line = file.add_paragraph()
        line.paragraph_format.space_after = Pt(0)
        line.paragraph_format.left_indent, line.paragraph_format.first_line_indent = Mm(27), Mm(-27)
        line.paragraph_format.tab_stops.add_tab_stop(Mm(27))
        line.paragraph_format.tab_stops.add_tab_stop(Mm(165), 2)
        tail = f"\t{place}" if i == 0 else ""
        word.write(line, f"{name}\t: {said}{tail}", size=10)
    word.rule(line, "bottom")


def _heading(file: Any, key: str, speech: Speech) -> None:
    file.add_paragraph(speech.say(key), style="Heading 2")


def _say(file: Any, said: str, *, size: float = 10.5, style: str | None = None) -> Any:
    paragraph = file.add_paragraph(style=style)
    word.write(paragraph, said, size=size)
    return paragraph


def _question(file: Any, document: PictureDocument, speech: Speech) -> None:
    _heading(file, "note.answer", speech)
    _say(file, " ".join(head.answer(document, speech)), size=11)
    _heading(file, "note.units", speech)
    units = content.units(document, speech)
    word.table(file, units.head, units.rows, [105, 25, 35])
    statuses = content.statuses(document, speech)
    if statuses:
        _say(file, statuses, size=9.5).paragraph_format.space_before = Pt(3)


def _bridge(file: Any, document: PictureDocument, speech: Speech) -> None:
    _heading(file, "note.bridge", speech)
    bridge = content.crossing(document, speech)
    word.table(file, bridge.head, bridge.rows, _BRIDGE[speech.language])
    _say(file, speech.say("note.bridge.how"), size=9).paragraph_format.space_before = Pt(3)
    desks = content.desks(document, speech)
    if desks:
        _say(file, f"{speech.say('note.desks')}: {desks}", size=10)


def _unknown(file: Any, document: PictureDocument, speech: Speech) -> None:
    _heading(file, "note.unknown", speech)
    boxed = _say(file, " ".join(content.hidden(document, speech)))
    word.frame(boxed)
    boxed.paragraph_format.left_indent = boxed.paragraph_format.right_indent = Mm(2)
    groups = content.groups(document, speech)
    if groups:
        file.add_paragraph().paragraph_format.space_after = Pt(0)
        word.table(file, groups.head, groups.rows, [66, 18, 18, 38, 25])
    checks = content.checks(document, speech)
    if checks:
        _heading(file, "note.checks", speech)
        for said in checks:
            _say(file, said, size=10, style="List Bullet")


def _closing(file: Any, document: PictureDocument, speech: Speech) -> None:
    _heading(file, "note.doubts", speech)
    for said in content.doubts(document, speech):
        _say(file, said, size=10, style="List Bullet")
    _heading(file, "note.next", speech)
    for said in content.questions(document, speech):
        _say(file, said, size=10, style="List Number")


def _signature(file: Any, speech: Speech) -> None:
    for i, key in enumerate(("note.sign.post", "note.sign.name")):
        line = file.add_paragraph()
        line.paragraph_format.left_indent = Mm(100)
        line.paragraph_format.keep_with_next = i == 0
        line.paragraph_format.space_before = Pt(10 if i == 0 else 26)
        word.write(line, f"{speech.say(key)}: {speech.say('note.blank')}", size=10)
