"""The audit's page: who did what and who looked, for whoever may read it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from suar.base.access.actor import Actor
from suar.base.access.guard import needs
from suar.base.audit import reading
from suar.base.audit.forms import FilterForm
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.base.audit.words import open_words
from suar.knowledge.rules.permissions import Permission


@require_GET
@needs(Permission.READ_AUDIT)
def index(request: HttpRequest) -> HttpResponse:
    """List the organisation's events; asking for one person or one record is itself an event."""
    actor = request.actor
    form = FilterForm(request.GET, people=reading.staff_of(actor))
    told = form.told()
    chosen = reading.Chosen(**told)
    before = request.GET.get("before", "")
    leaf = reading.read(actor, chosen, before=before)
    if chosen.searches:
        _keep(actor, asked_by=sorted(told), found=len(leaf.rows))
    facts = {
        "rows": leaf.rows,
        "filter": form,
        "narrowed": bool(told),
        "newest": f"?{form.query()}" if before else "",
        "older": f"?{form.query(before=leaf.older)}" if leaf.older else "",
        "head": reading.head_now(),
    }
    return render(request, "audit/index.html", facts)


@never_cache
@require_POST
@needs(Permission.READ_AUDIT)
def words(request: HttpRequest, event_id: UUID) -> HttpResponse:
    """Open the words that somebody typed as her reason; that they were read is an event."""
    try:
        event, told = open_words(event=event_id, by=request.actor)
    except Event.DoesNotExist as error:
        raise Http404 from error
    return render(
        request, "audit/words.html", {"row": reading.row_of(request.actor, event), "words": told}
    )


def _keep(actor: Actor, *, asked_by: list[str], found: int) -> None:
    """Keep that somebody searched: by which fields and with how many rows, never for whom."""
    detail = {"by": asked_by, "found": found}
    record(action="audit.search", kind=Event.Kind.SEARCH, detail=detail, by=actor)
