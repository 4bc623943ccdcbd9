"""What other rooms do when a screening was concluded, inside the concluding transaction."""

from collections.abc import Callable
from datetime import datetime

from suar.base.access.actor import Actor
from suar.rooms.intake.models import Screening

#: Called with the screening that was concluded, the time, and who concluded it.
Follow = Callable[[Screening, datetime, Actor], None]

_followers: list[Follow] = []


def follow_conclusion(follow: Follow) -> None:
    """Let a later room act on a conclusion, from its app's `ready()`."""
    if follow not in _followers:
        _followers.append(follow)


def followers() -> tuple[Follow, ...]:
    """Give what the later rooms do."""
    return tuple(_followers)
