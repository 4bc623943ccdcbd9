"""Who looked at a person's files: role and organisation, names only for whoever may know them."""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.access.reading import read
from suar.base.audit.models import Event
from suar.base.audit.selectors import who_looked, who_looked_for_the_person
from suar.base.ui.parts import Look
from suar.base.ui.reasons import in_words
from suar.base.ui.whose import role_in_words
from suar.base.ui.words import day
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.models import Victim
from suar.rooms.victims.sealed import SUBJECT


def looks_of(victim: Victim, actor: Actor) -> list[Look]:
    """Give who looked at a person's files or was refused, newest first, as this reader may know."""
    if victim.organisation_id != actor.organisation:
        return []
    named = may(actor.holder, Permission.READ_WHO_LOOKED).allowed
    ask = who_looked if named else who_looked_for_the_person
    _own, *also = selectors.family_of(victim)
    why = {
        (event.at, event.action): str(event.detail.get("reason", ""))
        for event in read(openings_asked(victim))
    }
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
        for each in ask(actor, subject=(SUBJECT, victim.id), also=also)
    ]


def openings_asked(victim: Victim) -> QuerySet[Event]:
    """Give every opening of her files, newest first, unread.

    Its coded reason she reads too; words for colleagues stay theirs.
    """
    return Event.objects.filter(
        organisation_id=victim.organisation_id,
        subject_kind=SUBJECT,
        subject_id__in=selectors.family_of(victim),
        kind=Event.Kind.OPENING,
    ).order_by("-at")


def last_opened(victim: Victim, actor: Actor, group: FieldGroup) -> str:
    """Say when somebody opened a group last, if somebody has; for colleagues alone."""
    if victim.organisation_id != actor.organisation:
        return ""
    action = f"victim.open.{group.value}"
    found = next((each for each in read(openings_asked(victim)) if each.action == action), None)
    return _("last opened %(day)s") % {"day": day(found.at.date())} if found else ""


def _what(action: str, reason: str) -> str:
    part = action.rsplit(".", 1)[-1]
    shown = {group.value: str(words) for group, words in wording.GROUPS.items()}.get(part)
    words = shown or {"show_held": _("everything held, shown to her")}.get(part, _("an item"))
    why = wording.reason_words(reason) if reason else ""
    return f"{words} · {why}" if why else words
