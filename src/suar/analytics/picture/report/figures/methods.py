"""Methods side by side, and what leaving one register out would do; the headline hatched behind."""

from collections.abc import Sequence
from typing import Any

from suar.analytics.picture.report.estimate import Hidden, Method
from suar.analytics.picture.report.figures import Drawing
from suar.analytics.picture.report.figures.vega import altair, twice
from suar.analytics.picture.report.paint import HATCH, LIGHT
from suar.analytics.picture.report.speech import Speech

#: Beside the check list at a desk there is more room than in half a page.
_DESK, _PHONE = 590, 400
Range = tuple[str, float, float]


def draw_methods(
    methods: Sequence[Method], headline: Hidden | None, speech: Speech, *, name: str = "methods"
) -> Drawing | None:
    """Draw circle, 80 % thick and 95 % thin for each method, an arrow for a lower bound.

    Nothing where no method has a figure: an axis without marks would show zeros.
    """
    rows = [_row(method, speech) for method in methods]
    figures = [method.middle for method in methods if method.middle is not None]
    if not figures:
        return None
    finding = speech.say(
        "methods.finding", low=speech.rough(min(figures)), high=speech.rough(max(figures))
    )
    return twice(
        lambda width: _panel(rows, headline, speech, width, _layers),
        name=name,
        finding=finding,
        language=speech.language,
        wide=_DESK,
    )


def draw_ranges(ranges: Sequence[Range], headline: Hidden | None, speech: Speech) -> Drawing:
    """Draw one bar a change: what the estimate would be without a register."""
    rows = [
        {"name": name, "said": speech.rough_range(low, high), "low": low, "high": high}
        for name, low, high in ranges
    ]
    finding = speech.say(
        "left.finding",
        low=speech.rough(min(low for _, low, _ in ranges)),
        high=speech.rough(max(high for *_, high in ranges)),
    )
    return twice(
        lambda width: _panel(rows, headline, speech, width, _bars),
        name="left",
        finding=finding,
        language=speech.language,
        wide=_DESK,
    )


def name_of(method: str, speech: Speech) -> str:
    """Give a method's name, or its code where a newer one has none here."""
    return speech.say(f"method.{method}") if speech.has(f"method.{method}") else method


def _row(method: Method, speech: Speech) -> dict[str, Any]:
    row: dict[str, Any] = {"name": name_of(method.method, speech), "bound": method.bound}
    if method.middle is None:
        return row | {"said": speech.say("methods.no-figure")}
    said = speech.rough(method.middle)
    row |= {"n": method.middle, "said": said}
    if method.bound:
        return row | {"said": speech.say("methods.at-least", n=said)}
    if method.thick:
        row |= {"low80": method.thick[0], "high80": method.thick[1]}
    if method.thin:
        row |= {"low95": method.thin[0], "high95": method.thin[1]}
        row["said"] = f"{said}  ({speech.rough_span(*method.thin)})"
    return row


