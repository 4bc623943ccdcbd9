"""The rooms, in the order of a person's story: who sees which, and what waits in it for her.

A room appears once its address exists and the post holds its permission; otherwise it is absent,
never greyed. A new room adds its row here and, if things can wait in it, `count_by(...)` from its
app's `ready()`. What waits in all of them is counted in one query of every page.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from suar.base.access.actor import Actor
from suar.base.ui.paging import count_each
from suar.knowledge.rules.permissions import Permission, may

#: The lists of what waits in a room for somebody; none stands in two of them.
Lists = Callable[[Actor], Iterable[QuerySet[Any]]]


@dataclass(frozen=True)
class Room:
    """A row of the table. ``name`` is the URL name of its first page and its namespace's."""

    label: str | Promise
    name: str
    icon: str
    permission: Permission


ROOMS = (
    Room(_("Registers"), "registers", "database", Permission.READ_REGISTERS),
    Room(_("Reports"), "reports", "phone-incoming", Permission.TAKE_REPORTS),
    Room(_("Persons"), "victims", "user-round", Permission.READ_VICTIMS),
    Room(_("Cases"), "cases", "folder-heart", Permission.READ_CASES),
    Room(_("Joint picture"), "picture", "chart-no-axes-column", Permission.READ_JOINT_PICTURE),
)
#: Below the river: the organisation's own house-keeping.
HOUSE = (
    Room(_("People and teams"), "people", "users", Permission.MANAGE_PEOPLE),
    Room(_("Rights and clocks"), "rights", "scale", Permission.ANSWER_RIGHTS),
    Room(_("Keys and erasure"), "keys", "key-round", Permission.MANAGE_KEYS),
    Room(_("Audit"), "audit", "scroll-text", Permission.READ_AUDIT),
)
PLACES_ON_A_PHONE = 3  # beside "My day"

_counts: dict[str, Lists] = {}


@dataclass(frozen=True)
class Place:
    """A room as this person sees it now."""

    label: str
    url: str
    icon: str
    current: bool
    count: int = 0
    more: bool = False


def count_by(room: str, lists: Lists) -> None:
    """Let a room say what waits in it for the actor (asked inside her own door)."""
    _counts[room] = lists


def address(name: str) -> str:
    """Give the address of a URL name without arguments, or nothing while no room answers to it."""
    for each in (name, f"{name}:index"):
        try:
            return reverse(each)
        except NoReverseMatch:
            continue
    return ""


def places(rooms: tuple[Room, ...], actor: Actor, *, at: str) -> list[Place]:
    """Give the rooms of a table that this post may enter, with what waits there: one query."""
    entered = [
        (room, url)
        for room in rooms
        if may(actor.holder, room.permission).allowed and (url := address(room.name))
    ]
    waits = _waiting([room.name for room, _url in entered], actor)
    return [
        Place(str(room.label), url, room.icon, room.name == at, *waits.get(room.name, (0, False)))
        for room, url in entered
    ]


def _waiting(names: list[str], actor: Actor) -> dict[str, tuple[int, bool]]:
    lists = {
        f"{name} {number}": rows
        for name in names
        if name in _counts
        for number, rows in enumerate(_counts[name](actor))
    }
    found: dict[str, tuple[int, bool]] = {}
    for key, counted in count_each(lists).items() if lists else ():
        name = key.split()[0]
        number, more = found.get(name, (0, False))
        found[name] = (number + counted.number, more or counted.more)
    return found


def room_of(request: HttpRequest) -> str:
    """Give the room in which a request stands: its namespace, or its URL name up to the first _."""
    match = request.resolver_match
    if match is None:
        return ""
    return match.namespaces[0] if match.namespaces else (match.url_name or "").split("_")[0]
