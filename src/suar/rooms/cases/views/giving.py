"""Giving: services and their steps, entitlements, livelihoods, the return."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from suar.base.access.guard import needs
from suar.base.ui.parts import Event
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.help import may_ask_again
from suar.knowledge.rules.lifecycle import SERVICE
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases import wording
from suar.rooms.cases.forms.giving import (
    EntitlementForm,
    LivelihoodForm,
    ServiceForm,
    StepForm,
)
from suar.rooms.cases.models import (
    Case,
    Entitlement,
    Goal,
    Livelihood,
    Service,
    ServiceDetail,
    ServiceMove,
)
from suar.rooms.cases.sealing import words_of, words_of_many
from suar.rooms.cases.selectors import get_case_for, rows_of, sights_of
from suar.rooms.cases.selectors.cases import get_row_for
from suar.rooms.cases.services import giving, ground, plans
from suar.rooms.cases.views.filling import Now, Sheet, fill, roles_of, tops_of
from suar.rooms.cases.views.working import both


@both
@needs(Permission.WORK_CASES)
def offer(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Offer a service. What is asked is which one; nothing about her."""
    actor = request.actor
    case = get_case_for(actor, case_id)
    form = ServiceForm(request.POST or None, goals=_goals(case, actor))

    def deed(sent: ServiceForm) -> str:
        told = sent.cleaned_data
        terms = giving.Terms(
            when=told["when"],
            until=told["until"],
            times=told["times"],
            cost=told["cost"],
            own=told["own"] == "yes",
            provider=told["provider"] if told["own"] == "no" else "",
            words=told["words"],
            goal=UUID(told["goal"]) if told["goal"] else None,
        )
        made = giving.offer_service(
            case=case, code=told["code"], terms=terms, now=timezone.now(), by=actor
        )
        return reverse("cases:service", args=[made.id])

    sheet = Sheet(
        title=_("Offer a service"),
        lead=_("Every service is for everyone. Help does not wait for police, court or papers."),
        button=_("Offer it"),
        back=reverse("cases:case", args=[case.id]),
        draft="service",
        tops=tops_of(case),
    )
    return fill(request, form, deed, sheet)


def _goals(case: Case, actor: Any) -> list[tuple[str, str]]:
    plan = plans.plan_in_hand(case)
    if plan is None:
        return []
    rows = list(rows_of(Goal, actor, case).filter(plan_id=plan.id, state="open"))
    told = words_of_many(rows)
    return [
        (str(row.id), ": ".join((wording.label("need_domain", row.domain), _start(told, row))))
        for row in rows
    ]


def _start(told: dict[UUID, dict[str, Any]], row: Goal) -> str:
    return str(told.get(row.id, {}).get("words", ""))[:60]


@require_GET
@needs(Permission.READ_CASES)
def service(request: HttpRequest, service_id: UUID) -> HttpResponse:
    """Show one service: what it is, its steps so far, what may come next."""
    actor, now = request.actor, timezone.now()
    found = get_row_for(Service, actor, service_id)
    case = get_case_for(actor, found.case_id)
    seen = sights_of(case, actor, now=now)
    health = seen.get(FieldGroup.HEALTH)
    closed = found.heading == giving.HEALTH and not (health and health.readable)
    detail = None
    if found.heading == giving.HEALTH and not closed:
        detail = ServiceDetail.objects.filter(
            organisation_id=actor.organisation, service_id=found.id
        ).first()
    words = {"code": found.code} if closed else giving.told_of(found, detail)
    moves = list(
        ServiceMove.objects.filter(
            organisation_id=actor.organisation, service_id=found.id
        ).order_by("at", "id")
    )
    roles = roles_of([move.by for move in moves], actor)
    name = _("A service of health") if closed else wording.label("standard_service", words["code"])
    facts = {
        "case": case,
        "service": found,
        "name": name,
        "closed": closed,
        "heading": wording.label("standard_service", found.heading),
        "words": words,
        "state": wording.chip_of(wording.SERVICE, found.state),
        "answer": wording.label("service_answer", found.answer) if found.answer else "",
        "cost": wording.rupiah(found.cost),
        "events": [_event(move, roles) for move in moves],
        "moves": [
            (name, label, giving.may_move_service(found, case, name, actor))
            for name, label in wording.in_table(wording.MOVES)
            if found.state in SERVICE.move(name).come_from
        ],
        "her_no": may_ask_again(found.state, raised_by_her=False),
    }
    return render(request, "cases/service.html", facts)


def _event(move: ServiceMove, roles: dict[Any, str]) -> Event:
    from suar.base.ui.words import moment

    _kind, words = wording.chip_of(wording.SERVICE, move.state)
    why = wording.label("service_answer", move.answer) if move.answer else ""
    note = " · ".join(part for part in (why, role_in_words(roles.get(move.by, ""))) if part)
    return Event(moment(move.at), words, note)


