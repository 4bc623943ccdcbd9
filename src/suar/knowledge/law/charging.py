"""Which law fits the facts entered: the whole examination as one document.

The document lists every offence examined. It holds no probability, no score and no name, and no
line of it says whether a person is guilty or a victim: it speaks of facts entered.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from suar.knowledge.law.aggravations import Applying, aggravations
from suar.knowledge.law.case_facts import CaseFacts
from suar.knowledge.law.consistency import checks
from suar.knowledge.law.elements import Element, elements, status
from suar.knowledge.law.inference import Inference
from suar.knowledge.law.known import Known
from suar.knowledge.law.lawbook import LawBook
from suar.knowledge.law.model import ChargingWarning, Offence, Penalty, Regime
from suar.knowledge.law.penalties import Compared, against_other, regime_at, uplifted
from suar.knowledge.law.questions import Question, fact_of, questions
from suar.knowledge.law.warnings import FIRST, warnings
from suar.knowledge.law.wording import Wording


@dataclass(frozen=True)
class Examined:
    """One offence against the facts."""

    offence: Offence
    elements: tuple[Element, ...]
    status: str
    uplifts: Applying


@dataclass(frozen=True)
class Examination:
    """All offences, warnings and questions for one set of facts."""

    facts: CaseFacts
    book: LawBook
    regime: Regime | None
    offences: tuple[Examined, ...]
    warnings: tuple[ChargingWarning, ...]
    questions: tuple[Question, ...]
    checks: tuple[str, ...]

    def by_id(self, offence: str) -> Examined:
        """Give one offence's examination."""
        return next(one for one in self.offences if one.offence.id == offence)


def examine(facts: CaseFacts, book: LawBook) -> Examination:
    """Examine every offence of the book against the facts."""
    inference = Inference(facts, book)
    examined = tuple(_examine(offence, inference) for offence in book.offences.values())
    alive = [one for one in examined if one.status != "no"]
    asked = questions(
        ((one.offence, one.elements) for one in alive),
        ((one.offence, one.uplifts.open) for one in alive),
        {flag: inference.answer(flag) for flag in _flags()},
        inference.rules["aggravations"],
    )
    return Examination(
        facts,
        book,
        regime_at(facts.act_date, book),
        examined,
        tuple(warnings(inference)),
        tuple(asked),
        tuple(checks(inference)),
    )


def _flags() -> tuple[str, ...]:
    return ("other.victim_is_suspect", "other.restitution_claimed", "other.money_known")


def _examine(offence: Offence, inference: Inference) -> Examined:
    found = elements(offence, inference)
    return Examined(offence, tuple(found), status(found), aggravations(offence, inference))


def charge(facts: CaseFacts, book: LawBook, *, language: str = "en") -> dict[str, object]:
    """Examine and give the document of ``suar law charge --json``."""
    return document(examine(facts, book), language=language)


def document(examination: Examination, *, language: str = "en") -> dict[str, object]:
    """Give an examination as one document; keys as in the contract, more beside them."""
    wording, book = Wording(language), examination.book
    return {
        "regime": examination.regime,
        "act_date": examination.facts.act_date.written if examination.facts.act_date else None,
        "judged_on": examination.facts.judged_on.written if examination.facts.judged_on else None,
        "charged": list(examination.facts.charged),
        "language": language,
        "notice": wording.say("not_advice"),
        "newest_source": book.newest_source,
        "facts_version": book.version,
        "warnings": [_warning(one, wording) for one in examination.warnings],
        "offences": [_offence(one, examination, wording) for one in examination.offences],
        "ask": [ask_text(one.fact, wording) for one in examination.questions],
        "questions": [
            {
                "fact": one.fact,
                "text": ask_text(one.fact, wording),
                "settles": list(one.settles),
                "codes": list(one.codes),
            }
            for one in examination.questions
        ],
        "checks": [{"id": one, "text": wording.say(f"check_{one}")} for one in examination.checks],
        "sources": _sources(examination, wording),
    }


def ask_text(fact: str, wording: Wording) -> str:
    """Give the question about one fact."""
    return wording.say(f"ask_{fact}")


def because(element: Element, examined: Offence, wording: Wording) -> str:
    """Give the sentence of why an element stands as it does."""
    parts: dict[str, object] = {
        "codes": wording.listed(element.group, element.codes) or "-",
        "age": element.codes[0] if element.codes else "",
        "day": _day(element, examined),
    }
    text = wording.say(element.phrase, **parts)
    for reading in element.reading:
        text = f"{text} {wording.say('from_other_fact', text=wording.ours(reading))}"
    return text


def _day(element: Element, offence: Offence) -> str:
    if element.phrase == "in_force_ended" and offence.ends:
        following = offence.ends.toordinal() + 1
        return type(offence.ends).fromordinal(following).isoformat()
    return offence.starts.isoformat()


