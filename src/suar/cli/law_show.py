"""What `suar law show` prints."""

from typing import TYPE_CHECKING

from suar.cli.console import show, show_json

if TYPE_CHECKING:
    from suar.knowledge.law.lawbook import LawBook


def show_ids(book: "LawBook", language: str, *, as_json: bool) -> None:
    """Print every id that has a page."""
    from suar.knowledge.law.pages import index
    from suar.knowledge.law.wording import Wording

    ids = index(book)
    if as_json:
        show_json(ids)
        return
    wording = Wording(language)
    show(wording.say("ids_title"))
    for kind, found in ids.items():
        show(f"{wording.label('kinds', kind)}: {', '.join(found)}")
    show("my-rights")


def show_one(book: "LawBook", id_: str, languages: list[str], *, as_json: bool, width: int) -> None:
    """Print one page, in each language asked for."""
    from suar.knowledge.law.pages import as_text, page

    found = {language: page(book, id_, language=language) for language in languages}
    if as_json:
        show_json(
            {
                "id": id_,
                "pages": {
                    language: {"title": one.title, "blocks": [list(block) for block in one.blocks]}
                    for language, one in found.items()
                },
            }
        )
        return
    for one in found.values():
        show(as_text(one, width))


def show_rights(book: "LawBook", languages: list[str], *, as_html: bool, width: int) -> None:
    """Print the sheet of rights; HTML in one language, the first asked for."""
    from suar.knowledge.law.rights_sheet import sheet_html, sheet_text

    if as_html:
        show(sheet_html(book, language=languages[0]))
        return
    for language in languages:
        show(sheet_text(book, language=language, width=width))
