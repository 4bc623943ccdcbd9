"""Drawings: an SVG in the page's colours for a desk and one for a phone, and what it finds."""

from typing import NamedTuple


class Drawing(NamedTuple):
    """One finding, drawn for a desk and a phone; ``middle`` for paper, where a desk is too wide."""

    wide: str
    narrow: str
    finding: str
    middle: str = ""
