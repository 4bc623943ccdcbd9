"""The door at every request: nobody acts until somebody is known, and then in one post only."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from suar.base.access.acting import at_the_door
from suar.base.access.actor import Actor
from suar.base.access.posts import actor_of

Respond = Callable[[HttpRequest], HttpResponse]


class Door:
    """Sessions and sign-in run as the doorkeeper, who sees nothing of any organisation's."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        with at_the_door():
            return self.respond(request)


class WhoActs:
    """Put `request.actor` where a person has signed in and holds a running post."""

    def __init__(self, respond: Respond) -> None:
        self.respond = respond

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request) if request.user.is_authenticated else Actor()
        return self.respond(request)
