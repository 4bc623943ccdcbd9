"""Working: open, assess, plan, say where it stands, set tasks, open what is sealed."""

from datetime import datetime, time
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from suar.base.access.guard import needs
from suar.base.accounts.factors import proof_needed
from suar.base.tasks.selectors import get_task_for
from suar.base.tasks.services import finish_task, set_task
from suar.knowledge.rules.lifecycle import CASE, may_move
from suar.knowledge.rules.needs import ASKS_EACH
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases import wording
from suar.rooms.cases.forms.case import MoveOnForm, PlainForm, TaskForm
from suar.rooms.cases.forms.giving import GoalEndForm, GoalForm, HerWordForm
from suar.rooms.cases.forms.needs import AssessmentForm
from suar.rooms.cases.models import Goal, HealthNote, Plan
from suar.rooms.cases.sealing import words_of_many
from suar.rooms.cases.selectors import case_of_person, get_case_for, person_of, rows_of
from suar.rooms.cases.selectors.cases import get_row_for
from suar.rooms.cases.services import approvals, ground, plans
from suar.rooms.cases.services import cases as verbs
from suar.rooms.cases.services import needs as assessing
from suar.rooms.cases.views.filling import Sheet, fill, today, tops_of
from suar.rooms.victims import opening
from suar.rooms.victims.selectors import get_victim_for

both = require_http_methods(["GET", "POST"])


@both
@needs(Permission.WORK_CASES)
def open_case(request: HttpRequest, victim_id: UUID) -> HttpResponse:
    """Open a case for a person, or go to the one that is open."""
    victim = get_victim_for(request.actor, victim_id)
    if victim.organisation_id != request.actor.organisation:
        raise Http404
    running = case_of_person(request.actor, victim.id)
    if running is not None and running.state != "closed":
        return redirect("cases:case", running.id)

    def deed(_form: Any) -> str:
        made = verbs.open_case(victim=victim, now=timezone.now(), by=request.actor)
        return reverse("cases:case", args=[made.id])

    sheet = Sheet(
        title=_("Open a case"),
        lead=_("For %(reference)s.") % {"reference": victim.reference},
        button=_("Open the case"),
        back=reverse("cases:index"),
        icon="folder-heart",
        tops=((_("Cases"), reverse("cases:index")),),
        will=(
            _("You walk beside her from now on, unless somebody else is assigned."),
            _("Two clocks start: assess needs, agree on a plan."),
            _("Nothing is asked of her for it: no statement, no paper, no nationality."),
        ),
    )
    return fill(request, PlainForm(request.POST or None), deed, sheet)


