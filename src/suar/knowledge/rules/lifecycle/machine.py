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

    def reached_from(self, state: str) -> frozenset[str]:
        """Give every state to which moves lead from this one."""
        found: set[str] = set()
        edge = {state}
        while edge:
            after = {m.go_to for m in self.moves if edge & set(m.come_from)}
            edge = after - found
            found |= edge
        return frozenset(found)

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


#: Beside a greyed button whose time comes, and one whose time is over; on pages in each language.
NOT_YET: Final = {
    "en": "Not yet: it is “{state}” now. First it has to be “{first}”.",
    "id": "Belum bisa: sekarang “{state}”. Lebih dulu harus “{first}”.",
}
NOT_ANY_MORE: Final = {
    "en": "Not any more: it is “{state}”.",
    "id": "Tidak bisa lagi: sudah “{state}”.",
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
    'Not any more: it is “ended”.'
    """
    move = lifecycle.move(name)
    if holder is None and move.needs is not None:
        return Decision(False, "Not yet: a person has to do this.")
    if holder is not None and move.needs is not None:
        allowed = may(holder, move.needs)
        if not allowed.allowed:
            return allowed
    if state not in move.come_from:
        return Decision(False, _wrong_state(lifecycle, move, state))
    return YES


def _wrong_state(lifecycle: Lifecycle, move: Move, state: str) -> str:
    """Say in which state it is, and which one comes first where a way leads there."""
    later = lifecycle.reached_from(state)
    first = next((each for each in move.come_from if each in later), None)
    if first is None:
        return NOT_ANY_MORE["en"].format(state=state or "nothing yet")
    return NOT_YET["en"].format(state=state or "nothing yet", first=first)


def drawing(lifecycle: Lifecycle) -> Iterator[str]:
    """Give the lines of a Mermaid state diagram, drawn from the table."""
    yield "stateDiagram-v2"
    left = {state for move in lifecycle.moves for state in move.come_from}
    for move in lifecycle.moves:
        for state in move.come_from:
            yield f"    {state or '[*]'} --> {move.go_to}: {move.name}"
    for state in sorted(lifecycle.states() - left):
        yield f"    {state} --> [*]"
