"""Looking: the list, one case, her needs over time, what others granted."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from suar.base.access.guard import needs
from suar.base.accounts.once import once
from suar.base.ui.parts import Filter
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.cases import wording
from suar.rooms.cases.charts import LEVELS, courses_of
from suar.rooms.cases.forms.case import FilterForm, SearchForm, ViewForm
from suar.rooms.cases.models import SavedView
from suar.rooms.cases.selectors import cases_granted_to, cases_visible_to, get_case_for
from suar.rooms.cases.selectors.listing import Row, find_cases, narrow, rows_for, toggles_of
from suar.rooms.cases.selectors.needs import assessments_of, findings_of, security_of
from suar.rooms.cases.selectors.page import file_of, sheet_of_granted
from suar.rooms.cases.selectors.sights import sights_of
from suar.rooms.cases.services import cases as verbs

PAGE = 50


@require_http_methods(["GET", "POST"])
@needs(Permission.READ_CASES)
def index(request: HttpRequest) -> HttpResponse:
    """List the organisation's cases; a search is sent by POST, so that no address holds a name."""
    actor, now = request.actor, timezone.now()
    search = SearchForm(request.POST or None)
    found = None
    if request.method == "POST" and search.is_valid():
        found = find_cases(actor, search.cleaned_data["words"])
    form = FilterForm(request.GET)
    chosen = {k: v for k, v in form.cleaned_data.items() if v} if form.is_valid() else {}
    show = request.GET.get("show", "")
    cases = narrow(cases_visible_to(actor), actor, show=show, now=now, **chosen)
    page = Paginator(cases if found is None else found, PAGE).get_page(request.GET.get("page"))
    rows = rows_for(actor, page.object_list, now=now)
    views = list(
        SavedView.objects.filter(organisation_id=actor.organisation, person_id=actor.person)
    )
    named = [(k, v) for k, v in request.GET.items() if k in {*form.fields, "show"} and v]
    kept = urlencode(named) if chosen else ""
    return render(
        request,
        "cases/index.html",
        {
            "page": page,
            "sections": _sections(rows, now) if show == "due" else [("", rows)],
            "toggles": _toggles(actor, show, now),
            "filter": form,
            "search": search,
            "searched": found is not None,
            "views": views,
            "query": kept,
            "view_form": ViewForm(initial={"query": kept}),
            "agrees": may(actor.holder, Permission.APPROVE_CASES).allowed,
            "keeps": may(actor.holder, Permission.KEEP_SHELTER).allowed,
            "now": now,
        },
        status=422 if search.errors else 200,
    )


def _toggles(actor: Any, show: str, now: datetime) -> list[Filter]:
    counts = toggles_of(actor, now=now)
    told = (
        ("", _("All open"), counts["open"]),
        ("due", _("Needs doing"), counts["due"]),
        ("mine", _("Mine"), counts["mine"]),
        ("follow-up", _("Follow-up"), None),
        ("closed", _("Closed"), None),
    )
    return [
        Filter(words, f"?show={key}" if key else "?", count, key == show)
        for key, words, count in told
    ]


def _sections(rows: list[Row], now: datetime) -> list[tuple[str, list[Row]]]:
    midnight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    late = [r for r in rows if r.due and r.due < now]
    today = [r for r in rows if r.due and now <= r.due <= midnight]
    later = [r for r in rows if r.due and r.due > midnight]
    told = ((_("Late"), late), (_("Today"), today), (_("Later"), later))
    return [(words, found) for words, found in told if found]


@require_GET
@needs(Permission.READ_CASES)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show one case: ours as the file, another organisation's as far as it was granted."""
    actor, now = request.actor, timezone.now()
    found = get_case_for(actor, case_id, now=now)
    if found.organisation_id != actor.organisation:
        facts = sheet_of_granted(found, actor, now=now)
        return render(request, "cases/granted.html", {"case": found, "now": now, **facts})
    return render(
        request, "cases/case.html", {"case": found, "now": now, **file_of(found, actor, now=now)}
    )


@require_GET
@needs(Permission.READ_CASES)
def needs_over_time(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show her scores over time, what is a risk and what protects, and human security."""
    actor, now = request.actor, timezone.now()
    found = get_case_for(actor, case_id)
    seen = sights_of(found, actor, now=now)
    assessments = assessments_of(found, actor)
    findings = findings_of(found, actor, seen=seen, assessments=assessments)
    latest = assessments[-1] if assessments else None
    return render(
        request,
        "cases/needs.html",
        {
            "case": found,
            "assessments": assessments,
            "charts": courses_of(findings, assessments),
            "levels": LEVELS,
            "items": findings.items_of(latest),
            "security": security_of(findings, assessments),
            "health_closed": findings.health_closed,
            "words": findings.words_of(latest),
            "now": now,
        },
    )


@require_GET
@needs(Permission.READ_CASES)
def shared(request: HttpRequest) -> HttpResponse:
    """List other organisations' cases of which somebody granted something to us."""
    now = timezone.now()
    rows = [
        (found, *wording.chip_of(wording.CASE, found.state))
        for found in cases_granted_to(request.actor, now=now).order_by("-opened_at")[:PAGE]
    ]
    return render(request, "cases/shared.html", {"rows": rows})


@require_POST
@needs(Permission.READ_CASES)
def keep_view(request: HttpRequest) -> HttpResponse:
    """Keep the filter in force under a name."""
    form = ViewForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data

        def deed() -> str:
            verbs.keep_view(name=told["name"], query=told["query"], by=request.actor)
            return f"{reverse('cases:index')}?{told['query']}"

        led_to, _done = once(key=told["once"], deed=deed, by=request.actor)
        return redirect(led_to)
    return redirect("cases:index")


@require_POST
@needs(Permission.READ_CASES)
def forget_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Forget one of one's own views."""
    verbs.forget_view(view_id=view_id, by=request.actor)
    return redirect("cases:index")
