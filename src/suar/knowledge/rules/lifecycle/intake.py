"""A report: told and unchecked, until a person decides what becomes of it."""

from typing import Final

from suar.knowledge.rules.lifecycle.machine import NOTHING, Lifecycle, Move
from suar.knowledge.rules.permissions import Permission

P = Permission

REPORT: Final = Lifecycle(
    "report",
    (
        Move("receive", (NOTHING,), "received"),  # the public, a messaging gateway
        Move("take", (NOTHING,), "received", P.TAKE_REPORTS),  # a call, a sheet from a mission
        Move("triage", ("received", "triaged"), "triaged", P.TAKE_REPORTS),
        Move("accept", ("triaged",), "accepted", P.DECIDE_REPORTS),
        Move("not_indicate", ("triaged",), "not indicated", P.DECIDE_REPORTS),
        Move("pass_on", ("received", "triaged"), "passed on", P.TAKE_REPORTS),
        Move("note_answer", ("passed on",), "passed on", P.TAKE_REPORTS),
        Move("take_back", ("passed on", "not indicated"), "triaged", P.TAKE_REPORTS),
    ),
)

SCREENING: Final = Lifecycle(
    "screening",
    (
        Move("begin", (NOTHING,), "open", P.SCREEN_PERSONS),
        Move("answer", ("open",), "open", P.SCREEN_PERSONS),
        Move("stop", ("open",), "stopped", P.SCREEN_PERSONS),  # she may stop at any question
        Move("go_on", ("stopped",), "open", P.SCREEN_PERSONS),
        Move("conclude", ("open", "stopped"), "concluded", P.SCREEN_PERSONS),
    ),
)
