"""Persons by month or year of first record, broken where practice changed."""

from datetime import date as day_of
from itertools import pairwise
from typing import Any

from suar.analytics.picture.document import Mark, Timeline
from suar.analytics.picture.report.figures import Drawing
from suar.analytics.picture.report.figures.vega import altair, twice
from suar.analytics.picture.report.paint import LIGHT
from suar.analytics.picture.report.speech import Speech

_HEIGHT, _PHONE = 214, 400
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


def periods(timeline: Timeline) -> list[tuple[str, int | None]]:
    """Give the months, or the years where there are no months."""
    points = timeline["months"] or timeline["years"]
    return [(point["period"], point["count"]) for point in points]


def draw(timeline: Timeline, speech: Speech, *, name: str = "time") -> Drawing | None:
    """Draw the line, or nothing where no period may be shown."""
    points = periods(timeline)
    shown = [count for _, count in points if count is not None]
    if not shown:
        return None
    practice = [mark for mark in timeline["marks"] if mark["kind"] == "practice"]
    finding = speech.say(
        "time.finding",
        from_=speech.date(points[0][0]),
        to=speech.date(points[-1][0]),
        low=speech.number(min(shown)),
        high=speech.number(max(shown)),
        breaks=speech.word(len(practice)).capitalize(),
    )
    return twice(
        lambda width: _chart(points, timeline["marks"], speech, width),
        name=name,
        finding=finding,
        language=speech.language,
    )


def _day(date: str) -> str:
    """Fill a partial date to its first day: a place on an axis, not a claim."""
    parts = date.split("-")
    return "-".join([*parts, *["01"] * (3 - len(parts))])


def segments(points: list[tuple[str, int | None]], marks: list[Mark]) -> list[dict[str, str | int]]:
    """Give the points that are drawn, each with the stretch of unbroken line it belongs to.

    A stretch ends at a change of practice and at a period that is withheld. The period in which
    practice changed belongs to neither side.
    """
    changes = sorted(mark["date"] for mark in marks if mark["kind"] == "practice")
    stretch = 0
    rows: list[dict[str, str | int]] = []
    before: str | None = None
    for period, count in points:
        crossed = [change for change in changes if before and before < change[: len(period)]]
        if before and any(change[: len(period)] <= period for change in crossed):
            stretch += 1
        if count is None or any(change[: len(period)] == period for change in changes):
            stretch += 1
        else:
            rows.append({"day": _day(period), "n": count, "stretch": stretch})
        before = period
    return rows


