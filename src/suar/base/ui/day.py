"""My day: what is late, due today, new, and waiting for others, gathered from the rooms."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.ui.parts import DayItem

Source = Callable[[Actor, datetime], Iterable[DayItem]]

_sources: list[Source] = []
#: What is due so soon is for today, on whichever side of midnight.
_AHEAD = timedelta(hours=12)


@dataclass(frozen=True)
class Section:
    """A group of rows with its heading, and what it says when it is empty."""

    key: str
    label: str
    items: tuple[DayItem, ...]
    note: str = ""


def contribute(source: Source, *, instead_of: Source | None = None) -> None:
    """Let a room put items into my day; called once, from the room's app's `ready()`.

    The source runs inside the actor's own door and gives only what she may see. ``instead_of`` is
    an earlier room's source that this one gives too, so that both ask the database once.
    """
    if instead_of in _sources:
        _sources.remove(instead_of)
    if source not in _sources:
        _sources.append(source)


def gather(actor: Actor, *, now: datetime) -> list[Section]:
    """Give the four sections in their order; within one, by deadline."""
    found: dict[str, list[DayItem]] = {"late": [], "today": [], "new": [], "waiting": []}
    for source in _sources:
        for item in source(actor, now):
            if key := _section_of(item, now):
                found[key].append(item)
    labels = {
        "late": (_("Late"), ""),
        "today": (_("Today"), ""),
        "new": (_("New"), ""),
        "waiting": (_("Waiting for others"), _("nothing to do for you today")),
    }
    return [
        Section(key, labels[key][0], tuple(sorted(items, key=_order)), labels[key][1])
        for key, items in found.items()
    ]


def _section_of(item: DayItem, now: datetime) -> str:
    """Give the section of an item; one that is due later than today is not for today.

    Whoever works in the evening has the coming night in her day: a clock of four hours that was
    started at nine ends after midnight.
    """
    if item.kind != "due" or item.until is None:
        return "waiting" if item.kind == "waiting" else "new"
    if item.until < now:
        return "late"
    midnight = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    end = max(midnight + timedelta(days=1), now + _AHEAD)
    return "today" if item.until < end else ""


def _order(item: DayItem) -> tuple[bool, float]:
    return (item.until is None, item.until.timestamp() if item.until else 0.0)
