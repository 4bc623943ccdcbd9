"""Finding our own files by a reference, a number or a name; the audit keeps that, not what for."""

from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.base.identifiers import check_reference
from suar.base.identifiers.others import find_by_other_number
from suar.base.vault.search import Found, find
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.victims.models import Victim
from suar.rooms.victims.sealed import SUBJECT
from suar.rooms.victims.selectors import kept_of, victims_visible_to


def find_files(actor: Actor, asked: str) -> list[tuple[Victim, str]]:
    """Give our files that answer, each with what it was found by, best first.

    A file that was merged into another answers as the one that was kept. Nothing answers a post
    that may not search persons.
    """
    if not may(actor.holder, Permission.SEARCH_PERSONS).allowed:
        return []
    if reference := check_reference(asked):
        named = victims_visible_to(actor).filter(reference=reference)
        found = [(each, _("the reference")) for each in named]
    else:
        found = _by_tokens(actor, asked)
    record(action="victim.search", kind=Event.Kind.SEARCH, detail={"found": len(found)}, by=actor)
    return found


def _by_tokens(actor: Actor, asked: str) -> list[tuple[Victim, str]]:
    if actor.organisation is None:
        return []
    numbered = [key for kind, key in find_by_other_number(actor, number=asked) if kind == SUBJECT]
    found = [
        *(Found(key, numbers=1) for key in numbered),
        *find(organisation=actor.organisation, kind=SUBJECT, text=asked),
    ]
    files = Victim.objects.filter(
        organisation_id=actor.organisation, id__in=[each.subject for each in found]
    ).in_bulk()
    kept = {
        kept_of(files[each.subject]).id: _why(each.numbers, each.words)
        for each in found
        if each.subject in files
    }
    shown = victims_visible_to(actor).filter(id__in=kept).in_bulk()
    return [(shown[key], why) for key, why in kept.items() if key in shown]


def _why(numbers: int, words: int) -> str:
    if numbers:
        return _("the same number")
    return _("the same words") if words else _("sounds alike")
