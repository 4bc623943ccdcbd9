"""What every template knows: who acts, in which language and theme, which rooms are there."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import ZONES
from suar.base.ui.choices import theme_of
from suar.base.ui.idle import draft_key
from suar.base.ui.river import (
    HOUSE,
    PLACES_ON_A_PHONE,
    ROOMS,
    Place,
    address,
    places,
    room_of,
)
from suar.base.ui.whose import Whose, whose
from suar.knowledge.rules.permissions import Permission, may


class Shell:
    """The frame's facts; each is worked out when a template asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.actor: Actor = getattr(request, "actor", None) or Actor()

    @cached_property
    def whose(self) -> Whose:
        return whose(self.request)

    @cached_property
    def theme(self) -> str:
        return theme_of(self.request)

    @property
    def themes(self) -> list[tuple[str, str]]:
        return [("", _("As the device")), ("light", _("Light")), ("dark", _("Dark"))]

    @property
    def zones(self) -> list[tuple[str, str]]:
        return [("", _("As the organisation")), *ZONES]

    @cached_property
    def place(self) -> str:
        return room_of(self.request)

    @cached_property
    def rooms(self) -> list[Place]:
        with acting(self.actor):
            return places(ROOMS, self.actor, at=self.place)

    @cached_property
    def house(self) -> list[Place]:
        with acting(self.actor):
            return places(HOUSE, self.actor, at=self.place)

    @property
    def places(self) -> list[Place]:
        return [*self.rooms, *self.house][:PLACES_ON_A_PHONE]

    @property
    def searches(self) -> bool:
        return may(self.actor.holder, Permission.WORK_TASKS).allowed

    @property
    def idle_minutes(self) -> int:
        return settings.IDLE_LOCK_MINUTES

    @property
    def draft_key(self) -> str:
        return draft_key(self.request)

    @property
    def frame(self) -> str:
        """Give the template that refusals and errors extend: her frame, or the entrance."""
        return "ui/page.html" if self.actor.organisation else "ui/entrance.html"

    @property
    def sends_mail(self) -> bool:
        """Whether a link can reach somebody by e-mail."""
        return bool(settings.EMAIL_HOST)

    @property
    def story_url(self) -> str:
        """Give where a demonstration leads a first-time visitor, or nothing."""
        return address("story") if settings.MODE == "demo" else ""

    @property
    def shows_components(self) -> bool:
        return settings.MODE != "production"


def shell(request: HttpRequest) -> dict[str, Any]:
    """Give the frame's facts to every template."""
    return {
        "actor": getattr(request, "actor", None),
        "mode": settings.MODE,
        "invented": settings.MODE == "demo",
        "LANGUAGE_CODE": getattr(request, "LANGUAGE_CODE", settings.LANGUAGE_CODE),
        "shell": Shell(request),
    }
