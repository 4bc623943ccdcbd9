"""Three answers, not two: what is alleged, what is contradicted, and what nobody has said yet.

Kleene's strong logic. Every function here is monotone: an answer that comes to be known can settle
a result and never unsettles one, which is why learning that an element is met cannot lower an
offence. Only `negation` turns a "met" into a "not met"; it is used for facts, never for elements.
"""

from collections.abc import Iterable
from enum import StrEnum


class Known(StrEnum):
    """What the facts entered say about one question."""

    MET = "met"
    NOT_MET = "not_met"
    NOT_KNOWN = "not_known"


def every(states: Iterable[Known]) -> Known:
    """All must hold; one contradiction settles it."""
    found = set(states)
    if Known.NOT_MET in found:
        return Known.NOT_MET
    return Known.NOT_KNOWN if Known.NOT_KNOWN in found else Known.MET


def some(states: Iterable[Known]) -> Known:
    """One must hold; one that does settles it."""
    found = set(states)
    if Known.MET in found:
        return Known.MET
    return Known.NOT_KNOWN if Known.NOT_KNOWN in found else Known.NOT_MET


def negation(state: Known) -> Known:
    """Turn it round; what is not known stays so."""
    if state is Known.NOT_KNOWN:
        return state
    return Known.NOT_MET if state is Known.MET else Known.MET


def known(truth: bool | None) -> Known:
    """Take a truth value; none at all is *not known*."""
    if truth is None:
        return Known.NOT_KNOWN
    return Known.MET if truth else Known.NOT_MET
