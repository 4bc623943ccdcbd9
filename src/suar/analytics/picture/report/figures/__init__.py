"""Drawings: each gives an SVG in the page's colours for a desk and for a phone, and what it finds."""

from typing import NamedTuple


class Drawing(NamedTuple):
    """One finding, drawn twice: a phone gets its own drawing, not a shrunken one."""

    wide: str
    narrow: str
    finding: str
