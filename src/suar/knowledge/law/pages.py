"""A plain page for each offence, warning, right, treaty, restitution step, state, duty and body.

A page is a list of blocks; ``layout`` turns blocks into text for a terminal, ``markdown`` into the
generated reference. Each page ends with its confidence, its sources and the date of the newest one.
"""

import difflib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from suar.knowledge.law.lawbook import LawBook
from suar.knowledge.law.layout import bullet, heading, paragraph
from suar.knowledge.law.model import Standing
from suar.knowledge.law.wording import Wording
from suar.knowledge.refusal import Refusal

Block = tuple[str, str]
KINDS: Final = (
    *("offences", "aggravations", "warnings", "rules", "rights", "treaties", "steps", "conflicts"),
    *("statutes", "states", "duties", "bodies", "plans", "mous"),
)


@dataclass(frozen=True)
class Page:
    """One page in one language."""

    id: str
    kind: str
    title: str
    blocks: tuple[Block, ...]


def index(book: LawBook) -> dict[str, list[str]]:
    """Give every id that has a page, by kind."""
    offences, restitution = book.raw("offences_id"), book.raw("restitution_id")
    bodies = book.raw("bodies")
    return {
        "offences": list(book.offences),
        "aggravations": list(book.aggravations),
        "warnings": list(book.warnings),
        "rules": [cell["id"] for cell in offences["general_rules"]],
        "rights": [cell["id"] for cell in book.raw("rights")["rights"]],
        "treaties": [cell["id"] for cell in book.raw("instruments")["instruments"]],
        "steps": [cell["id"] for cell in restitution["steps"]],
        "conflicts": [cell["id"] for cell in restitution["conflicts"]],
        "statutes": list(book.statutes),
        "states": [cell["code"] for cell in book.raw("states")["states"]],
        "duties": [cell["id"] for cell in book.raw("duties")["duties"]],
        "bodies": [cell["id"] for cell in bodies["bodies"]],
        "plans": [cell["id"] for cell in bodies["plans"]],
        "mous": [cell["id"] for cell in bodies["mous"]],
    }


def page(book: LawBook, id_: str, *, language: str = "en") -> Page:
    """Give the page of an id."""
    ids = index(book)
    kind = next((kind for kind in KINDS if id_ in ids[kind]), None)
    if kind is None:
        near = difflib.get_close_matches(id_, [one for group in ids.values() for one in group], n=1)
        remedy = f"Did you mean {near[0]}?" if near else "`suar law show` lists the ids."
        raise Refusal("is not an id of the facts files", file="show", remedy=remedy)
    wording = Wording(language)
    title, blocks = _writers()[kind](book, id_, wording)
    return Page(id_, kind, title, tuple(blocks))


@cache
def _writers() -> Mapping[str, Callable[[LawBook, str, Wording], tuple[str, list[Block]]]]:
    from suar.knowledge.law import pages_charging, pages_other

    return {
        "offences": pages_charging.offence,
        "aggravations": pages_charging.aggravation,
        "warnings": pages_charging.warning,
        "rules": pages_charging.rule,
        "rights": pages_other.right,
        "treaties": pages_other.treaty,
        "steps": pages_other.step,
        "conflicts": pages_other.conflict,
        "statutes": pages_other.statute,
        "states": pages_other.state_page,
        "duties": pages_other.duty,
        "bodies": pages_other.body,
        "plans": pages_other.plan,
        "mous": pages_other.agreement,
    }


def trust(book: LawBook, found: Standing, cell: str, wording: Wording) -> Iterator[Block]:
    """End a page: how far it can be trusted, where it was read, and how old that is."""
    yield "h", wording.say("page_trust")
    yield "p", wording.chip(found)
    if found.note:
        yield "p", wording.fact(found.note)
    for key in found.src:
        nature = wording.fact(book.sources[key]["nature"])
        yield "li", f"{key}: {nature}"
    yield "p", wording.say("newest_source", date=book.newest_source)
    yield "p", wording.say("page_cell", cell=cell)
    yield "p", wording.say("not_advice")


def as_text(found: Page, width: int) -> str:
    """Write a page for a terminal."""
    lines = [*heading(f"{found.title} · {found.id}")]
    for kind, text in found.blocks:
        if kind == "h":
            lines += ["", text]
        elif kind == "li":
            lines += bullet(text, width)
        else:
            lines += paragraph(text, width)
    return "\n".join(lines)


def as_markdown(found: Page) -> str:
    """Write a page as a section of the generated reference."""
    lines = [f'<a id="{found.id.lower()}"></a>', "", f"## {_plain(found.title)} ({found.id})", ""]
    for kind, text in found.blocks:
        if kind == "h":
            lines += ["", f"**{_plain(text)}**", ""]
        elif kind == "li":
            lines.append(f"- {_plain(text)}")
        else:
            lines += ["", _plain(text), ""]
    return _squeeze(lines)


def _plain(text: str) -> str:
    return text.replace("<", "&lt;").replace("*", "\\*").replace("_", "\\_")


def _squeeze(lines: list[str]) -> str:
    out: list[str] = []
    for line in lines:
        if line or (out and out[-1]):
            out.append(line)
    return "\n".join(out).rstrip() + "\n"
