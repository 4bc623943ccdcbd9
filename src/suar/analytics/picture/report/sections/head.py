"""The question, the sentence that answers it, and the first screen's boxes."""

from typing import Any, NamedTuple

from suar.analytics.picture.document import Interval, PictureDocument, RegisterRow
from suar.analytics.picture.report.speech import Speech

UNITS = ("incidents", "cases", "persons")


class Box(NamedTuple):
    """One unit with its number and doubt, or why there is none."""

    unit: str
    title: str
    what: str
    number: str | None
    span: str | None
    why: str  # said where there is no number


def speech_for(document: PictureDocument, language: str) -> Speech:
    """Give the language's way to speak: of persons, or of the one register's records."""
    return Speech(language, of_records=document["basis"] == "records")


def linkable(document: PictureDocument) -> list[RegisterRow]:
    """Give the registers that stand in the picture's persons."""
    return [register for register in document["registers"] if register["linkable"]]


def title(document: PictureDocument, speech: Speech) -> str:
    """Give the title that was asked for, or the question itself."""
    given = document["title"].strip()
    if given:
        return given
    if not linkable(document):
        return speech.say("question.cases")
    number = len(linkable(document))
    return speech.say("question.one" if number == 1 else "question.many", n=speech.word(number))


def window(document: PictureDocument, speech: Speech) -> str:
    """Say the window, or that none is stated."""
    given = document.get("window")
    if not given:
        return speech.say("window-none")
    return speech.say("window", from_=speech.date(given["from"]), to=speech.date(given["to"]))


def answer(document: PictureDocument, speech: Speech) -> list[str]:
    """Give the sentences that answer the title's question."""
    able, units = linkable(document), document["units"]
    if not able:
        return [_no_persons(document, speech)]
    said: list[str] = []
    persons = units.get("persons")
    count = persons["count"] if persons else None
    if len(able) > 1:
        kinds = {register["counts"] for register in able}
        key = "answer.units.many" if len(kinds) > 1 else "answer.units.same"
        said.append(speech.say(key, n=speech.word(len(able)).capitalize()))
    if count is None:
        said.append(speech.say("answer.withheld"))
    elif len(able) == 1:
        said.append(speech.say("answer.persons.one", persons=speech.about(count)))
    else:
        said.append(speech.say("answer.persons", persons=speech.about(count)))
        said += _alone(able, count, speech)
    others = len(document["registers"]) - len(able)
    if others:
        said.append(speech.say("answer.totals", n=speech.word(others).capitalize()))
    return said


def _no_persons(document: PictureDocument, speech: Speech) -> str:
    cases = document["units"].get("cases")
    if not cases or cases["count"] is None:
        return speech.say("answer.none.empty")
    return speech.say("answer.none", cases=speech.number(cases["count"]))


def _alone(able: list[RegisterRow], persons: int, speech: Speech) -> list[str]:
    alone = [register["only_here"] for register in able]
    if persons == 0 or any(count is None for count in alone):
        return []
    tenths = round(10 * sum(count or 0 for count in alone) / persons)
    if tenths == 0:
        share = speech.say("share.few")
    elif tenths >= 10:
        share = speech.say("share.all")
    else:
        share = speech.say("share.tenths", n=speech.word(tenths))
    return [speech.say("answer.one-register", share=share)]


def boxes(document: PictureDocument, speech: Speech) -> list[Box]:
    """Give the three units in their order; persons come last and stand widest."""
    return [_box(unit, document["units"], speech) for unit in UNITS]


def _box(unit: str, units: Any, speech: Speech) -> Box:
    known: Interval | None = units.get(unit)
    number = span = None
    why = speech.say(f"unit.absent.{unit}")
    if known is not None:
        if known["count"] is None:
            why = speech.say("withheld")
        else:
            number = speech.number(known["count"])
            span = interval(known, speech)
    return Box(
        unit=unit,
        title=speech.say(f"unit.{unit}"),
        what=speech.say(f"unit.{unit}.what"),
        number=number,
        span=span,
        why=why,
    )


def interval(known: Any, speech: Speech) -> str | None:
    """Say a count's range, or nothing where it is withheld or has no width."""
    low, high = known["low"], known["high"]
    if low is None or high is None or low == high:
        return None
    return speech.span(low, high)


def statuses(document: PictureDocument, speech: Speech) -> list[tuple[str, str, str]]:
    """Give persons by status: word, number, range."""
    rows = []
    for part in document["status"]:
        key = f"status.{part['status']}"
        word = speech.say(key) if speech.has(key) else speech.label(part["label"])
        rows.append((word, speech.count(part["count"]), interval(part, speech) or ""))
    return rows
