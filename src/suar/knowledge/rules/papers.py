"""Papers that leave a printer: what each may carry, to whom it may go, how it is numbered.

A paper shows only what its maker may see and has opened. One that she takes away is printed only
if she said that paper is safe with her. A letter to somebody else carries what she agreed to show
to that recipient; without her word it says a reference, and that the office will call.
"""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from suar.knowledge.rules.decision import YES, Decision
from suar.knowledge.rules.permissions import Holder, Permission, may
from suar.knowledge.rules.visibility import CARE, PROSECUTING_KINDS, FieldGroup


class PaperKind(StrEnum):
    """The numbered papers."""

    CONSENT = "consent"
    REPORT = "report"
    SOCIAL_REPORT = "social_report"
    REFERRAL = "referral"
    HANDOVER = "handover"
    CONFERENCE = "conference"


class Goes(StrEnum):
    """Who gets the sheet."""

    FILE = "file"  # it stays with us
    OFFICE = "office"  # another office
    HERSELF = "her"


G = FieldGroup
#: What each paper may carry at most. Where she is (safety) stands on none.
CARRIES: Final[dict[PaperKind, frozenset[FieldGroup]]] = {
    PaperKind.CONSENT: frozenset({G.FACTS, G.SERVICES, G.IDENTITY}),
    PaperKind.REPORT: frozenset({G.FACTS}),
    PaperKind.SOCIAL_REPORT: frozenset(
        {G.FACTS, G.SERVICES, G.IDENTITY, G.STORY, G.HEALTH, G.LEGAL}
    ),
    PaperKind.REFERRAL: frozenset(
        {G.FACTS, G.SERVICES, G.IDENTITY, G.CONTACT, G.STORY, G.HEALTH, G.LEGAL}
    ),
    PaperKind.HANDOVER: frozenset({G.FACTS, G.IDENTITY}),
    PaperKind.CONFERENCE: frozenset({G.FACTS, G.IDENTITY}),
}
#: Of health, what stands on no paper: HIV and pregnancy ask a reason each time (`needs.ASKS_EACH`).
#: Services of the national standard, and items of an assessment, that would tell them.
UNNAMED_SERVICES: Final = frozenset({"reproductive_health", "pregnancy_care"})
UNNAMED_ITEMS: Final = frozenset({"pregnancy"})
#: What makes a paper a secret one.
SECRET: Final = frozenset({G.IDENTITY, G.CONTACT, G.STORY, G.HEALTH})
#: Minutes name the people who met, and a social report is a person's life: secret whatever is on.
ALWAYS_SECRET: Final = frozenset(
    {PaperKind.HANDOVER, PaperKind.CONFERENCE, PaperKind.SOCIAL_REPORT}
)
#: Who may make each; one of them is enough.
MAKERS: Final[dict[PaperKind, tuple[Permission, ...]]] = {
    PaperKind.CONSENT: (Permission.TAKE_CONSENT,),
    PaperKind.REPORT: (Permission.TAKE_REPORTS,),
    PaperKind.SOCIAL_REPORT: (Permission.WORK_CASES,),
    PaperKind.REFERRAL: (Permission.WORK_CASES,),
    PaperKind.HANDOVER: (Permission.WORK_CASES, Permission.KEEP_SHELTER),
    PaperKind.CONFERENCE: (Permission.WORK_CASES,),
}
#: The letters in a number, as offices write them.
LETTERS: Final[dict[PaperKind, str]] = {
    PaperKind.CONSENT: "SP",
    PaperKind.REPORT: "LAP",
    PaperKind.SOCIAL_REPORT: "LS",
    PaperKind.REFERRAL: "SR",
    PaperKind.HANDOVER: "BA",
    PaperKind.CONFERENCE: "BA",
}
#: Why a paper is printed; *other* needs words.
PAPER_REASONS: Final = ("her_wish", "service", "office_asks", "handover", "own_file", "other")
_ROMAN: Final = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")


