"""Write the pages that are made from code; `--check` names those that are no longer true.

A page is a row of `PAGES`: its path and the function that gives its whole text. A part of a page
between markers is a page too: its function puts the part into the text that stands there.
"""

import ast
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "docs"))  # pages that have a file of their own beside this one
SOURCE = ROOT / "src" / "suar"
MADE = "<!-- Made by docs/generate.py from the code; changes here are lost. -->\n"


def vocabulary() -> str:
    """Give the reference of all code lists; the places only by number."""
    from suar.knowledge.vocab import STANDARDS, code_list, names

    lists = [code_list(name) for name in names()]
    parts = [
        f"{MADE}\n# Vocabulary\n",
        "Code lists in English and Bahasa Indonesia. Blank means *not asked*, never *no*. `=` a "
        "standard's value that means the same, read and written; `<` one that also covers other "
        "codes, only written: a coarse value is never taken apart on reading. The IC-TIP column "
        "is empty until the official tables can be entered. `suar vocab LIST --json` gives all "
        "of a list.\n",
        "## Standards\n",
        *_table(("key", "standard"), ((f"`{key}`", text) for key, text in STANDARDS.items())),
        "\n## Lists\n",
        *_table(
            ("list", "codes", "English", "Bahasa Indonesia"),
            ((f"[{e.name}](#{e.name})", str(len(e)), e.label["en"], e.label["id"]) for e in lists),
        ),
    ]
    for each in lists:
        parts += ["", *_one_list(each)]
    return "\n".join(parts) + "\n"


def _one_list(each: "CodeList") -> Iterator[str]:  # noqa: F821
    yield f"## {each.name}\n"
    yield f"{each.label['en']} / {each.label['id']}. {each.definition['en']}\n"
    several = "a record may hold several" if each.multi else "a record holds one"
    yield f"Source: {each.source}. Version {each.version}; {several}.\n"
    if each.licence:
        yield f"Licence: {each.licence}, see `lists/odbl/NOTICE.md`.\n"
    if each.name in {"country", "regency"}:
        yield f"{len(each)} codes; `suar vocab {each.name}` prints them."
        return
    rows = (
        (
            f"`{code.code}`" + (f" (in `{code.parent}`)" if code.parent else ""),
            code.label["en"],
            code.label["id"],
            code.definition["en"],
            _standards(code),
        )
        for code in each
    )
    yield from _table(("code", "English", "Bahasa Indonesia", "definition", "standards"), rows)


def _standards(code: "Code") -> str:  # noqa: F821
    same = [f"{key} = {', '.join(values)}" for key, values in code.crosswalk.items() if values]
    wide = [f"{key} < {', '.join(values)}" for key, values in code.broader.items() if values]
    return "; ".join(same + wide)


def commands() -> str:
    """Give the reference of the command line: each command's own help, word for word."""
    from typer.main import get_command
    from typer.testing import CliRunner

    from suar.cli.app import app

    parts = [
        f"{MADE}\n# Commands\n",
        "Exit code 0 done, 1 refused input, 2 wrong use. With `--json` one document stands on "
        "stdout and nothing else; messages go to stderr.",
    ]
    for words in _walk((), get_command(app)):
        shown = CliRunner().invoke(
            app,
            [*words, "--help"],
            prog_name="suar",
            env={"COLUMNS": "100", "TERMINAL_WIDTH": "100", "LANG": "C.UTF-8", "NO_COLOR": "1"},
        )
        if shown.exit_code:
            raise SystemExit(f"suar {' '.join(words)} --help ended with {shown.exit_code}")
        lines = "\n".join(line.rstrip() for line in shown.output.strip().splitlines())
        parts += ["", f"## `{' '.join(('suar', *words))}`\n", f"```text\n{lines}\n```"]
    return "\n".join(parts) + "\n"


def _walk(words: tuple[str, ...], command: object) -> Iterator[tuple[str, ...]]:
    yield words
    for name, each in sorted(getattr(command, "commands", {}).items()):
        if not each.hidden:
            yield from _walk((*words, name), each)


def architecture() -> str:
    """Put the table of packages, one line of docstring each, into ARCHITECTURE.md."""
    rows = []
    for found in sorted(SOURCE.rglob("__init__.py")):
        said = ast.get_docstring(ast.parse(found.read_text(encoding="utf-8")))
        name = ".".join(found.parent.relative_to(SOURCE.parent).parts)
        if said and "migrations" not in found.parts:
            rows.append((f"`{name}`", said.splitlines()[0]))
    return between(
        ROOT / "ARCHITECTURE.md", "packages", "\n".join(_table(("package", "for"), rows))
    )


def between(page: Path, marker: str, text: str) -> str:
    """Give a page's text with what stands between two markers replaced."""
    first, last = f"<!-- {marker} -->", f"<!-- /{marker} -->"
    whole = page.read_text(encoding="utf-8")
    if whole.count(first) != 1 or whole.count(last) != 1:
        raise SystemExit(f"{page.name} needs {first} and {last}, once each")
    head, rest = whole.split(first)
    return f"{head}{first}\n{text}\n{last}{rest.split(last)[1]}"


def _table(head: tuple[str, ...], rows: "Iterator[tuple[str, ...]] | list") -> list[str]:
    lines = [head, tuple("---" for _ in head), *rows]
    return ["| " + " | ".join(_cell(cell) for cell in line) + " |" for line in lines]


def _cell(text: str) -> str:
    return " ".join(text.replace("|", "\\|").split())


def walls() -> str:
    """Put the drawing and the table of the walls into their explanation."""
    from wall_pages import two_walls

    return between(ROOT / "docs" / "explanation" / "two-walls.md", "walls", two_walls())


def _lifecycles() -> str:
    from wall_pages import lifecycles

    return lifecycles()


PAGES: dict[str, Callable[[], str]] = {
    "docs/explanation/two-walls.md": walls,
    "docs/reference/lifecycles.md": _lifecycles,
    "docs/reference/vocabulary.md": vocabulary,
    "docs/reference/commands.md": commands,
    "ARCHITECTURE.md": architecture,
}


def main(arguments: list[str]) -> int:
    """Write every stale page, or with `--check` only name it and return 1."""
    if arguments not in ([], ["--check"]):
        print("usage: docs/generate.py [--check]", file=sys.stderr)
        return 2
    from law_pages import law_pages  # beside this file

    stale = []
    made = {name: make() for name, make in PAGES.items()} | law_pages()
    for name, text in made.items():
        page = ROOT / name
        if page.exists() and page.read_text(encoding="utf-8") == text:
            continue
        stale.append(name)
        if not arguments:
            page.parent.mkdir(parents=True, exist_ok=True)
            page.write_text(text, encoding="utf-8")
    for name in stale:
        print(f"stale: {name}; run `make docs`" if arguments else f"wrote {name}", file=sys.stderr)
    return 1 if arguments and stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
