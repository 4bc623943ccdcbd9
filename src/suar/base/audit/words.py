"""What somebody typed as her reason: sealed in the event, for it may hold a name.

It lies under a key of the record that the event concerns (of the organisation, where it concerns
none), so that whoever is erased takes these words along, and it is bound to the event: it opens at
no other. The chain covers the sealed form: verifying asks for no key, and erasing breaks nothing.
The key is of the organisation that the words were typed in, and there its auditor opens them.
"""

from base64 import b64decode, b64encode
from contextlib import suppress
from typing import Final
from uuid import UUID

from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.audit.selectors import events_for
from suar.base.audit.services import record
from suar.base.vault.envelope import Place
from suar.base.vault.keyring import Destroyed
from suar.base.vault.services import open_text, seal_text

#: Where in an event's ``detail`` the sealed words stand.
SEALED: Final = "words_sealed"


def seal_words(event: Event, words: str) -> None:
    """Put words, sealed, into an event that is not written yet."""
    sealed = seal_text(words, place=_place(event))
    event.detail = event.detail | {SEALED: b64encode(sealed).decode()}


def may_hold_words(event: Event, by: Actor) -> bool:
    """Whether an event has words that were typed in the reader's own organisation."""
    return SEALED in event.detail and event.by_organisation_id == by.organisation


def open_words(*, event: UUID, by: Actor) -> tuple[Event, str | None]:
    """Give an event and its words to an auditor; that she read them is an event too.

    Nothing instead of the words: they were erased with the person whom they concerned.

    Raises
    ------
    Event.DoesNotExist
        If the post may not read the audit, or the organisation has no such words.
    VaultClosed
        If the organisation holds its own key and has not brought it.
    """
    found = events_for(by).get(id=event, by_organisation_id=by.organisation, detail__has_key=SEALED)
    words = None
    with suppress(Destroyed):
        words = open_text(b64decode(found.detail[SEALED]), place=_place(found))
    record(action="audit.open_words", kind=Event.Kind.OPENING, subject=("event", event), by=by)
    return found, words


def _place(event: Event) -> Place:
    organisation = event.by_organisation_id
    assert organisation is not None  # noqa: S101 nobody types outside one
    subject = event.subject_id or organisation
    kind = event.subject_kind or "organisation"
    return Place(organisation, kind, subject, event.id, "audit", "words")
