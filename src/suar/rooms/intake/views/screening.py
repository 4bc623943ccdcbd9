"""Screening pages: begin, ask by dimension, stop, the explanation, and what a person concludes."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from suar.base.access.actor import Actor
from suar.base.access.guard import needs
from suar.base.access.reading import reading
from suar.base.access.versions import StaleWrite
from suar.base.accounts.once import once
from suar.base.ui.words import language
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.reports import Part
from suar.knowledge.screening import Result, tool
from suar.rooms.intake import selectors
from suar.rooms.intake.forms.sheet import BeginForm, ConcludeForm, QuestionsForm, StopForm
from suar.rooms.intake.forms.triage import answers_in, rows_of
from suar.rooms.intake.models import PersonConcerned, Screening
from suar.rooms.intake.sealing import open_fields
from suar.rooms.intake.services import screening as services
from suar.rooms.intake.services.opening import opened_until
from suar.rooms.intake.wording import CONCLUSIONS, ELEMENT_STATES, ELEMENTS, STOPPED

both = require_http_methods(["GET", "HEAD", "POST"])


@both
@needs(Permission.SCREEN_PERSONS)
def screenings(request: HttpRequest, person_id: UUID) -> HttpResponse:
    """Show a person's screenings, and begin one."""
    actor = request.actor
    person = selectors.get_person_for(actor, person_id)
    form = BeginForm(request.POST or None)
    if request.method == "POST" and form.is_valid():

        def deed() -> str:
            told = form.cleaned_data
            made = services.begin_screening(
                person=person,
                agreed=told["agreed"],
                rested=told["rested"],
                face_to_face=told["face_to_face"],
                interpreter=told["interpreter"],
                language=told["spoken"],
                now=timezone.now(),
                by=actor,
            )
            return reverse("reports:screening", args=[made.id])

        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=actor)
        return redirect(led_to)
    rows = list(selectors.screenings_of(person, actor))
    facts = {
        "form": form,
        "person": person,
        "report": selectors.get_report_for(actor, person.report_id),
        "rows": [(each, CONCLUSIONS.get(each.conclusion, "")) for each in rows],
        "open": next((each for each in rows if each.state != Screening.State.CONCLUDED), None),
    }
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "intake/screenings.html", facts, status=status)


@require_safe
@needs(Permission.SCREEN_PERSONS)
def screening(request: HttpRequest, screening_id: UUID) -> HttpResponse:
    """Show how far it is, what the answers add up to, and the ways on."""
    found = selectors.get_screening_for(request.actor, screening_id)
    return _overview(request, found, ConcludeForm(initial={"version": found.version}))


@both
@needs(Permission.SCREEN_PERSONS)
def ask(request: HttpRequest, screening_id: UUID, tool_name: str, dimension: str) -> HttpResponse:
    """Ask one dimension of one tool. What was answered elsewhere is shown, not asked again."""
    actor = request.actor
    found = selectors.get_screening_for(actor, screening_id)
    asked = _dimension(tool_name, dimension)
    person = selectors.get_person_for(actor, found.person_id)
    form = QuestionsForm(request.POST or None, tool_name=tool_name)
    if request.method == "POST" and form.is_valid():
        here = {each.code for each in asked.indicators}

        def deed() -> str:
            answers = answers_in(form, tool_name, prefix="q_")
            services.note_screening(
                screening=found,
                tool_name=tool_name,
                answers={code: told for code, told in answers.items() if code in here},
                now=timezone.now(),
                by=actor,
            )
            return reverse("reports:screening", args=[found.id])

        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=actor)
        return redirect(led_to)
    newest = selectors.newest_answers(person, actor)
    known = {code: row for (name, code), row in newest.items() if name == tool_name}
    facts = {
        "form": form,
        "screening": found,
        "person": person,
        "tool": tool(tool_name),
        "title": asked.label[language()],
        "note": tool(tool_name).note[language()],
        "rows": rows_of(
            form,
            tool_name,
            prefix="q_",
            known=known,
            stands=services.stands_of(person, tool_name, actor),
            dimension=dimension,
        ),
    }
    return render(request, "intake/ask.html", facts)


