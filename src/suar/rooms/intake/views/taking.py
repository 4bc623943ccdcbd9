"""Taking reports: an operator's call on one page, a group on one sheet, a person more."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from suar.base.access.actor import Actor
from suar.base.access.guard import needs
from suar.base.accounts.once import once
from suar.base.ui.words import language
from suar.knowledge.rules.permissions import Permission
from suar.rooms.intake import selectors, services
from suar.rooms.intake.forms.call import CallForm, GroupForm, PersonForm
from suar.rooms.intake.forms.triage import answers_in, rows_of
from suar.rooms.intake.models import Report

both = require_http_methods(["GET", "HEAD", "POST"])
_TRIAGE = "triage"


@both
@needs(Permission.TAKE_REPORTS)
def call(request: HttpRequest) -> HttpResponse:
    """Write down a call, a chat or a visit: reporter and person concerned are two."""
    form = CallForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            return reverse("reports:report", args=[_take_call(form, request.actor).id])

        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
        return redirect(led_to)
    rows = rows_of(form, _TRIAGE, prefix="t_")
    return _form(request, "intake/call.html", form, rows=rows)


def _take_call(form: CallForm, by: Actor) -> Report:
    now = timezone.now()
    draft = form.draft(language())
    report = services.take_report(draft=draft, channel=form.cleaned_data["channel"], now=now, by=by)
    if any(draft.teller.sealed().values()):
        services.keep_open(report=report, now=now, by=by)
    answers = answers_in(form, _TRIAGE, prefix="t_")
    asked = any(each.said != "not_asked" for each in answers.values())
    person = selectors.persons_concerned_of(report, by).first()
    if asked and person is not None:
        report = services.triage_report(
            report=report, answers={person.id: answers}, version=report.version, now=now, by=by
        )
    return report


@both
@needs(Permission.TAKE_REPORTS)
def group(request: HttpRequest) -> HttpResponse:
    """Begin the sheet of a group: one event, so many persons."""
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            made = services.take_report(
                draft=form.draft(language()),
                channel=Report.Channel.VISIT,
                now=timezone.now(),
                by=request.actor,
            )
            return reverse("reports:sheet", args=[made.id])

        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
        return redirect(led_to)
    return _form(request, "intake/group.html", form)


@both
@needs(Permission.TAKE_REPORTS)
def person(request: HttpRequest, report_id: UUID) -> HttpResponse:
    """Add a person whom the report concerns."""
    found = selectors.get_report_for(request.actor, report_id)
    form = PersonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            services.add_person(
                report=found, person=form.concerned(), now=timezone.now(), by=request.actor
            )
            return reverse("reports:report", args=[found.id])

        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
        return redirect(led_to)
    return _form(request, "intake/person.html", form, report=found)


def _form(request: HttpRequest, template: str, form: Any, **facts: Any) -> HttpResponse:
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form, **facts}, status=status)