@dataclass(frozen=True)
class PaperFacts:
    """A paper that somebody wants to print.

    Attributes
    ----------
    groups
        What it would carry.
    readable
        What its maker may see, and has opened where it was sealed.
    paper_safe
        What she said when she was asked: yes, no, not_asked.
    """

    kind: PaperKind
    groups: frozenset[FieldGroup]
    readable: frozenset[FieldGroup]
    goes: Goes = Goes.FILE
    reason: str = ""
    words: str = ""
    paper_safe: str = "not_asked"
    erased: bool = False


def may_make(kind: PaperKind, holder: Holder) -> Decision:
    """Whether this post makes papers of that kind at all.

    Examples
    --------
    >>> may_make(PaperKind.HANDOVER, Holder("shelter_keeper")).allowed
    True
    >>> may_make(PaperKind.SOCIAL_REPORT, Holder("shelter_keeper")).allowed
    False
    """
    found = [may(holder, permission) for permission in MAKERS[kind]]
    return next((each for each in found if each.allowed), found[0])


def may_print(facts: PaperFacts) -> Decision:
    """Whether the paper may be printed with what it would carry, for whoever gets the sheet.

    Examples
    --------
    >>> both = frozenset({FieldGroup.FACTS, FieldGroup.IDENTITY})
    >>> seen = frozenset({FieldGroup.FACTS})
    >>> may_print(PaperFacts(PaperKind.SOCIAL_REPORT, both, seen, reason="service")).allowed
    False
    """
    if facts.erased:
        return Decision(False, "This person's data were erased.")
    if facts.groups - CARRIES[facts.kind]:
        return Decision(False, "This paper does not carry that.")
    if facts.groups - facts.readable:
        return Decision(
            False, "Not yet: open what the paper is to carry first; each opening is recorded."
        )
    if facts.goes is Goes.HERSELF and facts.paper_safe != "yes":
        return Decision(
            False, "Not yet: ask her whether paper is safe with her. Until then it stays here."
        )
    return reason_given(facts.kind, facts.groups, reason=facts.reason, words=facts.words)


def reason_given(
    kind: PaperKind, groups: Collection[FieldGroup], *, reason: str, words: str
) -> Decision:
    """Whether a reason stands where the paper asks one: wherever it is a secret one."""
    if not is_secret(kind, groups) and not reason:
        return YES
    if reason not in PAPER_REASONS or (reason == "other" and not words.strip()):
        return Decision(False, "Not yet: say what the paper is for.")
    return YES


def is_secret(kind: PaperKind, groups: Collection[FieldGroup]) -> bool:
    """Whether the paper is marked as secret."""
    return kind in ALWAYS_SECRET or bool(SECRET & frozenset(groups))


def may_refer(said: str) -> Decision:
    """Whether a letter may go to a recipient, by what she said to that recipient last.

    ``said`` is a consent's state, or nothing where she was not asked. Her no is an answer: nothing
    is sent. Where she was not asked, a letter may go that says nothing of her (`covered`).
    """
    if said in ("refused", "withdrawn"):
        return Decision(False, "She said no to this recipient. Nothing is sent. Help goes on.")
    return YES


def covered(said: str, agreed: Collection[FieldGroup], *, to_kind: str) -> frozenset[FieldGroup]:
    """Give what a letter to a recipient may carry: what she agreed to, and the walls.

    Examples
    --------
    >>> sorted(covered("given", [FieldGroup.HEALTH, FieldGroup.FACTS], to_kind="police"))
    [<FieldGroup.FACTS: 'facts'>]
    >>> covered("", [FieldGroup.FACTS], to_kind="social")
    frozenset()
    """
    if said != "given":
        return frozenset()
    found = frozenset(agreed) & CARRIES[PaperKind.REFERRAL]
    return found - CARE if to_kind in PROSECUTING_KINDS else found


def number_of(kind: PaperKind, *, prefix: str, year: int, month: int, sequence: int) -> str:
    """Write a number as offices do: sequence, letters of the paper, office, month, year.

    >>> number_of(PaperKind.REFERRAL, prefix="RA", year=2026, month=11, sequence=7)
    '007/SR/RA/XI/2026'
    """
    return f"{sequence:03d}/{LETTERS[kind]}/{prefix}/{_ROMAN[month - 1]}/{year}"