@require_POST
@needs(Permission.SCREEN_PERSONS)
def stop(request: HttpRequest, screening_id: UUID) -> HttpResponse:
    """Stop here, at whatever question; or go on with one that was stopped."""
    found = selectors.get_screening_for(request.actor, screening_id)
    now = timezone.now()
    if found.state == Screening.State.STOPPED:
        services.go_on_screening(screening=found, now=now, by=request.actor)
    else:
        because = request.POST.get("because", "")
        because = because if because in STOPPED else "she_asked"
        services.stop_screening(screening=found, because=because, now=now, by=request.actor)
    return redirect("reports:screening", found.id)


@require_POST
@needs(Permission.SCREEN_PERSONS)
def conclude(request: HttpRequest, screening_id: UUID) -> HttpResponse:
    """Write down what a person concludes."""
    found = selectors.get_screening_for(request.actor, screening_id)
    form = ConcludeForm(request.POST)
    if not form.is_valid():
        return _overview(request, found, form, status=422)

    def deed() -> str:
        services.conclude_screening(
            screening=found,
            conclusion=form.cleaned_data["conclusion"],
            words=form.cleaned_data["words"],
            version=form.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("reports:screening", args=[found.id])

    try:
        led_to, _now = once(key=form.cleaned_data["once"], deed=deed, by=request.actor)
    except StaleWrite:
        now_stands = selectors.get_screening_for(request.actor, screening_id)
        form.data = form.data.copy()
        form.data["version"] = str(now_stands.version)
        return _overview(request, now_stands, form, status=409, changed=True)
    return redirect(led_to)


def _overview(
    request: HttpRequest, found: Screening, form: ConcludeForm, *, status: int = 200, **more: Any
) -> HttpResponse:
    actor = request.actor
    person = selectors.get_person_for(actor, found.person_id)
    report = selectors.get_report_for(actor, person.report_id)
    opened = opened_until(report, actor, now=timezone.now())
    with reading():
        facts = {
            "screening": found,
            "person": person,
            "report": report,
            "why": open_fields(found).get("words", "") if Part.TOLD in opened else None,
            "form": form,
            "stop_form": StopForm(),
            "tools": [_tool(name, person, actor) for name in services.TOOLS],
            "result": _explained(services.explained(person, actor)),
            "flags": _flags(person, actor),
            "conclusion": CONCLUSIONS.get(found.conclusion, ""),
            **more,
        }
    return render(request, "intake/screening.html", facts, status=status)


def _tool(name: str, person: PersonConcerned, actor: Actor) -> dict[str, Any]:
    asked, stands = tool(name), services.stands_of(person, name, actor)
    chosen = language()
    dimensions = []
    for each in asked.dimensions:
        said = [stands[one.code].said.value for one in each.indicators]
        dimensions.append(
            {
                "code": each.code,
                "label": each.label[chosen],
                "total": len(said),
                "answered": sum(value != "not_asked" for value in said),
                "yes": said.count("yes"),
            }
        )
    return {
        "name": name,
        "label": asked.label[chosen],
        "note": asked.note[chosen],
        "source": asked.source,
        "dimensions": dimensions,
    }


def _explained(result: Result) -> dict[str, Any]:
    chosen = language()
    labels = {each.code: each.label[chosen] for each in result.dimensions}
    return {
        "outcome": result.outcome.value,
        "child": result.child,
        "answered": result.answered,
        "total": result.total,
        "dimensions": [
            {
                "label": each.label[chosen],
                "strong": each.strong,
                "medium": each.medium,
                "weak": each.weak,
                "positive": each.positive,
                "could": each.could,
                "open": each.open,
                "present": [one.label[chosen] for one in each.present],
            }
            for each in result.dimensions
        ],
        "elements": [
            {
                "name": ELEMENTS[each.name],
                "kind": ELEMENT_STATES[each.state][0],
                "state": ELEMENT_STATES[each.state][1],
                "by": ", ".join(labels[code] for code in each.by),
                "substituted": each.substituted,
            }
            for each in result.elements
        ],
    }


def _flags(person: PersonConcerned, actor: Actor) -> bool:
    """Whether an answer asks for a non-punishment review before anything else happens to her."""
    return any(
        stands[each.code].said.value == "yes"
        for name in (*services.TOOLS, "triage")
        for stands in [services.stands_of(person, name, actor)]
        for each in tool(name)
        if each.flag == "non_punishment"
    )


def _dimension(tool_name: str, code: str) -> Any:
    if tool_name in services.TOOLS:
        for each in tool(tool_name).dimensions:
            if each.code == code:
                return each
    raise Http404
