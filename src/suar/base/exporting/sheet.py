"""What is exported, before it has a format: a table and the mark that says for whom it was made."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from suar.knowledge.refusal import Refusal

Cell = str | int | float | date | None

#: Letters and digits that nobody mistakes for another when they are read aloud.
_ALPHABET: Final = "abcdefghjkmnpqrstuvwxyz23456789"
SHORTEST: Final = 12
_FORMULA: Final = re.compile(r"^[\t\r\n ]*[=+\-@]")
_NUMBER: Final = re.compile(r"^[+-]?[\d .,()-]+$")


@dataclass(frozen=True)
class Sheet:
    """A table. ``mark`` stands on every page and in every file: for whom, when, which export."""

    title: str
    headers: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    mark: str


def new_password() -> str:
    """Give a password of 20 letters in groups of five (about 99 bits), to be said once."""
    groups = ("".join(secrets.choice(_ALPHABET) for _ in range(5)) for _ in range(4))
    return "-".join(groups)


def long_enough(password: str) -> str:
    """Give the password back.

    Raises
    ------
    Refusal
        If it is shorter than `SHORTEST`.
    """
    if len(password) < SHORTEST:
        raise Refusal(
            f"The password is shorter than {SHORTEST} characters",
            remedy="Choose a longer one, or let Suar make one.",
        )
    return password


def harmless(cell: Cell) -> Cell:
    """Give a cell that a spreadsheet shows and never runs: a leading apostrophe before a formula.

    Numbers and telephone numbers stay as they are.

    >>> harmless("=HYPERLINK(1)"), harmless("+62 812"), harmless(7)
    ("'=HYPERLINK(1)", '+62 812', 7)
    """
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.match(cell.strip()):
        return f"'{cell}"
    return cell
