"""Where each sealed row of the room belongs, and how its fields are sealed as one JSON text."""

import json
from collections.abc import Mapping
from typing import Any

from suar.base.vault.envelope import Place
from suar.base.vault.ring import open_held
from suar.base.vault.services import seal_text
from suar.rooms.intake.models import (
    Gateway,
    PersonContact,
    PersonIdentity,
    PersonNamed,
    PersonSafety,
    Report,
    Reporter,
    Screening,
    Told,
)

#: table -> subject kind, the column that holds the subject, field group
_BELONGS: dict[type, tuple[str, str, str]] = {
    Reporter: ("report", "report_id", "contact"),
    Told: ("report", "report_id", "story"),
    PersonIdentity: ("person_concerned", "person_id", "identity"),
    PersonContact: ("person_concerned", "person_id", "contact"),
    PersonSafety: ("person_concerned", "person_id", "safety"),
    Screening: ("person_concerned", "person_id", "story"),
    PersonNamed: ("person_named", "id", "identity"),
    Gateway: ("gateway", "id", "facts"),
    Report: ("report", "id", "facts"),
}


def place_of(row: Any) -> Place:
    """Give the one place where a row's sealed fields open."""
    kind, column, group = _BELONGS[type(row)]
    return Place(row.organisation_id, kind, getattr(row, column), row.id, group, "fields")


def seal_fields(row: Any, fields: Mapping[str, str]) -> None:
    """Put fields into a row, sealed; empty ones are left out, and nothing at all stays empty."""
    kept = {name: value for name, value in fields.items() if value}
    text = json.dumps(kept, ensure_ascii=False)
    row.sealed = seal_text(text, place=place_of(row)) if kept else b""


def open_fields(row: Any) -> dict[str, str]:
    """Give a row's fields; whether the reader may is asked before."""
    if row is None or not row.sealed:
        return {}
    found: dict[str, str] = json.loads(open_held(bytes(row.sealed), place=place_of(row)))
    return found
