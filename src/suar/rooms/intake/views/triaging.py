"""Triage of one report's persons, and the sheet of a group in parts of twenty."""

from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from suar.base.access.guard import needs
from suar.base.access.reading import ask_ahead, reading
from suar.base.access.versions import StaleWrite
from suar.base.accounts.once import once
from suar.base.vault.ring import hold_keys, keys_asked
from suar.knowledge.rules.lifecycle import REPORT, may_move
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.reports import CAPTIVE, Part
from suar.rooms.intake import selectors, services
from suar.rooms.intake.forms.sheet import ROWS, SheetForm, TriageForm
from suar.rooms.intake.forms.triage import answers_in, rows_of
from suar.rooms.intake.models import PersonConcerned, PersonIdentity, Report
from suar.rooms.intake.services.grouping import note_group
from suar.rooms.intake.wording import PERSON_STATES, choices, codes

both = require_http_methods(["GET", "HEAD", "POST"])
_TOOL = "triage"


@both
@needs(Permission.TAKE_REPORTS)
def triage(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Ten things of each person, noticed rather than asked."""
    found = selectors.get_report_for(request.actor, report_id)
    may_move(REPORT, "triage", state=found.state, holder=request.actor.holder).require()
    selectors.may_triage(found, request.actor).require()
    persons = list(selectors.persons_concerned_of(found, request.actor)[:ROWS])
    form = TriageForm(request.POST or None, persons=persons, initial={"version": found.version})
    changed = False
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            services.triage_report(
                report=found,
                answers={
                    each.id: answers_in(form, _TOOL, prefix=f"p{each.number}_t_")
                    for each in persons
                },
                version=form.cleaned_data["version"],
                now=timezone.now(),
                by=request.actor,
            )
            return reverse("reports:report", args=[found.id])

        try:
            led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
            return redirect(led_to)
        except StaleWrite:
            changed = _again(form, selectors.get_report_for(request.actor, report_id))
    known = selectors.answers_of_many(persons, request.actor, tool=_TOOL)
    rows = [
        (each, rows_of(form, _TOOL, prefix=f"p{each.number}_t_", known=known[each.id]))
        for each in persons
    ]
    captive = any(each.state in CAPTIVE for each in persons)
    facts = {"form": form, "report": found, "rows": rows, "changed": changed, "captive": captive}
    return render(request, "intake/triage.html", facts, status=_status(form, changed))


@both
@needs(Permission.TAKE_REPORTS)
def sheet(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """The sheet of a group: twenty rows at a time, each triaged for herself."""
    actor = request.actor
    found = selectors.get_report_for(actor, report_id)
    may_move(REPORT, "triage", state=found.state, holder=actor.holder).require()
    selectors.may_triage(found, actor).require()
    everyone = selectors.persons_concerned_of(found, actor)
    page = Paginator(everyone, ROWS).get_page(request.GET.get("page"))
    persons = list(page.object_list)
    form = SheetForm(request.POST or None, persons=persons, initial={"version": found.version})
    changed = False
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            note_group(
                report=found,
                rows=form.rows(),
                version=form.cleaned_data["version"],
                now=timezone.now(),
                by=actor,
            )
            if page.has_next():
                return f"{reverse('reports:sheet', args=[found.id])}?page={page.number + 1}"
            return reverse("reports:report", args=[found.id])

        try:
            led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=actor)
            return redirect(led_to)
        except StaleWrite:
            changed = _again(form, selectors.get_report_for(actor, report_id))
    facts = {
        "form": form,
        "report": found,
        "rows": _sheet_rows(form, found, persons, request),
        "page": page,
        "sexes": codes("sex", blank=""),
        "states": choices(PERSON_STATES),
        "changed": changed,
        "untriaged": everyone.filter(triaged_at=None).count(),
    }
    return render(request, "intake/sheet.html", facts, status=_status(form, changed))


def _sheet_rows(
    form: SheetForm, found: Report, persons: list[PersonConcerned], request: HttpRequest
) -> list[dict[str, Any]]:
    actor = request.actor
    known = selectors.answers_of_many(persons, actor, tool=_TOOL)
    opened = services.opened_until(found, actor, now=timezone.now())
    names = {}
    if Part.IDENTITY in opened:
        with reading():
            ids = [each.id for each in persons]
            identities = selectors.of_persons(PersonIdentity, persons, actor)
            ask_ahead(identities, *keys_asked(found.organisation_id, ids))
            hold_keys(found.organisation_id, ids)
            names = selectors.identities_of(persons, actor)
    rows = []
    for each in persons:
        key = f"p{each.number}_"
        sealed = names.get(each.id, {})
        rows.append(
            {
                "person": each,
                "key": key,
                "name": form.data.get(f"{key}name", sealed.get("name", "")),
                "age": form.data.get(f"{key}age", sealed.get("age", "")),
                "sex": form.data.get(f"{key}sex", each.sex),
                "state": form.data.get(f"{key}state", each.state),
                "questions": rows_of(form, _TOOL, prefix=f"{key}t_", known=known[each.id]),
            }
        )
    return rows


def _again(form: Any, report: Report) -> bool:
    """Let what was typed be sent once more over what stands now."""
    form.data = form.data.copy()
    form.data["version"] = str(report.version)
    return True


def _status(form: Any, changed: bool) -> int:
    if changed:
        return 409
    return 422 if form.is_bound and form.errors else 200
