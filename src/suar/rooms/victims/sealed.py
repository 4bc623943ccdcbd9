"""Sealed groups of a person: which fields each holds, where they are sealed, how they are read."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, Final
from uuid import UUID

from suar.base.vault.envelope import Place, key_of, unseal
from suar.base.vault.keyring import VaultClosed, open_data_key
from suar.base.vault.models import DataKey
from suar.base.vault.ring import open_held
from suar.base.vault.services import seal_text
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import Contact, Identity, Safety, Story, Victim

SUBJECT: Final = "victim"

#: What each sealed group may hold, in the order in which people read it. Values are text; blank
#: means not asked.
FIELDS: Final[dict[FieldGroup, tuple[str, ...]]] = {
    FieldGroup.IDENTITY: (
        "name",
        "name_known",  # yes | no: an unknown name is an answer
        "aliases",
        "father",
        "mother",
        "birth_on",
        "birth_place",
        "address",
        "nik",
        "passport",
        "other_number",
    ),
    FieldGroup.CONTACT: (
        "ask_for",
        "code_word",
        "way",
        "number",
        "times",
        "messages",  # yes | no: may a message be left
        "family",  # yes | no: may the family be reached
        "family_who",
        "family_how",
    ),
    FieldGroup.SAFETY: ("stays", "who_knows", "danger_from", "agreed", "shared_phone"),
    FieldGroup.STORY: ("told", "told_to", "told_on", "wishes"),
}
MODELS: Final = {
    FieldGroup.IDENTITY: Identity,
    FieldGroup.CONTACT: Contact,
    FieldGroup.SAFETY: Safety,
    FieldGroup.STORY: Story,
}
Row = Identity | Contact | Safety | Story


def place_of(
    *, organisation: UUID, victim: UUID, record: UUID, group: FieldGroup, field: str = "all"
) -> Place:
    """Give where a sealed value of a person belongs: under her own key of that group."""
    return Place(organisation, SUBJECT, victim, record, group.value, field)


def seal_values(
    values: Mapping[str, Any],
    *,
    organisation: UUID,
    victim: UUID,
    record: UUID,
    group: FieldGroup,
    field: str = "all",
) -> bytes:
    """Seal the values that say something, as JSON."""
    told = {name: value for name, value in values.items() if value not in ("", None, [])}
    place = place_of(
        organisation=organisation, victim=victim, record=record, group=group, field=field
    )
    return seal_text(json.dumps(told, ensure_ascii=False), place=place)


def open_values(row: Any, *, group: FieldGroup, field: str = "all") -> dict[str, Any]:
    """Open a row's sealed values; nothing where nothing was sealed.

    Raises
    ------
    NotOpened, Destroyed, VaultClosed
        See `base.vault`.
    """
    if not row.sealed:
        return {}
    place = place_of(
        organisation=row.organisation_id,
        victim=row.victim_id,
        record=row.id,
        group=group,
        field=field,
    )
    told: dict[str, Any] = json.loads(open_held(bytes(row.sealed), place=place))
    return told


def open_many(found: Iterable[Row], *, group: FieldGroup) -> dict[UUID, dict[str, Any]]:
    """Open one group's rows of many persons with one query for their keys, by the person.

    A row whose key was destroyed is left out: the person was erased.
    """
    held = {row.victim_id: (row, bytes(row.sealed)) for row in found if row.sealed}
    ids = {key_of(sealed) for _row, sealed in held.values()}
    keys = {
        key.id: open_data_key(key)
        for key in DataKey.objects.select_related("under").filter(id__in=ids, destroyed_at=None)
    }
    told = {}
    for victim, (row, sealed) in held.items():
        key = keys.get(key_of(sealed))
        if key is None:
            continue
        place = place_of(
            organisation=row.organisation_id, victim=victim, record=row.id, group=group
        )
        told[victim] = json.loads(unseal(sealed, key=key, place=place))
    return told


def called(victim: Victim) -> str:
    """Give the alias that she chose for her file, or nothing; it is never her name."""
    if not victim.called:
        return ""
    place = place_of(
        organisation=victim.organisation_id,
        victim=victim.id,
        record=victim.id,
        group=FieldGroup.FACTS,
        field="called",
    )
    try:
        return open_held(bytes(victim.called), place=place)
    except VaultClosed:  # her reference stands in lists until the key is there
        return ""


def seal_called(victim: Victim, alias: str) -> bytes:
    """Seal the alias."""
    if not alias.strip():
        return b""
    place = place_of(
        organisation=victim.organisation_id,
        victim=victim.id,
        record=victim.id,
        group=FieldGroup.FACTS,
        field="called",
    )
    return seal_text(alias.strip(), place=place)


def called_of_many(victims: Iterable[Victim]) -> dict[UUID, str]:
    """Give the aliases of many files with one query for their keys.

    There are none where a key was destroyed, or where the organisation's own key is not here: a
    list stays in reach, by its references.
    """
    named = {row.id: (row, bytes(row.called)) for row in victims if row.called}
    ids = {key_of(value) for _row, value in named.values()}
    found = DataKey.objects.select_related("under").filter(id__in=ids, destroyed_at=None)
    try:
        keys = {key.id: open_data_key(key) for key in found} if ids else {}
    except VaultClosed:
        return {}
    return {
        row_id: open_called(row, keys[key_of(value)])
        for row_id, (row, value) in named.items()
        if key_of(value) in keys
    }


def open_called(victim: Victim, key: bytes) -> str:
    """Open an alias with its key."""
    place = place_of(
        organisation=victim.organisation_id,
        victim=victim.id,
        record=victim.id,
        group=FieldGroup.FACTS,
        field="called",
    )
    return unseal(bytes(victim.called), key=key, place=place).decode()
