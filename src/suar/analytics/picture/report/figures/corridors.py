"""Country to country on a map: lines from label points, never a coloured country.

A phone gets South-East and East Asia; a desk sees the Gulf too. States outside the frame are listed
at its edge.
"""

import math
from html import escape
from typing import NamedTuple

from suar.analytics.picture.document import Corridor
from suar.analytics.picture.report.figures import Drawing
from suar.analytics.picture.report.figures.svg import canvas, tag, text, wide
from suar.analytics.picture.report.land import UNITS, countries
from suar.analytics.picture.report.speech import Speech
from suar.knowledge.vocab import code_list

#: Corridors drawn on the map; the others stand in the table.
MOST = 24
#: Origins are named while they are few; a dot alone then needs no list.
_NAMED = 4
#: Degrees of longitude are shown as long as at 15 degrees north or south.
_SQUEEZE = math.cos(math.radians(15))


class Frame(NamedTuple):
    """A part of the world on a canvas so many pixels wide."""

    west: float
    south: float
    east: float
    north: float
    width: float

    @property
    def scale(self) -> float:
        return self.width / ((self.east - self.west) * _SQUEEZE)

    @property
    def height(self) -> float:
        return (self.north - self.south) * self.scale

    def place(self, code: str) -> tuple[float, float] | None:
        """Give a country's label point in pixels, or None where it is not in the frame."""
        country = countries().get(code)
        if country is None:
            return None
        inside = self.west < country.east < self.east and self.south < country.north < self.north
        x = (country.east - self.west) * _SQUEEZE * self.scale
        return (x, (self.north - country.north) * self.scale) if inside else None


DESK = Frame(32.0, -12.5, 147.0, 45.5, 1060.0)
PAPER = DESK._replace(width=690.0)
PHONE = Frame(90.5, -11.5, 131.0, 29.0, 284.0)
Box = tuple[float, float, float, float]


def name_of(code: str, speech: Speech) -> str:
    """Give a country's name as the vocabulary says it."""
    known = code_list("country").get(code)
    return known.label[speech.language] if known else code


def said(corridor: Corridor, speech: Speech) -> str:
    """Give a corridor in words."""
    return speech.say(
        "way.pair",
        origin=name_of(corridor["origin"], speech),
        destination=name_of(corridor["destination"], speech),
    )


def outline() -> str:
    """Give the land once for both drawings, to be placed in the page's definitions."""
    paths = "".join(tag("path", d=country.outline) for country in countries().values())
    return tag("g", paths, id="land", class_="land")


def draw(shown: list[Corridor], speech: Speech) -> Drawing | None:
    """Draw the corridors that may be shown, or nothing where there is none."""
    if not shown:
        return None
    rows = sorted(shown, key=lambda corridor: -corridor["count"])
    first = rows[0]
    finding = speech.say(
        "way.finding",
        n=len(rows),
        first=said(first, speech),
        count=speech.number(first["count"]),
    )
    desk, paper, phone = (_map(rows, frame, speech) for frame in (DESK, PAPER, PHONE))
    return Drawing(desk, phone, finding, middle=paper)


def outside(shown: list[Corridor], *, phone: bool) -> list[Corridor]:
    """Give the corridors with an end outside the frame, by the alphabet of their codes."""
    frame = PHONE if phone else DESK
    rows = sorted(shown, key=lambda corridor: -corridor["count"])[:MOST]
    return [c for c in rows if not (frame.place(c["origin"]) and frame.place(c["destination"]))]


def _map(rows: list[Corridor], frame: Frame, speech: Speech) -> str:
    x, y = -frame.west * UNITS, frame.north * UNITS
    scale = frame.scale / UNITS
    move = f"scale({scale * _SQUEEZE:.5f} {scale:.5f}) translate({x:g} {y:g})"
    body = tag("rect", width=frame.width, height=frame.height, fill="var(--water)")
    body += tag("use", href="#land", transform=move)
    ends: list[tuple[Corridor, tuple[float, float], tuple[float, float]]] = []
    for corridor in rows[:MOST]:
        start, end = frame.place(corridor["origin"]), frame.place(corridor["destination"])
        if start and end:
            ends.append((corridor, start, end))
    most = max((corridor["count"] for corridor, *_ in ends), default=1)
    thickest = 12.0 if frame is DESK else 8.0
    for corridor, start, end in reversed(ends):
        body += _way(start, end, max(thickest * corridor["count"] / most, 1.3))
    starts = {corridor["origin"]: start for corridor, start, _ in ends}
    for code, (at_x, at_y) in sorted(starts.items()):
        body += tag("circle", cx=at_x, cy=at_y, r=5, fill="var(--c1)")
        if len(starts) <= _NAMED:
            body += text(
                name_of(code, speech), at_x, at_y + 19, text_anchor="middle", font_weight=700,
                class_="halo",
            )  # fmt: skip
    body += _labels(ends, frame, speech)
    return canvas(body, frame.width, round(frame.height, 1))


