"""Her rights: everything held shown to her; requests, erasure; the act's two clocks on one page."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from suar.base.access.guard import needs
from suar.base.ui.paper import Letter, paper, paper_language
from suar.base.ui.reasons import in_words
from suar.base.vault.envelope import Place
from suar.base.vault.keyring import VaultClosed
from suar.base.vault.services import open_text
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.permissions import Permission, may
from suar.knowledge.rules.rights import SafetyCheck
from suar.rooms.victims import selectors, wording
from suar.rooms.victims.everything import everything_held, not_printed
from suar.rooms.victims.forming import run, show
from suar.rooms.victims.forms.rights import AnswerForm, AskForm, BreachForm, EraseForm, SafetyForm
from suar.rooms.victims.models import Breach, Consent, RightsRequest, Victim
from suar.rooms.victims.services import (
    answer_request,
    ask_right,
    erase_person,
    note_breach,
    note_notice,
    show_held,
)
from suar.rooms.victims.views.ground import own_file

both = require_http_methods(["GET", "POST"])


@both
@needs(Permission.OPEN_IDENTITY)
def held(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Make sure of her safety; then show everything held about her, to print if paper is safe."""
    victim = own_file(request, victim_id)
    form = SafetyForm(request.POST or None)
    page = {
        "victim": victim,
        "heading": _("Everything held about her"),
        "lead": _(
            "First make sure that it is safe for her. Open what is sealed before you show it."
        ),
        "button": _("Show it to her"),
        "icon": "eye",
        "back": reverse("victims:file", args=[victim.id]),
    }
    if request.method != "POST" or not form.is_valid():
        return show(request, form, page=page)
    told, now = form.cleaned_data, timezone.now()
    chosen = paper_language(request)
    check = SafetyCheck(told["is_she"], told["alone"], told["paper_safe"])
    try:
        with override(chosen):
            sections = everything_held(victim, request.actor, now=now)
        show_held(
            victim=victim,
            check=check,
            on_paper=told["on_paper"],
            groups={each.group for each in sections},
            now=now,
            by=request.actor,
        )
    except Denied as denied:
        form.add_error(None, in_words(str(denied)))
        return show(request, form, page=page)
    with override(chosen):
        letter = Letter(subject=_("What is kept about you"), neutral=True)
        facts = {
            "sections": sections,
            "left_out": not_printed(victim, request.actor, now=now),
            "on_paper": told["on_paper"],
        }
    back = reverse("victims:file", args=[victim.id])
    return paper(
        request, "victims/paper/held.html", letter, language=chosen, facts=facts, back=back
    )


