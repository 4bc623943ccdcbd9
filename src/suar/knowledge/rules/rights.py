"""Her rights over her data: who asks, what must be sure before it is shown, and erasure.

Before anything is shown or printed somebody makes sure that it is safe for her: that she is alone
or with whom she chose, that paper may be in her hands, and that it is she who asks.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from suar.knowledge.rules.decision import YES, Decision

#: Suar's own proposal for an answer, in the act's usual measure; an organisation may be faster.
ANSWER_WITHIN: Final = timedelta(hours=72)
ASKED_BY: Final[dict[str, dict[str, str]]] = {
    "herself": {"en": "the person herself", "id": "yang bersangkutan sendiri"},
    "guardian": {"en": "a guardian who may speak for the child", "id": "wali yang sah bagi anak"},
    "heir": {"en": "an heir of somebody who died", "id": "ahli waris"},
    "helper": {"en": "somebody she sent", "id": "orang yang diutusnya"},
}


@dataclass(frozen=True)
class SafetyCheck:
    """What was asked before her data are shown: each yes or no."""

    is_she: bool  # it is she who asks, or who may ask for her
    alone: bool  # nobody hears or reads along whom she did not choose
    paper_safe: bool  # asked for paper only


def may_show(check: SafetyCheck, *, on_paper: bool) -> Decision:
    """Whether what is held may be shown to her now.

    >>> may_show(SafetyCheck(True, True, False), on_paper=True).reason
    'Not yet: paper is not safe with her. Show it on the screen.'
    """
    if not check.is_she:
        return Decision(False, "Not yet: make sure that it is she who asks.")
    if not check.alone:
        return Decision(False, "Not yet: show it when nobody reads along whom she did not choose.")
    if on_paper and not check.paper_safe:
        return Decision(False, "Not yet: paper is not safe with her. Show it on the screen.")
    return YES


@dataclass(frozen=True)
class ErasureFacts:
    """What an erasure asks of the request and the file."""

    kind: str
    state: str
    asked_by: str
    erased: bool = False
    merged: bool = False
    not_yet_free: bool = False
    told_what_goes: bool = False


def may_erase(facts: ErasureFacts) -> Decision:
    """Whether a person's data may be erased on this request.

    >>> may_erase(ErasureFacts("erase", "open", "herself", told_what_goes=True)).allowed
    True
    """
    if facts.kind != "erase" or facts.state != "open":
        return Decision(False, "Not yet: there is no open request to erase.")
    if facts.erased:
        return Decision(False, "This person's data were erased.")
    if facts.merged:
        return Decision(False, "Not any more: merged. Work in the file that was kept.")
    if facts.asked_by == "helper":
        return Decision(False, "Not yet: hear it from the person herself.")
    if facts.not_yet_free:
        return Decision(False, "Not yet: she is not free, and may need what is known to be found.")
    if not facts.told_what_goes:
        return Decision(False, "Not yet: tell her what will be gone for good, and what stays.")
    return YES


def answer_by(asked: datetime) -> datetime:
    """Give when a request should have its answer."""
    return asked + ANSWER_WITHIN
