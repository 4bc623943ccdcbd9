"""What waits in the room for a person: her jobs that ended and that she has not looked at."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from suar.base.access.actor import Actor
from suar.base.ui.parts import DayItem
from suar.rooms.registers.models import Work
from suar.rooms.registers.selectors import unread_work_of
from suar.rooms.registers.wording import kind_in_words


def ended_work(actor: Actor, now: datetime) -> Iterable[DayItem]:
    """Give a row for each job that ended."""
    for work in unread_work_of(actor):
        done = work.state == Work.State.DONE
        yield DayItem(
            title=kind_in_words(work.kind),
            what=_("It is ready.") if done else _("It could not be finished; it says why."),
            url=reverse("registers:work", args=[work.id]),
            action=_("Open"),
            reference=work.reference,
            kind="new",
            tone="done" if done else "late",
            status=_("Finished") if done else _("Failed"),
        )


def lists(actor: Actor) -> Iterable[QuerySet[Any]]:
    """Give what the number beside the room counts."""
    yield unread_work_of(actor)
