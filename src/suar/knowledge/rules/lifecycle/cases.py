"""A case, its services, a stay, an approval and the follow-up: help that never waits."""

from typing import Final

from suar.knowledge.rules.lifecycle.machine import NOTHING, Lifecycle, Move
from suar.knowledge.rules.permissions import Permission

P = Permission

_OPEN = (
    "opened",
    "assessed",
    "planned",
    "in service",
    "stabilised",
    "returning",
    "reintegrating",
    "follow-up",
    "reopened",
)

CASE: Final = Lifecycle(
    "case",
    (
        Move("open", (NOTHING,), "opened", P.WORK_CASES),
        Move("assess", ("opened", "reopened"), "assessed", P.WORK_CASES),
        Move("plan", ("opened", "assessed", "reopened"), "planned", P.WORK_CASES),
        Move("serve", ("opened", "assessed", "planned", "reopened"), "in service", P.WORK_CASES),
        Move("stabilise", ("in service",), "stabilised", P.WORK_CASES),
        Move("begin_return", (*_OPEN[:5], "reopened"), "returning", P.WORK_CASES),
        Move(
            "reintegrate",
            ("in service", "stabilised", "returning"),
            "reintegrating",
            P.WORK_CASES,
        ),
        Move(
            "follow_up",
            ("in service", "stabilised", "returning", "reintegrating"),
            "follow-up",
            P.WORK_CASES,
        ),
        Move("close", _OPEN, "closed", P.APPROVE_CASES, "an approval by somebody else"),
        Move("reopen", ("closed",), "reopened", P.WORK_CASES),
    ),
)

SERVICE: Final = Lifecycle(
    "service",
    (
        Move("offer", (NOTHING,), "offered", P.WORK_CASES),
        Move("accept", ("offered", "declined", "unavailable"), "accepted", P.WORK_CASES),
        Move("decline", ("offered", "accepted", "scheduled"), "declined", P.WORK_CASES),
        Move("schedule", ("offered", "accepted", "unavailable"), "scheduled", P.WORK_CASES),
        Move("deliver", ("offered", "accepted", "scheduled", "partly"), "delivered", P.WORK_CASES),
        Move("deliver_partly", ("offered", "accepted", "scheduled"), "partly", P.WORK_CASES),
        Move("find_none", ("offered", "accepted", "scheduled"), "unavailable", P.WORK_CASES),
        Move("stop", ("accepted", "scheduled", "partly"), "stopped", P.WORK_CASES),
    ),
)

STAY: Final = Lifecycle(
    "stay",
    (
        Move("move_in", (NOTHING,), "here", P.KEEP_SHELTER),
        Move("change_bed", ("here",), "here", P.KEEP_SHELTER),
        Move("move_out", ("here",), "left", P.KEEP_SHELTER),
    ),
)

APPROVAL: Final = Lifecycle(
    "approval",
    (
        Move("ask", (NOTHING,), "asked", P.WORK_CASES),
        Move("approve", ("asked",), "approved", P.APPROVE_CASES, "somebody else than who asked"),
        Move("send_back", ("asked",), "sent back", P.APPROVE_CASES),
        Move("withdraw", ("asked",), "withdrawn", P.WORK_CASES),
    ),
)

FOLLOW_UP: Final = Lifecycle(
    "follow-up",
    (
        Move("plan", (NOTHING,), "due", P.WORK_CASES),
        Move("meet", ("due", "not reached"), "met", P.WORK_CASES),
        Move("not_reach", ("due", "not reached"), "not reached", P.WORK_CASES),
        Move("decline", ("due", "not reached"), "declined", P.WORK_CASES),
    ),
)
