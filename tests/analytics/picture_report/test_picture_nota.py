"""The note for a superior's desk: complete, open where it is the sender's to fill, short."""

from pathlib import Path

import pytest
from docx import Document

from analytics.picture_report.picture_example import STATES, example
from suar.analytics.picture.report import write_nota


def _written(path: Path) -> str:
    file = Document(str(path))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    running = [p.text for s in file.sections for p in (*s.header.paragraphs, *s.footer.paragraphs)]
    return "\n".join([*(p.text for p in file.paragraphs), *cells, *running])


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("language", ["en", "id"])
def test_every_state_can_be_written_and_stays_short(
    state: str, language: str, tmp_path: Path
) -> None:
    path = tmp_path / "nota.docx"
    write_nota(STATES[state](), language, path)  # type: ignore[arg-type]
    text = _written(path)
    assert "{" not in text
    assert "**" not in text
    assert len(text) < 5_600, "two pages hold no more"
    assert ("DATA REKAAN" if language == "id" else "INVENTED DATA") in text or state == "cases"


def test_it_asks_answers_and_doubts(tmp_path: Path) -> None:
    path = tmp_path / "nota.docx"
    write_nota(example(), "id", path)  # type: ignore[arg-type]
    text = _written(path)
    for said in (
        "Berapa orang tercatat di lima register?",
        "sekitar 5.640 orang",
        "1.118",
        "7.022",
        "5.500 sampai 5.790",
        "10.100 sampai 26.000",
        "Ditolak: Satu kelompok hanya punya dua register",
        "3 pemeriksaan lain lulus.",
        "Yang perlu ditanyakan berikutnya",
        "2.413 orang",
    ):
        assert said in text, said


def test_the_bridge_adds_up_in_the_note_too(tmp_path: Path) -> None:
    path = tmp_path / "nota.docx"
    write_nota(example(), "en", path)  # type: ignore[arg-type]
    bridge = Document(str(path)).tables[1]
    for row in bridge.rows[1:]:
        said = [cell.text.replace(",", "").replace("−", "-") for cell in row.cells[1:]]
        _, readable, repeats, persons, only, shared, missed, cannot, could = map(int, said)
        assert readable + repeats == persons == only + shared
        assert persons + missed + cannot + could == 5639


def test_nobody_is_named_as_its_author_and_no_letterhead_is_invented(tmp_path: Path) -> None:
    path = tmp_path / "nota.docx"
    write_nota(example(), "en", path)  # type: ignore[arg-type]
    file = Document(str(path))
    assert file.core_properties.author == "Suar"
    assert not file.inline_shapes
    assert "To\t: ....." in _written(path)


def test_an_unknown_language_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="en and id"):
        write_nota(example(), "fr", tmp_path / "nota.docx")  # type: ignore[arg-type]
    assert not (tmp_path / "nota.docx").exists()
