"""What to ask next: the open questions in the order that settles most.

A question's weight is the sum, over the offences that are still possible, of one over the number of
questions that the offence still waits for: a last open question counts whole. Uplifts count a
fraction below any offence; the safety and restitution flags come last but are always asked.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Final

from suar.knowledge.law.elements import Element
from suar.knowledge.law.known import Known
from suar.knowledge.law.model import Aggravation, Offence

#: Asked of everybody, in this order, where nothing else decides.
ORDER: Final = (
    *("act_date", "acts", "purposes", "means", "victim.age", "movement", "exploitation_place"),
    *("victim.citizenship", "result", "offender.corporation", "offender.official", "offender.role"),
    *("attempt", "harm", "offender.organised_group", "other.victim_is_suspect"),
    *("other.restitution_claimed", "other.money_known", "other.documents_forged"),
    *("other.smuggling_only", "judged_on"),
)
_FLAGS: Final = ("other.victim_is_suspect", "other.restitution_claimed", "other.money_known")
_WHOLE: Final = {"acts", "means", "purposes", "harm", "movement"}


@dataclass(frozen=True)
class Question:
    """A question, what it would settle, and the codes that it is about."""

    fact: str
    settles: tuple[str, ...]
    codes: tuple[str, ...] = ()


def fact_of(reference: str) -> str:
    """Give the key of FACTS that a reference is about: ``acts.recruit`` is about ``acts``."""
    group = reference.partition(".")[0]
    if group in _WHOLE:
        return group
    if group == "role":
        return "offender.role"
    if group == "place":
        return "exploitation_place"
    if reference in ("victim.child",):
        return "victim.age"
    return reference


def questions(
    examined: Iterable[tuple[Offence, Sequence[Element]]],
    uplifts: Iterable[tuple[Offence, Sequence[Aggravation]]],
    flags: dict[str, Known],
    triggers: dict[str, list[str]],
) -> list[Question]:
    """Order the open questions."""
    weights: Counter[str] = Counter()
    shares: dict[str, Fraction] = {}
    settles: dict[str, list[str]] = {}
    codes: dict[str, list[str]] = {}
    for offence, found in examined:
        open_facts = _open(found)
        for fact, asked in open_facts.items():
            shares[fact] = shares.get(fact, Fraction(0)) + Fraction(1, len(open_facts))
            settles.setdefault(fact, []).append(offence.id)
            codes.setdefault(fact, []).extend(asked)
    for _, open_uplifts in uplifts:
        for aggravation in open_uplifts:
            for reference in triggers[aggravation.id]:
                fact = fact_of(reference)
                weights[fact] += 1
                if aggravation.id not in settles.setdefault(fact, []):
                    settles[fact].append(aggravation.id)
    for flag in _FLAGS:
        if flags[flag] is Known.NOT_KNOWN:
            settles.setdefault(flag, [])
    ready = [
        Question(fact, tuple(dict.fromkeys(found)), tuple(dict.fromkeys(codes.get(fact, ()))))
        for fact, found in settles.items()
    ]
    return sorted(
        ready, key=lambda one: (-shares.get(one.fact, Fraction(0)), -weights[one.fact], _rank(one))
    )


def _rank(question: Question) -> int:
    return ORDER.index(question.fact) if question.fact in ORDER else len(ORDER)


def _open(found: Sequence[Element]) -> dict[str, list[str]]:
    """The facts that a possible offence waits for; an offence that is settled waits for none."""
    if any(element.state is Known.NOT_MET for element in found):
        return {}
    out: dict[str, list[str]] = {}
    for element in found:
        if element.state is Known.NOT_KNOWN:
            for reference in element.asks:
                fact = fact_of(reference)
                code = reference.partition(".")[2] if fact in _WHOLE else ""
                out.setdefault(fact, []).extend([code] if code else [])
    return out
