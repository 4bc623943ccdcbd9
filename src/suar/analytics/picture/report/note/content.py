"""What the two-page note says; the page has the rest."""

from typing import NamedTuple

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report import estimate as reading
from suar.analytics.picture.report.sections import bridge, closing, head, unknown
from suar.analytics.picture.report.sections.groups import name_of
from suar.analytics.picture.report.speech import Speech

#: What keeps the note to two pages; the rest stands in the page that is attached.
_CHECKS, _DOUBTS, _QUESTIONS, _GROUPS, _SENTENCE = 4, 3, 5, 6, 260


class NoteTable(NamedTuple):
    """A table of the note; numbers from the second column on. A row of two spans the rest."""

    head: list[str]
    rows: list[list[str]]


def units(document: PictureDocument, speech: Speech) -> NoteTable:
    """Give the three units, one a row, each with what it counts."""
    rows = []
    for box in head.boxes(document, speech):
        figure = box.number or speech.say("not-known")
        if box.number is None and box.why == speech.say("withheld"):
            figure = box.why
        rows.append([f"{box.title}: {box.what}", figure, box.span or "–"])
    columns = [speech.say(f"note.{key}") for key in ("unit", "figure", "span")]
    return NoteTable(columns, rows)


def statuses(document: PictureDocument, speech: Speech) -> str:
    """Give persons by status in one line, or nothing."""
    if document["basis"] != "persons":
        return ""
    said = [f"{word} {number}" for word, number, _ in head.statuses(document, speech)]
    return f"{speech.say('unit.status')}: {'; '.join(said)}." if said else ""


def crossing(document: PictureDocument, speech: Speech) -> NoteTable:
    """Give the bridge without its drawing."""
    own = ("published", "readable", "repeats", "persons", "only")
    others = ("missed", "cannot-tell", "could-not-hold")
    columns = [
        speech.say("register"),
        *(speech.say(f"bridge.{key}") for key in own),
        speech.say("note.shared"),
        *(speech.say(f"bridge.{key}") for key in others),
    ]
    rows = []
    for row in bridge.rows(document, speech):
        if row.instead:
            rows.append([row.name, row.published, row.readable, row.instead])
            continue
        numbers = [row.published, row.readable, row.repeats, row.persons, row.only, row.shared]
        rows.append([row.name, *numbers, row.missed, row.cannot_tell, row.could_not_hold])
    return NoteTable(columns, rows)


def desks(document: PictureDocument, speech: Speech) -> str:
    """Give who falls between desks in one sentence, or nothing."""
    given = bridge.desks(document, speech)
    if given is None:
        return ""
    return "; ".join(f"**{part.number}** {part.what}" for part in given.parts) + "."


def hidden(document: PictureDocument, speech: Speech) -> list[str]:
    """Give what is known of those not known to any register: a figure or why there is none."""
    estimate = unknown.given(document)
    if estimate is None:
        return [speech.say("unknown.absent")]
    seen = unknown.held(document, estimate)
    found = reading.hidden(estimate["headline"], seen)
    if found is None or seen is None:
        why = unknown.reasons(document, estimate, speech)[:2]
        told = unknown.groups_told(estimate, speech)
        none = f"**{unknown.no_figure(estimate, speech)}.**"
        return [none, told, speech.say("unknown.none.why"), *why] if told else [none, *why]
    span = speech.rough_span(found.low, found.high)
    held = speech.number(seen)
    if estimate["headline"]["kind"] == "point" and found.estimate is not None:
        figure = speech.rough(found.estimate)
        said = speech.say("note.unknown.point", estimate=figure, span=span, held=held)
    else:
        said = speech.say("note.unknown.range", span=span, held=held)
    return [said, speech.say("note.cannot")]