def _offence(one: Examined, examination: Examination, wording: Wording) -> dict[str, object]:
    offence, book, regime = one.offence, examination.book, examination.regime
    applying = [aggravation.id for aggravation in one.uplifts.applying]
    this = offence.penalties.get(regime) if regime else None
    compared = against_other(offence, regime, book) if regime else None
    particulars = book.raw("implications")["particulars"].get(offence.id)
    return {
        "id": offence.id,
        "name": wording.ours(offence.name),
        "statute": wording.law(book.statutes[offence.statute].title),
        "article": offence.article,
        "family": offence.family,
        "status": one.status,
        "elements": [_element(element, offence, wording) for element in one.elements],
        "elements_confidence": offence.elements_confidence,
        "penalty": penalty_document(this, applying, wording) if this else None,
        "penalty_other": _other(compared, applying, wording),
        "more_favourable": compared.more_favourable if compared else "unclear",
        "penalties": {
            key: penalty_document(value, applying, wording)
            for key, value in offence.penalties.items()
        },
        "with_uplifts": _uplifted(one, this, examination, wording),
        "aggravations_open": [aggravation.id for aggravation in one.uplifts.open],
        "replaced_by": offence.replaced_by,
        "ask": _offence_ask(one, wording),
        "notes": [wording.fact(note) for note in offence.notes],
        "also_holds": wording.ours(particulars) if particulars else None,
        **wording.trust(offence.standing),
    }


def _element(element: Element, offence: Offence, wording: Wording) -> dict[str, object]:
    return {
        "name": element.name,
        "label": wording.label("elements", element.name),
        "state": str(element.state),
        "because": because(element, offence, wording),
        "confidence": "derived" if element.own_reading else offence.elements_confidence,
    }


def penalty_document(
    penalty: Penalty, applying: Sequence[str], wording: Wording
) -> dict[str, object]:
    """Give one range in the contract's keys; months and rupiah, before uplifts."""
    return {
        "min_months": penalty.min_months,
        "max_months": penalty.max_months,
        "fine_min_idr": penalty.fine_min,
        "fine_max_idr": penalty.fine_max,
        "fine_category": penalty.category,
        "mode": penalty.mode,
        "life": penalty.life,
        "aggravations": list(applying),
        "basis": list(penalty.basis),
        **wording.trust(penalty.standing),
    }


def _other(
    compared: Compared | None, applying: Sequence[str], wording: Wording
) -> dict[str, object] | None:
    if compared is None or compared.penalty is None:
        return None
    return {"offence": compared.offence, **penalty_document(compared.penalty, applying, wording)}


def _uplifted(
    one: Examined, this: Penalty | None, examination: Examination, wording: Wording
) -> dict[str, object] | None:
    regime = examination.regime
    if this is None or regime is None:
        return None
    found = uplifted(this, one.uplifts.applying, regime, examination.book)
    if found is None:
        return None
    steps = [{"id": step, "effect": effect} for step, effect in found.steps]
    return {
        **penalty_document(found.penalty, [step for step, _ in found.steps], wording),
        "steps": steps,
        "capped": found.capped,
        "cap_months": found.cap_months,
    }


def _offence_ask(one: Examined, wording: Wording) -> list[str]:
    """The facts files' own questions, then ours for what is not known; none once it is settled."""
    if one.status == "no":
        return []
    own = [wording.fact(text) for text in one.offence.ask] if one.status == "possible" else []
    facts = [
        fact_of(reference)
        for element in one.elements
        if element.state is Known.NOT_KNOWN
        for reference in element.asks
    ]
    return list(dict.fromkeys([*own, *(ask_text(fact, wording) for fact in facts)]))


def warning_text(warning: ChargingWarning, wording: Wording) -> str:
    """Give what to do; before anything is raised for an accused person comes her review."""
    text = wording.fact(warning.advise)
    return f"{wording.say('review_first')} {text}" if warning.id == FIRST else text


def _warning(warning: ChargingWarning, wording: Wording) -> dict[str, object]:
    return {
        "id": warning.id,
        "title": wording.label("warnings", warning.id),
        "text": warning_text(warning, wording),
        "why": wording.fact(warning.why),
        "when": wording.fact(warning.when),
        "severity": warning.severity,
        **wording.trust(warning.standing),
    }


def _sources(examination: Examination, wording: Wording) -> list[dict[str, str]]:
    keys: Iterable[str] = dict.fromkeys(
        key
        for one in examination.offences
        if one.status != "no"
        for key in one.offence.standing.src
    )
    book = examination.book
    return [
        {"key": key, "nature": wording.fact(book.sources[key]["nature"])} for key in sorted(keys)
    ]
