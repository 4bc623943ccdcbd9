"""Who acts: a person in a post, the public, or a named part of the system."""

from dataclasses import dataclass
from uuid import UUID

from suar.knowledge.rules.permissions import Holder


@dataclass(frozen=True)
class Actor:
    """A person acting in one post. The database sees organisation, person and teams.

    ``role`` decides in Python (`rules/permissions.py`); ``organisation`` decides again in
    PostgreSQL. An actor without an organisation sees nothing of any organisation's.
    """

    organisation: UUID | None = None
    person: UUID | None = None
    post: UUID | None = None
    role: str = ""
    teams: tuple[UUID, ...] = ()
    name: str = ""  # what the audit writes for a part of the system: "sign-in", "worker"

    @property
    def holder(self) -> Holder:
        """The facts that the rules ask for."""
        return Holder(role=self.role)


def part(name: str) -> Actor:
    """Give the actor for a part of the system that belongs to no organisation."""
    return Actor(name=name)


#: Sessions and sign-in before anybody is known. Sees nothing of any organisation's.
DOORKEEPER = part("doorkeeper")
