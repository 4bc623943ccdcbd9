"""Names for the groups that an estimate speaks of: conditions in symbols, said in words."""

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report.estimate import Stratum
from suar.analytics.picture.report.speech import Speech


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
        words = _condition(means.get(name, ""), speech)
        if words is None:
            return label
        if value in ("out", "unknown"):
            words = speech.say(f"cond.{value}", what=words)
        elif value != "in":
            return label
        said.append(words)
    joined = "; ".join(said)
    return joined[:1].upper() + joined[1:] if joined else label


def _condition(means: str, speech: Speech) -> str | None:
    """Say ``sex=female | minor=true`` as a sentence part, or nothing where a word is missing."""
    for sign, key in ((" | ", "cond.or"), (" & ", "cond.and")):
        if sign in means:
            one, _, rest = means.partition(sign)
            left, right = _condition(one, speech), _condition(rest, speech)
            return speech.say(key, one=left, other=right) if left and right else None
    key = f"cond.{means}"
    return speech.say(key) if speech.has(key) else None
