"""The services that are killed in the middle: what a row of them is. See `killable_*.py`.

A room joins by a file `killable_<room>.py` beside this one with its own `SERVICES`; a house test
names every service that no file lists. A row has a name (the function's address under `suar`),
``prepare`` (run before, outside the killed process; gives what ``deed`` needs, for example a list
that it uses up), ``deed`` (one call of the service, done over and over by the process that gets
killed; what it returns was acknowledged), and ``holds`` (looks at the database afterwards: what was
acknowledged is there, and nothing is half).
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

from cast import Cast

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.models import Event

#: So many are made ready for one kill: more than a process does before it dies.
PLENTY = 60


@dataclass(frozen=True)
class Service:
    name: str
    deed: Callable[[Cast, Any], str]
    holds: Callable[[Cast, set[str], Any], None]
    prepare: Callable[[Cast], Any] = lambda _: None
    uses_up: bool = True  # what was prepared, if it is a list


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
