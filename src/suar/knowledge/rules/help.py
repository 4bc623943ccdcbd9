"""Help never waits, and it is the same for everyone: what may stop a service, and what may not.

The rule is told everything that could be known around a person and asks none of it: no state of a
proceeding, permit, status or consent, no sex, nationality, work or faith. What it asks is whether
this organisation works for her now, and what she answered.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from suar.knowledge.rules.decision import YES, Decision
from suar.knowledge.rules.lifecycle.cases import SERVICE
from suar.knowledge.rules.lifecycle.machine import may_move
from suar.knowledge.rules.permissions import Holder

#: What an organisation's door being closed says; opening it again takes one step.
CLOSED: Final = "Not yet: the case is closed. Reopen it; nothing else is needed."


@dataclass(frozen=True)
class Around:
    """What runs beside a case and what a person is. It stands here so that a test can turn it."""

    lifecycles: Mapping[str, str] = field(default_factory=dict)  # kind of lifecycle: its state
    facts: Mapping[str, str] = field(default_factory=dict)  # sex, nationality, migration status


def may_help(
    move: str, *, service: str, case: str, holder: Holder, around: Around = Around()
) -> Decision:
    """Whether a service may be offered, agreed, given or stopped now.

    Parameters
    ----------
    move
        A move of the lifecycle `SERVICE`.
    service, case
        The states in which the service and the case are.
    around
        Everything else. The answer is the same whatever it says (a test turns it over every
        lifecycle and every fact).

    Examples
    --------
    >>> worker = Holder("case_worker")
    >>> may_help("deliver", service="offered", case="opened", holder=worker).allowed
    True
    >>> told = Around({"victim status": "not established"}, {"citizenship": "KHM"})
    >>> may_help("deliver", service="offered", case="opened", holder=worker, around=told).allowed
    True
    """
    allowed = may_move(SERVICE, move, state=service, holder=holder)
    if allowed.allowed and case == "closed":
        return Decision(False, CLOSED)
    return allowed


def may_ask_again(state: str, *, raised_by_her: bool) -> Decision:
    """Whether a service that she declined may be offered once more.

    Her no is an answer: nobody presses her, and the door stays open.
    """
    if state == "declined" and not raised_by_her:
        return Decision(False, "She said no. It is offered again when she raises it.")
    return YES
