"""Reading several files as one: which row speaks for the person since files were merged."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from suar.base.access.reading import read
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import Merging, Victim
from suar.rooms.victims.sealed import MODELS, Row
from suar.rooms.victims.selectors import family_of


def speaker_of(victim: Victim, group: FieldGroup) -> UUID:
    """Give the file whose row of a sealed group stands first: as the newest merging chose."""
    at = victim.id
    mergings = mergings_of(victim)
    while True:
        chosen = next((m for m in mergings if m.kept_id == at), None)
        if chosen is None:
            return at
        mergings = [m for m in mergings if m.number < chosen.number]
        if chosen.speaks.get(group.value) == "other":
            at = chosen.other_id


def mergings_of(victim: Victim) -> list[Merging]:
    """Give the mergings that stand, of all her files, newest first."""
    return read(mergings_asked(victim))


def mergings_asked(victim: Victim) -> QuerySet[Merging]:
    """Give the rows of `mergings_of`, unread."""
    return Merging.objects.filter(
        organisation_id=victim.organisation_id, undone_at=None, kept_id__in=family_of(victim)
    ).order_by("-number")


def rows_of(victim: Victim, group: FieldGroup) -> list[Row]:
    """Give every row of a sealed group that a person has, the speaking one first."""
    first = speaker_of(victim, group)
    found: list[Row] = read(rows_asked(victim, group))
    return sorted(found, key=lambda row: (row.victim_id != first, row.changed_at, row.id))


def rows_asked(victim: Victim, group: FieldGroup) -> QuerySet[Any]:
    """Give the rows of `rows_of`, unread and in no order."""
    return MODELS[group].objects.filter(
        organisation_id=victim.organisation_id, victim_id__in=family_of(victim)
    )


def speaking_row(victim: Victim, group: FieldGroup, *, lock: bool = False) -> Row | None:
    """Give the row that is shown first and written into, if there is any."""
    first = next(iter(rows_of(victim, group)), None)
    if first is None or not lock:
        return first
    found: Row = (
        MODELS[group]
        .objects.select_for_update()
        .get(organisation_id=victim.organisation_id, id=first.id)
    )
    return found
