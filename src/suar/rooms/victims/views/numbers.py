"""Writing down the numbers that other systems gave her."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from suar.base.access.guard import needs
from suar.knowledge.rules.numbers import GROUPS
from suar.knowledge.rules.permissions import Permission
from suar.rooms.victims import selectors
from suar.rooms.victims.forming import run
from suar.rooms.victims.forms.writing import NumberForm
from suar.rooms.victims.services import keep_number, take_back_number
from suar.rooms.victims.services.numbers import may_number
from suar.rooms.victims.views.ground import own_file

both = require_http_methods(["GET", "POST"])


@both
@needs(Permission.WRITE_VICTIMS)
def number(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Write down a number of another system; offered are those whose group is the writer's."""
    victim, now = own_file(request, victim_id), timezone.now()
    offered = [
        each for each in GROUPS if may_number(victim, each, now=now, by=request.actor).allowed
    ]
    form = NumberForm(request.POST or None, offered=offered)
    back = reverse("victims:file", args=[victim.id])

    def deed() -> str:
        keep_number(
            victim=victim,
            system=form.cleaned_data["system"],
            number=form.cleaned_data["number"],
            now=timezone.now(),
            by=request.actor,
        )
        return back

    page = {
        "victim": victim,
        "heading": _("A number in another system"),
        "lead": _("Sealed; by it her file is found again here. Nobody else is asked or told."),
        "back": back,
    }
    return run(request, form, deed, page=page)


@require_POST
@needs(Permission.WRITE_VICTIMS)
def no_number(request: HttpRequest, victim_id: UUID, number_id: UUID) -> HttpResponse:
    """Take back a number that was written down by mistake."""
    victim = own_file(request, victim_id)
    found = selectors.numbers_of(victim).filter(id=number_id).first()
    if found is None:
        raise Http404
    take_back_number(victim=victim, row=found, now=timezone.now(), by=request.actor)
    return redirect("victims:file", victim.id)
