"""A bed at a shelter: free, fitting, and hers to leave on any day."""

from dataclasses import dataclass
from enum import StrEnum

from suar.knowledge.rules.decision import YES, Decision


class For(StrEnum):
    """For whom a bed is kept."""

    ANYONE = "anyone"
    WOMEN = "women"
    MEN = "men"
    CHILDREN = "children"
    FAMILY = "family"


@dataclass(frozen=True)
class BedFacts:
    """A bed as it is at the moment of moving in."""

    taken: bool = False
    out_of_use: bool = False
    shelter_closed: bool = False


def may_move_in(facts: BedFacts, *, told_free: bool, agrees: bool) -> Decision:
    """Whether she may be given this bed.

    Parameters
    ----------
    told_free
        She was told that she may leave on any day, and come back.
    agrees
        She wants to stay here.

    Examples
    --------
    >>> may_move_in(BedFacts(), told_free=False, agrees=True).allowed
    False
    """
    checks = (
        (not facts.shelter_closed, "Not yet: the shelter takes nobody now. Choose another one."),
        (not facts.out_of_use, "Not yet: this bed is out of use."),
        (not facts.taken, "Not yet: this bed is taken."),
        (agrees, "She does not want to stay here. Look for another place with her."),
        (told_free, "Not yet: tell her first that she is free to leave on any day."),
    )
    missing = [reason for met, reason in checks if not met]
    return Decision(False, missing[0]) if missing else YES


def may_visit(*, she_agrees: bool | None) -> Decision:
    """Whether a visitor is let in: she says yes first, each time.

    >>> may_visit(she_agrees=None).allowed
    False
    """
    if she_agrees is None:
        return Decision(False, "Not yet: ask her first.")
    if not she_agrees:
        return Decision(False, "She does not want this visit.")
    return YES


def room_left(*, beds: int, closed: int, taken: int) -> int:
    """Give how many people can still be taken; never less than none.

    >>> room_left(beds=12, closed=2, taken=11)
    0
    """
    return max(0, beds - closed - taken)
