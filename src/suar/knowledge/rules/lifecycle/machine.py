"""The furniture of every lifecycle: moves, their table, and whether one may be made."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from suar.knowledge.rules.decision import YES, Decision
from suar.knowledge.rules.permissions import Holder, Permission, may

#: Where every record begins: it is not there yet.
NOTHING: Final = ""


@dataclass(frozen=True)
class Move:
    """One verb: from which states to which state, who may, and what it stands on.

    Attributes
    ----------
    needs
        The permission, or None where no person does it (the clock, the worker).
    consent
        What the move must name: a consent, another recorded basis, or nothing.
    """

    name: str
    come_from: tuple[str, ...]
    go_to: str
    needs: Permission | None = None
    consent: str = ""


@dataclass(frozen=True)
class Lifecycle:
    """All moves of one kind of record."""

    kind: str
    moves: tuple[Move, ...]

    def states(self) -> frozenset[str]:
        """Give every state but `NOTHING`."""
        named = {state for move in self.moves for state in (*move.come_from, move.go_to)}
        return frozenset(named - {NOTHING})

    def move(self, name: str) -> Move:
        """Give a move by its name.

        Raises
        ------
        KeyError
            If there is none: a defect in Suar, for names are written in code.
        """
        found = [move for move in self.moves if move.name == name]
        if not found:
            raise KeyError(name)
        return found[0]


#: The sentence beside a greyed button; the Indonesian one stands on Indonesian pages.
NOT_IN_THIS_STATE: Final = {
    "en": "Not in this state: {state}.",
    "id": "Tidak dalam keadaan ini: {state}.",
}


def may_move(
    lifecycle: Lifecycle, name: str, *, state: str, holder: Holder | None = None
) -> Decision:
    """Whether a move may be made from a state, and by that post.

    Parameters
    ----------
    holder
        Who asks; None for the clock and the worker, who may make only moves that need no person.

    Examples
    --------
    >>> from suar.knowledge.rules.lifecycle import GRANT
    >>> may_move(GRANT, "revoke", state="ended", holder=Holder("case_supervisor")).reason
    'Not in this state: ended.'
    """
    move = lifecycle.move(name)
    if holder is None and move.needs is not None:
        return Decision(False, "Not yet: a person has to do this.")
    if holder is not None and move.needs is not None:
        allowed = may(holder, move.needs)
        if not allowed.allowed:
            return allowed
    if state not in move.come_from:
        return Decision(False, NOT_IN_THIS_STATE["en"].format(state=state or "nothing yet"))
    return YES


def drawing(lifecycle: Lifecycle) -> Iterator[str]:
    """Give the lines of a Mermaid state diagram, drawn from the table."""
    yield "stateDiagram-v2"
    left = {state for move in lifecycle.moves for state in move.come_from}
    for move in lifecycle.moves:
        for state in move.come_from:
            yield f"    {state or '[*]'} --> {move.go_to}: {move.name}"
    for state in sorted(lifecycle.states() - left):
        yield f"    {state} --> [*]"
