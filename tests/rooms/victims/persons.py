"""Files for this room's tests, all invented."""

from typing import Any

from cast import NOW

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import Victim
from suar.rooms.victims.services import begin_file


def file_of(
    by: Actor,
    *,
    facts: dict[str, Any] | None = None,
    flags: dict[str, Any] | None = None,
    **who: str,
) -> Victim:
    """Begin a file; ``who`` are values of the identity."""
    with acting(by):
        return begin_file(
            now=NOW,
            by=by,
            facts=facts or {"birth_year": 1998, "sex": "female"},
            flags=flags,
            groups={FieldGroup.IDENTITY: who} if who else None,
        )
