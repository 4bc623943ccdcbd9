"""The generator of pages names what is stale, and the vocabulary's page is current."""

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.fixture
def generate() -> ModuleType:
    spec = importlib.util.spec_from_file_location("generate", ROOT / "docs" / "generate.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_vocabulary_page_says_what_the_lists_say(generate: ModuleType) -> None:
    page = ROOT / "docs" / "reference" / "vocabulary.md"
    assert page.read_text(encoding="utf-8") == generate.vocabulary()


def test_check_names_stale_pages_and_writes_nothing(
    generate: ModuleType,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    monkeypatch.setattr(generate, "PAGES", {"a/page.md": lambda: "text\n"})
    assert generate.main(["--check"]) == 1
    assert "a/page.md" in capsys.readouterr().err
    assert not (tmp_path / "a").exists()
    assert generate.main([]) == 0
    assert generate.main(["--check"]) == 0
    (tmp_path / "a" / "page.md").write_text("other\n", encoding="utf-8")
    assert generate.main(["--check"]) == 1
    assert generate.main(["--chekc"]) == 2


def test_only_what_stands_between_the_markers_is_written(
    generate: ModuleType, tmp_path: Path
) -> None:
    page = tmp_path / "P.md"
    page.write_text("before\n<!-- x -->\nold\n<!-- /x -->\nafter\n", encoding="utf-8")
    assert generate.between(page, "x", "new") == "before\n<!-- x -->\nnew\n<!-- /x -->\nafter\n"
    with pytest.raises(SystemExit, match="y"):
        generate.between(page, "y", "new")
