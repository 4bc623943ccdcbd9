"""What a report asks for: urgent needs, its place in the queue, whom never to call, who sees what.

Told and unchecked: nothing here judges. Lack of evidence is not among the reasons for which a
report may be put aside; it stays triaged, with a call-back.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from suar.knowledge.rules.clocks import due
from suar.knowledge.rules.decision import YES, Decision
from suar.knowledge.rules.permissions import Holder, Permission, may
from suar.knowledge.rules.visibility import Relation
from suar.knowledge.screening import Said, tool

#: A person in one of these states is never called or messaged, by anybody.
CAPTIVE: Final = frozenset({"held", "missing"})
#: What a captive's report starts: tasks for the consulate and for the family's sake.
CAPTIVE_TASKS: Final = ("tell_consulate", "trace_place", "hear_family")

#: Order of the queue; the smaller number goes first. What stands in no row has 9.
RANKS: Final[Mapping[str, int]] = {
    "danger_now": 0,
    "suicide": 0,
    "medical": 1,
    "forensic_window": 1,
    "tell_consulate": 2,
    "child": 2,
    "detained": 3,
    "no_shelter": 3,
    "interpreter": 5,
}
LAST: Final = 9

#: The clock that runs in each state of a report.
STATE_CLOCKS: Final[Mapping[str, str]] = {
    "received": "triage",
    "triaged": "decide_report",
    "passed on": "hear_answer",
}

#: Why a report may be *not indicated*. "Not enough is known" is none of them.
NOT_INDICATED: Final = ("question_answered", "other_matter", "told_already", "taken_back")
#: What whoever took a passed-on report may answer.
ANSWERS: Final = ("taken_up", "known_there", "not_theirs", "no_answer")
#: What a person may conclude from a screening; none of them says that somebody is not a victim.
CONCLUSIONS: Final = ("indicated", "not_enough_yet", "other_need")


class Part(StrEnum):
    """A sealed part of a report."""

    TELLER = "teller"  # the reporter's name and safe contact
    TOLD = "told"
    IDENTITY = "identity"  # of the persons concerned
    SAFETY = "safety"  # where they are
    NUMBER = "number"  # a person concerned's own contact
    NAMED = "named"  # persons named


#: Beside what is of those whose name, or whose team, stands beside the report.
TAKE_FIRST: Final = Decision(
    False, "Not yet: take the report first, so that your name is beside it."
)
#: How long a call is taken to go on: what she typed stays before her so long.
OWN_CALL: Final = timedelta(minutes=30)
#: What stays before her: whom to call back. What was told is sealed as soon as it is saved.
STAYS_OPEN: Final = (Part.TELLER,)


@dataclass(frozen=True)
class ReportFacts:
    """What the rules ask of a report."""

    state: str
    persons: int = 0
    untriaged: int = 0


def age_band_of(age: int) -> str:
    """Give the vocabulary's age band (CTDC's) of an age in years.

    >>> age_band_of(17), age_band_of(23), age_band_of(60)
    ('9-17', '21-23', '48+')
    """
    for band in ("0-8", "9-17", "18-20", "21-23", "24-26", "27-29", "30-38", "39-47"):
        if age <= int(band.split("-")[1]):
            return band
    return "48+"


def may_be_child(*, age_band: str, minor: str) -> bool:
    """Whether the rule for a child applies: she is one, or may be. The doubt is to her benefit."""
    return minor in ("yes", "not_known") or age_band in ("0-8", "9-17")


def needs_of(answers: Mapping[str, Said], *, state: str = "") -> tuple[str, ...]:
    """Give the urgent needs (clock codes) that triage found, the most urgent first.

    ``answers`` are of the tool *triage*, by question. Somebody who is held or missing needs the
    consulate whether or not it was asked.
    """
    found = {
        each.need for each in tool("triage") if each.need and answers.get(each.code) is Said.YES
    }
    if state in CAPTIVE:
        found.add("tell_consulate")
    return tuple(sorted(found, key=lambda need: (RANKS[need], need)))


def rank_of(needs: Iterable[str]) -> int:
    """Give the place in the queue: that of the most urgent need.

    >>> rank_of(["interpreter", "medical"]), rank_of([])
    (1, 9)
    """
    return min((RANKS[need] for need in needs), default=LAST)


def report_due(state: str, *, start: datetime) -> datetime | None:
    """Give when the clock of a report's state ends; None where none runs."""
    return due(STATE_CLOCKS[state], start=start) if state in STATE_CLOCKS else None


