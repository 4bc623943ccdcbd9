"""To whom a letter may go: recipients she was asked about, with what she said last."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from suar.base.accounts.models import Organisation, OrganisationName
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.papers.wording import LETTER_FOR
from suar.rooms.cases.papers.writing.consent import recipient_of
from suar.rooms.victims.models import Consent, Victim
from suar.rooms.victims.selectors import consents_of
from suar.rooms.victims.services.consents import state_of_consent


@dataclass(frozen=True)
class Recipient:
    """A recipient of a letter. ``said``: the state of her consent; nothing where none was asked."""

    said: str = ""
    agreed: Consent | None = None
    groups: frozenset[FieldGroup] = field(default=frozenset())
    kind: str = ""
    name: str = ""


def agreed_recipients(person: Victim, *, now: datetime) -> list[Consent]:
    """Give her consents that run now, the newest first: to each of them a letter may go."""
    return [
        row
        for row in consents_of(person)
        if state_of_consent(row, now=now) == "given" and row.purpose in LETTER_FOR
    ]


def said_no_to(person: Victim, *, now: datetime) -> list[str]:
    """Give the names of those to whom she said no and has not said yes since."""
    last: dict[str, str] = {}
    for row in consents_of(person):
        last.setdefault(recipient_of(row), state_of_consent(row, now=now))
    return [name for name, state in last.items() if state in ("refused", "withdrawn")]


def recipient_chosen(person: Victim, told: dict[str, Any], *, now: datetime) -> Recipient:
    """Give the recipient of a letter: by a consent of hers, or one that was typed.

    A typed one whom she refused is found by name, however it is written.
    """
    chosen = str(told.get("recipient", ""))
    for row in agreed_recipients(person, now=now):
        if str(row.id) == chosen:
            groups = frozenset(FieldGroup(each) for each in row.field_groups)
            return Recipient("given", row, groups, _kind(row), recipient_of(row))
    typed = f" {_plain(str(told.get('to', '')))} "
    for name, state in _all_of(person, now=now):
        if name and f" {_plain(name)} " in typed and state in ("refused", "withdrawn"):
            return Recipient(state)
    return Recipient()


def _all_of(person: Victim, *, now: datetime) -> list[tuple[str, str]]:
    """Give every name by which a recipient she was asked about goes, with what she said last."""
    last: dict[str, tuple[Consent, str]] = {}
    for row in consents_of(person):
        last.setdefault(recipient_of(row), (row, state_of_consent(row, now=now)))
    found = [(name, state) for name, (_row, state) in last.items()]
    by_id = {
        row.to_organisation_id: state for row, state in last.values() if row.to_organisation_id
    }
    for each in OrganisationName.objects.filter(organisation_id__in=by_id):
        state = by_id[each.organisation_id]
        found += [(name, state) for name in (each.name_en, each.name_id, each.short)]
    return found


def _kind(row: Consent) -> str:
    if row.to_organisation_id:
        return Organisation.objects.values_list("kind", flat=True).get(pk=row.to_organisation_id)
    return "police" if row.to_kind == "law_enforcement" else row.to_kind


def _plain(name: str) -> str:
    return " ".join("".join(c if c.isalnum() else " " for c in name.casefold()).split())
