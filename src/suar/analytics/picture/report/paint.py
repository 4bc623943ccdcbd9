"""The colours of LOOK as custom properties, and drawings made to follow them.

Drawings are made once, in the light colours; each colour is then exchanged for the property of the
same name, so that one drawing serves the light screen, the dark one and paper.
"""

import re

#: token: (light, dark). Contrast of each is in the look's own table.
TOKENS = {
    "ground": ("#F3F6F7", "#0E171C"),
    "surface": ("#FFFFFF", "#16232A"),
    "sunk": ("#E9EEF0", "#0A1115"),
    "ink": ("#14242C", "#E7EEF1"),
    "ink2": ("#465861", "#A9B8C0"),
    "line": ("#D3DCE0", "#2D3E47"),
    "edge": ("#6F808A", "#7A8F9A"),
    "grid": ("#DDE4E7", "#26353D"),
    "sea": ("#0B5563", "#7CCBD8"),
    "wash": ("#E2EEF0", "#15323A"),
    "bar": ("#08323C", "#061E25"),
    "beacon": ("#FFB81C", "#FFB81C"),
    "land": ("#FDFEFE", "#1F2F37"),
    "water": ("#E6EDEF", "#101B21"),
    "c1": ("#0B5563", "#5FC4D3"),
    "c2": ("#8F5915", "#B86014"),
    "c3": ("#B8873D", "#EB9C40"),
    "c4": ("#7B3FD0", "#E4ECAD"),
    "c5": ("#2496C8", "#477DB5"),
    "both": ("#AEBBC1", "#5A6D77"),
    "done": ("#1D5B33", "#9ED8AE"),
    "done-ground": ("#E3F0E6", "#14331F"),
    "wait": ("#414E56", "#C3CFD5"),
    "wait-ground": ("#EAEEF0", "#26343C"),
    "soon": ("#6B4700", "#F1CE7E"),
    "soon-ground": ("#FBF0D6", "#37290A"),
    "no": ("#6E2257", "#E9B3D6"),
    "no-ground": ("#F4E8F0", "#3A1A30"),
    "striped": ("#DCE6E9", "#22323A"),
}

LIGHT = {name: light for name, (light, _) in TOKENS.items()}
#: Stands in a chart for the hatch, which is a pattern and not a colour.
HATCH = "#ABCDE1"

_NAMES = {light.upper(): f"var(--{name})" for name, light in LIGHT.items()} | {
    HATCH: "url(#hatch-light)"
}
_COLOUR = re.compile(r'"(#[0-9A-Fa-f]{6})"')
_DROPPED = re.compile(r' (?:font-family|aria-[a-z]+|role|pointer-events|xmlns:xlink)="[^"]*"')
#: Geometry only: in words, 1.644 is a number of persons.
_PLACE = re.compile(r' (?:d|transform|points|[xyr][12]?|c[xy]|width|height|viewBox)="[^"]*"')
_LONG = re.compile(r"(\d+\.\d)\d+")
_NAME = re.compile(r'(id="|url\(#)(?!hatch|dots)')
_EMPTY = re.compile(r'<path class="(?:back|fore)ground"[^>]* d=""[^>]*/>')
_SHAPELESS = re.compile(r'<path class="background"[^>]* d="M0,0h0v0h0Z"[^>]*/>')


def properties() -> str:
    """Give the style sheet's head: light everywhere, dark on a screen that asks for it."""
    light = "".join(f"--{name}:{pair[0]};" for name, pair in TOKENS.items())
    dark = "".join(f"--{name}:{pair[1]};" for name, pair in TOKENS.items())
    asked = "@media screen and (prefers-color-scheme: dark)"
    return f":root{{color-scheme:light;{light}}}\n{asked}{{:root{{color-scheme:dark;{dark}}}}}\n"


def follow(svg: str, *, name: str) -> str:
    """Let a chart follow the page's colours and type; its ids become the page's own."""
    svg = _COLOUR.sub(lambda found: f'"{_NAMES.get(found[1].upper(), found[1])}"', svg)
    for pattern in (_DROPPED, _EMPTY, _SHAPELESS):
        svg = pattern.sub("", svg)
    svg = _PLACE.sub(lambda found: _LONG.sub(r"\1", found[0]), svg)
    return _NAME.sub(rf"\g<1>{name}-", svg)
