"""A case made ready for the cases room's services that get killed, and how they are called."""

from datetime import date
from operator import attrgetter
from typing import Any

from cast import NOW, Cast

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.rooms.cases.models import Case
from suar.rooms.cases.services import cases
from suar.rooms.victims.services import begin_file

DAY = date(2026, 3, 1)
WORKER, SUPERVISOR, KEEPER = map(attrgetter, ("case_worker", "supervisor", "keeper"))


def when(by: Actor) -> dict[str, Any]:
    return {"now": NOW, "by": by}


def opened_case(cast: Cast, by: Actor | None = None) -> Case:
    """Open a case with her case worker beside her, whoever acts afterwards."""
    with acting(cast.case_worker) as worker:
        victim = begin_file(facts={"sex": "female"}, **when(worker))
        return cases.open_case(victim=victim, **when(worker))
