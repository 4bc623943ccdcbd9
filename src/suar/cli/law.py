"""`suar law`: which law fits, how states compare, what restitution needs, the law in words."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from suar.cli.console import show, show_json

if TYPE_CHECKING:
    from suar.knowledge.law.lawbook import LawBook

law_app = typer.Typer(
    name="law",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    help="Which law fits the facts, how states compare, what restitution needs. Not legal advice.",
)

Language = Annotated[str, typer.Option("--language", help="Language of the words: en or id.")]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")]
Confirmations = Annotated[
    Path | None,
    typer.Option(
        "--confirmations",
        envvar="SUAR_LAW_CONFIRMATIONS",
        help="A lawyer's own file of confirmed or corrected cells.",
    ),
]
FactsFile = Annotated[Path, typer.Argument(metavar="FACTS.yaml", help="The facts of the case.")]


def _book(confirmations: Path | None) -> "LawBook":
    from suar.knowledge.law.confirmations import confirmed_book

    return confirmed_book(confirmations)


def _width() -> int:
    return shutil.get_terminal_size().columns


def _codes(text: str | None) -> list[str]:
    return [part.strip() for part in (text or "").split(",") if part.strip()]


@law_app.command()
def charge(
    facts_file: FactsFile,
    charged: Annotated[
        str | None, typer.Option("--charged", help="What is charged now: ID,... of offences.")
    ] = None,
    confirmations: Confirmations = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Examine every offence against the facts entered: elements, two regimes, warnings."""
    from suar.knowledge.law.charge_text import charge_text
    from suar.knowledge.law.charging import document, examine
    from suar.knowledge.law.entering import charged_ids, read_facts, with_charged

    book = _book(confirmations)
    facts = read_facts(facts_file, book)
    if charged is not None:
        facts = with_charged(facts, charged_ids(_codes(charged), book))
    examination = examine(facts, book)
    if as_json:
        show_json(document(examination, language=language))
    else:
        show(charge_text(examination, language=language, width=_width()))
