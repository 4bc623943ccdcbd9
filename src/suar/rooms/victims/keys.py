"""Tokens and keys written with an identity: to find her again here, and to compare without names.

Search tokens are this organisation's alone. Linkage keys are made under the secret of a project
that agencies share, where the organisation has brought one.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from suar.base.vault.envelope import Place
from suar.base.vault.search import index_subject
from suar.base.vault.services import open_text
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import (
    Contact,
    Facts,
    Identity,
    LinkageKeys,
    ProjectSecret,
)
from suar.rooms.victims.sealed import SUBJECT, open_values

#: What the standard record of `analytics/registers` calls our identity's fields.
_FIELDS = {
    "name": "name",
    "aliases": "other_names",
    "nik": "nik",
    "passport": "passport",
    "other_number": "other_id",
    "birth_on": "birth_date",
    "birth_place": "birth_place",
    "address": "address",
}


def reindex(*, organisation: UUID, victim: UUID, now: datetime) -> None:
    """Write the tokens and keys of one file anew, from what is sealed in it now."""
    who = _told(Identity, FieldGroup.IDENTITY, organisation, victim)
    how = _told(Contact, FieldGroup.CONTACT, organisation, victim)
    index_subject(
        organisation=organisation,
        subject=(SUBJECT, victim),
        names=[*_lines(who.get("name")), *_lines(who.get("aliases"))],
        numbers=[
            *[who[name] for name in ("nik", "passport", "other_number") if who.get(name)],
            *_lines(how.get("number")),
        ],
    )
    write_keys(organisation=organisation, victim=victim, who=who, how=how, now=now)


def write_keys(
    *, organisation: UUID, victim: UUID, who: dict[str, Any], how: dict[str, Any], now: datetime
) -> LinkageKeys | None:
    """Write the linkage keys of an identity under the project's secret, if one was brought."""
    rows = LinkageKeys.objects.filter(organisation_id=organisation, victim_id=victim)
    secret = ProjectSecret.objects.filter(organisation_id=organisation, retired_at=None).first()
    if secret is None or not (who.get("name") or who.get("nik") or who.get("passport")):
        rows.delete()
        return None
    place = place_of_secret(organisation, secret.id)
    keys = make(
        open_text(bytes(secret.sealed), place=place), who, how, _facts(organisation, victim)
    )
    made: LinkageKeys
    made, _new = rows.update_or_create(
        organisation_id=organisation,
        victim_id=victim,
        defaults={"fingerprint": secret.fingerprint, "keys": keys, "made_at": now},
    )
    return made


def place_of_secret(organisation: UUID, record: UUID) -> Place:
    """Give where a project's secret is sealed: under a key of the organisation's own."""
    return Place(organisation, "organisation", organisation, record, "project", "secret")


def make(
    secret: str, who: dict[str, Any], how: dict[str, Any], facts: dict[str, Any]
) -> dict[str, str]:
    """Make the keys of one identity, exactly as `suar key` makes them of a register's row."""
    import polars as pl

    from suar.analytics.linkage.keys.making import make_keys
    from suar.analytics.linkage.keys.schema import KEY_COLUMNS
    from suar.analytics.registers.profile import Profile
    from suar.analytics.registers.register import Register
    from suar.analytics.registers.schema import STANDARD

    row: dict[str, Any] = dict.fromkeys(STANDARD)
    row |= {field: who.get(name) or None for name, field in _FIELDS.items()}
    row |= {"row": 1, "record": "1", "phone": how.get("number") or None, "names_person": True}
    row |= facts
    frame = pl.DataFrame([row], schema=STANDARD)
    register = Register("one", "one", "records", Profile(register="one"), frame, 1)
    made = make_keys(register, secret, facts=("none",)).frame.row(0, named=True)
    return {name: made[name] for name in KEY_COLUMNS if made.get(name)}


def _facts(organisation: UUID, victim: UUID) -> dict[str, Any]:
    found = Facts.objects.filter(organisation_id=organisation, victim_id=victim).first()
    if found is None:
        return {}
    return {
        "sex": found.sex or None,
        "birth_year": found.birth_year,
        "citizenship": found.nationalities[0] if found.nationalities else None,
    }


def _told(
    model: type[Identity] | type[Contact], group: FieldGroup, organisation: UUID, victim: UUID
) -> dict[str, Any]:
    row = model.objects.filter(organisation_id=organisation, victim_id=victim).first()
    return {} if row is None else open_values(row, group=group)


def _lines(text: Any) -> list[str]:
    return [
        line.strip() for line in str(text or "").replace(";", "\n").splitlines() if line.strip()
    ]
