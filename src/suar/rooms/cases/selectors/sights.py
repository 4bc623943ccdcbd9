"""How each field group of a case shows to a reader now: shown, sealed, opened by her, or absent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from suar.base.access.actor import Actor
from suar.base.access.selectors import groups_granted
from suar.knowledge.rules.visibility import (
    ASSIGNED_ONLY,
    FieldGroup,
    Relation,
    Showing,
    Sight,
    sight,
)
from suar.rooms.cases.models import Case
from suar.rooms.cases.selectors.beside import Beside, beside_of
from suar.rooms.victims.models import Opening


@dataclass(frozen=True)
class Seen:
    """A group before one reader. ``until``: it is open to her now, and closes by itself then."""

    group: FieldGroup
    sight: Sight
    until: datetime | None = None
    team_only: bool = False

    @property
    def readable(self) -> bool:
        """Whether its rows may stand on the page now."""
        return self.sight.showing is Showing.SHOWN or self.until is not None

    @property
    def sealed(self) -> bool:
        """Whether it is there, and closed."""
        return self.sight.showing is Showing.MASKED and self.until is None


def relation_to(case: Case, actor: Actor, *, now: datetime) -> Relation:
    """Give how the reader stands to the person of the case."""
    if actor.organisation == case.organisation_id:
        return beside_of(case, actor, now=now).relation
    granted = groups_granted(actor, subject=("victim", case.victim_id), now=now)
    return Relation.GRANTED if granted else Relation.OTHER


def sights_of(
    case: Case, actor: Actor, *, now: datetime, beside: Beside | None = None
) -> dict[FieldGroup, Seen]:
    """Give each group as this reader sees it now; absent ones are not in it.

    ``beside``: how she stands to a person of her own organisation, where that was asked already.
    """
    if actor.organisation == case.organisation_id:
        stands = beside or beside_of(case, actor, now=now)
        return _seen(actor, stands.relation, frozenset(), stands.opened)
    granted = groups_granted(actor, subject=("victim", case.victim_id), now=now)
    relation = Relation.GRANTED if granted else Relation.OTHER
    return _seen(actor, relation, granted, _opened(case.victim_id, actor, now))


def _seen(
    actor: Actor,
    relation: Relation,
    granted: frozenset[FieldGroup],
    opened: Mapping[str, datetime],
) -> dict[FieldGroup, Seen]:
    found = {}
    for group in FieldGroup:
        shown = sight(actor.role, group, relation, granted=granted)
        if shown.showing is not Showing.ABSENT:
            until = opened.get(group.value) if shown.showing is Showing.MASKED else None
            found[group] = Seen(group, shown, until, group in ASSIGNED_ONLY)
    return found


def _opened(victim_id: UUID, actor: Actor, now: datetime) -> dict[str, datetime]:
    rows = Opening.objects.filter(
        organisation_id=actor.organisation,
        person_id=actor.person,
        victim_id=victim_id,
        item="",
        closed_at=None,
        until_at__gt=now,
    )
    return {row.group: row.until_at for row in rows}
