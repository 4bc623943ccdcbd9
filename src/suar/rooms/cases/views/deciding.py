"""Deciding: closures asked for, a second pair of eyes, reopening, meeting again, supervision."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from suar.base.access.guard import needs
from suar.base.accounts.models import Post
from suar.base.ui.whose import role_in_words
from suar.knowledge.rules.approvals import Asked
from suar.knowledge.rules.permissions import Permission
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases import wording
from suar.rooms.cases.forms.case import ClosureForm, DecideForm, FollowUpForm, VersionForm
from suar.rooms.cases.forms.papers import SupervisionForm
from suar.rooms.cases.models import Approval, Case, Closure, FollowUp, Goal, Supervision
from suar.rooms.cases.sealing import words_of, words_of_many
from suar.rooms.cases.selectors import get_case_for, rows_of
from suar.rooms.cases.selectors.cases import cases_visible_to, get_row_for
from suar.rooms.cases.services import approvals, closing, notes
from suar.rooms.cases.views.filling import Sheet, fill, roles_of, today, tops_of
from suar.rooms.cases.views.working import both


@both
@needs(Permission.WORK_CASES)
def close(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Ask for a closure: reason and outcome, then somebody else agrees."""
    case = get_case_for(request.actor, case_id)
    closing.may_begin_closing(case, request.actor).require()

    def deed(sent: ClosureForm) -> str:
        told = sent.cleaned_data
        closing.prepare_closure(
            case=case,
            reason=told["reason"],
            outcome=told["outcome"],
            words=told["words"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:case", args=[case.id])

    sheet = Sheet(
        title=_("Close the case"),
        button=_("Ask a supervisor"),
        back=reverse("cases:case", args=[case.id]),
        draft="closure",
        tops=tops_of(case),
        will=(
            _("A supervisor has to agree; until then nothing changes."),
            _("Then the open tasks end, and follow-ups at 3, 6 and 12 months are planned."),
            _("If she left or wants no more, nobody goes after her: no follow-up is planned."),
            _("She may come back on any day; the case is then reopened, and nothing is asked."),
        ),
    )
    return fill(request, ClosureForm(request.POST or None), deed, sheet)


@both
@needs(Permission.WORK_CASES)
def reopen(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Open a closed case again."""
    case = get_case_for(request.actor, case_id)
    form = VersionForm(request.POST or None, initial={"version": case.version})

    def deed(sent: VersionForm) -> str:
        closing.reopen_case(
            case=case,
            version=sent.cleaned_data["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:case", args=[case.id])

    sheet = Sheet(
        title=_("Reopen the case"),
        lead=_("She came back, and that is enough."),
        button=_("Reopen it"),
        back=reverse("cases:case", args=[case.id]),
        tops=tops_of(case),
    )
    return fill(request, form, deed, sheet)


@require_GET
@needs(Permission.APPROVE_CASES)
def waiting(request: HttpRequest) -> HttpResponse:
    """List what waits for a second pair of eyes, the longest waiting first."""
    actor = request.actor
    rows = list(
        Approval.objects.filter(organisation_id=actor.organisation, state="asked").order_by(
            "asked_at"
        )[:100]
    )
    cases = {
        row.id: row for row in cases_visible_to(actor).filter(id__in={r.case_id for r in rows})
    }
    roles = roles_of([row.asked_by for row in rows], actor)
    listed = [
        (
            row,
            cases[row.case_id],
            _(wording.ASKED[row.what]),
            role_in_words(roles.get(row.asked_by, "")),
            row.asked_by == actor.person,
        )
        for row in rows
        if row.case_id in cases
    ]
    return render(request, "cases/waiting.html", {"rows": listed})


@both
@needs(Permission.READ_CASES)
def approval(request: HttpRequest, approval_id: UUID) -> HttpResponse:
    """Show what is asked for; agree, send back, or take back."""
    actor = request.actor
    row = get_row_for(Approval, actor, approval_id)
    case = get_case_for(actor, row.case_id)
    form = DecideForm(request.POST or None, initial={"version": row.version})

    def deed(sent: DecideForm) -> str:
        told, now = sent.cleaned_data, timezone.now()
        if request.POST.get("move") == "withdraw":
            approvals.take_back(approval=row, version=told["version"], now=now, by=actor)
        else:
            move = "approve" if request.POST.get("move") == "approve" else "send_back"
            approvals.decide(
                approval=row,
                move=move,
                words=told["words"],
                version=told["version"],
                now=now,
                by=actor,
            )
        return reverse("cases:case", args=[case.id])

    facts = {
        "case": case,
        "approval": row,
        "what": _(wording.ASKED[row.what]),
        "state": wording.chip_of(wording.APPROVAL, row.state),
        "may_agree": approvals.may_agree(row, actor),
        "mine": row.asked_by == actor.person,
        "subject": _subject(row, case, actor),
        "words": words_of(row),
        "asked_by": role_in_words(roles_of([row.asked_by], actor).get(row.asked_by, "")),
    }
    sheet = Sheet(
        title=facts["what"],
        button=_("Agree"),
        back=reverse("cases:case", args=[case.id]),
        tops=tops_of(case),
        template="cases/approval.html",
        facts=facts,
    )
    return fill(request, form, deed, sheet)


def _subject(row: Approval, case: Case, actor: Any) -> list[tuple[str, str]]:
    """Give what is asked for in facts: of a return its state alone, for safety is her team's."""
    if row.what == Asked.CLOSURE:
        closure = get_row_for(Closure, actor, row.subject_id)
        return [
            (_("Why it is closed"), wording.label("closure_reason", closure.reason)),
            (_("How she is now"), wording.label("closure_outcome", closure.outcome)),
            (_("What was agreed with her"), words_of(closure).get("words", "")),
        ]
    if row.what == Asked.PLAN:
        goals = list(rows_of(Goal, actor, case).filter(plan_id=row.subject_id).order_by("at"))
        told = words_of_many(goals)
        return [
            (wording.label("need_domain", goal.domain), told.get(goal.id, {}).get("words", ""))
            for goal in goals
        ]
    return [
        (_("Her will"), _("She wants to return.")),
        (_("The risks"), _("All are weighed, with her, before anything was booked.")),
        (_(wording.GROUPS[FieldGroup.SAFETY]), _("Where to and who receives: ask her team.")),
    ]


@both
@needs(Permission.WORK_CASES)
def follow_up(request: HttpRequest, follow_up_id: UUID) -> HttpResponse:
    """Keep a follow-up: met, not reached, or not wanted."""
    row = get_row_for(FollowUp, request.actor, follow_up_id)
    case = get_case_for(request.actor, row.case_id)
    form = FollowUpForm(request.POST or None, initial={"version": row.version, "on": today()})

    def deed(sent: FollowUpForm) -> str:
        told = sent.cleaned_data
        meeting = closing.Meeting(told["way"], sent.findings(), told["words"], told["on"])
        closing.meet_again(
            follow_up=row,
            move=told["move"],
            meeting=meeting,
            version=told["version"],
            now=timezone.now(),
            by=request.actor,
        )
        return reverse("cases:meetings", args=[case.id])

    sheet = Sheet(
        title=_("Follow-up at %(n)d months") % {"n": row.months},
        lead=_("Only if she wants it, and only by the ways she agreed to."),
        button=_("Keep it"),
        back=reverse("cases:meetings", args=[case.id]),
        draft="follow-up",
        tops=tops_of(case),
        template="cases/follow_up.html",
    )
    return fill(request, form, deed, sheet)


@require_GET
@needs(Permission.WORK_CASES)
def meetings(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Show follow-ups, closures and talks about the work."""
    actor = request.actor
    case = get_case_for(actor, case_id)
    ups = list(rows_of(FollowUp, actor, case).order_by("due_on"))
    talks = list(rows_of(Supervision, actor, case)[:20])
    reads = notes.may_supervise(case, now=timezone.now(), by=actor)
    told = words_of_many([*ups, *(talks if reads.allowed else [])])
    facts = {
        "case": case,
        "follow_ups": [
            (
                row,
                wording.chip_of(wording.FOLLOW_UP, row.state),
                wording.label("contact_way", row.way) if row.way else "",
                [
                    (wording.label("follow_up_finding", code), _(wording.ANSWERS[value]))
                    for code, value in row.findings.items()
                ],
                told.get(row.id, {}).get("words", ""),
            )
            for row in ups
        ],
        "closures": [
            (
                row,
                wording.label("closure_reason", row.reason),
                wording.label("closure_outcome", row.outcome),
            )
            for row in rows_of(Closure, actor, case)
        ],
        "talks": [(row, told.get(row.id, {}).get("words", "")) for row in talks]
        if reads.allowed
        else [],
        "may_supervise": notes.may_note_supervision(actor),
    }
    return render(request, "cases/meetings.html", facts)


@both
@needs(Permission.APPROVE_CASES)
def supervise(request: HttpRequest, case_id: UUID) -> HttpResponse:
    """Keep what was agreed in a talk about the work."""
    actor = request.actor
    case = get_case_for(actor, case_id)
    workers = [
        (str(post.person_id), f"{post.person.name} · {role_in_words(post.role)}")
        for post in Post.objects.filter(organisation_id=actor.organisation, until_on=None)
        .select_related("person")
        .order_by("person__name")
    ]
    form = SupervisionForm(request.POST or None, workers=workers, initial={"on": today()})

    def deed(sent: SupervisionForm) -> str:
        told = sent.cleaned_data
        notes.note_supervision(
            case=case,
            worker=UUID(told["worker"]),
            words=told["words"],
            days=(told["on"], told["next_on"]),
            now=timezone.now(),
            by=actor,
        )
        return reverse("cases:meetings", args=[case.id])

    sheet = Sheet(
        title=_("A talk about the work"),
        lead=_("About the work and how it is carried, not about marks."),
        button=_("Keep it"),
        back=reverse("cases:meetings", args=[case.id]),
        draft="supervision",
        tops=tops_of(case),
    )
    return fill(request, form, deed, sheet)
