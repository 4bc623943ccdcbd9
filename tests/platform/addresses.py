"""Every address of the platform, and the tables by which rooms put records into theirs.

A room joins by a file or more in `address_tables/`, each with `ROWS`: URL name to `Row`. An address
that names no record is `Row()`; one that does has a maker, which gets a `Want` (whose record,
assigned to whom, which marks to write into which field group) and gives what `reverse` needs. The
recipe stands in CONTRIBUTING ("A page").
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any
from uuid import UUID

from django.urls import URLPattern, URLResolver, get_resolver

from suar.base.access.actor import Actor

#: Stands in texts that only the owner organisation reads: no other answer ever holds it.
MARK = "Penanda-Rekaan-7391"
WITHIN = ("own", "team", "colleague")  # by whom a record of one's own organisation is worked
BEYOND = ("granted", "other")

#: allauth's addresses carry no `.access`: it guards them itself, they run as the doorkeeper, who
#: sees nothing of any organisation's, and they show a person her own sign-in and nobody else's.
NOT_OURS = ("allauth.", "django.views.generic")


@dataclass(frozen=True)
class Want:
    """A record as one request needs it. The maker runs inside the owner's own door."""

    owner: Actor  # who owns it and did whatever was done
    relation: str
    person: UUID | None = None  # to whom it is assigned, where the room assigns
    team: UUID | None = None

    def mark(self, group: str = "") -> str:
        """Give a text that shows only where the group may show; without a group, to the owner."""
        return f"Penanda-{group}-7391" if group else MARK


@dataclass(frozen=True)
class Made:
    """What an address names, and the subject that a grant would speak of, if the room has one."""

    kwargs: Mapping[str, Any]
    subject: tuple[str, UUID] | None = None
    groups: tuple[str, ...] = ()  # what the walk grants of it


@dataclass(frozen=True)
class Row:
    """How one address is asked.

    ``there``: the owner's own readers find it (a word that names no record is not there).
    """

    make: Callable[[Want], Made | Mapping[str, Any]] | None = None
    there: bool = True
    relations: tuple[str, ...] = field(default=(*WITHIN, *BEYOND, "absent"))


@dataclass(frozen=True)
class Address:
    """One row of the URLconf."""

    name: str
    view: Callable[..., Any]
    kwargs: dict[str, str]  # name: the converter's

    @property
    def access(self) -> Any:
        return getattr(self.view, "access", None)

    @property
    def ours(self) -> bool:
        module = getattr(getattr(self.view, "view_class", self.view), "__module__", "")
        return not module.startswith(NOT_OURS)


@cache
def rows() -> dict[str, Row]:
    """Read every room's table."""
    found: dict[str, Row] = {}
    for each in sorted((Path(__file__).parent / "address_tables").glob("*.py")):
        table = import_module(f"address_tables.{each.stem}").ROWS
        twice = found.keys() & table.keys()
        assert not twice, f"{each.name} lists again: {sorted(twice)}"
        found |= table
    return found


def every_address() -> list[Address]:
    """Walk the URLconf."""
    return list(_walk(get_resolver(), "", {}))


def _walk(place: URLResolver, space: str, outer: dict[str, str]) -> Iterator[Address]:
    for each in place.url_patterns:
        written = {k: type(c).__name__ for k, c in each.pattern.converters.items()}
        found = {**outer, **dict.fromkeys(each.pattern.regex.groupindex, ""), **written}
        if isinstance(each, URLResolver):
            inner = f"{space}{each.namespace}:" if each.namespace else space
            yield from _walk(each, inner, found)
        elif isinstance(each, URLPattern):
            yield Address(f"{space}{each.name}", each.callback, found)
