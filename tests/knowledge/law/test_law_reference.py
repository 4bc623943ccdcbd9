"""The generated reference of the law is what the facts files say today; the how-to's file works."""

import importlib.util
import re
from pathlib import Path

import pytest

from suar.knowledge.law.confirmations import confirmed_book

ROOT = Path(__file__).resolve().parents[3]
HOW_TO = ROOT / "docs" / "how-to"


def _law_pages():
    spec = importlib.util.spec_from_file_location("law_pages", ROOT / "docs" / "law_pages.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.law_pages()


def test_the_reference_is_current_and_whole():
    pages = _law_pages()
    assert {name.rsplit(".", 2)[1] for name in pages if name.count(".") == 2} == {"en", "id"}
    for name, text in pages.items():
        assert (ROOT / name).read_text(encoding="utf-8") == text, f"{name}: run docs/law_pages.py"
    made = {path.name for path in (ROOT / "docs" / "reference" / "law").iterdir()}
    assert made == {Path(name).name for name in pages}


@pytest.mark.parametrize(
    "path", sorted(HOW_TO.glob("correct-or-confirm*.md")), ids=lambda p: p.name
)
def test_the_files_shown_in_the_how_to_are_accepted(path, tmp_path):
    blocks = re.findall(r"```yaml\n(.*?)```", path.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 4
    for number, block in enumerate(blocks):
        head = "" if block.startswith("schema") else "schema: suar.law.confirmations/1\n"
        if block.startswith("  - cell"):
            head += "confirmed:\n"
        file = tmp_path / f"{number}.yaml"
        file.write_text(head + block, encoding="utf-8")
        confirmed_book(file)
