"""The figures with their captions and the tables behind them."""

from typing import NamedTuple

from markupsafe import Markup

from suar.analytics.picture.document import (
    Breakdown,
    PictureDocument,
    RegisterRow,
    Timeline,
)
from suar.analytics.picture.report.figures import Drawing, breakdowns, corridors, timeline, upset
from suar.analytics.picture.report.figures.svg import parts
from suar.analytics.picture.report.sections.head import linkable
from suar.analytics.picture.report.speech import Speech


class Table(NamedTuple):
    """A table behind a figure; the first column is the name of the thing."""

    caption: str
    head: list[str]
    rows: list[list[str]]


class Figure(NamedTuple):
    """A drawing (none: ``empty`` says what would be here), how to read it, its numbers."""

    name: str
    title: str
    how: list[str]
    drawing: Drawing | None
    notes: list[str]
    tables: list[Table]
    empty: str = ""


def sets(document: PictureDocument, speech: Speech) -> Figure:
    """Give the sets of registers, largest first, at most fourteen; the rest in a sentence."""
    names = {r["name"]: speech.label(r["label"]) for r in linkable(document)}
    entries = [entry for entry in document["sets"] if set(entry["registers"]) <= set(names)]
    shown = upset.shown(entries) if len(names) > 1 else []
    how = [speech.say("sets.how")]
    rest = document["sets_rest"]
    if rest["sets"] and shown:
        key = "sets.rest" if rest["persons"] is not None else "sets.rest.withheld"
        how.append(speech.say(key, sets=rest["sets"], persons=speech.count(rest["persons"])))
    withheld = sum(entry["count"] is None for entry in entries)
    if withheld and shown:
        how.append(speech.say("sets.withheld", n=withheld))
    rows = [
        [speech.listed([names[n] for n in entry["registers"]]), speech.count(entry["count"])]
        for entry in entries
    ]
    head = [speech.say("sets.set"), speech.say("persons")]
    title = speech.say("sets.title")
    return Figure(
        name="sets",
        title=title,
        how=how,
        drawing=upset.draw(shown, names, speech),
        notes=[],
        tables=[Table(title, head, rows)] if shown else [],
        empty=speech.say("sets.all-withheld" if withheld and len(names) > 1 else "sets.none"),
    )


def time(
    given: Timeline, registers: list[RegisterRow], speech: Speech, *, name: str = "time"
) -> Figure:
    """Give the line by month (by year where there are no months) with its marks in words."""
    drawing = timeline.draw(given, speech, name=name)
    how = [speech.say("time.how.month" if given["months"] else "time.how.year")]
    if any(mark["kind"] == "practice" for mark in given["marks"]):
        how.append(speech.say("time.breaks"))
    gaps = sum(count is None for _, count in timeline.periods(given))
    notes = [speech.say("time.gaps", n=gaps)] if gaps else []
    if given["undated"] is None:
        notes.append(speech.say("time.undated.withheld"))
    elif given["undated"]:
        notes.append(speech.say("time.undated", n=speech.number(given["undated"])))
    title = speech.say("time.title")
    head = [speech.say("time.period"), speech.say("persons")]
    rows = [
        [speech.date(point["period"]), speech.count(point["count"])]
        for point in [*given["years"], *given["months"]]
    ]
    tables = [Table(title, head, rows)] if drawing else []
    return Figure(
        name=name,
        title=title,
        how=how if drawing else [],
        drawing=drawing,
        notes=notes if drawing else [],
        tables=[*tables, *_rows_by_register(given, registers, speech)],
        empty=speech.say("time.withheld" if gaps else "time.none"),
    )


def _rows_by_register(given: Timeline, registers: list[RegisterRow], speech: Speech) -> list[Table]:
    by_register = given["by_register"]
    years = sorted({point["period"] for points in by_register.values() for point in points})
    if not years:
        return []
    labels = {r["name"]: speech.label(r["label"]) for r in registers}
    rows = []
    for name, points in by_register.items():
        counts = {point["period"]: point["count"] for point in points}
        rows.append(
            [labels.get(name, name)]
            + [speech.count(counts[y]) if y in counts else "–" for y in years]
        )
    return [Table(speech.say("time.by-register"), [speech.say("register"), *years], rows)]


