"""What each method gives: for the whole where it has a figure, else for the largest groups."""

from typing import NamedTuple

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report import estimate as reading
from suar.analytics.picture.report.estimate import Estimate, Hidden
from suar.analytics.picture.report.figures import Drawing
from suar.analytics.picture.report.figures.methods import draw_methods, is_cut, name_of
from suar.analytics.picture.report.sections import groups
from suar.analytics.picture.report.sections.figures import Table
from suar.analytics.picture.report.speech import Speech

#: More panels than these would say the same again.
_PANELS = 2


class Panel(NamedTuple):
    """One drawing with its numbers; ``title`` is a group's name, empty for the whole."""

    title: str
    drawing: Drawing
    table: Table
    cut: bool
    methods: int


def panels(
    document: PictureDocument, estimate: Estimate, seen: int | None, speech: Speech
) -> list[Panel]:
    """Give the whole's panel, or those of the largest groups that have figures, or none.

    Where the headline is refused the methods' totals are not drawn: they are what was refused.
    """
    names = {r["name"]: speech.label(r["label"]) for r in document["registers"]}
    found = reading.hidden(estimate["headline"], seen)
    if found is not None:
        rows = reading.methods(estimate, seen)
        whole = _panel("", rows, found, names, speech, name="methods")
        return [whole] if whole else []
    largest = sorted(groups.with_figure(estimate), key=lambda s: -(s["observed"] or 0))
    drawn = []
    for place, stratum in enumerate(largest[:_PANELS], 1):
        rows = reading.methods(stratum, stratum["observed"])
        own = reading.hidden(stratum["headline"], stratum["observed"])
        title = groups.name_of(stratum, speech)
        drawn.append(_panel(title, rows, own, names, speech, name=f"methods-{place}"))
    return [panel for panel in drawn if panel]


def _panel(
    title: str,
    rows: list[reading.Method],
    found: Hidden | None,
    names: dict[str, str],
    speech: Speech,
    *,
    name: str,
) -> Panel | None:
    drawing = draw_methods(rows, found, speech, name=name)
    if drawing is None:
        return None
    if title:
        drawing = drawing._replace(finding=f"{title}: {drawing.finding}")
    table = _table(title or _several(len(rows), speech), rows, names, speech)
    return Panel(title, drawing, table, is_cut(rows, found), len(rows))


def heading(panels: list[Panel], speech: Speech) -> str:
    """Say what the section shows: how many methods stand side by side, or methods by group."""
    if not panels or panels[0].title:
        return speech.say("methods.title.groups" if panels else "methods.title.none")
    return _several(panels[0].methods, speech)


def _several(number: int, speech: Speech) -> str:
    if number < 2:
        return speech.say("methods.title.one")
    return speech.say("methods.title", n=speech.word(number).capitalize())


def _table(
    caption: str, rows: list[reading.Method], names: dict[str, str], speech: Speech
) -> Table:
    head = [speech.say(f"methods.{key}") for key in ("method", "estimate", "i80", "i95", "model")]
    table = []
    for row in rows:
        none = speech.say("methods.no-figure")
        middle = none if row.middle is None else speech.rough(row.middle)
        if row.bound and row.middle is not None:
            middle = speech.say("methods.at-least", n=middle)
        spans = [speech.rough_span(*limits) if limits else "–" for limits in (row.thick, row.thin)]
        table.append([name_of(row.method, speech), middle, *spans, _model(row, names, speech)])
    return Table(caption, head, table)


def _model(row: reading.Method, names: dict[str, str], speech: Speech) -> str:
    ties = [
        " + ".join(names.get(name, name) for name in term.split(":"))
        for term in row.model
        if ":" in term
    ]
    return "; ".join(ties) or speech.say("methods.model.none")
