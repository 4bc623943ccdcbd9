"""Who acts on this page, in words: organisation, person, role, zone. Read once a request."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import get_language

from suar.base.access.acting import acting
from suar.base.access.posts import running_posts
from suar.base.vault.brought import seconds_left
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
    locked: bool = False  # the organisation holds its own key, and it is not here
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
    posts = getattr(request, "running_posts", None)
    if posts is None:
        posts = running_posts(user.pk, on=timezone.localdate())
    names, zones, own_keys = _names({post.organisation_id for post in posts}, actor)
    return Whose(
        organisation=names.get(actor.organisation, ""),
        person=user.name,
        role=role_in_words(actor.role),
        zone=user.zone or zones.get(actor.organisation, ""),
        locked=actor.organisation in own_keys and not seconds_left(actor.organisation),
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


def _names(
    organisations: set[UUID], actor: Any
) -> tuple[dict[UUID, str], dict[UUID, str], set[UUID]]:
    """Give the organisations' names as of now, in the language in force, their zones, and which
    of them hold their own keys.
    """
    from suar.base.accounts.models import OrganisationName

    with acting(actor):
        rows = list(
            OrganisationName.objects.filter(
                organisation_id__in=organisations, until_on=None
            ).values_list(
                "organisation_id",
                "name_id",
                "name_en",
                "organisation__zone",
                "organisation__own_key",
            )
        )
    indonesian = get_language() == "id"
    names = {row[0]: row[1] if indonesian else row[2] for row in rows}
    return names, {row[0]: row[3] for row in rows}, {row[0] for row in rows if row[4]}
