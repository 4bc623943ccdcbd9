"""One list of codes as bars from zero, counts on the marks."""

from typing import Any

from suar.analytics.picture.document import Breakdown
from suar.analytics.picture.report.figures import Drawing
from suar.analytics.picture.report.figures.vega import altair, twice
from suar.analytics.picture.report.paint import LIGHT
from suar.analytics.picture.report.speech import Speech

#: Lists that are never ranked: peoples and places.
UNRANKED = {
    "origin",
    "destination",
    "citizenship",
    "exploitation_country",
    "country",
    "province",
    "district",
    "ethnicity",
}
#: Lists with an order of their own, which the document keeps.
_ORDERED = {"age_band", "minor", "year"}
_MOST = 12


def ordered(breakdown: Breakdown, speech: Speech) -> list[tuple[str, int]]:
    """Give the counts that may be shown: by size, by alphabet for places, by age for ages."""
    rows = [
        (speech.label(share["label"]), share["count"])
        for share in breakdown["shares"]
        if share["count"] is not None
    ]
    if breakdown["field"] in UNRANKED:
        return sorted(rows)
    if breakdown["field"] in _ORDERED:
        return rows
    return sorted(rows, key=lambda row: -row[1])


def drawn(breakdown: Breakdown, speech: Speech) -> list[tuple[str, int]]:
    """Give the rows that the chart holds: the largest, in the list's own order."""
    rows = ordered(breakdown, speech)
    if len(rows) <= _MOST:
        return rows
    least = sorted(count for _, count in rows)[-_MOST]
    return [row for row in rows if row[1] >= least][:_MOST]


def draw(breakdown: Breakdown, speech: Speech, *, prefix: str = "by") -> Drawing | None:
    """Draw one list, or nothing where all of it is withheld."""
    rows = drawn(breakdown, speech)
    if not rows:
        return None
    label = speech.label(breakdown["label"])
    first = max(rows, key=lambda row: row[1])
    key = "by.finding.alphabet" if breakdown["field"] in UNRANKED else "by.finding"
    finding = speech.say(key, label=label, first=first[0], n=speech.number(first[1]), all=len(rows))
    return twice(
        lambda width: _bars(rows, speech, width),
        name=f"{prefix}-{breakdown['field']}",
        finding=finding,
        language=speech.language,
    )


def _bars(rows: list[tuple[str, int]], speech: Speech, width: int) -> Any:
    alt = altair()

    lines = {label: _lines(label, width) for label, _ in rows}
    longest = max(len(line) for parts in lines.values() for line in parts)
    plot = width - longest * 6.7 - 64
    top = max(n for _, n in rows) or 1
    x = alt.X("n:Q", axis=None, scale=alt.Scale(domain=[0, top]))
    y = alt.Y("label:N", sort=[label for label, _ in rows], axis=None)
    values = [{"label": label, "n": n, "said": speech.number(n)} for label, n in rows]
    base = alt.Chart(alt.Data(values=values)).encode(y=y)
    layers = [
        base.mark_bar(height=14, color=LIGHT["c1"]).encode(x=x),
        base.mark_text(align="left", dx=6, fontWeight=600).encode(x=x, text="said:N"),
    ]
    for number in (1, 2):
        # Lines are laid by hand: an axis would hang a label of two lines from its first.
        for line in range(number):
            said = [
                {"label": label, "line": parts[line]}
                for label, parts in lines.items()
                if len(parts) == number
            ]
            words = alt.Chart(alt.Data(values=said)).mark_text(
                align="right", dx=-9, dy=14 * (line - (number - 1) / 2), fontSize=12.5
            )
            layers.append(words.encode(y=y, x=alt.value(0), text="line:N"))
    step = 36 if any(len(parts) > 1 for parts in lines.values()) else 27
    return alt.layer(*layers).properties(width=plot, height=alt.Step(step))


def _lines(label: str, width: int) -> list[str]:
    """Break a label into at most two lines that leave the bars half of the width."""
    most = int(width * 0.42 / 6.7)
    if len(label) <= most:
        return [label]
    words, first = label.split(), ""
    while words and len(first) + len(words[0]) <= most:
        first = f"{first} {words.pop(0)}".strip()
    rest = " ".join(words)
    second = rest if len(rest) <= most else rest[: most - 1].rstrip() + "…"
    return [first, second] if first else [second]
