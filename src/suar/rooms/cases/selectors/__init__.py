"""Reads of the cases room, always for an actor: the query decides, someone else's is 404."""

from suar.rooms.cases.selectors.cases import (
    case_of_person,
    cases_granted_to,
    cases_visible_to,
    get_case_for,
    person_of,
    rows_of,
    team_of,
)
from suar.rooms.cases.selectors.sights import Seen, relation_to, sights_of

__all__ = [
    "Seen",
    "case_of_person",
    "cases_granted_to",
    "cases_visible_to",
    "get_case_for",
    "person_of",
    "relation_to",
    "rows_of",
    "sights_of",
    "team_of",
]
