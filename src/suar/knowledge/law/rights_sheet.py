"""The sheet *my rights*: to be printed and given, if paper is safe with her."""

import html
from collections.abc import Iterator

from suar.knowledge.law.lawbook import LawBook
from suar.knowledge.law.layout import heading, paragraph
from suar.knowledge.law.pages_other import right_standing
from suar.knowledge.law.wording import Wording

_STYLE = (
    "@page{size:A4;margin:1.6cm}"
    "body{font:1rem/1.35 sans-serif;max-width:42rem;margin:1rem auto;padding:0 1rem;"
    "color:#000;background:#fff}h1{font-size:1.5rem;margin:0 0 .4rem}"
    "h2{font-size:1rem;margin:.6rem 0 0}p{margin:.1rem 0}small{font-size:.75rem}"
    "section{break-inside:avoid}.foot{margin-top:.8rem;border-top:1px solid #000}"
    "@media print{body{font-size:.8rem;max-width:none;margin:0;padding:0}"
    "main{columns:2;column-gap:1cm}h2{font-size:.85rem}small{font-size:.6rem}}"
)


def _rights(book: LawBook, wording: Wording) -> Iterator[tuple[str, str, str]]:
    for cell in book.raw("rights")["rights"]:
        chip = wording.chip(right_standing(book, cell))
        yield wording.ours(cell["title"]), wording.ours(cell["text"]), f"{cell['id']} · {chip}"


def sheet_text(book: LawBook, *, language: str, width: int) -> str:
    """Write the sheet as text."""
    wording, words = Wording(language), book.raw("rights")["sheet"]
    lines = [*heading(wording.ours(words["title"]))]
    lines += paragraph(wording.ours(words["lead"]), width)
    for title, text, trust in _rights(book, wording):
        lines += ["", title, *paragraph(text, width, "  "), f"  ({trust})"]
    lines += ["", wording.ours(words["ask"]), *paragraph(wording.ours(words["foot"]), width)]
    lines += [wording.say("newest_source", date=book.newest_source), *_advice(wording, width)]
    return "\n".join(lines)


def _advice(wording: Wording, width: int) -> list[str]:
    return list(paragraph(wording.say("sheet_advice"), width))


def sheet_html(book: LawBook, *, language: str) -> str:
    """Write the sheet as one HTML page; the title is neutral and nothing is fetched."""
    wording, words = Wording(language), book.raw("rights")["sheet"]

    def say(text: str) -> str:
        return html.escape(text)

    parts = [
        f'<!doctype html><html lang="{language}"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{say(wording.ours(words['title']))}</title><style>{_STYLE}</style></head><body>",
        f"<h1>{say(wording.ours(words['title']))}</h1><p>{say(wording.ours(words['lead']))}</p>",
    ]
    parts.append("<main>")
    for title, text, trust in _rights(book, wording):
        words_of = f"<p>{say(text)} <small>{say(trust)}</small></p>"
        parts.append(f"<section><h2>{say(title)}</h2>{words_of}</section>")
    parts.append("</main>")
    newest = say(wording.say("newest_source", date=book.newest_source))
    parts += [
        f'<div class="foot"><p>{say(wording.ours(words["ask"]))}</p>',
        f"<p>{say(wording.ours(words['foot']))}</p>",
        f"<p><small>{newest} {say(wording.say('sheet_advice'))}</small></p></div></body></html>",
    ]
    return "\n".join(parts) + "\n"
