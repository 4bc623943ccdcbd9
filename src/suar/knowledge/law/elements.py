"""Each element of an offence against the facts entered: met, not met, not known, and why."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from suar.knowledge.law.inference import Inference
from suar.knowledge.law.known import Known, every, known, negation, some
from suar.knowledge.law.model import Offence


@dataclass(frozen=True)
class Element:
    """One element; ``phrase`` and its parts become the sentence in either language."""

    name: str
    state: Known
    phrase: str
    group: str = ""
    codes: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    reading: tuple[Mapping[str, str], ...] = field(default=())

    @property
    def own_reading(self) -> bool:
        """An implication of ours was needed to come to this."""
        return bool(self.reading)


def elements(offence: Offence, inference: Inference) -> list[Element]:
    """Examine every element that the offence needs, in the order of the facts files."""
    wants = offence.elements
    found = [in_force(offence, inference), _completed(offence, inference)]
    for key, group in (("acts_any", "acts"), ("means_any", "means"), ("purpose_any", "purposes")):
        if key in wants:
            found.append(_list(key.removesuffix("_any"), group, tuple(wants[key]), inference))
    for key, examine in (
        ("victim", _victim),
        ("offender", _offender),
        ("movement", _movement),
        ("exploitation_place", _place),
    ):
        if key in wants:
            found.append(examine(wants[key], inference))
    if "result_required" in wants:
        state = inference.facts.result
        found.append(Element("result", state, f"result_{state}", asks=("result",)))
    found += [_other(sentence, inference) for sentence in wants.get("other", ())]
    return [element for element in found if element is not None]


def status(found: list[Element]) -> str:
    """Give ``fits``, ``possible`` or ``no``; it speaks of facts entered and of nothing else."""
    state = every(element.state for element in found)
    return {Known.MET: "fits", Known.NOT_KNOWN: "possible", Known.NOT_MET: "no"}[state]


def in_force(offence: Offence, inference: Inference) -> Element | None:
    """Examine whether the article was law at the date of the act; silent when it was."""
    act = inference.facts.act_date
    state = act.within(offence.starts, offence.ends) if act else Known.NOT_KNOWN
    if state is Known.MET or (act is None and offence.ends is None and _old(offence, inference)):
        return None
    if act is None:
        return Element("in_force", state, "in_force_unknown", asks=("act_date",))
    phrase = "in_force_unknown"
    if state is Known.NOT_MET:
        phrase = "in_force_ended" if offence.ends and act.first > offence.ends else "in_force_later"
    return Element("in_force", state, phrase, asks=("act_date",))


def _old(offence: Offence, inference: Inference) -> bool:
    """An article older than the newest statute and never repealed waits for no date."""
    return offence.starts < inference.book.boundary


def _completed(offence: Offence, inference: Inference) -> Element | None:
    """An attempt that is entered contradicts the completed act, not the offence of attempting."""
    acts, trafficking = offence.elements.get("acts_any", ()), inference.rules["trafficking_acts"]
    if inference.facts.attempt is not Known.MET or not set(acts) <= set(trafficking):
        return None
    return Element("completed", Known.NOT_MET, "completed_not_met", asks=("attempt",))


def _list(name: str, group: str, wanted: tuple[str, ...], inference: Inference) -> Element:
    answers = {code: inference.answer(f"{group}.{code}") for code in wanted}
    state = some(answers.values())
    if state is Known.MET:
        codes = tuple(code for code, answer in answers.items() if answer is Known.MET)
    elif state is Known.NOT_KNOWN:
        codes = tuple(code for code, answer in answers.items() if answer is Known.NOT_KNOWN)
    else:
        codes = wanted
    reasons = [inference.reasons.get(f"{group}.{code}") for code in codes]
    asks = [one for code in codes for one in inference.pending(f"{group}.{code}")]
    if state is Known.MET and codes == ("exploitation",):
        codes = tuple(inference.exploitative()) or codes
    return Element(
        name,
        state,
        f"list_{state}",
        group,
        codes,
        asks=tuple(dict.fromkeys(asks)) if state is Known.NOT_KNOWN else (),
        reading=_distinct(reasons),
    )


def _distinct(reasons: Iterable[Mapping[str, str] | None]) -> tuple[Mapping[str, str], ...]:
    out: list[Mapping[str, str]] = []
    for reason in reasons:
        if reason is not None and reason not in out:
            out.append(reason)
    return tuple(out)


def _victim(wanted: str, inference: Inference) -> Element:
    below = re.search(r"under_(\d+)", wanted)
    if below:
        state = inference.facts.below(int(below[1]))
        return Element("victim", state, f"age_{state}", codes=(below[1],), asks=("victim.age",))
    if wanted == "child":
        state = inference.answer("victim.child")
        years = str(inference.book.child_below)
        return Element("victim", state, f"age_{state}", codes=(years,), asks=("victim.age",))
    state = inference.facts.indonesian
    return Element("victim", state, f"citizen_{state}", asks=("victim.citizenship",))


def _offender(wanted: str, inference: Inference) -> Element:
    asked = "corporation" if wanted == "individual" else wanted
    state = inference.facts.offender.of(asked)
    if wanted == "individual":
        state = negation(state)
    return Element("offender", state, f"{wanted}_{state}", asks=(f"offender.{asked}",))


def _movement(wanted: str, inference: Inference) -> Element:
    codes = tuple(inference.rules["movements"][wanted])
    references = [f"movement.{code}" for code in codes]
    state = inference.one_of(references)
    reading = _distinct([inference.reasons.get(one) for one in references])
    entered = inference.facts.movement.met() if state is Known.NOT_MET else codes
    return Element(
        "movement", state, f"movement_{state}", "movement", entered, ("movement",), reading
    )


def _place(wanted: str, inference: Inference) -> Element:
    state = inference.answer(f"place.{wanted}")
    return Element(
        "exploitation_place", state, f"place_{wanted}_{state}", asks=("exploitation_place",)
    )


def _other(sentence: str, inference: Inference) -> Element | None:
    rule = inference.rules["other_elements"][sentence]
    if rule is None:
        return None
    asks = rule["asks"]
    state = inference.answer(asks)
    if rule["name"] == "did_not_happen":
        state = _did_not_happen(inference)
    reading = _distinct([inference.reasons.get(asks)])
    return Element(rule["name"], state, f"{rule['name']}_{state}", asks=(asks,), reading=reading)


def _did_not_happen(inference: Inference) -> Known:
    """Nothing of trafficking happened: said so, or no act and no result of it was entered."""
    spoken = inference.facts.other.of("trafficking_happened")
    if spoken is not Known.NOT_KNOWN:
        return negation(spoken)
    happened = inference.answer("other.trafficking_happened")
    if happened is Known.MET:
        return Known.NOT_MET
    signs = some([inference.facts.result, inference.trafficking_act()])
    return known(True if signs is Known.NOT_MET else None)
