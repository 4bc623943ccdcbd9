"""Papers (kop surat): a page that prints as A4 with letterhead, number and page x of y.

There is no maker of PDF in the lock: the printed page is the paper, and a browser saves it as PDF.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils import timezone, translation

from suar.base.access.actor import Actor

#: Organisations whose papers never carry an address, and a name only where that is asked for.
HIDDEN_KINDS = frozenset({"shelter"})


@dataclass(frozen=True)
class Letter:
    """What stands around a paper's text. Words are already in the paper's language.

    ``number`` is the organisation's own; without one the ``reference`` (with its check character)
    stands there. ``neutral`` leaves out name, address and number: None means so for a shelter.
    """

    subject: str
    reference: str = ""
    number: str = ""
    nature: str = ""
    enclosures: str = ""
    place: str = ""
    on: date | None = None
    signer: str = ""
    signer_post: str = ""
    signer_number: str = ""
    copies: Sequence[str] = ()
    text_version: str = ""
    made_for: str = ""
    made_at: datetime | None = None
    neutral: bool | None = None


def paper_language(request: HttpRequest) -> str:
    """Give the language chosen for this paper (`?language=`), else the reader's."""
    chosen = request.GET.get("language", "")
    known = dict(settings.LANGUAGES)
    return chosen if chosen in known else "id" if translation.get_language() == "id" else "en"


def paper(
    request: HttpRequest,
    template: str,
    letter: Letter,
    *,
    language: str = "",
    facts: Mapping[str, Any] | None = None,
    back: str = "",
    head: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Answer with a paper of the actor's organisation.

    Parameters
    ----------
    template
        Extends `ui/paper.html`; blocks letter_heading, content, signature, copies, foot.
    language
        Of the paper, not of the reader: `paper_language(request)`, if empty.
    back
        Where the screen's "Back" leads; never printed.
    head
        An invented letterhead (organisation, address, hotline, emblem), for the page of components.
    """
    chosen = language or paper_language(request)
    with translation.override(chosen):
        told = {
            **(facts or {}),
            "letter": {**asdict(letter), **_head(request.actor, letter, head)},
            "paper_language": chosen,
            "paper_back": back,
        }
        return HttpResponse(render_to_string(template, told, request=request))


def _head(actor: Actor, letter: Letter, given: Mapping[str, Any] | None) -> dict[str, Any]:
    """Give the organisation's part: its name of that day, its address, its emblem."""
    on = letter.on or timezone.localdate()
    told = {
        "date": on,
        "number": letter.number or letter.reference,
        "neutral": True,
        "made_at": letter.made_at or timezone.now(),
    }
    if given is not None or actor.organisation is None:
        return {**told, **(given or {})}
    from suar.base.accounts.letterhead import emblem_address, name_on
    from suar.base.accounts.models import Organisation

    own = Organisation.objects.get(pk=actor.organisation)
    hidden = own.kind in HIDDEN_KINDS
    return {
        **told,
        "neutral": hidden if letter.neutral is None else letter.neutral,
        "organisation": name_on(actor, on),
        "address": "" if hidden else own.address,
        "hotline": own.hotline,
        "emblem": emblem_address(actor),
    }