def groups(document: PictureDocument, speech: Speech) -> NoteTable | None:
    """Give the groups with what is known and not known of each; the first six."""
    estimate = unknown.given(document)
    strata = estimate.get("strata", []) if estimate else []
    rows = []
    for stratum in strata[:_GROUPS]:
        seen = stratum["observed"]
        found = reading.hidden(stratum["headline"], seen)
        refused = stratum["headline"]["kind"] == "refused"
        said, of_100 = speech.say("unknown.refused" if refused else "withheld"), "–"
        if found and seen:
            said = unknown.figure(found, speech, kind=stratum["headline"]["kind"])
            low, high = found.known_of_100(seen)
            of_100 = str(low) if low == high else speech.span(low, high)
        number = speech.number(len(stratum["lists"]))
        rows.append([name_of(stratum, speech), number, speech.count(seen), said, of_100])
    keys = ("strata.group", "strata.registers", "strata.known", "strata.hidden", "note.of-100")
    return NoteTable([speech.say(key) for key in keys], rows) if rows else None


def checks(document: PictureDocument, speech: Speech) -> list[str]:
    """Give the checks that had a consequence; those passed only by number."""
    estimate = unknown.given(document)
    if estimate is None:
        return []
    rows = unknown.checks(document, estimate, speech)
    passed = sum(row.state == "passed" for row in rows)
    said = [f"**{row.word}:** {row.text}" for row in rows if row.state != "passed"]
    said = [shortened(text) for text in said[:_CHECKS]]
    if passed:
        said.append(speech.say("note.checks.passed", n=passed))
    return said


def doubts(document: PictureDocument, speech: Speech) -> list[str]:
    """Give how sure the links are, and the first doubts."""
    sure = " ".join(closing.sure(document, speech))
    rest = [shortened(speech.label(doubt)) for doubt in document["doubts"][:_DOUBTS]]
    return [sure, *rest]


def questions(document: PictureDocument, speech: Speech) -> list[str]:
    """Give what to ask next, each from something the picture shows; never more than five."""
    asked = [
        _who_reads(document, speech),
        _who_takes_up(document, speech),
        _who_brings_records(document, speech),
        _what_is_blank(document, speech),
        _which_register(document, speech),
        _what_changed(document, speech),
    ]
    return [question for question in asked if question][:_QUESTIONS]


def shortened(said: str) -> str:
    """Cut a sentence that would cost the note its two pages; the page has it whole."""
    if len(said) <= _SENTENCE:
        return said
    return said[:_SENTENCE].rsplit(" ", 1)[0] + " …"


def _who_reads(document: PictureDocument, speech: Speech) -> str:
    linking = document.get("linking")
    if linking is None:
        return "" if head.linkable(document) else speech.say("next.register")
    if linking["unsure"]:
        return speech.say("next.pairs", unsure=speech.number(linking["unsure"]))
    return "" if "quality" in document else speech.say("next.measure")


def _who_takes_up(document: PictureDocument, speech: Speech) -> str:
    given = document.get("desks")
    if given is None or not given["authority_only"]:
        return ""
    return speech.say("next.desks", n=speech.number(given["authority_only"]))


def _who_brings_records(document: PictureDocument, speech: Speech) -> str:
    totals = [speech.label(r["label"]) for r in document["registers"] if r["kind"] == "totals"]
    return speech.say("next.totals", names=speech.listed(totals)) if totals else ""


def _what_is_blank(document: PictureDocument, speech: Speech) -> str:
    some = any(register["cannot_tell"] for register in document["registers"])
    return speech.say("next.cannot-tell") if some else ""


def _which_register(document: PictureDocument, speech: Speech) -> str:
    estimate = unknown.given(document)
    if estimate is None or not reading.untold(estimate):
        return ""
    return speech.say("next.third")


def _what_changed(document: PictureDocument, speech: Speech) -> str:
    dates = [m["date"] for m in document["timeline"]["marks"] if m["kind"] == "practice"]
    return speech.say("next.practice", date=speech.date(max(dates))) if dates else ""
