"""What stands beside the persons and is never added to them: rows of single registers, totals."""

from typing import NamedTuple

from suar.analytics.picture.document import PictureDocument
from suar.analytics.picture.report.sections import figures
from suar.analytics.picture.report.sections.figures import Figure, Table
from suar.analytics.picture.report.speech import Speech


class Apart(NamedTuple):
    """One register that could not be linked, counted by its rows."""

    name: str
    records: str
    time: Figure
    lists: list[Figure]


def alone(document: PictureDocument, speech: Speech) -> list[Apart]:
    """Give each register that is counted by itself."""
    labels = {r["name"]: speech.label(r["label"]) for r in document["registers"]}
    of_records = Speech(speech.language, of_records=True)
    parts = []
    for place, part in enumerate(document.get("alone", []), start=1):
        count = part["records"]
        lists = [
            figures.breakdown(given, count, of_records, prefix=f"alone-{place}")
            for given in part["breakdowns"]
        ]
        parts.append(
            Apart(
                name=labels.get(part["register"], part["register"]),
                records=speech.say("alone.records", n=speech.count(count)),
                time=figures.time(part["timeline"], [], of_records, name=f"alone-{place}-time"),
                lists=lists,
            )
        )
    return parts


def totals(document: PictureDocument, speech: Speech) -> Table | None:
    """Give the totals of agencies, a row a register and unit, a column a year."""
    given = {entry["register"]: entry["points"] for entry in document.get("totals", [])}
    for register in document["registers"]:
        if points := register.get("totals"):
            given.setdefault(register["name"], points)
    years = sorted({point["period"] for points in given.values() for point in points})
    if not years:
        return None
    labels = {r["name"]: speech.label(r["label"]) for r in document["registers"]}
    rows = []
    for name, points in given.items():
        for unit in dict.fromkeys(point["unit"] for point in points):
            counts = {p["period"]: p["count"] for p in points if p["unit"] == unit}
            key = f"unit-word.{unit}"
            said = speech.say(key) if speech.has(key) else unit
            cells = [speech.count(counts[y]) if y in counts else "–" for y in years]
            rows.append([labels.get(name, name), said, *cells])
    head = [speech.say("register"), speech.say("totals.unit"), *years]
    return Table(speech.say("totals.title"), head, rows)


def halves(document: PictureDocument, speech: Speech) -> str:
    """Say which halves of the window the news compare."""
    window = document.get("news_window")
    if window is None:
        return ""
    said = {key: speech.date(window[key]) for key in ("from", "middle", "to")}
    return speech.say("news.halves", from_=said["from"], middle=said["middle"], to=said["to"])


def change(document: PictureDocument, speech: Speech) -> str:
    """Say what changed since the last picture, where there are no desks to say it beside."""
    from suar.analytics.picture.report.sections.bridge import change_said

    given = document.get("change")
    return change_said(given, speech) if given else ""
