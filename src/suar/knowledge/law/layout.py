"""Plain text for a terminal and for paper."""

import textwrap
from collections.abc import Iterator


def paragraph(text: str, width: int, indent: str = "", *, hang: str = "") -> Iterator[str]:
    """Break a paragraph into lines; all but the first are set in by `hang` more."""
    yield from textwrap.wrap(
        text,
        width=width,
        initial_indent=indent,
        subsequent_indent=indent + hang,
        break_long_words=False,
        break_on_hyphens=False,
    )


def bullet(text: str, width: int, indent: str = "") -> Iterator[str]:
    """Break an item of a list into lines."""
    yield from textwrap.wrap(
        text,
        width=width,
        initial_indent=f"{indent}- ",
        subsequent_indent=f"{indent}  ",
        break_long_words=False,
        break_on_hyphens=False,
    )


def heading(text: str, *, below: str = "=") -> Iterator[str]:
    """Write a heading with a line under it."""
    yield ""
    yield text
    yield below * len(text)
