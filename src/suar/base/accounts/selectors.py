"""Reads of people and organisations, always for an actor, with her organisation in the query."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import (
    Invitation,
    Organisation,
    OrganisationName,
    Person,
    Post,
    Team,
)
from suar.base.ui.words import language


@dataclass(frozen=True)
class Colleague:
    """A person with her posts here, newest first, and whether one of them runs."""

    person: Person
    posts: Sequence[Post]
    running: bool


def colleagues_of(actor: Actor, *, on: date) -> list[Colleague]:
    """Give everybody who holds or held a post in the actor's organisation, by name."""
    posts = Post.objects.filter(organisation_id=actor.organisation).select_related("person")
    found: dict[Person, list[Post]] = {}
    for post in posts.order_by("person__name", "person_id", "-from_on"):
        found.setdefault(post.person, []).append(post)
    return [
        Colleague(person, held, any(runs(post, on=on) for post in held))
        for person, held in found.items()
    ]


def runs(post: Post, *, on: date) -> bool:
    """Whether a post runs on a day; on the day of its end it does not."""
    return post.from_on <= on and (post.until_on is None or post.until_on > on)


def get_colleague_for(actor: Actor, person_id: UUID, *, on: date) -> Colleague:
    """Give one person of the own organisation, or 404."""
    for each in colleagues_of(actor, on=on):
        if each.person.id == person_id:
            return each
    raise Http404


def get_post_for(actor: Actor, post_id: UUID) -> Post:
    """Give one post of the own organisation, or 404."""
    post = (
        Post.objects.select_related("person")
        .filter(organisation_id=actor.organisation, id=post_id)
        .first()
    )
    if post is None:
        raise Http404
    return post


def open_invitations_of(actor: Actor, *, now: datetime) -> QuerySet[Invitation]:
    """Give the invitations that may still be accepted, newest first."""
    return Invitation.objects.filter(
        organisation_id=actor.organisation, accepted_at=None, withdrawn_at=None, until_at__gt=now
    ).order_by("-invited_at")


def get_invitation_for(actor: Actor, invitation_id: UUID) -> Invitation:
    """Give one invitation of the own organisation, or 404."""
    found = Invitation.objects.filter(organisation_id=actor.organisation, id=invitation_id).first()
    if found is None:
        raise Http404
    return found


def organisation_of(actor: Actor) -> Organisation:
    """Give the actor's own organisation."""
    return Organisation.objects.get(id=actor.organisation)


def names_of(actor: Actor) -> QuerySet[OrganisationName]:
    """Give the organisation's names, in their order."""
    return OrganisationName.objects.filter(organisation_id=actor.organisation)


def teams_of(actor: Actor) -> QuerySet[Team]:
    """Give the organisation's teams, by name."""
    return Team.objects.filter(organisation_id=actor.organisation).order_by("name")


def get_team_for(actor: Actor, team_id: UUID) -> Team:
    """Give one team of the own organisation, or 404."""
    team = Team.objects.filter(organisation_id=actor.organisation, id=team_id).first()
    if team is None:
        raise Http404
    return team


def members_of(actor: Actor, *, on: date) -> dict[UUID, list[str]]:
    """Give the names of the people in each team who hold a running post."""
    posts = Post.objects.filter(organisation_id=actor.organisation).select_related("person")
    found: dict[UUID, list[str]] = {}
    for post in posts.order_by("person__name"):
        for team in post.teams if runs(post, on=on) else ():
            found.setdefault(team, []).append(post.person.name)
    return found


def name_of_colleague(actor: Actor, person: UUID | None) -> str:
    """Give the name of somebody who holds or held a post here; nothing, if nobody did."""
    held = Post.objects.filter(organisation_id=actor.organisation, person_id=person)
    post = held.select_related("person").first()
    return post.person.name if post else ""


def name_of_organisation(organisation: UUID) -> str:
    """Give an organisation's present name in the language in force, to whoever is inside."""
    name = OrganisationName.objects.filter(organisation_id=organisation, until_on=None).first()
    if name is None:
        return ""
    return name.name_id if language() == "id" else name.name_en


def name_for_the_invited(organisation: UUID) -> str:
    """Give an organisation's present name to who holds an open invitation of it."""
    with acting(Actor(organisation=organisation, name="invitation")):
        return name_of_organisation(organisation)