def _chart(
    points: list[tuple[str, int | None]], marks: list[Mark], speech: Speech, width: int
) -> Any:
    alt = altair()

    rows = segments(points, marks) or [
        {"day": _day(period), "n": count, "stretch": i}
        for i, (period, count) in enumerate(points)
        if count is not None
    ]
    first, last = _day(points[0][0]), _ending(points[-1][0])
    top = max(int(row["n"]) for row in rows)
    years = int(last[:4]) - int(first[:4]) + 1
    x = alt.X(
        "day:T",
        scale=alt.Scale(type="utc", domain=[first, last]),
        axis=alt.Axis(
            format="%Y",
            tickCount={"interval": "year", "step": max(1, years * 52 // width)},
            grid=False,
            title=None,
        ),
    )
    y = alt.Y(
        "n:Q",
        scale=alt.Scale(domain=[0, top * 1.05], nice=True),
        axis=alt.Axis(tickCount=4, format=",d", domain=False, ticks=False, title=None),
    )
    base = alt.Chart(alt.Data(values=rows)).encode(x=x, y=y)
    line = base.mark_line().encode(detail="stretch:N")
    dots = base.mark_point(
        filled=True, size=34 if len(rows) < 16 else 10, color=LIGHT["c1"], opacity=1
    )
    layers = [*_closures(marks, x, first, last), line, dots]
    layers += _practices(marks, speech, x, first, last, width)
    return alt.layer(*layers).properties(width=width - 56, height=_HEIGHT)


def _ending(period: str) -> str:
    year, *rest = period.split("-")
    if not rest:
        return f"{year}-12-31"
    return f"{year}-{rest[0]}-28"


def _closures(marks: list[Mark], x: Any, first: str, last: str) -> list[Any]:
    """Draw closures as grey bands with a small letter each; their words stand below the drawing.

    Words in a narrow band would run over the lines of practice; a letter finds room between them.
    """
    alt = altair()

    lines = [_day(mark["date"]) for mark in practices(marks)]
    bands: list[dict[str, Any]] = []
    letters: list[dict[str, Any]] = []
    for place, mark in enumerate(closures(marks)):
        until = _day(mark.get("to", last))
        if until < first or _day(mark["date"]) > last:
            continue
        start, end = max(_day(mark["date"]), first), min(until, last)
        bands.append({"day": start, "until": end})
        letters.append({"day": clear_middle(start, end, lines), "letter": _small(place)})
    if not bands:
        return []
    band = alt.Chart(alt.Data(values=bands)).mark_rect(color=LIGHT["sunk"])
    letter = alt.Chart(alt.Data(values=letters)).mark_text(
        baseline="top", dy=5, color=LIGHT["ink2"], fontWeight=700
    )
    return [
        band.encode(x=x, x2="until:T"),
        letter.encode(x=x, y=alt.value(0), text="letter:N"),
    ]


def clear_middle(start: str, end: str, lines: list[str]) -> str:
    """Give the middle of the longest stretch that no line crosses.

    >>> clear_middle("2020-04-01", "2021-04-01", ["2020-06-01"])
    '2020-10-31'
    """
    edges = [start, *sorted(day for day in lines if start < day < end), end]
    days = [day_of.fromisoformat(day) for day in edges]
    one, other = max(pairwise(days), key=lambda pair: pair[1] - pair[0])
    return (one + (other - one) / 2).isoformat()


def _practices(
    marks: list[Mark], speech: Speech, x: Any, first: str, last: str, width: int
) -> list[Any]:
    alt = altair()

    found = [mark for mark in practices(marks) if first <= _day(mark["date"]) <= last]
    words = len(found) == 1 and width > _PHONE
    layers: list[Any] = []
    for i, mark in enumerate(found):
        data = alt.Data(values=[{"day": _day(mark["date"])}])
        base = alt.Chart(data).encode(x=x)
        layers.append(base.mark_rule(color=LIGHT["ink"], strokeDash=[4, 3], strokeWidth=1.3))
        if not words:
            letter = base.mark_text(baseline="bottom", dy=-5, fontWeight=700)
            layers.append(letter.encode(y=alt.value(0), text=alt.value(LETTERS[i % 26])))
            continue
        late = _day(mark["date"])[:4] > str((int(first[:4]) + int(last[:4])) // 2)
        place = {
            "align": "right" if late else "left",
            "baseline": "bottom",
            "dx": 2 if late else -2,
        }
        said = base.mark_text(dy=-20, fontWeight=700, **place)
        layers.append(said.encode(y=alt.value(0), text=alt.value(_said(mark, speech))))
        under = base.mark_text(dy=-5, color=LIGHT["ink2"], **place)
        not_compared = alt.value(speech.say("time.not-compared"))
        layers.append(under.encode(y=alt.value(0), text=not_compared))
    return layers


def practices(marks: list[Mark]) -> list[Mark]:
    """Give the changes of practice by date."""
    return sorted((m for m in marks if m["kind"] == "practice"), key=lambda mark: mark["date"])


def closures(marks: list[Mark]) -> list[Mark]:
    """Give the closures by date."""
    return sorted((m for m in marks if m["kind"] == "closure"), key=lambda mark: mark["date"])


def _small(place: int) -> str:
    return LETTERS[place % 26].lower()


def _said(mark: Mark, speech: Speech) -> str:
    when = speech.say("time.changed", date=speech.date(mark["date"]))
    return f"{when}: {speech.label(mark['note'])}"


def lettered(timeline: Timeline, speech: Speech) -> list[tuple[str, str]]:
    """Give each change of practice by its letter and each closure by its small one, in words."""
    letters = {id(mark): LETTERS[i % 26] for i, mark in enumerate(practices(timeline["marks"]))}
    letters |= {id(mark): _small(i) for i, mark in enumerate(closures(timeline["marks"]))}
    rows = []
    for mark in sorted(timeline["marks"], key=lambda mark: mark["date"]):
        if mark["kind"] == "practice":
            rows.append((letters[id(mark)], _said(mark, speech)))
        else:
            said = speech.date(mark["date"])
            if "to" in mark:
                said = speech.say("range", low=said, high=speech.date(mark["to"]))
            rows.append((letters[id(mark)], f"{said}: {speech.label(mark['note'])}"))
    return rows
