"""Papers of a case and of a report: the list, making one, the sheet itself, printing it again."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from suar.base.access.guard import needs
from suar.base.accounts.models import Organisation
from suar.base.ui.paper import HIDDEN_KINDS, Letter
from suar.base.ui.paper import paper as printed
from suar.base.ui.whose import role_in_words
from suar.base.ui.words import day, language
from suar.knowledge.rules.consent import PURPOSES
from suar.knowledge.rules.papers import CARRIES, Goes, PaperKind, is_secret
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Case, Paper, PaperPrint
from suar.rooms.cases.papers import forms, selectors, services, wording
from suar.rooms.cases.papers.about import name_of_staff
from suar.rooms.cases.papers.recipients import agreed_recipients, said_no_to
from suar.rooms.cases.papers.writing.consent import recipient_of
from suar.rooms.cases.selectors import get_case_for, person_of
from suar.rooms.cases.selectors.sights import sights_of
from suar.rooms.cases.views.filling import Sheet, fill, tops_of
from suar.rooms.cases.wording import GROUPS
from suar.rooms.intake.selectors import get_report_for
from suar.rooms.victims.models import Victim
from suar.rooms.victims.selectors import consents_of

both = require_http_methods(["GET", "POST"])
_FORMS: dict[PaperKind, type[forms.PaperForm]] = {
    PaperKind.CONSENT: forms.ConsentPaperForm,
    PaperKind.SOCIAL_REPORT: forms.SocialReportForm,
    PaperKind.REFERRAL: forms.ReferralForm,
    PaperKind.HANDOVER: forms.HandoverForm,
    PaperKind.CONFERENCE: forms.ConferenceForm,
}
_ALWAYS = frozenset({FieldGroup.FACTS, FieldGroup.SERVICES})


@require_GET
@needs(Permission.READ_CASES)
def papers(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """List the papers made of a case, and what may be made."""
    case = get_case_for(request.actor, case_id)
    offered = [
        (
            kind,
            _(words),
            _(wording.LEADS[kind]),
            services.may_make_of_case(kind, case, request.actor),
        )
        for kind, words in wording.TITLES.items()
        if kind in _FORMS
    ]
    listed = selectors.papers_of(request.actor, case_id=case.id)
    facts = {"case": case, "listed": listed, "offered": offered, "person": person_of(case)}
    return render(request, "cases/papers.html", facts)


@never_cache
@both
@needs(Permission.READ_CASES)
def make(request: HttpRequest, case_id: UUID, kind: str) -> HttpResponse:
    """Ask what a paper is to say and to carry; then issue it and show the sheet."""
    case = get_case_for(request.actor, case_id)
    if kind not in {each.value for each in _FORMS}:
        raise Http404
    chosen = PaperKind(kind)
    services.may_make_of_case(chosen, case, request.actor).require()
    person = person_of(case)
    if person is None:
        raise Http404
    seen = sights_of(case, request.actor, now=timezone.now())
    may_carry = [g for g in GROUPS if g in CARRIES[chosen] - _ALWAYS and g in seen]
    # What closed while she was typing is refused by the rule's own sentence, with all typed kept.
    offered = [g for g in may_carry if seen[g].readable or request.method == "POST"]
    form = _form(request, chosen, person, offered)

    def deed(sent: forms.PaperForm) -> str:
        wanted = _wanted(chosen, sent)
        made = services.issue_paper(case=case, wanted=wanted, now=timezone.now(), by=request.actor)
        return reverse("cases:paper", args=[made.id])

    facts: dict[str, Any] = {
        "case": case,
        "person": person,
        "sealed": [_(GROUPS[g]) for g in may_carry if not seen[g].readable],
        "paper_unsafe": person.paper_safe != "yes",
    }
    if chosen is PaperKind.REFERRAL:
        facts["said_no"] = said_no_to(person, now=timezone.now())
    return fill(request, form, deed, _page(chosen, tops_of(case), "cases:papers", case.id, facts))


@never_cache
@both
@needs(Permission.TAKE_REPORTS)
def make_of_report(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Issue the paper of a report; those made before stand beside the form."""
    report = get_report_for(request.actor, report_id)
    services.may_make_of_report(report, request.actor).require()
    form = forms.ReportPaperForm(
        request.POST or None, offered=[], initial=_initial(request, Goes.OFFICE)
    )

    def deed(sent: forms.PaperForm) -> str:
        wanted = _wanted(PaperKind.REPORT, sent)
        made = services.issue_report_paper(
            report=report, wanted=wanted, now=timezone.now(), by=request.actor
        )
        return reverse("cases:paper", args=[made.id])

    tops = (
        (_("Reports"), reverse("reports:index")),
        (report.reference, reverse("reports:report", args=[report.id])),
    )
    facts = {"listed": selectors.papers_of(request.actor, report_id=report.id)}
    return fill(
        request, form, deed, _page(PaperKind.REPORT, tops, "reports:report", report.id, facts)
    )


