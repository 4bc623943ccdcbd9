"""`suar vocab`: the code lists, for people who map their columns to them."""

from enum import StrEnum
from typing import TYPE_CHECKING, Annotated, Any

import typer

from suar.cli.console import show, show_json

if TYPE_CHECKING:
    from suar.knowledge.vocab import Code, CodeList


class Language(StrEnum):
    """A language that every label has."""

    EN = "en"
    ID = "id"


def vocab(
    name: Annotated[
        str | None, typer.Argument(metavar="LIST", help="A list's name; without it, all lists.")
    ] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="One JSON document with both languages and crosswalks.")
    ] = False,
    language: Annotated[
        Language, typer.Option("--language", help="Language of the labels.")
    ] = Language.EN,
) -> None:
    """Print the code lists, or one of them with what each code means."""
    from suar.knowledge.vocab import code_list, names

    if name is not None:
        found = code_list(name)
        show_json(_document(found)) if as_json else show(_page(found, language.value))
        return
    lists = [code_list(each) for each in names()]
    if as_json:
        show_json({"lists": [_heading(each) | {"codes": len(each)} for each in lists]})
    else:
        rows = [(each.name, str(len(each)), each.label[language.value]) for each in lists]
        show(_columns(rows))


def _page(found: "CodeList", language: str) -> str:
    labels = [
        (f"{'  ' if code.parent else ''}{code.code}", code.label[language], _replaced(code))
        for code in found
    ]
    head = f"{found.label[language]}. {found.definition[language]}"
    return f"{head}\n\n{_columns(labels)}\n\n{found.source}; {found.version}"


def _replaced(code: "Code") -> str:
    return f"-> {code.replaced_by}" if code.replaced_by else ""


def _columns(rows: list[tuple[str, str, str]]) -> str:
    wide = [max((len(row[place]) for row in rows), default=0) for place in (0, 1)]
    return "\n".join(
        f"{first:<{wide[0]}}  {second:<{wide[1]}}  {third}".rstrip()
        for first, second, third in rows
    )


def _heading(found: "CodeList") -> dict[str, Any]:
    return {
        "name": found.name,
        "label": dict(found.label),
        "definition": dict(found.definition),
        "source": found.source,
        "version": found.version,
        "multi": found.multi,
        "licence": found.licence,
    }


def _document(found: "CodeList") -> dict[str, Any]:
    return _heading(found) | {
        "blank": {standard: list(values) for standard, values in found.blank.items()},
        "codes": [
            {
                "code": code.code,
                "label": dict(code.label),
                "definition": dict(code.definition),
                "source": code.source,
                "version": code.version,
                "parent": code.parent,
                "replaced_by": code.replaced_by,
                "crosswalk": {key: list(values) for key, values in code.crosswalk.items()},
                "broader": {key: list(values) for key, values in code.broader.items()},
            }
            for code in found
        ],
    }
