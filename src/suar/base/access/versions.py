"""A row that somebody changed meanwhile is not overwritten: both values are shown, one is chosen.

A service compares inside its transaction, with the row locked (`select_for_update`).
"""

from typing import Any, Protocol

from suar.knowledge.rules.decision import Denied

#: The sentence stands in the catalogue and at the head of the page that shows both values.
CHANGED = "Someone changed this while you were writing. Yours is kept. Choose which one stays."


class Versioned(Protocol):
    """A row with a version that every change raises by one."""

    version: int


class StaleWrite(Denied):
    """Somebody changed the row meanwhile; nothing was overwritten. ``row`` is as it stands now."""

    def __init__(self, row: Any = None) -> None:
        super().__init__(CHANGED)
        self.row = row


def same_version(row: Versioned, version: int) -> None:
    """Go on only if the row is as the page showed it.

    Raises
    ------
    StaleWrite
        With the row as it stands now, if somebody changed it meanwhile.
    """
    if row.version != version:
        raise StaleWrite(row)
