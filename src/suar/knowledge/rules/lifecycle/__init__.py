"""In which state what may be done: a table of moves for each kind of record, a file a room.

The diagrams of the docs are drawn from these tables (`drawing`), and CI fails when they differ.
"""

from typing import Final

from suar.knowledge.rules.lifecycle.cases import APPROVAL, CASE, FOLLOW_UP, SERVICE, STAY
from suar.knowledge.rules.lifecycle.ground import GRANT, TASK, UPLOAD
from suar.knowledge.rules.lifecycle.intake import REPORT, SCREENING
from suar.knowledge.rules.lifecycle.machine import (
    NOT_ANY_MORE,
    NOT_YET,
    NOTHING,
    Lifecycle,
    Move,
    drawing,
    may_move,
)
from suar.knowledge.rules.lifecycle.victims import CONSENT, SAME_PERSON, STATUS

LIFECYCLES: Final[dict[str, Lifecycle]] = {
    each.kind: each
    for each in (
        GRANT,
        UPLOAD,
        TASK,
        REPORT,
        SCREENING,
        STATUS,
        CONSENT,
        SAME_PERSON,
        CASE,
        SERVICE,
        STAY,
        APPROVAL,
        FOLLOW_UP,
    )
}

__all__ = [
    "APPROVAL",
    "CASE",
    "CONSENT",
    "FOLLOW_UP",
    "GRANT",
    "LIFECYCLES",
    "NOTHING",
    "NOT_ANY_MORE",
    "NOT_YET",
    "REPORT",
    "SAME_PERSON",
    "SCREENING",
    "SERVICE",
    "STATUS",
    "STAY",
    "TASK",
    "UPLOAD",
    "Lifecycle",
    "Move",
    "drawing",
    "may_move",
]
