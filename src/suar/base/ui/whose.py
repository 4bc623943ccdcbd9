"""Who acts on this page, in words: organisation, person, role, zone. Read once a request."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from suar.base.access.acting import acting
from suar.base.access.posts import running_posts
from suar.knowledge.rules.permissions import ROLES


@dataclass(frozen=True)
class PostInWords:
    """A running post of the person, to act in."""

    id: UUID
    organisation: str
    role: str
    current: bool


@dataclass(frozen=True)
class Whose:
    """What the bar says. Empty where nobody has signed in."""

    organisation: str = ""
    person: str = ""
    role: str = ""
    zone: str = ""
    posts: list[PostInWords] = field(default_factory=list)


def whose(request: HttpRequest) -> Whose:
    """Give who acts in this request; asked of the database once, inside her own door."""
    known = getattr(request, "_whose", None)
    if known is None:
        known = request._whose = _ask(request)
    return known


def role_in_words(role: str) -> str:
    """Give a role's label in the language in force."""
    if role not in ROLES:
        return ""
    return ROLES[role].label["id" if get_language() == "id" else "en"]


def _ask(request: HttpRequest) -> Whose:
    user = getattr(request, "user", None)
    actor = getattr(request, "actor", None)
    if actor is None or user is None or not user.is_authenticated:
        return Whose()
    if actor.organisation is None:
        return Whose(person=user.name, zone=user.zone)
    from suar.base.accounts.models import Organisation

    posts = running_posts(user.pk, on=timezone.localdate())
    names = _names({post.organisation_id for post in posts}, actor)
    with acting(actor):
        own = Organisation.objects.filter(pk=actor.organisation).values("zone").first()
    return Whose(
        organisation=names.get(actor.organisation, ""),
        person=user.name,
        role=role_in_words(actor.role),
        zone=user.zone or (own["zone"] if own else ""),
        posts=[
            PostInWords(
                post.pk,
                names.get(post.organisation_id, ""),
                role_in_words(post.role),
                post.pk == actor.post,
            )
            for post in posts
        ],
    )


def _names(organisations: set[UUID], actor: Any) -> dict[UUID, str]:
    from suar.base.accounts.models import OrganisationName

    with acting(actor):
        rows = list(
            OrganisationName.objects.filter(organisation_id__in=organisations, until_on=None)
        )
    indonesian = get_language() == "id"
    return {row.organisation_id: row.name_id if indonesian else row.name_en for row in rows}
