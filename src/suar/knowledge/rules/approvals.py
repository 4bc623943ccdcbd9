"""Four eyes: whoever asked for something, or wrote it, does not agree to it herself."""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from suar.knowledge.rules.decision import Decision
from suar.knowledge.rules.lifecycle.cases import APPROVAL
from suar.knowledge.rules.lifecycle.machine import may_move
from suar.knowledge.rules.permissions import Holder


class Asked(StrEnum):
    """What somebody else has to agree to."""

    PLAN = "plan"
    RETURN = "return"
    CLOSURE = "closure"


OWN_HAND: Final = "Not yet: somebody else has to agree. Whoever asked or wrote it does not decide."


@dataclass(frozen=True)
class ApprovalFacts:
    """What is asked: its state, who asked, and who else had a hand in it."""

    state: str
    asked_by: UUID
    authors: frozenset[UUID] = frozenset()


def may_decide(move: str, facts: ApprovalFacts, *, person: UUID | None, holder: Holder) -> Decision:
    """Whether this person may agree (``approve``) or send back (``send_back``).

    No role is above it: a supervisor who asked waits for another one.

    Examples
    --------
    >>> worker, boss = UUID(int=1), UUID(int=2)
    >>> facts = ApprovalFacts("asked", asked_by=boss)
    >>> may_decide("approve", facts, person=boss, holder=Holder("case_supervisor")).allowed
    False
    """
    allowed = may_move(APPROVAL, move, state=facts.state, holder=holder)
    if not allowed.allowed:
        return allowed
    hands = facts.authors | {facts.asked_by}
    if person is None or person in hands:
        return Decision(False, OWN_HAND)
    return allowed


def may_withdraw(facts: ApprovalFacts, *, person: UUID | None, holder: Holder) -> Decision:
    """Whether this person may take back what she asked for."""
    allowed = may_move(APPROVAL, "withdraw", state=facts.state, holder=holder)
    if allowed.allowed and person != facts.asked_by:
        return Decision(False, "Whoever asked takes it back.")
    return allowed
