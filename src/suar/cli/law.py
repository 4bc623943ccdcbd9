"""`suar law`: which law fits, how states compare, what restitution needs, the law in words."""

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

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

Words = Literal["en", "id"]
Language = Annotated[Words, typer.Option("--language", help="Language of the words.")]
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


@law_app.command()
def matrix(
    states: Annotated[
        str | None, typer.Option("--states", help="States by ISO code: ID,KH,... All by default.")
    ] = None,
    topic: Annotated[
        str | None, typer.Option("--topic", help="One group, cell, treaty, or timeline.")
    ] = None,
    gaps: Annotated[
        bool, typer.Option("--gaps", help="What each law lacks against ACTIP and the guideline.")
    ] = False,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="A picture.json: gaps by victims touched.")
    ] = None,
    confirmations: Confirmations = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Set eleven states and sixteen treaties side by side; a gap is shown as one, never as a no."""
    from suar.knowledge.law.gaps import gaps as lacking
    from suar.knowledge.law.matrix import matrix as compare
    from suar.knowledge.law.tables_text import gaps_text, matrix_text

    book, chosen = _book(confirmations), _codes(states)
    found = compare(book, states=chosen, topic=topic, language=language)
    if gaps or picture:
        seen = _picture(picture) if picture else None
        found["gaps"] = lacking(book, states=chosen, picture=seen, language=language)
        show_json(found) if as_json else show(gaps_text(found, width=_width()))
        return
    show_json(found) if as_json else show(matrix_text(found, width=_width()))


@law_app.command()
def harmonise(
    first: Annotated[str, typer.Argument(help="A state, by ISO code.")],
    second: Annotated[str, typer.Argument(help="The other state.")],
    facts_file: Annotated[
        Path | None, typer.Option("--facts", help="Facts of a case: is it trafficking in both?")
    ] = None,
    picture: Annotated[
        Path | None, typer.Option("--picture", help="A picture.json: gaps by victims touched.")
    ] = None,
    confirmations: Confirmations = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Compare two states: dual criminality, where definitions part, what binds, what protects."""
    from suar.knowledge.law.entering import read_facts
    from suar.knowledge.law.harmonise import harmonise as compare
    from suar.knowledge.law.tables_text import harmonise_text

    book = _book(confirmations)
    facts = read_facts(facts_file, book) if facts_file else None
    seen = _picture(picture) if picture else None
    found = compare(book, first, second, facts=facts, picture=seen, language=language)
    show_json(found) if as_json else show(harmonise_text(found, width=_width()))


def _picture(path: Path) -> dict[str, object]:
    import json

    from suar.knowledge.refusal import Refusal

    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refusal(
            "is not a picture that can be read",
            file=path.name,
            remedy="Give the picture.json that `suar picture` wrote.",
        ) from error
    if not isinstance(found, dict) or "registers" not in found:
        raise Refusal(
            "is not a picture",
            file=path.name,
            remedy="Give the picture.json that `suar picture` wrote.",
        )
    return found


@law_app.command()
def restitution(
    facts_file: FactsFile,
    charged: Annotated[
        str | None, typer.Option("--charged", help="What is charged now: ID,... of offences.")
    ] = None,
    confirmations: Confirmations = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Tell which restitution tracks are open, with papers, steps, clocks and conflicts."""
    from suar.knowledge.law.entering import charged_ids, read_facts, with_charged
    from suar.knowledge.law.restitution import restitution as tell
    from suar.knowledge.law.tables_text import restitution_text

    book = _book(confirmations)
    facts = read_facts(facts_file, book)
    if charged is not None:
        facts = with_charged(facts, charged_ids(_codes(charged), book))
    found = tell(facts, book, language=language)
    show_json(found) if as_json else show(restitution_text(found, width=_width()))


@law_app.command()
def duties(
    confirmations: Confirmations = None, language: Language = "en", as_json: Json = False
) -> None:
    """Tell who must tell whom, the least, by when and her say; then bodies, plans, agreements."""
    from suar.knowledge.law.duties import duties as tell
    from suar.knowledge.law.tables_text import duties_text

    found = tell(_book(confirmations), language=language)
    show_json(found) if as_json else show(duties_text(found, width=_width()))


@law_app.command(name="show")
def show_page(
    id_: Annotated[
        str | None, typer.Argument(metavar="ID", help="An id, or my-rights; none lists the ids.")
    ] = None,
    language: Annotated[
        Words | None,
        typer.Option("--language", help="Both when absent."),
    ] = None,
    as_html: Annotated[
        bool, typer.Option("--html", help="my-rights as a page that can be printed.")
    ] = False,
    confirmations: Confirmations = None,
    as_json: Json = False,
) -> None:
    """Explain an offence, right, treaty, restitution step, warning, state or duty plainly."""
    from suar.cli.law_show import show_ids, show_one, show_rights

    book = _book(confirmations)
    languages: list[str] = [language] if language else ["id", "en"]
    if id_ is None:
        show_ids(book, languages[-1], as_json=as_json)
    elif id_ == "my-rights":
        show_rights(book, languages, as_html=as_html, width=_width())
    else:
        show_one(book, id_, languages, as_json=as_json, width=_width())


@law_app.command()
def facts(
    interactive: Annotated[
        bool, typer.Option("--interactive", help="Ask, in the order that settles most.")
    ] = False,
    out: Annotated[
        Path | None, typer.Option("--out", help="Where the answers are kept (mode 0600).")
    ] = None,
    words: Annotated[
        bool, typer.Option("--words", help="Print every word that a FACTS file may use.")
    ] = False,
    check: Annotated[
        Path | None, typer.Option("--check", help="Check a folder of facts files of law.")
    ] = None,
    confirmations: Confirmations = None,
    language: Language = "en",
    as_json: Json = False,
) -> None:
    """Enter the facts of a case by question and answer; list the words; check the facts files."""
    from suar.cli.law_facts import check_folder, interview, list_words

    if check is not None:
        check_folder(check)
    elif words:
        list_words(_book(confirmations), language, as_json=as_json)
    elif interactive and out is not None:
        interview(_book(confirmations), out, language)
    else:
        raise typer.BadParameter("Give --interactive with --out FILE, or --words, or --check DIR.")
