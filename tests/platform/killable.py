"""The services that are killed in the middle: what a row of them is. See `killable_*.py`.

A room joins by one file or more, `killable_<what>.py` beside this one, each with its `SERVICES`; a
house test names every service that no file lists. What files share stands in `ready_<what>.py`.
A row has a name (the function's address under `suar`), ``prepare`` (run before, outside the killed
process; gives what ``deed`` needs, for example a list that it uses up) and ``deed`` (one call of
the service, done over and over by the process that gets killed; what it returns was acknowledged).
Afterwards the database must hold whole calls only (`footprints.py`): that is asked of every row
whose calls are ``alike``. ``holds`` asks more of the database, where there is more to ask.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from importlib import import_module
from pathlib import Path
from typing import Any

from cast import NOW, Cast

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.models import Event

Who = Callable[[Cast], Actor]

#: So many are made ready for one kill: more than are done before it and until it.
PLENTY = 12


@dataclass(frozen=True)
class Service:
    name: str
    deed: Callable[[Cast, Any], str]
    holds: Callable[[Cast, set[str], Any], None] = lambda _cast, _told, _before: None
    prepare: Callable[[Cast], Any] = lambda _: None
    uses_up: bool = True  # what was prepared, if it is a list
    alike: bool = True  # each call is one transaction and leaves as much as any other
    fresh: bool = False  # its process has to be a new one: threads do not outlive a fork


def called(
    name: str,
    who: Who,
    verb: Callable[[Any, Actor], Any],
    make: Callable[[Cast, Actor], Any] | None = None,
    *,
    fresh: bool = False,
) -> Service:
    """Give a row for a service that is called with one thing made for it, or with None."""

    def deed(cast: Cast, left: Any) -> str:
        with acting(who(cast)) as by:
            verb(left.pop() if make else None, by)
        return "done"

    def prepare(cast: Cast) -> Any:
        with acting(who(cast)) as by:
            return [make(cast, by) for _ in range(PLENTY)] if make else None

    return Service(name, deed, prepare=prepare, fresh=fresh)


def call(
    verb: Callable[..., Any], name: str, *, now: datetime = NOW, **told: Any
) -> Callable[[Any, Actor], Any]:
    """Give a call of a verb with the one thing by its name."""
    return lambda each, by: verb(**{name: each}, **told, now=now, by=by)


def every_service() -> tuple[Service, ...]:
    """Give the rows of every file beside this one."""
    files = sorted(Path(__file__).parent.glob("killable_*.py"))
    return tuple(row for file in files for row in import_module(file.stem).SERVICES)


def audited(actor: Actor, action: str) -> list[str]:
    """Give the ids of the records that the audit speaks of, one for each event."""
    with acting(actor):
        rows = Event.objects.filter(organisation_id=actor.organisation, action=action)
        return [str(row) for row in rows.values_list("subject_id", flat=True)]


def same(actor: Actor, action: str, done: set[str], told: set[str]) -> None:
    """Every acknowledged deed is there, and each deed has exactly its one event."""
    events = audited(actor, action)
    assert told <= done, f"{action}: an acknowledged write is lost"
    assert sorted(events) == sorted(done), f"{action}: a change without its event, or reversed"


def counted(actor: Actor, action: str, told: set[str]) -> int:
    """Give how many events there are: no fewer than was acknowledged by number."""
    events = len(audited(actor, action))
    assert events >= max(map(int, told), default=0), f"{action}: an acknowledged event is lost"
    return events