@both
@needs(Permission.WORK_CASES)
def step(request: HttpRequest, service_id: UUID, move: str) -> HttpResponse:
    """Take a service a step on."""
    actor = request.actor
    found = get_row_for(Service, actor, service_id)
    case = get_case_for(actor, found.case_id)
    if move not in wording.MOVES:
        return redirect("cases:service", found.id)
    giving.may_move_service(found, case, move, actor).require()
    form = StepForm(request.POST or None, initial={"version": found.version, "when": found.when_on})
    _only_what_it_asks(form, move, found)

    def deed(sent: StepForm) -> str:
        told = sent.cleaned_data
        giving.move_service(
            service=found,
            move=move,
            step=giving.Step(
                answer=told.get("answer", ""),
                when=told.get("when"),
                held=told.get("held"),
                cost=told.get("cost"),
                raised_by_her=bool(told.get("raised_by_her")),
            ),
            version=told["version"],
            now=timezone.now(),
            by=actor,
        )
        return reverse("cases:service", args=[found.id])

    sheet = Sheet(
        title=dict(wording.in_table(wording.MOVES))[move],
        lead=_("Her no is an answer. It needs no reason, and closes no door.")
        if move == "decline"
        else "",
        button=_("Keep it"),
        back=reverse("cases:service", args=[found.id]),
        tops=tops_of(case),
    )
    return fill(request, form, deed, sheet)


#: Which of the form's questions a step asks.
_ASKS = {
    "accept": (),
    "decline": ("answer",),
    "schedule": ("when", "cost"),
    "deliver": ("when", "held", "cost"),
    "deliver_partly": ("when", "held", "cost"),
    "find_none": ("answer",),
    "stop": ("answer",),
}


def _only_what_it_asks(form: StepForm, move: str, found: Service) -> None:
    asks = {*_ASKS[move], "version", "once"}
    if found.state == "declined":
        asks.add("raised_by_her")
    for name in [name for name in form.fields if name not in asks]:
        del form.fields[name]


@require_GET
@needs(Permission.READ_CASES)
def livings(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show entitlements and livelihoods of a case."""
    actor = request.actor
    case = get_case_for(actor, case_id)
    seen = sights_of(case, actor, now=timezone.now()).get(FieldGroup.SERVICES)
    if seen is None or not seen.readable:
        ground.may_work(case, actor).require()
    entitled = list(rows_of(Entitlement, actor, case).order_by("code"))
    living = list(rows_of(Livelihood, actor, case))
    told = words_of_many([*entitled, *living])
    facts = {
        "case": case,
        "entitlements": [
            (
                row,
                wording.label("entitlement", row.code),
                wording.chip_of(wording.ENTITLEMENT, row.state),
                told.get(row.id, {}).get("words", ""),
            )
            for row in entitled
        ],
        "livelihoods": [
            (
                row,
                wording.label("livelihood", row.code),
                wording.chip_of(wording.LIVELIHOOD, row.state),
                wording.rupiah(row.amount),
                wording.label("livelihood_outcome", row.outcome) if row.outcome else "",
            )
            for row in living
        ],
        "may_work": ground.may_work(case, actor),
    }
    return render(request, "cases/livings.html", facts)


@both
@needs(Permission.WORK_CASES)
def entitlement(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep how one entitlement stands."""
    case = get_case_for(request.actor, case_id)

    def deed(sent: EntitlementForm) -> str:
        told = sent.cleaned_data
        giving.note_entitlement(
            case=case,
            code=told["code"],
            state=told["state"],
            on=told["on"],
            words=told["words"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:livings", args=[case.id])

    sheet = Sheet(
        title=_("An entitlement"),
        button=_("Keep it"),
        back=reverse("cases:livings", args=[case.id]),
        tops=tops_of(case),
    )
    return fill(request, EntitlementForm(request.POST or None), deed, sheet)


@both
@needs(Permission.WORK_CASES)
def add_living(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Begin a step to a living of her own."""
    case = get_case_for(request.actor, case_id)
    form = LivelihoodForm(request.POST or None, initial={"version": 1, "state": "planned"})
    return fill(request, form, _living(request, case, None), _living_sheet(case))


@both
@needs(Permission.WORK_CASES)
def living(request: HttpRequest, living_id: UUID) -> HttpResponse:
    """Write on a step to a living: how it stands, what came of it."""
    row = get_row_for(Livelihood, request.actor, living_id)
    case = get_case_for(request.actor, row.case_id)
    form = LivelihoodForm(request.POST or None, initial={"version": row.version, **_values(row)})
    if form.is_bound and form.is_valid():
        form.settle(_values(row))

    def stands(late: Livelihood) -> Now:
        return Now(_values(late), late.at, late.by)

    return fill(
        request, form, _living(request, case, row), _living_sheet(case), as_it_stands=stands
    )


def _values(row: Livelihood) -> dict[str, Any]:
    names = ("code", "state", "from_on", "until_on", "amount", "outcome")
    return {**{name: getattr(row, name) for name in names}, "words": words_of(row).get("words", "")}


def _living(
    request: HttpRequest, case: Case, row: Livelihood | None
) -> Callable[[LivelihoodForm], str]:
    def deed(sent: LivelihoodForm) -> str:
        told = sent.cleaned_data
        names = ("code", "state", "from_on", "until_on", "amount", "outcome", "words")
        giving.note_livelihood(
            case=case,
            living=giving.Living(**{name: told[name] for name in names}),
            row=row,
            version=told["version"] if row else None,
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:livings", args=[case.id])

    return deed


def _living_sheet(case: Case) -> Sheet:
    return Sheet(
        title=_("A livelihood"),
        lead=_("Her choice: what she can, likes, and what sells where she lives."),
        button=_("Keep it"),
        back=reverse("cases:livings", args=[case.id]),
        draft="living",
        tops=tops_of(case),
    )
