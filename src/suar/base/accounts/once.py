"""A form is sent once: pressed twice, or sent again by a lost connection, it does one deed.

The page carries a key (`new_key`); the deed runs under it. Whoever sends the same key again is led
to where the first sending led, also while the first one is still running.
"""

from collections.abc import Callable
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from suar.base.access.actor import Actor
from suar.base.accounts.models import SentForm
from suar.base.identifiers import uuid7


def new_key() -> UUID:
    """Give the key of a form that is about to be shown."""
    return uuid7()


@transaction.atomic
def once(*, key: UUID, deed: Callable[[], str], by: Actor) -> tuple[str, bool]:
    """Do the deed if its form's key is new; give where it led, and whether it was done now.

    A deed that is refused gives the key back: the form may be mended and sent again.
    """
    mine = SentForm(organisation_id=by.organisation, key=key, sent_at=timezone.now())
    SentForm.objects.bulk_create([mine], ignore_conflicts=True)  # waits for a sending under way
    kept = SentForm.objects.get(organisation_id=by.organisation, key=key)
    if kept.id != mine.id:
        return kept.led_to, False
    led_to = deed()
    SentForm.objects.filter(id=mine.id).update(led_to=led_to)
    return led_to, True
