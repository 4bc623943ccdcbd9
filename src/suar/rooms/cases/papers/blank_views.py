"""Blank forms: the list of them, and each as a sheet in the language chosen. They hold nothing."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET

from suar.base.access.guard import needs
from suar.base.accounts.models import Organisation
from suar.base.ui.paper import HIDDEN_KINDS, Letter, paper, paper_language
from suar.knowledge.rules.permissions import Permission
from suar.rooms.cases.papers import wording
from suar.rooms.cases.papers.blank import FORMS


@require_GET
@needs(Permission.OPEN_OWN_DAY)
def index(request: HttpRequest) -> HttpResponse:
    """List the blank forms, each in both languages."""
    rows = [(name, _(words)) for name, (words, _write) in FORMS.items()]
    return render(request, "cases/blanks.html", {"rows": rows, "languages": wording.LANGUAGES})


@require_GET
@needs(Permission.OPEN_OWN_DAY)
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Draw a blank form. It has no number: nothing was issued."""
    if name not in FORMS:
        raise Http404
    words, write = FORMS[name]
    chosen = paper_language(request)
    hidden = Organisation.objects.get(pk=request.actor.organisation).kind in HIDDEN_KINDS
    with override(chosen):
        letter = Letter(subject=_(words), neutral=hidden)
        facts = {"sheet": {"blocks": write()}, "blank": True}
    return paper(
        request,
        "cases/paper/sheet.html",
        letter,
        language=chosen,
        facts=facts,
        back=reverse("cases:blanks"),
    )
