"""Altair charts as SVG that needs no script, in the page's own colours and type."""

from collections.abc import Callable
from typing import Any

from suar.analytics.picture.report.figures import Drawing
from suar.analytics.picture.report.paint import LIGHT, follow

#: Widths of the plotting area with its labels, in CSS pixels: half a desk, a phone of 320.
WIDE, NARROW = 500, 284

_FORMAT = {
    "en": {"decimal": ".", "thousands": ",", "grouping": [3], "currency": ["", ""]},
    "id": {"decimal": ",", "thousands": ".", "grouping": [3], "currency": ["Rp", ""]},
}


def altair() -> Any:
    """Give Altair, imported only when a chart is drawn: it takes a quarter of a second."""
    import altair as module

    return module


def twice(
    make: Callable[[int], Any], *, name: str, finding: str, language: str, wide: int = WIDE
) -> Drawing:
    """Draw ``make(width)`` for a desk and for a phone."""
    return Drawing(
        wide=_svg(make(wide), name=f"{name}-w", language=language),
        narrow=_svg(make(NARROW), name=f"{name}-n", language=language),
        finding=finding,
    )


def _svg(chart: Any, *, name: str, language: str) -> str:
    import vl_convert

    svg: str = vl_convert.vegalite_to_svg(
        chart.to_dict(), config=_CONFIG, format_locale=_FORMAT[language]
    )
    return follow(svg, name=name)


_CONFIG: dict[str, Any] = {
    "aria": False,
    "background": None,
    "font": "Noto Sans",  # measured with this one where it is there; drawn in the page's
    "view": {"stroke": None},
    "axis": {
        "labelColor": LIGHT["ink2"],
        "labelFontSize": 12,
        "gridColor": LIGHT["grid"],
        "domainColor": LIGHT["edge"],
        "tickColor": LIGHT["edge"],
        "title": None,
    },
    "text": {"color": LIGHT["ink"], "fontSize": 12},
    "bar": {"color": LIGHT["c1"]},
    "line": {"color": LIGHT["c1"], "strokeWidth": 2},
    "rule": {"color": LIGHT["c1"]},
    "padding": 2,
}