def lacks_name(*, due_at: datetime | None, person: object, now: datetime) -> bool:
    """Whether a report is older than its clock and has no name beside it: it gets one."""
    return due_at is not None and due_at < now and person is None


def may_call(state: str) -> Decision:
    """Whether anybody may call or message the person concerned.

    >>> may_call("held").allowed
    False
    """
    if state in CAPTIVE:
        return Decision(False, "Do not call or message this person. It may put them in danger.")
    return YES


def may_accept(facts: ReportFacts, holder: Holder) -> Decision:
    """Whether a report may become an incident; the move itself is in the lifecycle."""
    allowed = may(holder, Permission.DECIDE_REPORTS)
    if not allowed.allowed:
        return allowed
    if facts.state != "triaged":
        return Decision(False, "Not yet: triage comes first.")
    if not facts.persons:
        return Decision(False, "Not yet: the report concerns no person. Add her or him first.")
    return YES


def may_open(
    holder: Holder, part: Part, relation: Relation, *, states: Collection[str] = ()
) -> Decision:
    """Whether a reader may open a sealed part of a report, with a reason that is recorded.

    Parameters
    ----------
    relation
        ``OWN``: her name stands beside it, ``TEAM``: her team's. A colleague who may not decide
        reports takes it over first.
    states
        Of the persons concerned. The number of a captive opens to who decides, never to who calls.
    """
    allowed = may(holder, Permission.TAKE_REPORTS)
    if not allowed.allowed:
        return allowed
    decides = may(holder, Permission.DECIDE_REPORTS).allowed
    if relation not in (Relation.OWN, Relation.TEAM, Relation.COLLEAGUE):
        return Decision(False, "There is no such record here.")
    if relation is Relation.COLLEAGUE and not decides:
        return TAKE_FIRST
    if part is Part.NUMBER and CAPTIVE & set(states) and not decides:
        return Decision(False, "The number of a captive is kept for the mission. Nobody calls it.")
    return YES


def may_see_triage(
    holder: Holder, relation: Relation, *, took: bool = False, screens: bool = False
) -> Decision:
    """Whether a reader may see what triage noticed: it speaks of health and of danger.

    Whoever the report is given to, who took it, who screens the person face to face (what was
    answered is carried forward, never asked twice), and who decides on reports.

    >>> may_see_triage(Holder("hotline_operator"), Relation.COLLEAGUE).allowed
    False
    >>> may_see_triage(Holder("hotline_operator"), Relation.COLLEAGUE, took=True).allowed
    True
    """
    allowed = may(holder, Permission.TAKE_REPORTS)
    if not allowed.allowed:
        return allowed
    if relation not in (Relation.OWN, Relation.TEAM, Relation.COLLEAGUE):
        return Decision(False, "There is no such record here.")
    decides = may(holder, Permission.DECIDE_REPORTS).allowed
    near = took or screens or decides or relation is not Relation.COLLEAGUE
    return YES if near else TAKE_FIRST


def on_her_call(
    *, received_by: UUID | None, received_at: datetime, person: UUID | None, now: datetime
) -> bool:
    """Whether somebody wrote this report down herself, so lately that she may still be talking."""
    mine = person is not None and received_by == person
    return mine and received_at <= now < received_at + OWN_CALL


def asks_proof(part: Part, *, on_her_call: bool) -> bool:
    """Whether opening a part asks for the second factor anew, where the last is not fresh.

    Not while she is on the call that she writes down: whoever calls must not wait for a code. A
    person concerned's own number asks for it always: a captive's must not ring.

    >>> asks_proof(Part.TELLER, on_her_call=True), asks_proof(Part.NUMBER, on_her_call=True)
    (False, True)
    """
    return part is Part.NUMBER or not on_her_call
