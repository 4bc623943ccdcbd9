"""Who belongs to a person, as her file shows it: kin, guardians, who walks beside her, a death."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from suar.base.accounts.models import Person, Team
from suar.base.ui.words import day, language
from suar.base.vault.keyring import Destroyed, VaultClosed
from suar.knowledge.rules.consent import GUARDIANS, may_speak
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.models import Death, Kin, Victim
from suar.rooms.victims.sealed import called_of_many, open_values
from suar.rooms.victims.services.people import facts_of_guardian


def kin(victim: Victim) -> list[dict[str, Any]]:
    """Give who belongs to her, with the way to their files."""
    rows = list(selectors.kin_of(victim))
    ids = set(selectors.family_of(victim))
    others = {row.other_id if row.victim_id in ids else row.victim_id for row in rows}
    files = {
        v.id: v
        for v in Victim.objects.filter(organisation_id=victim.organisation_id, id__in=others)
    }
    aliases = called_of_many(file for file in files.values() if file.erased_at is None)
    told = []
    for row in rows:
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
        for row in selectors.guardians_of(victim, now=now)
    ]


def death(victim: Victim, *, opened: bool) -> dict[str, Any] | None:
    """Give when somebody died and how the body comes home; heirs where contact is open."""
    row = Death.objects.filter(
        organisation_id=victim.organisation_id, victim_id__in=selectors.family_of(victim)
    ).first()
    if row is None:
        return None
    rows = [
        (_("Died on"), day(row.died_on) if row.died_on else ""),
        (_("In which country"), wording.code("country", row.country)),
        (_("Where the body is"), str(wording.BODY.get(row.body, ""))),
        (_("The family was told on"), day(row.family_told_on) if row.family_told_on else ""),
        (_("Handed over on"), day(row.handed_over_on) if row.handed_over_on else ""),
    ]
    if opened:
        told = _opened(row, "death")
        rows += [
            (_("Heirs, and how they wish to be reached"), told.get("heirs", "")),
            (_("What else the way home needs"), told.get("words", "")),
        ]
    return {"row": row, "rows": rows, "sealed": bool(row.sealed) and not opened}


def _opened(row: Any, field: str) -> dict[str, Any]:
    try:
        return open_values(row, group=FieldGroup.CONTACT, field=field)
    except (VaultClosed, Destroyed):
        return {}


def beside(victim: Victim, *, now: datetime) -> list[dict[str, Any]]:
    """Give who walks beside her."""
    rows = selectors.walking_beside(victim, now)
    people = dict(
        Person.objects.filter(id__in=[r.person_id for r in rows if r.person_id]).values_list(
            "id", "name"
        )
    )
    teams = dict(
        Team.objects.filter(
            organisation_id=victim.organisation_id, id__in=[r.team_id for r in rows if r.team_id]
        ).values_list("id", "name")
    )
    return [
        {"row": row, "name": people.get(row.person_id) or teams.get(row.team_id, "")}
        for row in rows
    ]
