"""Asking for consent one question a page; her withdrawal; the paper that she takes or does not."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_http_methods, require_POST

from suar.base.access.guard import needs
from suar.base.accounts.forms import OnceForm
from suar.base.ui.words import language
from suar.knowledge.rules.consent import PURPOSES, TEXT_VERSION
from suar.knowledge.rules.permissions import Permission
from suar.rooms.victims import selectors
from suar.rooms.victims.asking import STEPS, ConsentForm
from suar.rooms.victims.forming import run, show
from suar.rooms.victims.models import Consent, Victim
from suar.rooms.victims.services import (
    give_consent,
    note_stopped,
    refuse_consent,
    withdraw_consent,
)
from suar.rooms.victims.views.ground import own_file

_HEADINGS = (
    gettext_noop("Who is it for"),
    gettext_noop("For what"),
    gettext_noop("What may they see"),
    gettext_noop("Explain it to her"),
    gettext_noop("What does she say"),
    gettext_noop("Before it is kept"),
)
_TEMPLATE = "victims/consent.html"


@require_http_methods(["GET", "POST"])
@needs(Permission.TAKE_CONSENT)
def ask(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Ask one question a page; back always works; all is shown before it is kept."""
    victim = own_file(request, victim_id)
    if request.method != "POST":
        form = ConsentForm(victim=victim, step=1, initial={"groups": ["facts"]})
        return show(request, form, page=_page(victim, 1, None), template=_TEMPLATE)
    step = _step(request.POST.get("step", "1"))
    if "back" in request.POST:
        form = ConsentForm(request.POST, victim=victim, step=max(1, step - 1))
        form._errors = {}  # going back asks nothing
        return _ask_again(request, form, victim)
    form = ConsentForm(request.POST, victim=victim, step=step)
    if not form.is_valid():
        return show(request, form, page=_page(victim, step, form), template=_TEMPLATE)
    if step < len(STEPS):
        return _next(request, form, victim, step + 1)

    def deed() -> str:
        said_no = form.cleaned_data["said"] == "no"
        keep = refuse_consent if said_no else give_consent
        keep(victim=victim, told=form.told(), now=timezone.now(), by=request.actor)
        return reverse("victims:file", args=[victim.id])

    return run(request, form, deed, page=_page(victim, step, form), template=_TEMPLATE)


@require_http_methods(["GET", "POST"])
@needs(Permission.TAKE_CONSENT)
def withdraw(request: HttpRequest, victim_id: UUID, consent_id: UUID) -> HttpResponse:
    """Say what her withdrawal does, then do it: sharing ends in the same moment."""
    victim = own_file(request, victim_id)
    row = _consent(victim, consent_id)
    form = OnceForm(request.POST or None)

    def deed() -> str:
        withdraw_consent(consent=row, now=timezone.now(), by=request.actor)
        return reverse("victims:file", args=[victim.id])

    happens = [
        _("They see nothing from this moment on."),
        _("Where they were told by other means, a task runs for 3 x 24 hours: tell them to stop."),
        _("What she said stays on record, with the withdrawal. Help goes on."),
    ]
    page = {
        "victim": victim,
        "heading": _("She takes her consent back"),
        "happens": happens,
        "button": _("Take it back now"),
        "icon": "undo-2",
        "back": reverse("victims:file", args=[victim.id]),
    }
    return run(request, form, deed, page=page)


@require_POST
@needs(Permission.TAKE_CONSENT)
def stopped(request: HttpRequest, victim_id: UUID, consent_id: UUID) -> HttpResponse:
    """Say that a recipient who was told by other means has stopped."""
    victim = own_file(request, victim_id)
    note_stopped(consent=_consent(victim, consent_id), now=timezone.now(), by=request.actor)
    return redirect("victims:file", victim.id)


def _ask_again(request: HttpRequest, form: ConsentForm, victim: Victim) -> HttpResponse:
    """Show an earlier or later question with everything that was answered so far."""
    page = _page(victim, form.step, form)
    told = {"button": _("Go on"), "icon": "arrow-right", **page, "form": form}
    return render(request, _TEMPLATE, told)


def _next(request: HttpRequest, form: ConsentForm, victim: Victim, step: int) -> HttpResponse:
    following = ConsentForm(request.POST, victim=victim, step=step)
    if step == len(STEPS):
        following.is_valid()
    else:
        following._errors = {}  # what is not asked yet cannot be wrong
        following.cleaned_data = form.cleaned_data
    return _ask_again(request, following, victim)


def _page(victim: Victim, step: int, form: ConsentForm | None) -> dict[str, Any]:
    last = step == len(STEPS)
    told: dict[str, Any] = {
        "victim": victim,
        "step": step,
        "total": len(STEPS),
        "heading": _(_HEADINGS[step - 1]),
        "button": _("Keep it") if last else _("Go on"),
        "icon": "check" if last else "arrow-right",
        "text_version": TEXT_VERSION,
    }
    if form is not None and step in (4, 5):
        told["script"] = _script(str(form.data.get("purpose", "")))
    if form is not None and last and form.is_valid():
        told["summary"] = form.summary()
        told["said_no"] = form.cleaned_data.get("said") == "no"
    return told


def _script(purpose: str) -> dict[str, str]:
    row = PURPOSES.get(purpose)
    return {} if row is None else {name: text[language()] for name, text in row.items()}


def _step(text: str) -> int:
    return int(text) if text.isdigit() and 1 <= int(text) <= len(STEPS) else 1


def _consent(victim: Victim, consent_id: UUID) -> Consent:
    found = selectors.consents_of(victim).filter(id=consent_id).first()
    if found is None:
        raise Http404
    return found
