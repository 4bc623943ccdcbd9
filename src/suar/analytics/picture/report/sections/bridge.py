"""From each published number to its part of the joint number, and who falls between desks."""

from typing import NamedTuple

from markupsafe import Markup

from suar.analytics.picture.document import Change, Count, PictureDocument, RegisterRow
from suar.analytics.picture.report.figures.svg import parts
from suar.analytics.picture.report.sections.head import linkable
from suar.analytics.picture.report.speech import Speech

#: A row's five parts of all persons, each with its shape.
PARTS = (
    ("only_here", "solid"),
    ("shared", "lighter"),
    ("missed", "empty"),
    ("cannot_tell", "dots"),
    ("could_not_hold", "line"),
)


class Row(NamedTuple):
    """One register's row; ``instead`` is said where it has no part of the persons."""

    name: str
    counts: str
    published: str
    published_what: str
    readable: str
    of_rows: str
    repeats: str
    persons: str
    only: str
    shared: str
    bar: Markup | None
    bar_said: str
    missed: str
    cannot_tell: str
    could_not_hold: str
    instead: str


class Desk(NamedTuple):
    """One part of those between desks."""

    number: str
    what: str
    style: str


class Desks(NamedTuple):
    """Those between desks; no bar where a part is withheld."""

    bar: Markup | None
    parts: list[Desk]
    how: str
    change: str


def rows(document: PictureDocument, speech: Speech) -> list[Row]:
    """Give every register's row, in the document's order."""
    whole = document["units"].get("persons")
    total = whole["count"] if whole else None
    return [_row(register, total, speech) for register in document["registers"]]


def _row(register: RegisterRow, total: Count, speech: Speech) -> Row:
    counts = f"counts.{register['counts']}"
    published, what = _published(register, speech)
    readable = _readable(register)
    more = register["rows"] if readable is not None and register["rows"] != readable else None
    repeats = register["duplicates"]
    return Row(
        name=speech.label(register["label"]),
        counts=speech.say(counts) if speech.has(counts) else register["counts"],
        published=published,
        published_what=what,
        readable=speech.count(readable),
        of_rows="" if more is None else speech.say("bridge.of-rows", n=speech.number(more)),
        repeats=speech.count(repeats) if not repeats else f"−{speech.number(repeats)}",
        persons=speech.count(register["persons"]),
        only=speech.count(register["only_here"]),
        shared=speech.count(register["shared"]),
        bar=_bar(register, total),
        bar_said=_bar_said(register, speech),
        missed=speech.count(register["missed"]),
        cannot_tell=speech.count(register["cannot_tell"]),
        could_not_hold=speech.count(register["could_not_hold"]),
        instead=_instead(register, speech),
    )


def _readable(register: RegisterRow) -> Count:
    """Records of persons; for a register that names none, its records of any kind."""
    if register["linkable"] or register["records"]:
        return register["records"]
    return register["cases_only"] if register["cases_only"] else register["records"]


def _published(register: RegisterRow, speech: Speech) -> tuple[str, str]:
    published = register.get("published")
    if published is None:
        return speech.say("bridge.published-none"), ""
    key = f"unit-word.{published['unit']}"
    unit = speech.say(key) if speech.has(key) else published["unit"]
    return speech.number(published["count"]), unit


def _instead(register: RegisterRow, speech: Speech) -> str:
    if register["linkable"]:
        return ""
    if register["kind"] == "totals":
        return speech.say("bridge.totals")
    if register["cases_only"]:
        return speech.say("bridge.cases-only", n=speech.number(register["cases_only"]))
    return speech.say("bridge.not-linkable")


def _bar(register: RegisterRow, total: Count) -> Markup | None:
    """Draw all persons of the picture, or nothing: a bar would give a withheld part away."""
    amounts = [register[key] for key, _ in PARTS]  # type: ignore[literal-required]
    if total is None or any(amount is None for amount in amounts) or not register["linkable"]:
        return None
    shapes = [(float(amount), style) for amount, (_, style) in zip(amounts, PARTS, strict=True)]
    return Markup(parts(shapes, total=max(total, sum(amounts))))  # noqa: S704 - numbers only


def _bar_said(register: RegisterRow, speech: Speech) -> str:
    return speech.say(
        "bridge.bar-alt",
        name=speech.label(register["label"]),
        only=speech.count(register["only_here"]),
        shared=speech.count(register["shared"]),
        missed=speech.count(register["missed"]),
        cannot=speech.count(register["cannot_tell"]),
        could=speech.count(register["could_not_hold"]),
    )


def steps(document: PictureDocument, speech: Speech) -> list[list[str]]:
    """Give every step from the rows in the file to its records of persons."""
    keys = ("rows", "rejected", "cases_only", "outside_window", "records", "outside_scope")
    return [
        [speech.label(register["label"])] + [speech.count(register[key]) for key in keys]  # type: ignore[literal-required]
        for register in document["registers"]
        if register["kind"] != "totals"
    ]


def also(document: PictureDocument, speech: Speech) -> list[list[str]]:
    """Give a square of persons that two registers share; a register with itself is its persons."""
    able = linkable(document)
    table = []
    for register in able:
        row = [speech.label(register["label"])]
        for other in able:
            if other["name"] == register["name"]:
                row.append(speech.count(register["persons"]))
            else:
                known = other["name"] in register["also"]
                count = register["also"].get(other["name"])
                row.append(speech.count(count) if known else speech.say("not-known"))
        table.append(row)
    return table


def desks(document: PictureDocument, speech: Speech) -> Desks | None:
    """Give the bar in three parts and its words, or None where it cannot be made."""
    given = document.get("desks")
    if given is None:
        return None
    names = {r["name"]: speech.label(r["label"]) for r in document["registers"]}
    counts = (
        (given["authority_only"], speech.say("desks.authority"), "d-authority"),
        (given["both"], speech.say("desks.both"), "d-both"),
        (given["service_only"], speech.say("desks.service"), "d-service"),
    )
    bar = None
    if all(count is not None for count, *_ in counts):
        total = float(sum(count or 0 for count, *_ in counts))
        shapes = [(float(count or 0), style) for count, _, style in counts]
        bar = Markup(parts(shapes, total=total, height=20))  # noqa: S704 - numbers only
    return Desks(
        bar=bar,
        parts=[Desk(speech.count(count), what, style) for count, what, style in counts],
        how=speech.say(
            "desks.how",
            authorities=speech.listed([names.get(n, n) for n in given["authorities"]]),
            services=speech.listed([names.get(n, n) for n in given["services"]]),
        ),
        change=change_said(given["change"], speech) if "change" in given else "",
    )


def change_said(change: Change, speech: Speech) -> str:
    """Say what is new, re-linked and corrected since the last picture."""
    since = change["since"]
    return speech.say(
        "desks.change",
        since=speech.date(since) if since[:4].isdigit() else since,
        new=speech.count(change["new"]),
        relinked=speech.count(change["relinked"]),
        corrected=speech.count(change["corrected"]),
    )
