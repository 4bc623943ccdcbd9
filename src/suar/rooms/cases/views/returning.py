"""A return: prepare it, have it agreed, set out, arrive, or call it off."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from suar.base.access.guard import needs
from suar.knowledge.rules.closing import may_depart
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases import wording
from suar.rooms.cases.forms.case import VersionForm
from suar.rooms.cases.forms.needs import ArrivedForm, ReturnForm
from suar.rooms.cases.models import Journey
from suar.rooms.cases.sealing import words_of
from suar.rooms.cases.selectors import get_case_for, person_of, rows_of, sights_of
from suar.rooms.cases.selectors.cases import get_row_for
from suar.rooms.cases.services import ground, journeys
from suar.rooms.cases.views.filling import Now, Sheet, fill, today, tops_of
from suar.rooms.cases.views.working import both, reasons

_YES = {"yes": True, "no": False}
_SAID = {True: "yes", False: "no", None: "not_asked"}


@require_GET
@needs(Permission.WORK_CASES)
def journey(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the newest return of a case; where to and who receives only where safety is open."""
    actor, now = request.actor, timezone.now()
    case = get_case_for(actor, case_id)
    seen = sights_of(case, actor, now=now).get(FieldGroup.SAFETY)
    found = rows_of(Journey, actor, case).first() if seen is not None else None
    opened = bool(found and seen and seen.readable)
    facts = {
        "case": case,
        "journey": found,
        "seen": seen,
        "opened": opened,
        "words": words_of(found) if found and opened else {},
        "state": wording.chip_of(wording.JOURNEY, found.state) if found else None,
        "receiver": wording.label("receiver", found.receiver) if found and found.receiver else "",
        "risks": _answers(found.risks if found else {}, "return_risk"),
        "papers": _answers(found.papers if found else {}, "return_paper"),
        "may_write": ground.may_write_group(case, FieldGroup.SAFETY, now=now, by=actor),
        "may_depart": may_depart(journeys.facts_of(found)) if found else None,
        "may_leave": journeys.may_leave(found, actor) if found else None,
        "reasons": reasons(),
    }
    return render(request, "cases/journey.html", facts)


def _answers(told: dict[str, str], name: str) -> list[tuple[str, str]]:
    return [
        (words, _(wording.ANSWERS[told[code]]))
        for code, words in wording.choices(name)
        if told.get(code) in wording.ANSWERS
    ]


