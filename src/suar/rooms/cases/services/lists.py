"""A person's own views of the list: kept, renamed, forgotten; and that somebody searched."""

from uuid import UUID

from django.db import transaction
from django.http import Http404

from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.cases.models import SavedView
from suar.rooms.cases.services import ground


def view_of(actor: Actor, view_id: UUID) -> SavedView:
    """Give one of the actor's own views, or 404: a colleague's is nobody's."""
    found = SavedView.objects.filter(
        organisation_id=actor.organisation, person_id=actor.person, id=view_id
    ).first()
    if found is None:
        raise Http404
    return found


@transaction.atomic
def keep_view(*, name: str, query: str, by: Actor) -> SavedView:
    """Keep a filter of the list under a name; the same name is written over.

    ``query`` is what `FilterForm.query` gives: codes and a day.
    """
    organisation = ground.own(by)
    may(by.holder, Permission.READ_CASES).require()
    view, _made = SavedView.objects.update_or_create(
        organisation_id=organisation,
        person_id=by.person,
        name=_named(name),
        defaults={"query": query[:300]},
    )
    return view


@transaction.atomic
def rename_view(*, view: SavedView, name: str, by: Actor) -> SavedView:
    """Give a view of one's own another name.

    Raises
    ------
    Denied
        If another view of hers is called so already.
    """
    view = ground.locked(view, by)
    if view.person_id != by.person:
        raise Denied(ground.NOT_HERE)
    others = SavedView.objects.filter(organisation_id=view.organisation_id, person_id=by.person)
    if others.filter(name=_named(name)).exclude(id=view.id).exists():
        raise Denied("Not yet: another view of yours has this name.")
    view.name = _named(name)
    view.save(update_fields=["name"])
    return view


@transaction.atomic
def forget_view(*, view_id: UUID, by: Actor) -> None:
    """Forget one of one's own filters."""
    SavedView.objects.filter(
        organisation_id=ground.own(by), person_id=by.person, id=view_id
    ).delete()


@transaction.atomic
def note_search(*, found: int, by: Actor) -> None:
    """Keep in the audit that somebody searched, and how much was found; never what for."""
    record(action="case.search", kind=Event.Kind.SEARCH, detail={"found": found}, by=by)


def _named(name: str) -> str:
    if not name.strip():
        raise Denied("Not yet: give the view a name.")
    return name.strip()[:60]
