"""The facts of a case as entered: every question answered yes, no, or not known.

A list that is given is complete: what it does not name is *no*. A mapping ``{code: yes}`` is
partial: what it does not name is *not known*. A key that is absent is not known. No key takes a
name, and a key that Suar does not know is refused without being repeated.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from suar.knowledge.law.dates import Span
from suar.knowledge.law.known import Known, known, negation, some

MOVEMENTS = ("within", "out_of_indonesia", "into_indonesia", "into_other_state")
PLACES = ("indonesia", "abroad")
HARMS = ("serious_injury", "death")
ROLES = ("main", "participant", "aider", "instigator")
OFFENDER = ("official", "corporation", "organised_group")
FLAGS = (
    "smuggling_only",
    "documents_forged",
    "money_known",
    "victim_is_suspect",
    "restitution_claimed",
    "intent",
    "trafficking_happened",
    "no_right_to_enter_or_leave",
    "assets_from_crime",
    "deal_proposed",
    "administrative_defence",
    "evidence_thin",
)


@dataclass(frozen=True)
class Codes:
    """What is said of the codes of one list."""

    said: Mapping[str, Known] = field(default_factory=dict)
    complete: bool = False

    @property
    def silent(self) -> bool:
        """Nothing at all was entered."""
        return not self.complete and not any(
            state is not Known.NOT_KNOWN for state in self.said.values()
        )

    def of(self, code: str) -> Known:
        """What is entered about one code."""
        return self.said.get(code, Known.NOT_MET if self.complete else Known.NOT_KNOWN)

    def met(self) -> tuple[str, ...]:
        """The codes that are entered as a yes."""
        return tuple(code for code, state in self.said.items() if state is Known.MET)


@dataclass(frozen=True)
class CaseFacts:
    """Facts entered; no name, no number and no place of a person is among them."""

    acts: Codes = Codes()
    means: Codes = Codes()
    purposes: Codes = Codes()
    movement: Codes = Codes()
    place: Codes = Codes()
    harm: Codes = Codes()
    role: Codes = Codes()
    offender: Codes = Codes()
    other: Codes = Codes()
    result: Known = Known.NOT_KNOWN
    attempt: Known = Known.NOT_KNOWN
    age_from: int | None = None
    age_to: int | None = None
    indonesian: Known = Known.NOT_KNOWN
    citizenships: tuple[str, ...] = ()
    act_date: Span | None = None
    act_until: Span | None = None
    judged_on: Span | None = None
    charged: tuple[str, ...] = ()
    charged_entered: bool = False
    events: Mapping[str, Span] = field(default_factory=dict)

    def below(self, age: int) -> Known:
        """Tell whether the victim was younger than an age at the time of the act."""
        if self.age_to is not None and self.age_to < age:
            return Known.MET
        if self.age_from is not None and self.age_from >= age:
            return Known.NOT_MET
        return Known.NOT_KNOWN

    def asked(self, reference: str) -> Known:
        """Answer ``list.code`` (``acts.recruit``, ``other.money_known``, ``victim.below.N``)."""
        group, _, code = reference.partition(".")
        if group == "victim":
            return self._victim(code)
        if group in ("result", "attempt"):
            state: Known = getattr(self, group)
            return state
        codes: Codes = getattr(self, group)
        if code == "any":
            return some(codes.said.values()) if codes.complete else _some_said(codes)
        return codes.of(code)

    def _victim(self, code: str) -> Known:
        if code == "indonesian":
            return self.indonesian
        return self.below(int(code.partition(".")[2]))

    @property
    def individual(self) -> Known:
        """Tell whether the offender is a person and no company."""
        return negation(self.offender.of("corporation"))


def _some_said(codes: Codes) -> Known:
    return known(True if Known.MET in codes.said.values() else None)