def _panel(
    rows: list[dict[str, Any]], headline: Hidden | None, speech: Speech, width: int, draw: Any
) -> Any:
    """Lay the rows out: words beside the marks at a desk, above them on a phone."""
    alt = altair()

    aside = width > _PHONE
    step, mid = (34 if len(rows) < 9 else 26, 17) if aside else (46, 32)
    rows = [row | {"y": i * step, "mid": i * step + mid} for i, row in enumerate(rows)]
    left = max(len(row["name"]) for row in rows) * 7.2 + 12 if aside else 0.0
    right = max(len(row["said"]) for row in rows) * 6.3 + 12 if aside else 6.0
    plot, height = width - left - right, len(rows) * step
    top = _top(rows, headline)
    x = alt.X(
        "x:Q",
        scale=alt.Scale(domain=[0, top], nice=False, clamp=True),
        axis=alt.Axis(tickCount=max(2, int(plot) // 62), format=",d", title=None, domain=False),
    )
    y = alt.Y("mid:Q", scale=alt.Scale(domain=[0, height], reverse=True), axis=None)
    layers = []
    if headline:
        ends = [{"x": headline.low, "x2": headline.high}]
        band = alt.Chart(alt.Data(values=ends))
        layers.append(band.mark_rect(color=HATCH).encode(x=x, x2="x2:Q"))
        sides = alt.Chart(alt.Data(values=[{"x": headline.low}, {"x": headline.high}]))
        layers.append(sides.mark_rule(color=LIGHT["edge"], strokeDash=[3, 3]).encode(x=x))
    layers += draw(alt, rows, x, y)
    layers += _words(alt, rows, y, plot, right if aside else None)
    return alt.layer(*layers).properties(width=plot, height=height)


def _words(alt: Any, rows: list[dict[str, Any]], y: Any, plot: float, right: float | None) -> Any:
    """Write name and figures; ``right`` is the room beside the marks, None where there is none."""
    words = alt.Chart(alt.Data(values=rows)).encode(y=y)
    if right is not None:
        name = words.mark_text(align="right", dx=-14, fontWeight=700)
        said = words.mark_text(align="left", dx=12)
        return [
            name.encode(x=alt.value(0), text="name:N"),
            said.encode(x=alt.value(plot), text="said:N"),
        ]
    halo = {"stroke": LIGHT["surface"], "strokeWidth": 4, "strokeJoin": "round"}
    layers = []
    for style in (halo, {}):
        # Drawn twice, a ground under the letters and the letters: the hatch stays behind.
        name = words.mark_text(align="left", dy=-19, fontWeight=700, **style)
        said = words.mark_text(align="right", dy=-19, **style)
        layers.append(name.encode(x=alt.value(0), text="name:N"))
        layers.append(said.encode(x=alt.value(plot), text="said:N"))
    return layers


def is_cut(methods: Sequence[Method], headline: Hidden | None) -> bool:
    """Whether something runs beyond the drawing's edge."""
    limits = [method.thin or method.thick for method in methods]
    most = [high for _, high in filter(None, limits)] + ([headline.high] if headline else [])
    rows = [{"n": method.middle} for method in methods if method.middle is not None]
    return bool(rows) and max(most, default=0.0) > _room(rows, headline)


def _top(rows: list[dict[str, Any]], headline: Hidden | None) -> float:
    most = max([*_numbers(rows), headline.high if headline else 0, 1])
    return min(most * 1.02, _room(rows, headline))


def _room(rows: list[dict[str, Any]], headline: Hidden | None) -> float:
    """Give where a drawing ends: four times the largest figure, so that the others can be seen."""
    figures = [float(row[key]) for row in rows for key in ("n", "low") if key in row]
    return 4 * max([*figures, headline.low if headline else 0, 1])


def _numbers(rows: list[dict[str, Any]]) -> list[float]:
    keys = ("n", "high80", "high95", "high")
    return [row[key] for row in rows for key in keys if key in row]


def _layers(alt: Any, rows: list[dict[str, Any]], x: Any, y: Any) -> list[Any]:
    layers = []
    full = [row for row in rows if "n" in row and not row["bound"]]
    for suffix, thick in (("95", 2), ("80", 8)):
        values = [
            {"x": row[f"low{suffix}"], "x2": row[f"high{suffix}"], "mid": row["mid"]}
            for row in full
            if f"low{suffix}" in row
        ]
        mark = alt.Chart(alt.Data(values=values)).mark_rule(
            strokeWidth=thick, color=LIGHT["c1"], opacity=0.62 if thick > 2 else 1
        )
        layers.append(mark.encode(x=x, x2="x2:Q", y=y))
    circles = alt.Chart(alt.Data(values=[{"x": row["n"], "mid": row["mid"]} for row in full]))
    layers.append(
        circles.mark_point(
            size=90, filled=True, fill=LIGHT["surface"], stroke=LIGHT["c1"], strokeWidth=2.4,
            opacity=1,
        ).encode(x=x, y=y)
    )  # fmt: skip
    bounds = [row for row in rows if "n" in row and row["bound"]]
    arrows = alt.Chart(alt.Data(values=[{"x": row["n"], "mid": row["mid"]} for row in bounds]))
    shape = "M0,-0.55L0,0.55M0,0L2.2,0M1.5,-0.45L2.2,0L1.5,0.45"
    layers.append(
        arrows.mark_point(
            shape=shape, size=220, filled=False, stroke=LIGHT["c1"], strokeWidth=2, opacity=1,
        ).encode(x=x, y=y)
    )  # fmt: skip
    return layers


def _bars(alt: Any, rows: list[dict[str, Any]], x: Any, y: Any) -> list[Any]:
    bars = [row for row in rows if row["low"] < row["high"]]
    values = [{"x": row["low"], "x2": row["high"], "mid": row["mid"]} for row in bars]
    mark = alt.Chart(alt.Data(values=values)).mark_rule(
        strokeWidth=8, color=LIGHT["c1"], opacity=0.62
    )
    points = [{"x": row["low"], "mid": row["mid"]} for row in rows if row["low"] == row["high"]]
    dots = alt.Chart(alt.Data(values=points)).mark_point(
        size=70, filled=True, color=LIGHT["c1"], opacity=1
    )
    return [mark.encode(x=x, x2="x2:Q", y=y), dots.encode(x=x, y=y)]
