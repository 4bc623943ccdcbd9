"""What somebody opened of a report, in words: nothing of a part that is closed is even read."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.access.reading import ask_ahead, read
from suar.base.vault.ring import hold_keys, keys_asked
from suar.knowledge.rules.reports import Part, may_open
from suar.rooms.intake import selectors
from suar.rooms.intake.models import (
    PersonConcerned,
    PersonContact,
    PersonIdentity,
    PersonSafety,
    Report,
)
from suar.rooms.intake.sealing import open_fields
from suar.rooms.intake.wording import PROOFS, RELATIONS, WHY_OPEN, choices, in_words

#: Of how many persons the opened parts are drawn; a larger group has its sheet.
SHOWN = 50


def ask_opened(
    found: Report, persons: Sequence[PersonConcerned], opened: Mapping[Part, datetime], actor: Actor
) -> None:
    """Ask for the rows of what is open, and for the keys under which they lie."""
    shown = persons[:SHOWN]
    asked: dict[Part, QuerySet[Any]] = {
        Part.TELLER: selectors.teller_asked(found, actor),
        Part.TOLD: selectors.told_asked(found, actor),
        Part.IDENTITY: selectors.of_persons(PersonIdentity, shown, actor),
        Part.SAFETY: selectors.of_persons(PersonSafety, shown, actor),
        Part.NUMBER: selectors.of_persons(PersonContact, shown, actor),
    }
    named = [each.id for each in read(selectors.named_in(found, actor))]
    subjects = [found.id, *(each.id for each in shown), *named] if opened else []
    ask_ahead(
        *(rows for part, rows in asked.items() if part in opened),
        *keys_asked(found.organisation_id, subjects),
    )
    hold_keys(found.organisation_id, subjects)


def opened_in_words(
    found: Report, persons: Sequence[PersonConcerned], opened: Mapping[Part, datetime], actor: Actor
) -> dict[str, Any]:
    """Give what she opened, in words, and what she might open."""
    relation = selectors.relation_to(found, actor)
    states = [each.state for each in persons]
    named = [each for each in read(selectors.named_in(found, actor)) if each.erased_at is None]
    facts: dict[str, Any] = {
        "parts": [
            (part.value, words)
            for part, words in _parts()
            if part not in opened and may_open(actor.holder, part, relation, states=states).allowed
        ],
        "why": choices(WHY_OPEN),
        "may_open": may_open(actor.holder, Part.TOLD, relation, states=states),
        "named": len(named),
    }
    shown = persons[:SHOWN]
    if until := opened.get(Part.TELLER):
        facts["teller"] = {"until": until, **_teller(found, actor)}
    if until := opened.get(Part.TOLD):
        facts["told"] = {"until": until, "pieces": selectors.told_of(found, actor)}
    if until := opened.get(Part.IDENTITY):
        known = selectors.identities_of(shown, actor)
        facts["identities"] = {"until": until, "rows": _pairs(shown, known)}
    if until := opened.get(Part.SAFETY):
        facts["safety"] = {"until": until, "rows": _safety(shown, actor)}
    if until := opened.get(Part.NUMBER):
        rows = read(selectors.of_persons(PersonContact, shown, actor))
        known = {row.person_id: open_fields(row) for row in rows}
        facts["numbers"] = {"until": until, "rows": _pairs(shown, known)}
    if until := opened.get(Part.NAMED):
        told = [(row, in_words("perpetrator_role", row.role), open_fields(row)) for row in named]
        facts["named_rows"] = {"until": until, "rows": told}
    return facts


def _parts() -> list[tuple[Part, str]]:
    return [
        (Part.TELLER, _("Who told it, and the safe contact")),
        (Part.TOLD, _("What was told")),
        (Part.IDENTITY, _("Names of the persons concerned")),
        (Part.SAFETY, _("Where they are")),
        (Part.NUMBER, _("Their own numbers")),
        (Part.NAMED, _("Persons named")),
    ]


def _teller(found: Report, actor: Actor) -> dict[str, Any]:
    row, fields = selectors.teller_of(found, actor)
    return {
        "fields": fields,
        "relation": RELATIONS.get(row.relation if row else "", ""),
        "message_safe": bool(row and row.message_safe),
        "paper_safe": bool(row and row.paper_safe),
    }


def _pairs(
    persons: Sequence[PersonConcerned], known: Mapping[UUID, dict[str, str]]
) -> list[tuple[int, dict[str, str]]]:
    return [(each.number, known[each.id]) for each in persons if known.get(each.id)]


def _safety(persons: Sequence[PersonConcerned], actor: Actor) -> list[dict[str, Any]]:
    numbers = {each.id: each.number for each in persons}
    rows = read(selectors.of_persons(PersonSafety, persons, actor))
    return [
        {
            "number": numbers[row.person_id],
            "country": in_words("country", row.country),
            "last_contact": row.last_contact,
            "proof": PROOFS.get(row.proof_of_life, ""),
            "ransom_asked": row.ransom_asked,
            "fields": open_fields(row),
        }
        for row in sorted(rows, key=lambda row: numbers[row.person_id])
    ]
