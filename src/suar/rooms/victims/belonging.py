"""Who belongs to a person, as her file shows it: kin, guardians, who walks beside her, a death."""

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from suar.base.access.reading import read
from suar.base.accounts.models import Person, Team
from suar.base.ui.words import day, language
from suar.base.vault.keyring import Destroyed, VaultClosed
from suar.knowledge.rules.consent import GUARDIANS, may_speak
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.models import Kin, Victim
from suar.rooms.victims.sealed import called_of_many, open_values
from suar.rooms.victims.services.people import facts_of_guardian


def kin(victim: Victim) -> list[dict[str, Any]]:
    """Give who belongs to her, with the way to their files."""
    ids = set(selectors.family_of(victim))
    files = {file.id: file for file in read(selectors.kin_files_of(victim))}
    aliases = called_of_many(
        file for file in files.values() if file.id not in ids and file.erased_at is None
    )
    told = []
    for row in read(selectors.kin_of(victim)):
        down = row.victim_id in ids
        other = files.get(row.other_id if down else row.victim_id)
        if other is None:
            continue
        told.append(
            {
                "row": row,
                "victim": other,
                "words": _kin_words(row, down=down),
                "alias": aliases.get(other.id, ""),
                "with_her": row.accompanies,
            }
        )
    return told


def _kin_words(row: Kin, *, down: bool) -> str:
    """Say what the other is to this person: a tie reads from either side."""
    if not down and row.kind in ("child", "unborn"):
        return _("Mother or father")
    if not down and row.kind == "heir":
        return _("Who left it")
    return str(wording.KIN[row.kind])


def guardians(victim: Victim, *, now: datetime, opened: bool) -> list[dict[str, Any]]:
    """Give who says to be a child's guardian, and whether the rule lets them speak.

    Name and contact are of the group contact: only where that is open to the reader.
    """
    return [
        {
            "row": row,
            "words": GUARDIANS[row.kind][language()] if row.kind in GUARDIANS else row.kind,
            "decided": may_speak(facts_of_guardian(row)),
            "told": _opened(row, "guardian") if opened else {},
        }
        for row in read(selectors.guardians_of(victim, now=now))
    ]


def death(victim: Victim, *, opened: bool) -> dict[str, Any] | None:
    """Give when somebody died and how the body comes home; heirs where contact is open."""
    row = next(iter(read(selectors.death_of(victim))), None)
    if row is None:
        return None
    facts = [
        (_("Died on"), day(row.died_on) if row.died_on else ""),
        (_("In which country"), wording.code("country", row.country)),
        (_("Where the body is"), str(wording.BODY.get(row.body, ""))),
        (_("The family was told on"), day(row.family_told_on) if row.family_told_on else ""),
        (_("Handed over on"), day(row.handed_over_on) if row.handed_over_on else ""),
    ]
    if opened:
        told = _opened(row, "death")
        facts += [
            (_("Heirs, and how they wish to be reached"), told.get("heirs", "")),
            (_("What else the way home needs"), told.get("words", "")),
        ]
    return {"row": row, "rows": facts, "sealed": bool(row.sealed) and not opened}


def _opened(row: Any, field: str) -> dict[str, Any]:
    try:
        return open_values(row, group=FieldGroup.CONTACT, field=field)
    except (VaultClosed, Destroyed):
        return {}


def beside(victim: Victim, *, now: datetime) -> list[dict[str, Any]]:
    """Give who walks beside her."""
    people, teams = beside_asked(victim, now=now)
    names = {each.id: each.name for each in (*read(people), *read(teams))}
    return [
        {"row": row, "name": names.get(row.person_id or row.team_id, "")}
        for row in selectors.walking_beside(victim, now)
    ]


def beside_asked(victim: Victim, *, now: datetime) -> tuple[QuerySet[Person], QuerySet[Team]]:
    """Give the people and the teams of `beside`, unread."""
    walking = selectors.walking_beside(victim, now)
    return (
        wording.people_asked(row.person_id for row in walking if row.person_id),
        Team.objects.filter(
            organisation_id=victim.organisation_id,
            id__in=[row.team_id for row in walking if row.team_id],
        ),
    )
