"""Persons by the exact set of registers that hold them: columns at a desk, rows on a phone."""

from suar.analytics.picture.document import SetCount
from suar.analytics.picture.report.figures import Drawing
from suar.analytics.picture.report.figures.svg import canvas, tag, text, wide
from suar.analytics.picture.report.speech import Speech

MOST = 14
_STEP_X, _STEP_Y, _TALL = 29.0, 22.0, 172.0
_WIDTH = 504.0
Shown = tuple[list[str], int]


def shown(sets: list[SetCount]) -> list[Shown]:
    """Give the sets that are drawn, largest first."""
    counted = [(entry["registers"], entry["count"]) for entry in sets]
    rows = [(names, count) for names, count in counted if count is not None]
    return sorted(rows, key=lambda row: (-row[1], row[0]))[:MOST]


def draw(rows: list[Shown], names: dict[str, str], speech: Speech) -> Drawing | None:
    """Draw the sets, or nothing where there is none."""
    if not rows:
        return None
    largest = speech.listed([names[name] for name in rows[0][0]])
    finding = speech.say(
        "sets.finding",
        set=largest,
        n=speech.number(rows[0][1]),
        only=sum(len(held) == 1 for held, _ in rows),
        all=len(rows),
    )
    return Drawing(_columns(rows, names, speech), _rows(rows, names, speech), finding)


def _colour(held: list[str]) -> str:
    return "var(--c1)" if len(held) == 1 else "var(--c5)"


def _columns(rows: list[Shown], names: dict[str, str], speech: Speech) -> str:
    left = max(wide(label) for label in names.values()) + 14
    step = min(_STEP_X, (_WIDTH - left) / len(rows))
    top = max(count for _, count in rows)
    base = _TALL + 20
    body = ""
    for i, (held, count) in enumerate(rows):
        x = left + (i + 0.5) * step
        tall = max(_TALL * count / top, 1.0)
        body += tag(
            "rect",
            x=x - step / 3,
            y=base - tall,
            width=step * 2 / 3,
            height=tall,
            fill=_colour(held),
        )
        body += text(speech.number(count), x, base - tall - 6, text_anchor="middle", font_size=11)
        body += _dots(held, names, [(x, base + 22 + k * _STEP_Y) for k in range(len(names))])
    for k, label in enumerate(names.values()):
        body += text(label, 0, base + 26 + k * _STEP_Y)
    width = left + len(rows) * step + 4
    body += tag("line", x1=left, x2=width, y1=base, y2=base, stroke="var(--edge)")
    return canvas(body, width, base + 22 + len(names) * _STEP_Y - 8)


def _rows(rows: list[Shown], names: dict[str, str], speech: Speech) -> str:
    """Turn the drawing by a quarter; the registers become numbers with their names above."""
    body, y = "", 14.0
    for k, label in enumerate(names.values()):
        body += text(f"{k + 1}  {label}", 0, y)
        y += 18
    y += 8
    for k in range(len(names)):
        body += text(str(k + 1), 10 + k * _STEP_Y, y, text_anchor="middle", font_weight=700)
    left = len(names) * _STEP_Y + 10
    room = 284 - left - 46
    top = max(count for _, count in rows)
    for held, count in rows:
        y += 22
        body += _dots(held, names, [(10 + k * _STEP_Y, y - 4) for k in range(len(names))])
        length = max(room * count / top, 1.0)
        body += tag("rect", x=left, y=y - 11, width=length, height=14, fill=_colour(held))
        body += text(speech.number(count), left + length + 5, y)
    return canvas(body, 284, y + 8)


def _dots(held: list[str], names: dict[str, str], places: list[tuple[float, float]]) -> str:
    inside = [place for name, place in zip(names, places, strict=True) if name in held]
    body = "".join(
        tag("circle", cx=x, cy=y, r=5, fill="var(--line)")
        for x, y in places
        if (x, y) not in inside
    )
    if len(inside) > 1:
        (x1, y1), (x2, y2) = inside[0], inside[-1]
        body += tag("line", x1=x1, y1=y1, x2=x2, y2=y2, stroke="var(--ink)", stroke_width=2.5)
    return body + "".join(tag("circle", cx=x, cy=y, r=5, fill="var(--ink)") for x, y in inside)
