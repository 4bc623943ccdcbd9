"""Tokens and keys written with an identity: to find her again here, and to compare without names.

Search tokens are this organisation's alone. Linkage keys are made under the secret of a project
that agencies share, where the organisation has brought one.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any
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
from suar.rooms.victims.sealed import SUBJECT, open_many, open_values

if TYPE_CHECKING:
    from suar.analytics.registers.register import Register

#: An identity, a contact and coded facts, by field, as they stand in the clear.
Told = tuple[dict[str, Any], dict[str, Any], dict[str, Any]]
#: Identities whose keys are made at once.
_AT_ONCE = 500
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
    if secret is None or not _says_who(who):
        rows.delete()
        return None
    place = place_of_secret(organisation, secret.id)
    text = open_text(bytes(secret.sealed), place=place)
    (keys,) = make(text, [(who, how, _facts(organisation, victim))])
    made: LinkageKeys
    made, _new = rows.update_or_create(
        organisation_id=organisation,
        victim_id=victim,
        defaults={"fingerprint": secret.fingerprint, "keys": keys, "made_at": now},
    )
    return made


def write_all_keys(*, organisation: UUID, secret: ProjectSecret, text: str, now: datetime) -> int:
    """Write the keys of every identity of an organisation anew; give how many there are.

    Keys under a former secret go: they meet no key of anybody's any more.
    """
    LinkageKeys.objects.filter(organisation_id=organisation).delete()
    held = Identity.objects.filter(organisation_id=organisation).order_by("victim_id")
    ids = list(held.values_list("victim_id", flat=True))
    written = 0
    for start in range(0, len(ids), _AT_ONCE):
        told = told_of_many(organisation, ids[start : start + _AT_ONCE])
        named = {victim: each for victim, each in told.items() if _says_who(each[0])}
        made = make(text, list(named.values()))
        LinkageKeys.objects.bulk_create(
            LinkageKeys(
                organisation_id=organisation,
                victim_id=victim,
                fingerprint=secret.fingerprint,
                keys=keys,
                made_at=now,
            )
            for victim, keys in zip(named, made, strict=True)
        )
        written += len(named)
    return written


def told_of_many(organisation: UUID, victims: Sequence[UUID]) -> dict[UUID, Told]:
    """Open identity, contact and coded facts of several files, with three queries and their keys'.

    In this process and for this moment: nothing of it is kept, shown or logged. A file without an
    identity is left out.

    Raises
    ------
    VaultClosed
        If the organisation alone holds its key, and has not brought it.
    """
    which = {"organisation_id": organisation, "victim_id__in": list(victims)}
    who = open_many(Identity.objects.filter(**which), group=FieldGroup.IDENTITY)
    how = open_many(Contact.objects.filter(**which), group=FieldGroup.CONTACT)
    facts = {row.victim_id: _of_row(row) for row in Facts.objects.filter(**which)}
    return {each: (who[each], how.get(each, {}), facts.get(each, {})) for each in sorted(who)}


def place_of_secret(organisation: UUID, record: UUID) -> Place:
    """Give where a project's secret is sealed: under a key of the organisation's own."""
    return Place(organisation, "organisation", organisation, record, "project", "secret")


def make(secret: str, told: Sequence[Told]) -> list[dict[str, str]]:
    """Make the keys of identities, exactly as `suar key` makes them of a register's rows."""
    from suar.analytics.linkage.keys.making import make_keys
    from suar.analytics.linkage.keys.schema import KEY_COLUMNS

    if not told:
        return []
    made = make_keys(register_of(told), secret, facts=("none",)).frame
    rows = {int(row["record"]): row for row in made.iter_rows(named=True)}
    return [
        {name: rows[at][name] for name in KEY_COLUMNS if rows[at].get(name)}
        for at in range(1, len(told) + 1)
    ]


def register_of(told: Sequence[Told]) -> "Register":
    """Give identities as a register with a row each, in their order, ``record`` from 1."""
    import polars as pl

    from suar.analytics.registers.profile import Profile
    from suar.analytics.registers.register import Register
    from suar.analytics.registers.schema import STANDARD

    rows = []
    for number, (who, how, facts) in enumerate(told, 1):
        row: dict[str, Any] = dict.fromkeys(STANDARD)
        row |= {field: who.get(name) or None for name, field in _FIELDS.items()}
        row |= {"row": number, "record": str(number), "names_person": True}
        row |= {"phone": how.get("number") or None, **facts}
        rows.append(row)
    frame = pl.DataFrame(rows, schema=STANDARD)
    return Register("one", "one", "records", Profile(register="one"), frame, len(rows))


def _says_who(who: dict[str, Any]) -> bool:
    return bool(who.get("name") or who.get("nik") or who.get("passport"))


def _facts(organisation: UUID, victim: UUID) -> dict[str, Any]:
    found = Facts.objects.filter(organisation_id=organisation, victim_id=victim).first()
    return {} if found is None else _of_row(found)


def _of_row(facts: Facts) -> dict[str, Any]:
    return {
        "sex": facts.sex or None,
        "birth_year": facts.birth_year,
        "citizenship": facts.nationalities[0] if facts.nationalities else None,
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
