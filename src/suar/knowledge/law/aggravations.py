"""Which aggravations apply on the facts entered, and which wait for something not known."""

from dataclasses import dataclass

from suar.knowledge.law.inference import Inference
from suar.knowledge.law.known import Known
from suar.knowledge.law.model import Aggravation, Offence


@dataclass(frozen=True)
class Applying:
    """Aggravations of one offence: those that apply, and those not known yet."""

    applying: tuple[Aggravation, ...]
    open: tuple[Aggravation, ...]


def aggravations(offence: Offence, inference: Inference) -> Applying:
    """Sort the aggravations written for an offence by what the facts say of each."""
    book, rules = inference.book, inference.rules
    yes: list[Aggravation] = []
    unsure: list[Aggravation] = []
    for aggravation in book.aggravations.values():
        if not aggravation.reaches(offence.id) or _is_element(aggravation, offence, inference):
            continue
        act = inference.facts.act_date
        since = book.statutes[aggravation.statute].starts
        if act is not None and act.from_on(since) is not Known.MET:
            continue
        state = inference.one_of(rules["aggravations"][aggravation.id])
        if state is Known.MET:
            yes.append(aggravation)
        elif state is Known.NOT_KNOWN:
            unsure.append(aggravation)
    triggers, pairs = rules["aggravations"], rules["not_both"]
    held, asked = {one.id for one in yes}, {one.id for one in unsure}
    out = {second for first, second in pairs if first in held}
    same = {
        second
        for first, second in pairs
        if first in asked and set(triggers[second]) <= set(triggers[first])
    }
    return Applying(
        tuple(one for one in yes if one.id not in out),
        tuple(one for one in unsure if one.id not in out | same),
    )


def _is_element(aggravation: Aggravation, offence: Offence, inference: Inference) -> bool:
    """A fact that is an element already cannot raise the same offence's penalty again."""
    element = offence.elements.get("offender")
    return element is not None and (
        f"offender.{element}" in inference.rules["aggravations"][aggravation.id]
    )
