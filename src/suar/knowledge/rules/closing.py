"""When a case may be closed, returned from, and followed up. Her leaving is a reason like any."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from suar.knowledge.rules.decision import YES, Decision
from suar.knowledge.rules.lifecycle.cases import CASE

#: Months after which she is met again, if she wants it; the clocks are of `clocks`.
FOLLOW_UPS: Final = (3, 6, 12)
#: Reasons after which nobody looks for her: she decides whether there is contact.
HER_CHOICE: Final = frozenset({"she_left", "wants_no_more"})
#: Reasons after which there is nobody to meet.
NO_FOLLOW_UP: Final = HER_CHOICE | {"deceased", "opened_twice"}
_OPEN: Final = frozenset(CASE.move("close").come_from)


@dataclass(frozen=True)
class ClosingFacts:
    """What a closure stands on. Proceedings, permits and payments are not among it."""

    state: str
    reason: str = ""
    outcome: str = ""
    lives_here: bool = False
    approved: bool = False


def may_ask_closing(facts: ClosingFacts) -> Decision:
    """Whether a closure may be put before somebody else.

    Examples
    --------
    >>> may_ask_closing(ClosingFacts("in service", "she_left", "not_known")).allowed
    True
    >>> may_ask_closing(ClosingFacts("in service")).allowed
    False
    """
    if facts.state not in _OPEN:
        return Decision(False, "The case is closed already.")
    if facts.lives_here:
        return Decision(False, "Not yet: she has a bed at the shelter. End the stay first.")
    if not facts.reason or not facts.outcome:
        return Decision(
            False,
            "Not yet: a reason and an outcome are missing, and a supervisor has to agree.",
        )
    return YES


def may_close(facts: ClosingFacts) -> Decision:
    """Whether the case ends now: everything is told, and somebody else agreed."""
    ready = may_ask_closing(facts)
    if not ready.allowed:
        return ready
    if not facts.approved:
        return Decision(False, "Not yet: a supervisor has to agree.")
    return YES


def follow_ups_after(reason: str) -> tuple[int, ...]:
    """Give the months of the follow-ups that a closure for this reason plans.

    >>> follow_ups_after("plan_done"), follow_ups_after("wants_no_more")
    ((3, 6, 12), ())
    """
    return () if reason in NO_FOLLOW_UP else FOLLOW_UPS


class Risk(StrEnum):
    """The answer to one risk before a return."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class ReturnFacts:
    """What a return stands on."""

    voluntary: bool | None = None  # her own words; None: not asked
    risks: Mapping[str, str] = field(default_factory=dict)  # code: Risk
    weighed_with_her: bool = False
    receiver: str = ""
    papers_missing: frozenset[str] = frozenset()
    child: bool = False
    best_interest: bool | None = None  # of a child, decided by somebody who may


def may_depart(facts: ReturnFacts) -> Decision:
    """Whether she may be helped to travel: of her own will, the risks weighed with her first.

    A risk that is there does not forbid her return: it is hers to decide once she knows. A risk
    that nobody asked about does.

    Examples
    --------
    >>> may_depart(ReturnFacts(voluntary=False)).reason
    'She does not want to return. Nobody is returned against her will.'
    """
    if facts.voluntary is False:
        return Decision(False, "She does not want to return. Nobody is returned against her will.")
    checks = (
        (facts.voluntary is True, "Not yet: she has not said that she wants to return."),
        (
            bool(facts.risks) and all(r != Risk.NOT_ASKED for r in facts.risks.values()),
            "Not yet: the risks before return are not all weighed.",
        ),
        (facts.weighed_with_her, "Not yet: the risks were not weighed with her."),
        (facts.receiver not in ("", "not_known"), "Not yet: who receives her is not known."),
        (not facts.papers_missing, "Not yet: papers are missing."),
        (
            not facts.child or facts.best_interest is True,
            "Not yet: for a child, somebody has to decide that return is in the best interest.",
        ),
    )
    missing = [reason for met, reason in checks if not met]
    return Decision(False, missing[0]) if missing else YES
