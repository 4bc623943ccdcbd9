"""A deadline in words: what is left of it, and which of three tones it has. No seconds, no ticking.

The words that rooms decide by are theirs; here is only how a given instant is said.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Clock:
    """A clock as a chip: its tone (`going`, `soon`, `late`, `wait`) and its words."""

    tone: str
    words: str


def clock(until: datetime | None, *, now: datetime, since: datetime | None = None) -> Clock:
    """Say how much of a deadline is left.

    Due within a day, or with a quarter of its time left (where ``since`` is known), it is *soon*.
    """
    if until is None:
        return Clock("wait", _("no clock"))
    left = until - now
    if left < timedelta(0):
        return Clock("late", late_by(-left))
    short = left <= _DAY or (since is not None and left * 4 <= until - since)
    return Clock("soon" if short else "going", time_left(left))


def time_left(left: timedelta) -> str:
    """Say a remaining time in its largest whole unit, rounded down: never more than there is."""
    minutes = int(left.total_seconds() // 60)
    if minutes < 120:
        return ngettext("%(n)d minute left", "%(n)d minutes left", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour left", "%(n)d hours left", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}


def late_by(over: timedelta) -> str:
    """Say how long a deadline has passed."""
    minutes = max(1, int(over.total_seconds() // 60))
    if minutes < 120:
        return ngettext("%(n)d minute late", "%(n)d minutes late", minutes) % {"n": minutes}
    hours = minutes // 60
    if hours < 48:
        return ngettext("%(n)d hour late", "%(n)d hours late", hours) % {"n": hours}
    days = hours // 24
    return ngettext("%(n)d day late", "%(n)d days late", days) % {"n": days}
