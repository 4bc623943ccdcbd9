"""What a paper is made of: small rows of plain values, so that it can be sealed as it was issued.

A template draws each (`cases/paper/block.html`). Words are already in the paper's language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

Block: TypeAlias = dict[str, Any]


def heading(words: object) -> Block:
    """Give a heading."""
    return {"kind": "heading", "words": str(words)}


def text(words: object, *, strong: bool = False) -> Block:
    """Give a paragraph; line breaks stay."""
    return {"kind": "text", "words": str(words).strip(), "strong": strong}


def facts(rows: Iterable[tuple[object, object]], *, title: object = "") -> Block:
    """Give labels with their values."""
    told = [[str(label), str(value).strip()] for label, value in rows if str(value).strip()]
    return {"kind": "facts", "title": str(title), "rows": told}


def table(head: Sequence[object], rows: Iterable[Sequence[object]], *, title: object) -> Block:
    """Give a table; its title is its caption."""
    return {
        "kind": "table",
        "title": str(title),
        "head": [str(each) for each in head],
        "rows": [[str(cell) for cell in row] for row in rows],
    }


def listed(items: Iterable[object], *, title: object = "", numbered: bool = True) -> Block:
    """Give a list."""
    told = [str(each).strip() for each in items if str(each).strip()]
    return {"kind": "list", "title": str(title), "items": told, "numbered": numbered}


@dataclass(frozen=True)
class Party:
    """Who signs: what stands over the space, the name (blank: a line to write it on), under it."""

    over: object
    name: object = ""
    under: Sequence[object] = ()


def signatures(parties: Iterable[Party]) -> Block:
    """Give places to sign, two in a row."""
    return {
        "kind": "signatures",
        "parties": [
            {
                "over": str(each.over),
                "name": str(each.name).strip(),
                "under": [str(line) for line in each.under if str(line).strip()],
            }
            for each in parties
        ],
    }


def slip(title: object, blocks: Sequence[Block]) -> Block:
    """Give a slip on a page of its own, to be cut off and sent back."""
    return {"kind": "slip", "title": str(title), "blocks": list(blocks)}


def line(label: object, *, lines: int = 1) -> Block:
    """Give a label with lines to write on by hand."""
    return {"kind": "line", "label": str(label), "lines": lines}


def boxes(label: object, options: Iterable[object], *, many: bool = False) -> Block:
    """Give a label with a box for each answer. ``many``: as many as there are, in columns."""
    told = [str(each) for each in options]
    return {"kind": "boxes", "label": str(label), "options": told, "many": many or len(told) > 6}


def grid(
    head: Sequence[object], rows: Iterable[object], *, title: object, number: int = 0
) -> Block:
    """Give a table with a box in every cell, to tick by hand; ``number`` narrow columns."""
    return {
        "kind": "grid",
        "title": str(title),
        "head": [str(each) for each in head],
        "rows": [str(each) for each in rows],
        "cells": [""] * (number or len(head) - 1),
    }
