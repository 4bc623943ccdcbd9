"""How a reader stands to the person of a case, in one query: her file, her team, what is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from suar.base.access.actor import Actor
from suar.knowledge.rules.visibility import Relation
from suar.rooms.cases.models import Case
from suar.rooms.victims.models import Victim

#: The file as it is read now and every file merged into it; each with who walks beside her now,
#: and what the reader has open of it.
_FAMILY: Final = """
WITH RECURSIVE up AS (
    SELECT id, merged_into_id FROM victims_victim
    WHERE organisation_id = %(ours)s AND id = %(victim)s
    UNION
    SELECT v.id, v.merged_into_id FROM victims_victim v JOIN up ON v.id = up.merged_into_id
    WHERE v.organisation_id = %(ours)s
), family AS (
    SELECT id FROM up WHERE merged_into_id IS NULL
    UNION
    SELECT v.id FROM victims_victim v JOIN family f ON v.merged_into_id = f.id
    WHERE v.organisation_id = %(ours)s
)
SELECT v.*,
    (SELECT json_agg(json_build_array(a.person_id, a.team_id)) FROM victims_assignment a
     WHERE a.organisation_id = %(ours)s AND a.victim_id = v.id AND a.from_at <= %(now)s
     AND (a.until_at IS NULL OR a.until_at > %(now)s)) AS walking,
    (SELECT json_agg(json_build_array(o."group", o.until_at)) FROM victims_opening o
     WHERE o.organisation_id = %(ours)s AND o.person_id = %(reader)s AND o.victim_id = v.id
     AND o.item = '' AND o.closed_at IS NULL AND o.until_at > %(now)s) AS opened
FROM family JOIN victims_victim v ON v.id = family.id WHERE v.organisation_id = %(ours)s
"""


@dataclass(frozen=True)
class Beside:
    """A person's file as it is read now, and how the reader stands to her."""

    person: Victim | None
    family: tuple[UUID, ...]
    relation: Relation
    opened: Mapping[str, datetime]


def beside_of(case: Case, actor: Actor, *, now: datetime) -> Beside:
    """Give how a reader of the owning organisation stands to the person of its case."""
    told = {
        "ours": case.organisation_id,
        "victim": case.victim_id,
        "reader": actor.person,
        "now": now,
    }
    rows: list[Any] = list(Victim.objects.raw(_FAMILY, told))
    person = next((row for row in rows if row.merged_into_id is None), None)
    walking = [pair for row in rows for pair in row.walking or ()]
    return Beside(
        person,
        tuple(row.id for row in rows) or (case.victim_id,),
        _relation(walking, actor),
        {
            group: datetime.fromisoformat(until)
            for group, until in (person.opened if person is not None else None) or ()
        },
    )


def _relation(walking: list[list[str | None]], actor: Actor) -> Relation:
    if actor.person is not None and str(actor.person) in {person for person, _team in walking}:
        return Relation.OWN
    teams = {str(team) for team in actor.teams}
    hers = any(team in teams for _person, team in walking)
    return Relation.TEAM if hers else Relation.COLLEAGUE
