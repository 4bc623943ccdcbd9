"""Sign-ins and failures in the audit: who, by what, never what was typed."""

from typing import Any
from uuid import UUID

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest
from django.utils import timezone

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.posts import actor_of, running_posts
from suar.base.accounts.models import Person
from suar.base.audit.models import Event
from suar.base.audit.services import record


def note_sign_in(request: HttpRequest, person: Person) -> None:
    """Keep that a person signed in, and what she proved it by."""
    request.user = person
    actor = actor_of(request)
    proofs = [str(each["method"]) for each in get_authentication_records(request, person)]
    _note("sign_in", actor, person.pk, {"by": sorted(set(proofs))})


def note_sign_out(request: HttpRequest) -> None:
    """Keep that a person signed out."""
    if request.user.is_authenticated:
        _note("sign_out", actor_of(request), request.user.pk, {})


def note_change(person: Person, what: str) -> None:
    """Keep that a person changed what she proves herself by (`webauthn_added`, ...)."""
    posts = running_posts(person.pk, on=timezone.localdate())
    organisation = posts[0].organisation_id if posts else None
    by = Actor(organisation=organisation, person=person.pk, name="sign-in")
    _note("sign_in.change", by, person.pk, {"what": what})


def note_failure(how: str, *, email: str = "", person: UUID | None = None) -> None:
    """Keep that somebody was not let in: at which proof, and whose door it was if we know her.

    The address that was typed is looked up and forgotten; it may be a password in the wrong field.
    """
    if person is None and email:
        person = (
            Person.objects.filter(email=email.strip().lower()).values_list("pk", flat=True).first()
        )
    organisation = None
    if person is not None:
        posts = running_posts(person, on=timezone.localdate())
        organisation = posts[0].organisation_id if posts else None
    _note("sign_in.failed", Actor(organisation=organisation, name="sign-in"), person, {"at": how})


def _note(action: str, by: Actor, person: UUID | None, detail: dict[str, Any]) -> None:
    with acting(by):
        record(
            action=action,
            by=by,
            kind=Event.Kind.SIGN_IN,
            subject=("person", person) if person else None,
            detail=detail,
        )
