"""Scores over time as small drawings: lines in the page itself, no script, a table behind."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from suar.knowledge.rules.needs import Point, change, course
from suar.knowledge.vocab import code_list
from suar.rooms.cases import wording
from suar.rooms.cases.models import Assessment
from suar.rooms.cases.selectors.needs import Findings

WIDTH: Final = 260
HEIGHT: Final = 72
_LEFT: Final = 18
_RIGHT: Final = 12
_TOP: Final = 8
_STEP: Final = 18  # between two scores


@dataclass(frozen=True)
class Dot:
    """A score in the drawing."""

    x: float
    y: float
    score: int
    on: date

    @property
    def px(self) -> str:
        """Write the place as drawings do, whatever the reader's language."""
        return f"{self.x:.1f}"


@dataclass(frozen=True)
class Chart:
    """One domain over time: its dots, the line through them, what it says in words."""

    label: str
    dots: Sequence[Dot]
    line: str
    words: str
    last: str


#: The four levels that every drawing has: score and height.
LEVELS: Final = tuple((score, _TOP + (4 - score) * _STEP) for score in (4, 3, 2, 1))


def courses_of(findings: Findings, assessments: Sequence[Assessment]) -> list[Chart]:
    """Draw every domain that was scored, in the order of the list."""
    by_domain = course(findings.points(assessments))
    days = [row.on for row in assessments]
    return [
        _chart(code.code, by_domain[code.code], days)
        for code in code_list("need_domain")
        if code.code in by_domain
    ]


def _chart(domain: str, points: Sequence[Point], days: Sequence[date]) -> Chart:
    first, last = min(days), max(days)
    span = max(1, (last - first).days)
    wide = WIDTH - _LEFT - _RIGHT
    dots = [
        Dot(
            round(_LEFT + wide * ((p.on - first).days / span if last > first else 0.5), 1),
            _TOP + (4 - p.score) * _STEP,
            p.score,
            p.on,
        )
        for p in points
    ]
    line = " ".join(f"{dot.px},{dot.y}" for dot in dots)
    latest = _(wording.SCORE[points[-1].score])
    return Chart(wording.label("need_domain", domain), dots, line, _said(change(points)), latest)


def _said(moved: int | None) -> str:
    if moved is None:
        return _("asked once")
    if moved == 0:
        return _("as at the start")
    by = abs(moved)
    return (
        _("%(n)d better than at the start") % {"n": by}
        if moved > 0
        else _("%(n)d worse than at the start") % {"n": by}
    )