@both
@needs(Permission.WORK_CASES)
def prepare(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Prepare a return, or write on it. Its sealed words ask for safety to be open."""
    actor, now = request.actor, timezone.now()
    case = get_case_for(actor, case_id)
    ground.may_write_group(case, FieldGroup.SAFETY, now=now, by=actor).require()
    row = rows_of(Journey, actor, case).filter(state__in=("prepared", "agreed")).first()
    seen = sights_of(case, actor, now=now).get(FieldGroup.SAFETY)
    if row is not None and (seen is None or not seen.readable):
        return redirect("cases:journey", case.id)
    initial = _values(row) if row else {"version": 1}
    form = ReturnForm(request.POST or None, initial=initial)
    if row is not None and form.is_bound and form.is_valid():
        form.settle(_values(row))
    person = person_of(case)
    child = person is not None and person.treated_as_child

    def deed(sent: ReturnForm) -> str:
        journeys.prepare_return(
            case=case,
            told=_told(sent),
            child=child,
            journey=row,
            version=sent.cleaned_data["version"] if row else None,
            now=timezone.now(),
            by=actor,
        )
        return reverse("cases:journey", args=[case.id])

    def stands(late: Journey) -> Now:
        return Now(_values(late), late.changed_at, late.changed_by)

    sheet = Sheet(
        title=_("Prepare a return"),
        lead=_("Nobody is returned against her will. Risks are weighed before anything is booked."),
        button=_("Keep it"),
        back=reverse("cases:journey", args=[case.id]),
        draft="return",
        tops=tops_of(case),
        template="cases/return_form.html",
        facts={
            "child": child,
            "risks": form.asked("risk_"),
            "papers": form.asked("paper_"),
        },
    )
    return fill(request, form, deed, sheet, as_it_stands=stands)


def _told(sent: ReturnForm) -> journeys.Preparation:
    told = sent.cleaned_data
    return journeys.Preparation(
        voluntary=_YES.get(told["voluntary"]),
        country=told["country"],
        risks=sent.told("risk_"),
        weighed_with_her=told["weighed_with_her"],
        papers=sent.told("paper_"),
        receiver=told["receiver"],
        best_interest=_YES.get(told["best_interest"]),
        leaves_on=told["leaves_on"],
        place=told["place"],
        whom=told["whom"],
        words=told["words"],
    )


def _values(row: Journey) -> dict[str, Any]:
    names = ("country", "weighed_with_her", "receiver", "leaves_on", "version")
    return {
        **{name: getattr(row, name) for name in names},
        "voluntary": _SAID[row.voluntary],
        "best_interest": _SAID[row.best_interest],
        **{f"risk_{code}": value for code, value in row.risks.items()},
        **{f"paper_{code}": value for code, value in row.papers.items()},
        **words_of(row),
    }


@require_POST
@needs(Permission.WORK_CASES)
def ask(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Put a return before a supervisor."""
    row = get_row_for(Journey, request.actor, journey_id)
    journeys.ask_for_return(
        journey=row, version=_version(request, row), now=timezone.now(), by=request.actor
    )
    return redirect("cases:journey", row.case_id)


@both
@needs(Permission.WORK_CASES)
def depart(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Say that she set out."""
    return _step(request, journey_id, "depart")


@both
@needs(Permission.WORK_CASES)
def call_off(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Call a return off."""
    return _step(request, journey_id, "call_off")


@both
@needs(Permission.WORK_CASES)
def arrive(request: HttpRequest, journey_id: UUID) -> HttpResponse:
    """Say that she arrived."""
    row = get_row_for(Journey, request.actor, journey_id)
    case = get_case_for(request.actor, row.case_id)
    form = ArrivedForm(request.POST or None, initial={"version": row.version, "on": today()})

    def deed(sent: ArrivedForm) -> str:
        told = sent.cleaned_data
        journeys.arrive(
            journey=row,
            version=told["version"],
            on=told["on"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:journey", args=[case.id])

    sheet = Sheet(
        title=_("She arrived"),
        button=_("Keep it"),
        back=reverse("cases:journey", args=[case.id]),
        tops=tops_of(case),
    )
    return fill(request, form, deed, sheet)


def _step(request: HttpRequest, journey_id: UUID, name: str) -> HttpResponse:
    row = get_row_for(Journey, request.actor, journey_id)
    case = get_case_for(request.actor, row.case_id)
    form = VersionForm(request.POST or None, initial={"version": row.version})
    leaves = name == "depart"

    def deed(sent: VersionForm) -> str:
        verb = journeys.depart if leaves else journeys.call_off
        verb(
            journey=row,
            version=sent.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:journey", args=[case.id])

    sheet = Sheet(
        title=_("She sets out") if leaves else _("Call the return off"),
        button=_("She sets out") if leaves else _("Call it off"),
        back=reverse("cases:journey", args=[case.id]),
        tops=tops_of(case),
        will=(
            _("The case stands at: returning."),
            _("She may turn back on any day; then it is called off."),
        )
        if leaves
        else (
            _("A supervisor who was asked is not asked any more."),
            _("Another return can be prepared on any day."),
        ),
    )
    return fill(request, form, deed, sheet)


def _version(request: HttpRequest, row: Journey) -> int:
    told = request.POST.get("version", "")
    return int(told) if told.isdecimal() and len(told) < 9 else row.version