def _way(start: tuple[float, float], end: tuple[float, float], width: float) -> str:
    """Bend the line to its left, so that a way and its return are two lines."""
    (x1, y1), (x2, y2) = start, end
    bend = 0.14
    x, y = (x1 + x2) / 2 + (y2 - y1) * bend, (y1 + y2) / 2 - (x2 - x1) * bend
    path = f"M{x1:.1f} {y1:.1f}Q{x:.1f} {y:.1f} {x2:.1f} {y2:.1f}"
    return tag(
        "path", d=path, fill="none", stroke="var(--c1)", stroke_opacity=0.82,
        stroke_width=width, stroke_linecap="butt",
    )  # fmt: skip


def _labels(
    ends: list[tuple[Corridor, tuple[float, float], tuple[float, float]]],
    frame: Frame,
    speech: Speech,
) -> str:
    """Write each destination once, where no other words stand; a crowded one goes to the table."""
    taken: list[Box] = [(x - 7, y - 7, x + 7, y + 7) for _, *both in ends for x, y in both]
    size = 12.5 if frame is DESK else 12.0
    totals: dict[str, int] = {}
    for corridor, *_ in ends:
        totals[corridor["destination"]] = totals.get(corridor["destination"], 0) + corridor["count"]
    places = {corridor["destination"]: end for corridor, _, end in ends}
    body = ""
    for code, (x, y) in places.items():
        body += tag(
            "circle", cx=x, cy=y, r=4.5, fill="var(--surface)", stroke="var(--c1)", stroke_width=2.2
        )
        number, name = speech.number(totals[code]), name_of(code, speech)
        found = _free(x, y, wide(f"{number} {name}", size) + 6, size, frame, taken)
        if found:
            taken.append(found)
            body += tag(
                "text",
                tag("tspan", number, font_weight=700) + escape(f" {name}"),
                x=found[0] + 2, y=found[3] - 3, font_size=size, fill="var(--ink)", class_="halo",
            )  # fmt: skip
    return body + _origins(ends, frame, speech, taken)


def _origins(
    ends: list[tuple[Corridor, tuple[float, float], tuple[float, float]]],
    frame: Frame,
    speech: Speech,
    taken: list[Box],
) -> str:
    """Name the places that people only leave, where they are many; few are named at their dot."""
    starts = {corridor["origin"]: start for corridor, start, _ in ends}
    arrived = {corridor["destination"] for corridor, *_ in ends}
    if len(starts) <= _NAMED:
        return ""
    body = ""
    for code, (x, y) in starts.items():
        name = name_of(code, speech)
        found = _free(x, y, wide(name) + 4, 12, frame, taken) if code not in arrived else None
        if found:
            taken.append(found)
            body += text(name, found[0] + 2, found[3] - 3, fill="var(--ink2)", class_="halo")
    return body


def _free(
    x: float, y: float, width: float, size: float, frame: Frame, taken: list[Box]
) -> Box | None:
    tall = size + 3
    spots = [
        (x + 9, y - tall / 2), (x - 9 - width, y - tall / 2),
        (x - width / 2, y - 9 - tall), (x - width / 2, y + 9),
        (x + 7, y - 7 - tall), (x - 7 - width, y - 7 - tall),
        (x + 7, y + 7), (x - 7 - width, y + 7),
        (x + 9, y - tall * 1.6), (x + 9, y + tall * 0.6),
        (x + 14, y + tall * 1.2), (x - 14 - width, y + tall * 1.2),
    ]  # fmt: skip
    for left, top in spots:
        box = (left, top, left + width, top + tall)
        inside = left > 2 and top > 2 and box[2] < frame.width - 2 and box[3] < frame.height - 2
        if inside and not any(_touch(box, other) for other in taken):
            return box
    return None


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
