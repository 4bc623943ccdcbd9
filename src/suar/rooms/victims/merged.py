"""Reading several files as one: which row speaks for the person since files were merged."""

from uuid import UUID

from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import Merging, Victim
from suar.rooms.victims.reading import asked_once
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
    rows = Merging.objects.filter(
        organisation_id=victim.organisation_id, undone_at=None, kept_id__in=family_of(victim)
    ).order_by("-number")
    return asked_once(("mergings", victim.id), lambda: list(rows))


def rows_of(victim: Victim, group: FieldGroup) -> list[Row]:
    """Give every row of a sealed group that a person has, the speaking one first."""
    return list(asked_once(("rows", victim.id, group), lambda: _rows(victim, group)))


def _rows(victim: Victim, group: FieldGroup) -> list[Row]:
    first = speaker_of(victim, group)
    rows = MODELS[group].objects.filter(
        organisation_id=victim.organisation_id, victim_id__in=family_of(victim)
    )
    return sorted(rows, key=lambda row: (row.victim_id != first, row.changed_at, row.id))


def speaking_row(victim: Victim, group: FieldGroup, *, lock: bool = False) -> Row | None:
    """Give the row that is shown first and written into, if there is any."""
    rows = rows_of(victim, group)
    if not rows or not lock:
        return rows[0] if rows else None
    found: Row = (
        MODELS[group]
        .objects.select_for_update()
        .get(organisation_id=victim.organisation_id, id=rows[0].id)
    )
    return found
