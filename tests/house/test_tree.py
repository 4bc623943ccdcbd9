"""The house keeps its own rules: sizes, names of files, no addresses, words."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted((ROOT / "src").rglob("*.py"))


def _tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if listed.returncode:  # an unpacked archive has no git: look at what is there
        skip = {".venv", ".git", "__pycache__"}
        return [p for p in ROOT.rglob("*") if p.is_file() and not skip & set(p.parts)]
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def _texts() -> list[tuple[Path, str]]:
    texts = []
    for path in _tracked():
        content = path.read_bytes()
        if b"\0" not in content[:4096]:
            texts.append((path, content.decode("utf-8", errors="replace")))
    return texts


def test_no_file_of_code_is_longer_than_400_lines() -> None:
    code = [p for p in _tracked() if p.suffix == ".py"]
    ours = [p for p in code if p.parent.name != "migrations"]  # those Django writes
    lines = {str(p.relative_to(ROOT)): len(p.read_text().splitlines()) for p in ours}
    assert {name: count for name, count in lines.items() if count > 400} == {}


def test_there_is_no_place_where_everything_meets() -> None:
    everywhere = {"utils.py", "helpers.py", "common.py", "misc.py"}
    assert [p for p in SOURCES if p.name in everywhere] == []


def test_no_file_names_a_package_registry_or_an_index() -> None:
    hosts = re.compile(
        r"pypi\.(org|python)|pythonhosted|registry\.npmjs|(?<!emit-)index-url\s*[= ]", re.I
    )
    here = Path(__file__)
    named = [str(p.relative_to(ROOT)) for p, text in _texts() if p != here and hosts.search(text)]
    assert named == []


def test_every_locked_requirement_has_a_hash() -> None:
    lock = (ROOT / "requirements.lock").read_text()
    pinned = re.findall(r"^[A-Za-z0-9][^\n]*==", lock, re.M)
    assert len(pinned) > 50
    for block in re.split(r"^(?=[A-Za-z0-9])", lock, flags=re.M)[1:]:
        assert "--hash=sha256:" in block, block.splitlines()[0]


def test_nothing_is_left_for_later() -> None:
    marks = re.compile(
        r"(?<!Status\.)\b(TODO|FIXME|XXX)\b|raise NotImplementedError"
    )  # a queue's state
    assert [p for p in SOURCES if marks.search(p.read_text())] == []


def test_no_exception_is_swallowed() -> None:
    swallowed = []
    for path in SOURCES:
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.ExceptHandler) and all(
                isinstance(line, ast.Pass) for line in node.body
            ):
                swallowed.append(f"{path.name}:{node.lineno}")
    assert swallowed == []


@pytest.mark.parametrize("path", SOURCES, ids=lambda p: str(p.relative_to(ROOT / "src")))
def test_every_module_says_what_it_is_for(path: Path) -> None:
    if "migrations" in path.parts:
        return
    assert ast.get_docstring(ast.parse(path.read_text())), f"{path} has no docstring"


#: Words that DO-NO-HARM does not want on a page; the word after it is what is wanted.
UNWANTED = {
    "human trafficking": "trafficking in persons",
    "perdagangan manusia": "perdagangan orang",
    "scam worker": "person forced into online fraud",
    "scammer": "person forced into online fraud",
    "illegal worker": "migrant worker who left outside the procedure",
    "prostitute": "person in sexual exploitation",
    "sectoral ego": "nothing",
    "the unseen": "not known to any register",
    "repeat offender": "named in more than one case",
    "big boss": "controller",
}


def _pages() -> list[tuple[Path, str]]:
    """Give what people read: templates, texts, our own docs (not names of standards or sources)."""
    suffixes = {".html", ".md", ".yaml", ".po"}
    skip = ("vocab/lists", "law/facts", "docs/reference", "NOTICE", "requirements", "linkage/rules")
    return [
        (path, text)
        for path, text in _texts()
        if path.suffix in suffixes and not any(part in str(path) for part in skip)
    ]


def test_pages_keep_to_the_words_that_do_no_harm() -> None:
    used = [
        f"{path.relative_to(ROOT)}: {word!r}, write {wanted!r}"
        for path, text in _pages()
        for word, wanted in UNWANTED.items()
        # a source's own name stays as it is: it stands in quotation marks or capitals
        if re.search(rf"(?<![\w\"“]){word}(?![\w\"”])", text)
    ]
    assert used == []


def test_help_needs_nothing_heavy() -> None:
    """`suar --help` answers at once because no library of weight is imported for it."""
    code = (
        "import sys\nfrom typer.testing import CliRunner\nfrom suar.cli.app import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "print([m for m in ('polars','numpy','scipy','duckdb','splink','altair','django','docx')"
        " if m in sys.modules])"
    )
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"
