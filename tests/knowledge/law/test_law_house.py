"""No figure of the law in Python; no road from the law to anybody's status."""

import ast
import re
from pathlib import Path

import pytest

import suar
from suar.knowledge.law import lawbook

LAW = Path(lawbook.__file__).parent
SOURCE = Path(suar.__file__).parent
FILES = sorted([*LAW.glob("*.py"), *(SOURCE / "cli").glob("law*.py")])

#: Twelve months a year turn months into years for reading; a mode of a file is no figure of law.
ALLOWED = {"MONTHS_A_YEAR": 12}
FIGURE = re.compile(
    r"\b\d+\s*(?:-\s*)?(?:months?|bulan|years?|tahun|days?|hari|hours?|jam)\b|\bRp\s*\d|\b\d{6,}\b",
    re.IGNORECASE,
)


def suspicious(source):
    """Give the numbers and figures in Python source that belong in a facts file."""
    tree = ast.parse(source)
    allowed = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.AnnAssign)
        and isinstance(node.target, ast.Name)
        and isinstance(node.value, ast.Constant)
        and ALLOWED.get(node.target.id) == node.value.value
    }
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in allowed | docs:
            continue
        value = node.value
        number = isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 10
        if not number and not (isinstance(value, str) and FIGURE.search(value)):
            continue
        written = ast.get_source_segment(source, node) or ""
        if not written.startswith("0o"):
            yield node.lineno, written


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_no_months_and_no_rupiah_in_python(path):
    source = path.read_text(encoding="utf-8").replace("2**20", "0o4000000")
    assert list(suspicious(source)) == []


@pytest.mark.parametrize(
    "line",
    ["cap = 240", "fine = 5_000_000_000", "text = '3 years'", "text = 'Rp 120'", "years = 15.0"],
)
def test_the_check_would_see_one(line):
    assert list(suspicious(line))


def test_the_law_reads_nothing_of_persons():
    """No module of the law imports a room, a rule of status, or the web."""
    for path in LAW.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.ImportFrom):
                names = [node.module or ""]
            elif isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            for name in names:
                if name.startswith("suar"):
                    assert name.startswith(("suar.knowledge.law", "suar.knowledge.refusal")), path
                assert not name.startswith("django")


def test_nothing_that_decides_on_a_persons_status_reads_the_charging():
    """The other way round: rules, and services of victims and reports, never import the law."""
    watched = [SOURCE / "knowledge" / "rules", SOURCE / "rooms" / "victims"]
    watched += [SOURCE / "rooms" / "intake", SOURCE / "analytics"]
    for folder in watched:
        for path in folder.rglob("*.py"):
            assert "knowledge.law" not in path.read_text(encoding="utf-8"), path


def test_every_file_is_short():
    for path in FILES:
        assert len(path.read_text(encoding="utf-8").splitlines()) < 400, path
