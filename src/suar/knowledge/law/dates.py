"""Dates as far as they are known: a day, a month or a year is a span of days."""

import calendar
import re
from dataclasses import dataclass
from datetime import date

from suar.knowledge.law.known import Known

_PARTS = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?\Z")


@dataclass(frozen=True)
class Span:
    """From a first to a last possible day."""

    first: date
    last: date
    written: str

    def from_on(self, day: date) -> Known:
        """Tell whether it lies on or after a day."""
        if self.first >= day:
            return Known.MET
        return Known.NOT_MET if self.last < day else Known.NOT_KNOWN

    def within(self, first: date, last: date | None) -> Known:
        """Tell whether it lies between two days, both counted; no last day is for ever."""
        if self.last < first or (last is not None and self.first > last):
            return Known.NOT_MET
        if self.first >= first and (last is None or self.last <= last):
            return Known.MET
        return Known.NOT_KNOWN


def span(text: str) -> Span | None:
    """Read ``YYYY[-MM[-DD]]``; none where it is no date.

    Examples
    --------
    >>> span("2026-02").last.isoformat()
    '2026-02-28'
    """
    found = _PARTS.match(text.strip())
    if not found:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    try:
        return _span(year or 0, month, day, text.strip())
    except (ValueError, calendar.IllegalMonthError):
        return None


def _span(year: int, month: int | None, day: int | None, written: str) -> Span:
    if month and day:
        only = date(year, month, day)
        return Span(only, only, written)
    if month:
        last = calendar.monthrange(year, month)[1]
        return Span(date(year, month, 1), date(year, month, last), written)
    last_month = len(calendar.month_name) - 1
    _, end = calendar.monthrange(year, last_month)
    return Span(date(year, 1, 1), date(year, last_month, end), written)
