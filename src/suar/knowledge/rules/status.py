"""A person's status: what a decision on it must say, and who never learns of which.

Officers apply unlike standards of proof at identification, so the standard is stored with each
decision. *Not established* is said of present information, with reasons and a review; help goes on.
"""

from dataclasses import dataclass
from typing import Final

from suar.knowledge.rules.decision import YES, Decision

STANDARDS: Final[dict[str, dict[str, str]]] = {
    "reasonable_grounds": {"en": "reasonable grounds", "id": "dugaan yang beralasan"},
    "balance": {"en": "more likely than not", "id": "lebih mungkin daripada tidak"},
    "conclusive": {"en": "conclusive grounds", "id": "dasar yang meyakinkan"},
    "beyond_doubt": {
        "en": "beyond reasonable doubt (a trial's)",
        "id": "tanpa keraguan (peradilan)",
    },
}
#: Why a status is not established on present information. Never a judgement of the person.
NOT_ESTABLISHED: Final[dict[str, dict[str, str]]] = {
    "little_information": {"en": "too little information so far", "id": "informasi belum cukup"},
    "no_exploitation_yet": {
        "en": "no exploitation or purpose of it found so far",
        "id": "belum ditemukan eksploitasi atau tujuannya",
    },
    "no_means_yet": {
        "en": "no means found so far (adult)",
        "id": "belum ditemukan cara (orang dewasa)",
    },
    "other_harm": {
        "en": "another harm was found; help for it goes on",
        "id": "ditemukan bentuk kerugian lain; bantuan tetap berjalan",
    },
    "rather_not_tell": {
        "en": "the person did not wish to tell more now",
        "id": "yang bersangkutan belum ingin bercerita",
    },
}
#: The order in which the status of two files that are one person's is read.
STRENGTH: Final = ("identified", "presumed", "signal", "not established")
#: Kinds of organisation that never learn of *not established*: no grant shows them a status at all.
NEVER_TOLD: Final = frozenset({"police", "prosecution", "court", "immigration"})


@dataclass(frozen=True)
class DecisionFacts:
    """What a decision on the status says. ``reasons`` are codes of `NOT_ESTABLISHED`."""

    move: str
    standard: str = ""
    body: str = ""
    reasons: tuple[str, ...] = ()
    screened: bool = False
    child: bool = False


def may_decide(facts: DecisionFacts) -> Decision:
    """Whether the decision says what it must.

    Examples
    --------
    >>> may_decide(DecisionFacts("identify", "balance", "ngo")).allowed
    True
    >>> may_decide(DecisionFacts("not_establish", "balance", "ngo")).reason
    'Not yet: say why it is not established on present information.'
    """
    if facts.move == "ask_review":
        return YES
    if facts.standard not in STANDARDS:
        return Decision(False, "Not yet: name the standard of proof that was used.")
    if not facts.body:
        return Decision(False, "Not yet: say which body decided.")
    if facts.move in ("not_establish", "uphold"):
        if not facts.reasons:
            return Decision(False, "Not yet: say why it is not established on present information.")
        if not set(facts.reasons) <= set(NOT_ESTABLISHED):
            return Decision(False, "Not yet: choose reasons from the list.")
        if facts.child and set(facts.reasons) == {"no_means_yet"}:
            return Decision(False, "A child needs no means: this reason alone does not hold.")
    return YES


def stronger(one: str, two: str) -> str:
    """Give the status that stands when two files are one person's.

    >>> stronger("not established", "presumed")
    'presumed'
    """
    return min(one, two, key=STRENGTH.index)
