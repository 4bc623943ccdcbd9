"""Make `asia.json` from world-atlas' `countries-50m.json`; run once, the result is committed.

python -m suar.analytics.picture.report.land.make countries-50m.json
"""

import json
import math
import sys
from pathlib import Path
from typing import Any

import pycountry

from suar.analytics.picture.report.land import UNITS

Point = tuple[float, float]
Ring = list[Point]

#: West, south, east, north: a little more than the widest frame that is drawn.
BOX = (22.0, -17.0, 158.0, 56.0)
TOLERANCE = 0.045  # degrees that a simplified coast may stray
LEAST = 0.03  # square degrees; smaller islands go, unless they are a country's largest

#: Points for countries whose middle says little about where people go, or lies in the sea.
POINTS: dict[str, Point] = {
    "IDN": (110.4, -7.1),
    "MYS": (102.0, 3.9),
    "MMR": (96.2, 20.6),
    "KHM": (104.9, 12.5),
    "LAO": (102.6, 18.2),
    "VNM": (106.2, 16.4),
    "THA": (101.0, 15.2),
    "PHL": (121.1, 15.4),
    "CHN": (110.5, 31.0),
    "JPN": (138.6, 36.2),
    "SAU": (44.8, 23.8),
    "RUS": (105.0, 53.0),
    "IND": (78.5, 22.0),
    "USA": (0.0, 0.0),
}


def main(source: str) -> None:
    """Write `asia.json` beside this file."""
    atlas = json.loads(Path(source).read_text(encoding="utf-8"))
    arcs = [_simplified(arc) for arc in _degrees(atlas)]
    countries = {}
    for shape in atlas["objects"]["countries"]["geometries"]:
        known = pycountry.countries.get(numeric=shape.get("id") or "")
        rings = [_clipped(_ring(parts, arcs)) for parts in _polygons(shape)]
        rings = _worth_drawing([ring for ring in rings if len(ring) > 3])
        if rings:
            code = known.alpha_3 if known else shape["properties"]["name"]
            at = POINTS.get(code) or _middle(max(rings, key=lambda ring: abs(_area(ring))))
            countries[code] = {"d": _path(rings), "at": [round(at[0], 2), round(at[1], 2)]}
    document = {"made_from": "Natural Earth 1:50m, public domain", "countries": countries}
    target = Path(__file__).with_name("asia.json")
    text = json.dumps(document, sort_keys=True, separators=(",", ":"))
    target.write_text(text.replace('},"', '},\n"') + "\n", encoding="utf-8")


def _degrees(atlas: Any) -> list[Ring]:
    scale, origin = atlas["transform"]["scale"], atlas["transform"]["translate"]
    arcs = []
    for arc in atlas["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((x * scale[0] + origin[0], y * scale[1] + origin[1]))
        arcs.append(points)
    return arcs


def _polygons(shape: Any) -> list[list[int]]:
    """Give the outer rings; the few holes (Lesotho's kind) lie outside Asia."""
    polygons = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    return [polygon[0] for polygon in polygons]


def _ring(parts: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for part in parts:
        arc = arcs[part] if part >= 0 else arcs[~part][::-1]
        ring.extend(arc[1:] if ring else arc)
    return ring


def _simplified(arc: Ring) -> Ring:
    """Drop points that stray less than TOLERANCE from the line (Douglas and Peucker, 1973)."""
    keep, spans = {0, len(arc) - 1}, [(0, len(arc) - 1)]
    while spans:
        first, last = spans.pop()
        far, where = 0.0, 0
        for i in range(first + 1, last):
            away = _distance(arc[i], arc[first], arc[last])
            if away > far:
                far, where = away, i
        if far > TOLERANCE:
            keep.add(where)
            spans += [(first, where), (where, last)]
    return [arc[i] for i in sorted(keep)]


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if length == 0:
        return math.dist(point, start)
    along = ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length
    along = min(1.0, max(0.0, along))
    return math.dist(point, (start[0] + along * dx, start[1] + along * dy))


def _clipped(ring: Ring) -> Ring:
    """Cut a ring to BOX, one edge after the other (Sutherland and Hodgman, 1974)."""
    west, south, east, north = BOX
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        cut: Ring = []
        for before, here in zip(ring[-1:] + ring[:-1], ring, strict=True):
            inside_before = sign * (before[axis] - limit) >= 0
            inside = sign * (here[axis] - limit) >= 0
            if inside != inside_before:
                share = (limit - before[axis]) / (here[axis] - before[axis])
                other = before[1 - axis] + share * (here[1 - axis] - before[1 - axis])
                cut.append((limit, other) if axis == 0 else (other, limit))
            if inside:
                cut.append(here)
        ring = cut
    return ring


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return sum(x0 * y1 - x1 * y0 for (x0, y0), (x1, y1) in pairs) / 2


def _worth_drawing(rings: list[Ring]) -> list[Ring]:
    if not rings:
        return []
    largest = max(rings, key=lambda ring: abs(_area(ring)))
    return [ring for ring in rings if ring is largest or abs(_area(ring)) >= LEAST]


def _middle(ring: Ring) -> Point:
    """Give the ring's centroid."""
    area, east, north = _area(ring), 0.0, 0.0
    for (x0, y0), (x1, y1) in zip(ring, ring[1:] + ring[:1], strict=True):
        cross = x0 * y1 - x1 * y0
        east += (x0 + x1) * cross
        north += (y0 + y1) * cross
    return (east / (6 * area), north / (6 * area)) if area else ring[0]


def _path(rings: list[Ring]) -> str:
    drawn = []
    for ring in rings:
        points = [(round(x * UNITS), round(-y * UNITS)) for x, y in ring]
        steps, here = [], points[0]
        for point in points[1:]:
            if point != here:
                steps.append(f"{point[0] - here[0]} {point[1] - here[1]}")
                here = point
        if len(steps) < 3:  # a speck: keep a square, so that Singapore is there
            steps = ["3 0", "0 3", "-3 0"]
        drawn.append(f"M{points[0][0]} {points[0][1]}l{' '.join(steps)}z".replace(" -", "-"))
    return "".join(drawn)


if __name__ == "__main__":
    main(sys.argv[1])
