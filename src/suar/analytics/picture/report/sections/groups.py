"""Names for the groups that an estimate speaks of: conditions in symbols, said in words."""

import re

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report.estimate import Estimate, Stratum
from suar.analytics.picture.report.speech import Speech

#: What a condition's states in a group are said as.
_STATES = {
    frozenset({"in"}): "cond.in",
    frozenset({"out"}): "cond.out",
    frozenset({"unknown"}): "cond.unknown",
    frozenset({"in", "unknown"}): "cond.in-unknown",
    frozenset({"out", "unknown"}): "cond.out-unknown",
}


def name_of(stratum: Stratum, document: PictureDocument, speech: Speech) -> str:
    """Say who a group is: each condition that it meets, does not meet, or may meet.

    A condition whose words are not known here leaves the group the label that it came with.
    """
    values = stratum["stratum"]
    label = speech.label(stratum["label"])
    if not isinstance(values, dict):
        return label
    overlaps = document.get("overlaps")
    means = {entry["name"]: entry["means"] for entry in overlaps["strata"]} if overlaps else {}
    said = []
    for name, value in values.items():
        states = frozenset(value.split(", "))
        if {"in", "out"} <= states:
            continue  # whoever they are in this: the group is not told apart by it
        words = _condition(means.get(name, ""), speech)
        if words is None or states not in _STATES:
            return label
        said.append(speech.say(_STATES[states], what=words))
    joined = "; ".join(said) or speech.say("cond.any")
    return joined[:1].upper() + joined[1:]


def said_plainly(text: str, document: PictureDocument, estimate: Estimate, speech: Speech) -> str:
    """Put names for registers and groups into a sentence that was made of their codes."""
    for stratum in estimate.get("strata", []):
        text = text.replace(speech.label(stratum["label"]), name_of(stratum, document, speech))
    for register in document["registers"]:
        name = rf"\b{re.escape(register['name'])}\b"
        label = speech.label(register["label"])
        text = re.sub(name, lambda _, label=label: label, text, flags=re.IGNORECASE)  # type: ignore[misc]
    return text


def _condition(means: str, speech: Speech) -> str | None:
    """Say ``sex=female | minor=true`` as a sentence part, or nothing where a word is missing."""
    for sign, key in ((" | ", "cond.or"), (" & ", "cond.and")):
        if sign in means:
            one, _, rest = means.partition(sign)
            left, right = _condition(one, speech), _condition(rest, speech)
            return speech.say(key, one=left, other=right) if left and right else None
    key = f"cond.{means}"
    return speech.say(key) if speech.has(key) else None
