"""From a case's words to facts: one question at a time, in the order that settles most.

Pure: it is given the answers so far and says what to ask next. An answer that is not known is kept
apart, so that nobody is asked twice; nothing is guessed, and nothing of identity is asked.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from suar.knowledge.law.case_facts import HARMS, MOVEMENTS, PLACES, ROLES
from suar.knowledge.law.charging import ask_text, examine
from suar.knowledge.law.entering import from_mapping
from suar.knowledge.law.known import Known
from suar.knowledge.law.lawbook import LawBook
from suar.knowledge.law.questions import Question
from suar.knowledge.law.wording import Wording

_PAGE: Final = 9
_LISTS: Final = ("acts", "means", "purposes")
_CHOICES: Final = {
    "movement": ("none", *MOVEMENTS),
    "exploitation_place": PLACES,
    "harm": ("none", *HARMS),
    "offender.role": ROLES,
}
_GROUPS: Final = {"exploitation_place": "place", "offender.role": "role"}
_TEXT: Final = ("act_date", "judged_on", "victim.age", "victim.citizenship")


@dataclass(frozen=True)
class Asked:
    """One question: its fact, its words, its kind, and the codes to choose from."""

    fact: str
    text: str
    kind: str
    choices: tuple[tuple[str, str], ...] = ()


def next_question(
    answers: Mapping[str, Any], skipped: set[str], book: LawBook, *, language: str = "en"
) -> Asked | None:
    """Give the question that settles most among those not answered and not passed over."""
    wording = Wording(language)
    open_questions = examine(from_mapping(answers, book), book).questions
    for rest in (False, True):
        for question in open_questions:
            codes = _codes(question, skipped, book, answers, rest=rest)
            if codes:
                choices = tuple((code, wording.label(question.fact, code)) for code in codes)
                return Asked(question.fact, ask_text(question.fact, wording), "several", choices)
            if question.fact not in _LISTS and question.fact not in skipped:
                return _single(question.fact, wording)
    return None


def _codes(
    question: Question, skipped: set[str], book: LawBook, answers: Mapping[str, Any], *, rest: bool
) -> list[str]:
    """One page of codes that matter and are not answered.

    The vocabulary of trafficking comes first; the acts of companion offences, which settle one
    offence each, only when every other question was asked.
    """
    fact, wanted = question.fact, question.codes
    if fact not in _LISTS:
        return []
    own = book.vocabulary["purposes_open_list" if fact == "purposes" else fact]
    words = list(wanted)
    if "exploitation" in words:
        words = [*own, *(word for word in words if word != "exploitation")]
    said = answers.get(fact) or {}
    waiting = [
        word
        for word in dict.fromkeys(words)
        if f"{fact}.{word}" not in skipped and word not in said
    ]
    return [word for word in waiting if rest or word in own][:_PAGE]


def _single(fact: str, wording: Wording) -> Asked:
    text = ask_text(fact, wording)
    if fact in _CHOICES:
        group = _GROUPS.get(fact, fact)
        choices = tuple((code, wording.label(group, code)) for code in _CHOICES[fact])
        return Asked(fact, text, "one", choices)
    return Asked(fact, text, "text" if fact in _TEXT else "yes_no")


def put(answers: Mapping[str, Any], fact: str, value: Any) -> dict[str, Any]:
    """Give the answers with one more; ``offender.role`` goes under ``offender``."""
    group, _, key = fact.partition(".")
    fresh = dict(answers)
    if key:
        fresh[group] = {**fresh.get(group, {}), key: value}
    elif fact in _LISTS:
        fresh[group] = {**_partial(fresh.get(group)), **value}
    else:
        fresh[group] = value
    return fresh


def _partial(said: Any) -> dict[str, Any]:
    return dict(said) if isinstance(said, Mapping) else dict.fromkeys(said or (), "yes")


def tried(answers: Mapping[str, Any], book: LawBook) -> None:
    """Refuse answers that cannot be read, before they are kept."""
    from_mapping(answers, book, name="answer")


def left(answers: Mapping[str, Any], book: LawBook) -> int:
    """Count the offences that still wait for a fact."""
    found = examine(from_mapping(answers, book), book).offences
    return sum(
        one.status == "possible"
        and all(element.state is not Known.NOT_MET for element in one.elements)
        for one in found
    )