@never_cache
@both
@needs(Permission.OPEN_OWN_DAY)
def sheet(request: HttpRequest, paper_id: UUID) -> HttpResponse:
    """Show the sheet to whoever printed it just now; else say what it is, and print a copy."""
    actor, now = request.actor, timezone.now()
    paper = selectors.get_paper_for(actor, paper_id)
    back = _back(paper)
    running = selectors.running_print(paper, actor, now)
    allowed = services.may_be_printed(paper, now=now, by=actor)
    if running is not None and request.method == "GET" and paper.sealed and _still(paper, request):
        return _drawn(request, paper, running, back)
    form = forms.PrintAgainForm(request.POST or None)

    def deed(sent: forms.PrintAgainForm) -> str:
        told = sent.cleaned_data
        services.print_again(
            paper=paper,
            reason=told["reason"],
            words=told["reason_words"],
            now=timezone.now(),
            by=actor,
        )
        return reverse("cases:paper", args=[paper.id])

    prints = PaperPrint.objects.filter(organisation_id=actor.organisation, paper_id=paper.id)
    page = Sheet(
        title=wording.title(paper.kind),
        button=_("Print a copy"),
        back=back,
        icon="printer",
        tops=((_("Printed papers"), back),),
        template="cases/paper_again.html",
        facts={
            "paper": paper,
            "allowed": allowed,
            "language": dict(wording.LANGUAGES)[paper.language],
            "prints": [
                (each, name_of_staff(each.by), wording.reason(each.reason))
                for each in prints.order_by("at")[:50]
            ],
        },
    )
    return fill(request, form, deed, page)


def _still(paper: Paper, request: HttpRequest) -> bool:
    """Whether a printing that runs may still show: the case is the reader's own to see."""
    if paper.case_id is None:
        return True
    case = Case.objects.get(organisation_id=request.actor.organisation, id=paper.case_id)
    seen = sights_of(case, request.actor, now=timezone.now())
    return all(FieldGroup(each) in seen for each in paper.groups)


def _drawn(request: HttpRequest, paper: Paper, running: PaperPrint, back: str) -> HttpResponse:
    told = selectors.sheet_of(paper)
    with override(paper.language):
        letter = Letter(
            subject=told["subject"],
            reference=paper.reference,
            number=paper.number,
            nature=told["nature"],
            enclosures=told["enclosures"],
            place=told["place"],
            on=paper.on,
            copies=told["copies"],
            made_for=name_of_staff(running.by) if running.copy else "",
            made_at=running.at,
            neutral=paper.neutral,
        )
    facts = {"sheet": told, "copy": running.copy, "one_language": True, "issued": paper}
    return printed(
        request, "cases/paper/sheet.html", letter, language=paper.language, facts=facts, back=back
    )


def _back(paper: Paper) -> str:
    if paper.case_id is not None:
        return reverse("cases:papers", args=[paper.case_id])
    return reverse("cases:report_paper", args=[paper.report_id])


def _wanted(kind: PaperKind, form: forms.PaperForm) -> services.Wanted:
    told = form.cleaned_data
    return services.Wanted(
        kind=kind,
        language=told["language"],
        goes=Goes(told.get("goes") or Goes.OFFICE),
        neutral=told["head"] == "neutral",
        groups=form.chosen_groups(),
        reason=told.get("reason", ""),
        words=told.get("reason_words", ""),
        told=form.told(),
    )


def _form(
    request: HttpRequest, kind: PaperKind, person: Victim, groups: list[FieldGroup]
) -> forms.PaperForm:
    now = timezone.now()
    goes = Goes.OFFICE if kind is PaperKind.REFERRAL else Goes.FILE
    options: dict[str, Any] = {
        "offered": [(group.value, _(GROUPS[group])) for group in groups],
        "initial": _initial(request, goes),
    }
    if kind is PaperKind.CONSENT:
        rows = list(consents_of(person))
        options["consents"] = [(str(row.id), _consent_in_words(row)) for row in rows]
        options["initial"]["consents"] = [str(row.id) for row in rows if row.state == "given"]
    if kind is PaperKind.REFERRAL:
        options["recipients"] = [
            (str(row.id), _consent_in_words(row)) for row in agreed_recipients(person, now=now)
        ]
    return _FORMS[kind](request.POST or None, **options)


def _initial(request: HttpRequest, goes: Goes) -> dict[str, Any]:
    own = Organisation.objects.get(pk=request.actor.organisation)
    return {
        "language": language(),
        "head": "neutral" if own.kind in HIDDEN_KINDS else "letterhead",
        "goes": goes.value,
        "signer": name_of_staff(request.actor.person),
        "signer_post": role_in_words(request.actor.role),
    }


def _consent_in_words(row: Any) -> str:
    purpose = PURPOSES[row.purpose]["label"][language()] if row.purpose in PURPOSES else ""
    groups = ", ".join(_(GROUPS[FieldGroup(each)]).lower() for each in row.field_groups)
    return " · ".join(p for p in (recipient_of(row), purpose, groups, day(row.asked_at)) if p)


def _page(kind: PaperKind, tops: Any, back: str, subject: UUID, facts: dict[str, Any]) -> Sheet:
    secret = is_secret(kind, frozenset())
    return Sheet(
        title=wording.title(kind),
        lead=_(wording.LEADS[kind]),
        button=_("Number it and print"),
        icon="printer",
        back=reverse(back, args=[subject]),
        draft=f"paper-{kind.value}",
        tops=tops,
        note=_(
            "It gets the next number of your office; the audit keeps who printed what, and why."
        ),
        template="cases/paper_make.html",
        facts={**facts, "always_secret": secret},
    )
