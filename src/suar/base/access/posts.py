"""Which post a signed-in person acts in: the one chosen in this session, else the first running."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone

from suar.base.access.acting import acting
from suar.base.access.actor import Actor

POST_KEY = "post"


def running_posts(person: UUID, *, on: date) -> list[Any]:
    """Give the posts that a person holds on a day, oldest first, with their organisations.

    A post is over on the day it ends: ended today, it opens nothing from now on.
    """
    from suar.base.accounts.models import Post

    with acting(Actor(person=person, name="sign-in")):
        return list(
            Post.objects.filter(
                Q(until_on=None) | Q(until_on__gt=on), person=person, from_on__lte=on
            ).order_by("from_on", "id")
        )


def actor_of(request: HttpRequest) -> Actor:
    """Give the actor of a signed-in request; without a running post, one who may nothing."""
    person = request.user
    posts = request.running_posts = running_posts(person.pk, on=timezone.localdate())
    chosen = request.session.get(POST_KEY)
    post = next((p for p in posts if str(p.pk) == chosen), posts[0] if posts else None)
    if post is None or not person.is_active:
        return Actor(person=person.pk)
    return Actor(
        organisation=post.organisation_id,
        person=person.pk,
        post=post.pk,
        role=post.role,
        teams=tuple(post.teams),
    )