@both
@needs(Permission.WRITE_VICTIMS)
def ask(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Write down what is asked about her data; the answer has a clock."""
    victim = own_file(request, victim_id)
    form = AskForm(request.POST or None)

    def deed() -> str:
        told = form.cleaned_data
        ask_right(
            victim=victim,
            kind=told["kind"],
            asked_by=told["asked_by"],
            words=told["words"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("victims:file", args=[victim.id])

    page = {
        "victim": victim,
        "heading": _("She asks about her data"),
        "lead": _(
            "See, correct or erase: whoever answers for rights finds it on a page with a clock."
        ),
        "back": reverse("victims:file", args=[victim.id]),
    }
    return run(request, form, deed, page=page)


@require_GET
@needs(Permission.ANSWER_RIGHTS)
def index(request: HttpRequest) -> HttpResponse:
    """Show requests and the act's two clocks: after a withdrawal, and after a breach."""
    actor, now = request.actor, timezone.now()
    requests = list(selectors.requests_visible_to(actor)[:200])
    withdrawn = list(
        Consent.objects.filter(
            organisation_id=actor.organisation, state=Consent.State.WITHDRAWN
        ).order_by("-withdrawn_at")[:100]
    )
    files = {
        v.id: v.reference
        for v in Victim.objects.filter(
            organisation_id=actor.organisation,
            id__in={r.victim_id for r in requests} | {c.victim_id for c in withdrawn},
        )
    }
    names = wording.names_of(c.to_organisation_id for c in withdrawn)
    breaches = list(
        Breach.objects.filter(organisation_id=actor.organisation).order_by("-found_at")[:50]
    )
    return render(
        request,
        "victims/rights.html",
        {
            "requests": [
                {"row": r, "reference": files.get(r.victim_id, ""), **_words(r)} for r in requests
            ],
            "withdrawn": [
                {
                    "row": c,
                    "reference": files.get(c.victim_id, ""),
                    "to": names.get(c.to_organisation_id)
                    or wording.code("organisation_kind", c.to_kind),
                }
                for c in withdrawn
            ],
            "breaches": [
                {
                    "row": b,
                    "words": wording.BREACHES.get(b.kind, b.kind),
                    "told": _of_breach(b),
                    "met": b.persons_told_at is not None and b.authority_told_at is not None,
                }
                for b in breaches
            ],
            "may_erase": may(actor.holder, Permission.MANAGE_KEYS),
            "now": now,
        },
    )


@both
@needs(Permission.ANSWER_RIGHTS)
def answer(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Answer a request to see or to correct, or say why not."""
    found = _request(request, request_id)
    form = AnswerForm(request.POST or None)

    def deed() -> str:
        outcome = form.cleaned_data["outcome"]
        done = outcome in ("shown", "corrected")
        answer_request(
            request=found, done=done, outcome=outcome, now=timezone.now(), by=request.actor
        )
        return reverse("rights:index")

    page = {
        "heading": wording.RIGHTS[found.kind],
        "button": _("Answer"),
        "back": reverse("rights:index"),
    }
    return run(request, form, deed, page=page)


@both
@needs(Permission.MANAGE_KEYS)
def erase(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """Say what will be gone for good and what stays; then erase, with a certificate."""
    found = _request(request, request_id)
    if found.kind != RightsRequest.Kind.ERASE:
        raise Http404
    form = EraseForm(request.POST or None)

    def deed() -> str:
        erase_person(
            request=found,
            told_what_goes=form.cleaned_data["told"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("rights:index")

    page = {
        "heading": _("Erase a person’s data"),
        "happens": [
            _("Her keys are destroyed: name, contact, where she is, story, notes and papers are"
              " gone, in every backup too."),
            _("All sharing ends at once."),
            _("What stays: that there was a person, her sex, age band and nationality, the year and"
              " kind of what happened, so that the counts stay true."),
            _("A certificate is written. It names nobody. This cannot be undone."),
        ],
        "button": _("Destroy her keys"),
        "icon": "trash-2",
        "back": reverse("rights:index"),
    }  # fmt: skip
    return run(request, form, deed, page=page)


@both
@needs(Permission.ANSWER_RIGHTS)
def breach(request: HttpRequest) -> HttpResponse:
    """Write down a failure to protect data; the clock runs from its finding."""
    form = BreachForm(request.POST or None)

    def deed() -> str:
        told = form.cleaned_data
        note_breach(
            kind=told["kind"],
            groups=told["groups"],
            persons=told["persons"],
            words=told["words"],
            found=told["found"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("rights:index")

    page = {
        "heading": _("A failure to protect data"),
        "lead": _("Notice to the persons and to the authority within 3 x 24 hours of its finding."),
        "button": _("Write it down"),
        "back": reverse("rights:index"),
    }
    return run(request, form, deed, page=page)


@require_POST
@needs(Permission.ANSWER_RIGHTS)
def told(request: HttpRequest, breach_id: UUID) -> HttpResponse:
    """Say that the persons or the authority were told."""
    found = Breach.objects.filter(organisation_id=request.actor.organisation, id=breach_id).first()
    if found is None:
        raise Http404
    note_notice(
        breach=found, told=request.POST.get("told", ""), now=timezone.now(), by=request.actor
    )
    return redirect("rights:index")


def _request(request: HttpRequest, request_id: UUID) -> RightsRequest:
    found = selectors.requests_visible_to(request.actor).filter(id=request_id).first()
    if found is None:
        raise Http404
    return found


def _of_breach(row: Breach) -> str:
    """Give what is known of a breach, in the words of whoever noted it."""
    if not row.sealed:
        return ""
    place = Place(row.organisation_id, "breach", row.id, row.id, "story", "words")
    try:
        return open_text(bytes(row.sealed), place=place)
    except VaultClosed as closed:
        return in_words(str(closed))


def _words(row: RightsRequest) -> dict[str, Any]:
    late = row.state == "open" and row.due_at < datetime.now(row.due_at.tzinfo)
    return {
        "what": wording.RIGHTS.get(row.kind, row.kind),
        "outcome": wording.OUTCOMES.get(row.outcome, row.outcome),
        "late": late,
    }
