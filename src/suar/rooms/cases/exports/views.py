"""The page of an export: a form, then the file itself; nothing of it stays here."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from suar.base.access.guard import needs
from suar.base.exporting.sheet import new_password
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.permissions import Permission
from suar.rooms.cases.exports.forms import ExportForm
from suar.rooms.cases.exports.services import Wanted, export_records


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
@needs(Permission.EXPORT_RECORDS)
def export(request: HttpRequest) -> HttpResponse:
    """Ask what, how and why; answer with the locked file."""
    form = ExportForm(request.POST or None, initial={"password": new_password()})
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        wanted = Wanted(
            shape=told["shape"],
            format=told["format"],
            reason=told["reason"],
            words=told["words"],
            password=told["password"],
            since=told["since"],
            until=told["until"],
        )
        try:
            made = export_records(wanted=wanted, now=timezone.now(), by=request.actor)
        except Refusal as refusal:
            form.add_error(None, f"{refusal.problem}. {refusal.remedy}")
        else:
            answer = HttpResponse(made.content, content_type=made.media)
            answer["Content-Disposition"] = f'attachment; filename="{made.name}"'
            answer["X-Suar-Left-Out"] = str(made.left_out)
            return answer
    status = 422 if form.is_bound else 200
    return render(request, "cases/export.html", {"form": form}, status=status)
