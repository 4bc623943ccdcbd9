"""The land under the corridors: coasts and borders of Asia from Natural Earth, public domain.

`make.py` drew `asia.json` once from the countries of Natural Earth 1:50m as `world-atlas` 2.0.2
packs them; `NOTICE` says so. Nothing is fetched when a report is made.
"""

import json
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Country(NamedTuple):
    """One country's outline and the point that stands for the whole of it."""

    outline: str  # an SVG path in units of 1/UNITS degree, east and south positive
    east: float  # degrees
    north: float


#: Units of an outline to a degree.
UNITS = 25


@cache
def countries() -> dict[str, Country]:
    """Give every country in the drawn part of the world, by ISO 3166 alpha-3.

    >>> round(countries()["SGP"].east), round(countries()["SGP"].north)
    (104, 1)
    """
    text = files(__package__).joinpath("asia.json").read_text(encoding="utf-8")
    return {
        code: Country(outline=entry["d"], east=entry["at"][0], north=entry["at"][1])
        for code, entry in json.loads(text)["countries"].items()
    }
