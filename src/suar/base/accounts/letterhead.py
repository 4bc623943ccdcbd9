"""What stands on an organisation's papers: its name of a day, and its emblem."""

from base64 import b64encode
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from suar.base.access.actor import Actor
from suar.base.accounts.images import NotAnImage, rewritten
from suar.base.accounts.models import Emblem, OrganisationName
from suar.base.audit.services import record
from suar.base.ui.words import language
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may


def name_on(actor: Actor, day: date) -> str:
    """Give what the actor's organisation was called on a day, in the language in force."""
    names = OrganisationName.objects.filter(organisation_id=actor.organisation)
    running = names.filter(
        Q(from_on=None) | Q(from_on__lte=day), Q(until_on=None) | Q(until_on__gt=day)
    )
    name = running.first() or names.filter(until_on=None).first()
    if name is None:
        return ""
    return name.name_id if language() == "id" else name.name_en


def emblem_of(actor: Actor) -> tuple[str, bytes] | None:
    """Give the kind and the content of the organisation's emblem, if it has one."""
    row = Emblem.objects.filter(organisation_id=actor.organisation).first()
    return (row.kind, bytes(row.content)) if row else None


def emblem_address(actor: Actor) -> str:
    """Give the emblem as an address that needs no second request; nothing, if there is none."""
    found = emblem_of(actor)
    return f"data:{found[0]};base64,{b64encode(found[1]).decode()}" if found else ""


@transaction.atomic
def put_emblem(*, content: bytes, now: datetime, by: Actor) -> Emblem:
    """Keep an emblem in place of the one before.

    Raises
    ------
    Denied
        If the post may not, or the content is no image that may be kept; it says what to do.
    """
    may(by.holder, Permission.MANAGE_ORGANISATION).require()
    try:
        kind, drawn = rewritten(content)
    except NotAnImage as wrong:
        raise Denied(str(wrong)) from wrong
    told = {"kind": kind, "content": drawn, "changed_at": now}
    emblem, _made = Emblem.objects.update_or_create(organisation_id=by.organisation, defaults=told)
    record(action="organisation.put_emblem", subject=("organisation", _own(by)), by=by)
    return emblem


@transaction.atomic
def remove_emblem(*, by: Actor) -> None:
    """Leave the letterhead without an emblem."""
    may(by.holder, Permission.MANAGE_ORGANISATION).require()
    gone, _rows = Emblem.objects.filter(organisation_id=by.organisation).delete()
    if gone:
        record(action="organisation.remove_emblem", subject=("organisation", _own(by)), by=by)


def _own(actor: Actor) -> UUID:
    assert actor.organisation is not None  # noqa: S101 the rule asked before
    return actor.organisation
