"""Who looked at a person's files: role and organisation, names only for whoever may know them."""

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.audit.selectors import Look as Looked
from suar.base.audit.selectors import who_looked, who_looked_for_the_person
from suar.base.ui.parts import Look
from suar.base.ui.reasons import in_words
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.models import Victim
from suar.rooms.victims.sealed import SUBJECT


def looks_of(victim: Victim, actor: Actor) -> list[Look]:
    """Give who looked at a person's files or was refused, newest first, as this reader may know."""
    if victim.organisation_id != actor.organisation:
        return []
    named = may(actor.holder, Permission.READ_WHO_LOOKED).allowed
    ask = who_looked if named else who_looked_for_the_person
    found: list[Looked] = []
    family = selectors.family_of(victim)
    for each in family:
        found += ask(actor, subject=(SUBJECT, each))
    why = _reasons(victim, family)
    return [
        Look(
            each.at,
            ", ".join(p for p in (role_in_words(each.role), each.organisation) if p),
            in_words(each.reason)
            if each.refused
            else _what(each.action, why.get((each.at, each.action), "")),
            refused=each.refused,
            name=each.name,
        )
        for each in sorted(found, key=lambda look: look.at, reverse=True)
    ]


def _reasons(victim: Victim, family: list[UUID]) -> dict[tuple[datetime, str], str]:
    """Give the coded reason of each opening: she reads it too; words for colleagues stay theirs."""
    rows = Event.objects.filter(
        organisation_id=victim.organisation_id,
        subject_kind=SUBJECT,
        subject_id__in=family,
        kind=Event.Kind.OPENING,
    ).values_list("at", "action", "detail")
    return {(at, action): str(detail.get("reason", "")) for at, action, detail in rows}


def _what(action: str, reason: str) -> str:
    part = action.rsplit(".", 1)[-1]
    shown = {group.value: str(words) for group, words in wording.GROUPS.items()}.get(part)
    words = shown or {"show_held": _("everything held, shown to her")}.get(part, _("an item"))
    why = wording.reason_words(reason) if reason else ""
    return f"{words} · {why}" if why else words
