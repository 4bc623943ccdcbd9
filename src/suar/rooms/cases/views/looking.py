"""Looking: the list, one case, her needs over time, what others granted."""

from datetime import datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from suar.base.access.guard import needs
from suar.base.accounts.once import once
from suar.base.ui.paging import Counted, Pages
from suar.base.ui.parts import Filter
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.cases import wording
from suar.rooms.cases.charts import LEVELS, courses_of
from suar.rooms.cases.forms.case import FilterForm, RenameForm, SearchForm, ViewForm
from suar.rooms.cases.models import SavedView
from suar.rooms.cases.selectors import cases_granted_to, cases_visible_to, get_case_for
from suar.rooms.cases.selectors.listing import (
    Choice,
    Row,
    counts_of,
    find_cases,
    narrow,
    rows_for,
    with_next,
)
from suar.rooms.cases.selectors.needs import assessments_of, findings_of, security_of
from suar.rooms.cases.selectors.page import file_of, sheet_of_granted
from suar.rooms.cases.selectors.sights import sights_of
from suar.rooms.cases.services import lists as verbs
from suar.rooms.cases.views.filling import Sheet, fill

PAGE = 50
#: So many found cases are shown; more means that the words say too little.
MOST_FOUND = 50


@require_http_methods(["GET", "POST"])
@needs(Permission.READ_CASES)
def index(request: HttpRequest) -> HttpResponse:
    """List the organisation's cases; a search is sent by POST, so that no address holds a name."""
    actor, now = request.actor, timezone.now()
    search = SearchForm(request.POST or None)
    may_ = partial(may, actor.holder)
    facts = {
        "search": search,
        "agrees": may_(Permission.APPROVE_CASES).allowed,
        "keeps": may_(Permission.KEEP_SHELTER).allowed,
        "exports": may_(Permission.EXPORT_RECORDS).allowed,
        "brings": may_(Permission.BRING_IN_RECORDS).allowed,
        "now": now,
    }
    if request.method == "POST":
        facts |= _found(request, search, now)
    else:
        facts |= _listed(request, now)
    return render(request, "cases/index.html", facts, status=422 if search.errors else 200)


def _found(request: HttpRequest, search: SearchForm, now: datetime) -> dict[str, Any]:
    """Give what a search found; the audit keeps that somebody searched, not what for."""
    actor = request.actor
    rows: list[Row] = []
    if search.is_valid():
        cases = with_next(find_cases(actor, search.cleaned_data["words"]))[:MOST_FOUND]
        rows = rows_for(actor, cases, now=now)
        verbs.note_search(found=len(rows), by=actor)
    return {"rows": rows, "sections": [("", rows)], "searched": True}


def _listed(request: HttpRequest, now: datetime) -> dict[str, Any]:
    actor = request.actor
    form = FilterForm(request.GET)
    told = form.told()
    chosen = Choice(**told)
    ours = narrow(with_next(cases_visible_to(actor)), actor, chosen, now=now)
    counts = counts_of(actor, here=ours if told else None, now=now)
    page = Pages(ours, PAGE, counted=counts.get("here", counts[""])).get_page(
        request.GET.get("page")
    )
    rows = rows_for(actor, page.object_list, now=now)
    views = list(
        SavedView.objects.filter(
            organisation_id=actor.organisation, person_id=actor.person
        ).order_by("name")
    )
    query = form.query()
    return {
        "page": page,
        "rows": rows,
        "sections": _sections(rows, now) if chosen.show == "due" else [("", rows)],
        "toggles": _toggles(form, counts),
        "sort": _("By their day") if chosen.show == "due" else _("Newest first"),
        "filter": form,
        "narrowed": bool(told),
        "views": [(view, view.query == query) for view in views],
        "query": "" if any(view.query == query for view in views) else query,
        "view_form": ViewForm(initial={"query": query}),
        "opens": may(actor.holder, Permission.WORK_CASES).allowed,
    }


def _toggles(form: FilterForm, counts: dict[str, Counted]) -> list[Filter]:
    """Give the toggles; each keeps what else the list is narrowed to."""
    told = (
        ("", _("All open")),
        ("due", _("Needs doing")),
        ("mine", _("Mine")),
        ("follow-up", _("Follow-up")),
        ("closed", _("Closed")),
    )
    shown = form.told().get("show", "")
    found = []
    for key, words in told:
        counted = counts.get(key)
        number, more = (counted.number, counted.more) if counted else (None, False)
        found.append(Filter(words, f"?{form.query(show=key)}", number, key == shown, more))
    return found


def _sections(rows: list[Row], now: datetime) -> list[tuple[str, list[Row]]]:
    midnight = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    told = (
        (_("Late"), [r for r in rows if r.due and r.due < now]),
        (_("Today"), [r for r in rows if r.due and now <= r.due <= midnight]),
        (_("Later"), [r for r in rows if r.due and r.due > midnight]),
        (_("Without a day"), [r for r in rows if not r.due]),
    )
    return [(words, found) for words, found in told if found]


@require_GET
@needs(Permission.READ_CASES)
def case(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show one case: ours as the file, another organisation's as far as it was granted."""
    actor, now = request.actor, timezone.now()
    found = get_case_for(actor, case_id, now=now, standing=True)
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
    """Keep the filter in force under a name: its codes and its day, nothing else of an address."""
    form = ViewForm(request.POST)
    if form.is_valid():
        told = form.cleaned_data

        def deed() -> str:
            query = FilterForm(QueryDict(told["query"])).query()  # an address could hold a name
            verbs.keep_view(name=told["name"], query=query, by=request.actor)
            return f"{reverse('cases:index')}?{query}"

        led_to, _done = once(key=told["once"], deed=deed, by=request.actor)
        return redirect(led_to)
    return redirect("cases:index")


@require_http_methods(["GET", "POST"])
@needs(Permission.READ_CASES)
def view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Rename one of one's own views, or go on to forget it."""
    found = verbs.view_of(request.actor, view_id)
    form = RenameForm(request.POST or None, initial={"name": found.name})

    def deed(sent: RenameForm) -> str:
        verbs.rename_view(view=found, name=sent.cleaned_data["name"], by=request.actor)
        return f"{reverse('cases:index')}?{found.query}"

    sheet = Sheet(
        title=_("A view of yours"),
        lead=_("Only you see it. It keeps a filter, no person."),
        button=_("Keep the name"),
        back=f"{reverse('cases:index')}?{found.query}",
        tops=((_("Cases"), reverse("cases:index")),),
        template="cases/view.html",
        facts={"view": found},
    )
    return fill(request, form, deed, sheet)


@require_POST
@needs(Permission.READ_CASES)
def forget_view(request: HttpRequest, view_id: UUID) -> HttpResponse:
    """Forget one of one's own views."""
    verbs.forget_view(view_id=view_id, by=request.actor)
    return redirect("cases:index")