def breakdown(
    given: Breakdown, persons: int | None, speech: Speech, *, prefix: str = "by"
) -> Figure:
    """Give one list of codes as bars."""
    known = given["known"]
    if known is None:
        how = [speech.say("by.known.withheld")]
    elif persons:
        how = [speech.say("by.known.of", n=speech.number(known), all=speech.number(persons))]
    else:
        how = [speech.say("by.known", n=speech.number(known))]
    if given["multi"]:
        how.append(speech.say("by.multi"))
    if given["field"] in breakdowns.UNRANKED:
        how.append(speech.say("by.alphabet"))
    rows = breakdowns.ordered(given, speech)
    more = len(rows) - len(breakdowns.drawn(given, speech))
    notes = [speech.say("by.more", n=more)] if more else []
    if given["withheld"]:
        key = "by.withheld.one" if given["withheld"] == 1 else "by.withheld"
        notes.append(speech.say(key, n=given["withheld"]))
    label = speech.label(given["label"])
    head = [speech.say("category"), speech.say("persons"), speech.say("of-known")]
    table = [
        [name, speech.number(count), speech.share(count / known) if known else "–"]
        for name, count in rows
    ]
    return Figure(
        name=f"{prefix}-{given['field'].replace('_', '-')}",
        title=label,
        how=[" · ".join(how)],
        drawing=breakdowns.draw(given, speech, prefix=prefix),
        notes=[" · ".join(notes)] if notes else [],
        tables=[Table(label, head, table)] if table else [],
        empty=speech.say("by.none"),
    )


def ways(document: PictureDocument, speech: Speech) -> Figure:
    """Give the corridors on the map; the far and the withheld in words."""
    given = document.get("corridors")
    shown = given["shown"] if given else []
    how, notes = [speech.say("way.how")], []
    if given:
        if given["known"]:
            how.append(speech.say("way.known", n=speech.number(given["known"])))
        if given["inside"]:
            notes.append(speech.say("way.inside", n=speech.number(given["inside"])))
        if len(shown) > corridors.MOST:
            notes.append(speech.say("way.more", n=len(shown) - corridors.MOST))
        if given["withheld"]:
            key = "way.withheld.one" if given["withheld"] == 1 else "way.withheld"
            notes.append(speech.say(key, n=given["withheld"]))
    rows = sorted([corridors.said(c, speech), speech.number(c["count"])] for c in shown)
    title = speech.say("way.title")
    head = [speech.say("way.corridor"), speech.say("persons")]
    return Figure(
        name="ways",
        title=title,
        how=how,
        drawing=corridors.draw(shown, speech),
        notes=notes,
        tables=[Table(title, head, rows)] if rows else [],
        empty=speech.say("way.all-withheld" if given and given["withheld"] else "way.none"),
    )


def edges(document: PictureDocument, speech: Speech, *, phone: bool) -> list[tuple[str, str]]:
    """Give number and words of each corridor that leaves the map."""
    given = document.get("corridors")
    shown = given["shown"] if given else []
    origins = {corridor["origin"] for corridor in shown}
    rows = []
    for corridor in corridors.outside(shown, phone=phone):
        alone = len(origins) == 1
        name = corridors.name_of(corridor["destination"], speech)
        rows.append((name if alone else corridors.said(corridor, speech), corridor["count"]))
    return [(speech.number(count), name) for name, count in sorted(rows)]


class Rise(NamedTuple):
    """A code or corridor whose share rose; two bars of one base."""

    what: str
    before: str
    after: str
    bars: Markup
    persons: str


def news(document: PictureDocument, speech: Speech) -> list[Rise]:
    """Give what rose most, as the document orders it."""
    top = max([entry["share_after"] for entry in document["news"]], default=1.0) or 1.0
    return [
        Rise(
            what=speech.label(entry["label"]),
            before=speech.share(entry["share_before"]),
            after=speech.share(entry["share_after"]),
            bars=Markup(  # noqa: S704 - numbers only
                parts([(entry["share_before"], "quiet")], total=top, height=9)
                + parts([(entry["share_after"], "solid")], total=top, height=9)
            ),
            persons=speech.count(entry["count_after"]),
        )
        for entry in document["news"]
    ]
