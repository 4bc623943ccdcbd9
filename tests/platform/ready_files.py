"""A person's file made ready for the victims room's services that get killed."""

from datetime import UTC, datetime
from functools import partial
from operator import attrgetter
from typing import Any

import killable
from cast import Cast

from suar.base.access.actor import Actor
from suar.rooms.victims import services
from suar.rooms.victims.models import Victim

#: The database asks its own clock whether a grant runs.
NOW = datetime.now(UTC)
WORKER, SUPERVISOR, OFFICER = map(attrgetter, ("case_worker", "supervisor", "data_officer"))


def when(by: Actor) -> dict[str, Any]:
    return {"now": NOW, "by": by}


def begun_file(_cast: Cast, by: Actor, **flags: Any) -> Victim:
    return services.begin_file(facts={"sex": "female"}, flags=flags, **when(by))


call = partial(killable.call, now=NOW)
