"""A person's status as victim, her consents, and two files that may be one person's."""

from typing import Final

from suar.knowledge.rules.lifecycle.machine import NOTHING, Lifecycle, Move
from suar.knowledge.rules.permissions import Permission

P = Permission

STATUS: Final = Lifecycle(
    "victim status",
    (
        Move("begin", (NOTHING,), "signal", P.WRITE_VICTIMS),
        Move("presume", ("signal", "not established"), "presumed", P.DECIDE_STATUS),
        Move(
            "identify",
            ("signal", "presumed", "not established"),
            "identified",
            P.DECIDE_STATUS,
            "standard of proof",
        ),
        Move("not_establish", ("signal", "presumed"), "not established", P.DECIDE_STATUS),
        Move("ask_review", ("not established",), "not established", P.WRITE_VICTIMS),
        Move("uphold", ("not established",), "not established", P.DECIDE_STATUS),
    ),
)

CONSENT: Final = Lifecycle(
    "consent",
    (
        Move("give", (NOTHING,), "given", P.TAKE_CONSENT),
        Move("refuse", (NOTHING,), "refused", P.TAKE_CONSENT),
        Move("withdraw", ("given",), "withdrawn", P.TAKE_CONSENT),
        Move("end", ("given",), "ended"),
    ),
)

SAME_PERSON: Final = Lifecycle(
    "same person",
    (
        Move("notice", (NOTHING,), "possible"),
        Move("propose", (NOTHING,), "possible", P.MERGE_PERSONS),
        Move("merge", ("possible", "parted"), "merged", P.MERGE_PERSONS),
        Move("set_apart", ("possible", "parted"), "different", P.MERGE_PERSONS),
        Move("reconsider", ("different", "parted"), "possible", P.MERGE_PERSONS),
        Move("unmerge", ("merged",), "parted", P.MERGE_PERSONS),
    ),
)
