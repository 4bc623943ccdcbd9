"""The page for bringing old spreadsheets in: which registers are ready, what came of the others."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from suar.base.access.guard import needs
from suar.base.ui.words import language
from suar.knowledge.rules.permissions import Permission
from suar.rooms.cases.imports.services import bring_in, may_bring_in
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.selectors import get_upload_for, uploads_visible_to, work_visible_to

_NEWEST = 20


@require_GET
@needs(Permission.BRING_IN_RECORDS)
def index(request: HttpRequest) -> HttpResponse:
    """Show the checked registers, each with whether it may be brought in, and earlier runs."""
    actor = request.actor
    uploads = uploads_visible_to(actor).filter(state=Upload.State.CHECKED)[:_NEWEST]
    works = work_visible_to(actor).filter(kind=Work.Kind.BRING_IN)[:_NEWEST]
    facts = {
        "rows": [(upload, may_bring_in(upload, actor)) for upload in uploads],
        "works": works,
    }
    return render(request, "cases/bring_in.html", facts)


@require_POST
@needs(Permission.BRING_IN_RECORDS)
def ask(request: HttpRequest, upload_id: UUID) -> HttpResponse:
    """Ask that a register be brought in, and go to the job's page."""
    upload = get_upload_for(request.actor, upload_id)
    work = bring_in(upload=upload, language=language(), now=timezone.now(), by=request.actor)
    return redirect("registers:work", work.id)