@both
@needs(Permission.WORK_CASES)
def assess(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Assess needs: every question may stay not asked."""
    case = get_case_for(request.actor, case_id)
    ground.may_work(case, request.actor).require()
    now = timezone.now()
    health = ground.may_write_group(case, FieldGroup.HEALTH, now=now, by=request.actor)
    form = AssessmentForm(request.POST or None, health=health.allowed, initial={"on": today()})

    def deed(sent: AssessmentForm) -> str:
        told = assessing.Told(
            sent.scores(),
            sent.senses(),
            sent.cleaned_data["words"],
            sent.cleaned_data["her_words"],
        )
        assessing.record_assessment(
            case=case, on=sent.cleaned_data["on"], told=told, now=timezone.now(), by=request.actor
        )
        return reverse("cases:needs", args=[case.id])

    sheet = Sheet(
        title=_("Assess needs"),
        lead=_("With her, as far as she wants. What is not asked stays not asked."),
        button=_("Keep the assessment"),
        back=reverse("cases:case", args=[case.id]),
        draft="assessment",
        tops=tops_of(case),
        template="cases/assess.html",
        facts={"health": health},
    )
    return fill(request, form, deed, sheet)


@both
@needs(Permission.WORK_CASES)
def move_on(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Say where the case stands."""
    case = get_case_for(request.actor, case_id)
    offered = [
        (name, words)
        for name, words in wording.in_table(wording.CASE_MOVES)
        if may_move(CASE, name, state=case.state, holder=request.actor.holder).allowed
    ]
    form = MoveOnForm(request.POST or None, offered=offered, initial={"version": case.version})

    def deed(sent: MoveOnForm) -> str:
        told = sent.cleaned_data
        verbs.move_on(
            case=case,
            move=told["move"],
            version=told["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:case", args=[case.id])

    sheet = Sheet(
        title=_("Where the case stands"),
        lead=_("The services go on whatever you choose."),
        button=_("Keep it"),
        back=reverse("cases:case", args=[case.id]),
        tops=tops_of(case),
    )
    return fill(request, form, deed, sheet)


@require_GET
@needs(Permission.WORK_CASES)
def plan(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show the plan in hand: its goals, what she says to it, who has to agree."""
    actor = request.actor
    case = get_case_for(actor, case_id)
    found = plans.plan_in_hand(case)
    goals = (
        list(rows_of(Goal, actor, case).filter(plan_id=found.id).order_by("at")) if found else []
    )
    told = words_of_many(goals)
    facts = {
        "case": case,
        "plan": found,
        "state": wording.chip_of(wording.PLAN, found.state) if found else None,
        "goals": [
            (
                goal,
                wording.label("need_domain", goal.domain),
                told.get(goal.id, {}).get("words", ""),
                wording.chip_of(wording.GOAL, goal.state),
            )
            for goal in goals
        ],
        "may_change": plans.may_change_plan(case, found, actor),
        "may_ask": plans.may_ask(case, found, actor),
    }
    return render(request, "cases/plan.html", facts)


@both
@needs(Permission.WORK_CASES)
def add_goal(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Write a goal in her words."""
    case = get_case_for(request.actor, case_id)

    def deed(sent: GoalForm) -> str:
        told = sent.cleaned_data
        plans.add_goal(
            case=case,
            domain=told["domain"],
            words=told["words"],
            by_on=told["by_on"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:plan", args=[case.id])

    sheet = Sheet(
        title=_("Add a goal"),
        button=_("Keep the goal"),
        back=reverse("cases:plan", args=[case.id]),
        draft="goal",
        tops=tops_of(case),
    )
    return fill(request, GoalForm(request.POST or None), deed, sheet)


@both
@needs(Permission.WORK_CASES)
def end_goal(request: HttpRequest, goal_id: UUID) -> HttpResponse:
    """Say how a goal stands."""
    goal = get_row_for(Goal, request.actor, goal_id)
    case = get_case_for(request.actor, goal.case_id)
    form = GoalEndForm(request.POST or None, initial={"state": goal.state, "version": goal.version})

    def deed(sent: GoalEndForm) -> str:
        plans.end_goal(
            goal=goal,
            state=sent.cleaned_data["state"],
            version=sent.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:plan", args=[case.id])

    sheet = Sheet(
        title=_("How the goal stands"),
        button=_("Keep it"),
        back=reverse("cases:plan", args=[case.id]),
        tops=tops_of(case),
    )
    return fill(request, form, deed, sheet)


@both
@needs(Permission.WORK_CASES)
def her_word(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep what she says to the plan."""
    case = get_case_for(request.actor, case_id)
    found = plans.plan_in_hand(case)
    if found is None:
        raise Http404
    form = HerWordForm(request.POST or None, initial={"on": today(), "version": found.version})

    def deed(sent: HerWordForm) -> str:
        told = sent.cleaned_data
        plans.agree_with_her(
            plan=found,
            on=told["on"],
            her_words=told["her_words"],
            version=told["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:plan", args=[case.id])

    sheet = Sheet(
        title=_("What she says to the plan"),
        button=_("Keep it"),
        back=reverse("cases:plan", args=[case.id]),
        tops=tops_of(case),
    )
    return fill(request, form, deed, sheet)


@require_POST
@needs(Permission.WORK_CASES)
def ask_plan(request: HttpRequest, case_id: UUID, plan_id: UUID) -> HttpResponse:
    """Put the plan before a supervisor."""
    case = get_case_for(request.actor, case_id)
    found = get_row_for(Plan, request.actor, plan_id)
    if found.case_id != case.id:
        raise Http404
    approvals.ask_for_plan(plan=found, now=timezone.now(), by=request.actor)
    return redirect("cases:plan", case.id)


@both
@needs(Permission.WORK_CASES)
def add_task(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Set something to do by a day."""
    case = get_case_for(request.actor, case_id)
    ground.may_work(case, request.actor, open_only=False).require()

    def deed(sent: TaskForm) -> str:
        told = sent.cleaned_data
        due = timezone.make_aware(datetime.combine(told["due"], time(17)))
        set_task(
            subject=("victim", case.victim_id),
            what=told["what"],
            due=due,
            note=told["note"],
            whose=verbs.worker_of(case, request.actor),
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:case", args=[case.id])

    sheet = Sheet(
        title=_("Set a task"),
        button=_("Set it"),
        back=reverse("cases:case", args=[case.id]),
        tops=tops_of(case),
    )
    return fill(request, TaskForm(request.POST or None), deed, sheet)


@require_POST
@needs(Permission.READ_CASES)
def task_done(request: HttpRequest, case_id: UUID, task_id: UUID) -> HttpResponse:
    """Say that a task of this case is done."""
    case = get_case_for(request.actor, case_id)
    task = get_task_for(request.actor, task_id)
    if (task.subject_kind, task.subject_id) != ("victim", case.victim_id):
        raise Http404
    finish_task(task=task, now=timezone.now(), by=request.actor)
    return redirect("cases:case", case.id)


@require_POST
@needs(Permission.OPEN_IDENTITY)
def open_group(request: HttpRequest, case_id: UUID, group: str) -> HttpResponse:
    """Open a sealed group with a reason; the second factor comes first where it is not fresh."""
    case, person = _person(request, case_id)
    if group not in {*FieldGroup}:
        raise Http404
    now = timezone.now()
    if proof_needed(request, now):
        return redirect(f"{reverse('mfa_reauthenticate')}?next={_back(case)}")
    opening.open_group(
        victim=person,
        group=FieldGroup(group),
        reason=request.POST.get("reason", ""),
        words=_words(request),
        now=now,
        by=request.actor,
    )
    return redirect("cases:case", case.id)


@require_POST
@needs(Permission.READ_CASES)
def close_group(request: HttpRequest, case_id: UUID, group: str) -> HttpResponse:
    """Close a group now."""
    case, person = _person(request, case_id)
    if group not in {*FieldGroup}:
        raise Http404
    opening.close_group(
        victim=person, group=FieldGroup(group), now=timezone.now(), by=request.actor
    )
    return redirect("cases:case", case.id)


@both
@needs(Permission.OPEN_IDENTITY)
def item(request: HttpRequest, case_id: UUID, topic: str) -> HttpResponse:
    """Show notes on HIV or pregnancy once: a reason each time, whatever else is open."""
    case, person = _person(request, case_id)
    if topic not in ASKS_EACH:
        raise Http404
    actor, now = request.actor, timezone.now()
    opening.may_open(person, FieldGroup.HEALTH, now=now, by=actor).require()
    notes: list[tuple[HealthNote, str]] = []
    if request.method == "POST":
        if proof_needed(request, now):
            return redirect(f"{reverse('mfa_reauthenticate')}?next={request.path}")
        opening.open_group(
            victim=person,
            group=FieldGroup.HEALTH,
            item=topic,
            reason=request.POST.get("reason", ""),
            words=_words(request),
            now=now,
            by=actor,
        )
        if opening.shown_once(actor, person, FieldGroup.HEALTH, topic, now):
            rows = list(rows_of(HealthNote, actor, case).filter(topic=topic))
            told = words_of_many(rows)
            notes = [(row, told.get(row.id, {}).get("words", "")) for row in rows]
    facts = {
        "case": case,
        "topic": topic,
        "label": wording.label("health_topic", topic),
        "notes": notes,
        "shown": bool(notes),
        "reasons": reasons(),
    }
    return render(request, "cases/item.html", facts)


def _words(request: HttpRequest) -> str:
    """Give the reason in words as a database takes it: without NUL."""
    return request.POST.get("words", "").replace("\x00", "")[:200]


def reasons() -> list[tuple[str, str]]:
    """Give the plain reasons for opening; the one in words stands apart."""
    return [(key, _(words)) for key, words in opening.REASONS.items() if key != "other"]


def _person(request: HttpRequest, case_id: UUID) -> tuple[Any, Any]:
    case = get_case_for(request.actor, case_id)
    person = person_of(case)
    if person is None:
        raise Http404
    return case, person


def _back(case: Any) -> str:
    return reverse("cases:case", args=[case.id])
