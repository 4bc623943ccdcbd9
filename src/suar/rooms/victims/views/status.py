"""Deciding on the status: one page a decision, with the standard that was used."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from suar.base.access.guard import needs
from suar.knowledge.rules.permissions import Permission
from suar.rooms.victims import wording
from suar.rooms.victims.forming import run
from suar.rooms.victims.forms.rights import StatusForm
from suar.rooms.victims.screened import concluded_of
from suar.rooms.victims.services import decide_status
from suar.rooms.victims.services.status import Decided, may_be_decided
from suar.rooms.victims.views.ground import own_file

#: As they stand in an address: the move's name with hyphens.
_MOVES = {
    "presume": "presume",
    "identify": "identify",
    "not-establish": "not_establish",
    "ask-review": "ask_review",
    "uphold": "uphold",
}


@require_http_methods(["GET", "POST"])
@needs(Permission.WRITE_VICTIMS)
def decide(request: HttpRequest, victim_id: UUID, move: str) -> HttpResponse:
    """Decide, or ask for a review. The rule says who may and what has to be said."""
    victim = own_file(request, victim_id)
    name = _MOVES.get(move.replace("_", "-"))
    if name is None:
        raise Http404
    may_be_decided(victim, name, request.actor).require()
    form = StatusForm(
        request.POST or None,
        move=name,
        screenings=concluded_of(victim, request.actor),
        initial={"version": victim.version},
    )

    def deed() -> str:
        told = form.cleaned_data
        decide_status(
            victim=victim,
            decided=Decided(
                name,
                told.get("standard", ""),
                told.get("body", ""),
                told.get("decided_on", ""),
                tuple(told.get("reasons", ())),
                told["words"],
                UUID(told["screening"]) if told.get("screening") else None,
            ),
            version=told["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("victims:file", args=[victim.id])

    return run(request, form, deed, page=_page(victim, name))


def _page(victim, name):  # type: ignore[no-untyped-def]
    told = {
        "victim": victim,
        "heading": wording.MOVES[name],
        "button": _("Decide") if name != "ask_review" else _("Ask for a review"),
        "back": reverse("victims:file", args=[victim.id]),
        "aside": (
            _("What this changes"),
            [
                _("Help goes on in every case: it depends on no status."),
                _("No status is shown to police or immigration by any sharing."),
            ],
        ),
    }
    if name in ("not_establish", "uphold"):
        told["lead"] = _(
            "Not established on present information. It is never said that she is none; a review"
            " comes by itself, and she may ask for one on any day."
        )
    return told
