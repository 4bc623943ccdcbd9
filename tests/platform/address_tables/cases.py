"""Cases: an organisation's own, in field groups; facts, services, health and legal by grant."""

import json
from datetime import date
from typing import Any

from addresses import Made, Row, Want
from cast import NOW

from suar.base.access.actor import Actor
from suar.base.identifiers import uuid7
from suar.base.tasks.models import Task
from suar.base.vault.files import write_sealed
from suar.base.vault.services import seal_text
from suar.rooms.cases.models import (
    Approval,
    Case,
    Closure,
    Document,
    FollowUp,
    Goal,
    HealthNote,
    Journey,
    LegalNote,
    Livelihood,
    OfCase,
    Paper,
    Plan,
    PrivilegedNote,
    SavedView,
    Service,
    Supervision,
)
from suar.rooms.cases.papers.selectors import place_of as place_of_paper
from suar.rooms.cases.sealing import seal_words
from suar.rooms.cases.services.notes import place_of_document
from suar.rooms.intake.models import Report
from suar.rooms.victims.models import Assignment, Victim

DAY = date(2026, 3, 12)


def _by(want: Want) -> Actor:
    return want.owner


def _person(want: Want) -> Victim:
    owner = want.owner
    victim = Victim.objects.create(
        organisation_id=owner.organisation,
        reference=f"T-{uuid7().hex[-12:]}",
        opened_at=NOW,
        opened_by=owner.person,
        changed_at=NOW,
        changed_by=owner.person,
    )
    whose = {"team_id": want.team} if want.team else {"person_id": want.person}
    if want.relation != "colleague" and (want.team or want.person):
        Assignment.objects.create(
            organisation_id=owner.organisation,
            victim_id=victim.id,
            from_at=NOW,
            by=owner.person,
            **whose,
        )
    return victim


def new_case(want: Want, state: str = "in service") -> Case:
    owner, victim = want.owner, _person(want)
    closed = {"closed_at": NOW} if state == "closed" else {}
    case = Case.objects.create(
        organisation_id=owner.organisation,
        reference=f"T-{uuid7().hex[-12:]}",
        victim_id=victim.id,
        state=state,
        opened_at=NOW,
        opened_by=owner.person,
        changed_at=NOW,
        changed_by=owner.person,
        **closed,
    )
    row_of(want, case, HealthNote, "health", topic="body", on=DAY)
    row_of(want, case, HealthNote, "health", topic="hiv", on=DAY)
    row_of(want, case, LegalNote, "legal", state="trial", on=DAY)
    row_of(want, case, PrivilegedNote, "", on=DAY)
    row_of(want, case, Supervision, "", on=DAY, worker_id=owner.person)
    plan = row_of(want, case, Plan, "", number=1, her_words="yes")
    row_of(want, case, Goal, "services", plan_id=plan.id, domain="income")
    return case


def row_of(want: Want, case: Case, model: type[OfCase], group: str, **values: Any) -> Any:
    row = model(
        organisation_id=case.organisation_id,
        case_id=case.id,
        victim_id=case.victim_id,
        at=NOW,
        by=_by(want).person,
        **values,
    )
    row.sealed = seal_words(row, {"words": want.mark(group), "provider": want.mark(group)})
    row.save(force_insert=True)
    return row


def made_of(case: Case, **kwargs: Any) -> Made:
    return Made(kwargs, ("victim", case.victim_id), ("facts", "services", "legal"))


def _case(want: Want) -> Made:
    case = new_case(want)
    return made_of(case, case_id=case.id)


def _closed(want: Want) -> Made:
    case = new_case(want, "closed")
    return made_of(case, case_id=case.id)


def _plan(want: Want) -> Made:
    case = new_case(want)
    plan = Plan.objects.get(case_id=case.id)
    return made_of(case, case_id=case.id, plan_id=plan.id)


def _task(want: Want) -> Made:
    case = new_case(want)
    task = Task.objects.create(
        organisation_id=case.organisation_id,
        subject_kind="victim",
        subject_id=case.victim_id,
        what="other",
        set_at=NOW,
    )
    return made_of(case, case_id=case.id, task_id=task.id)


def _group(want: Want) -> Made:
    case = new_case(want)
    return made_of(case, case_id=case.id, group="health")


def _topic(want: Want) -> Made:
    case = new_case(want)
    return made_of(case, case_id=case.id, topic="hiv")


def _of(name: str, model: type[OfCase], **values: Any) -> Any:
    def make(want: Want) -> Made:
        case = new_case(want)
        extra = {
            key: value(want, case) if callable(value) else value for key, value in values.items()
        }
        row = row_of(want, case, model, "services", **extra)
        return made_of(case, **{name: row.id})

    return make


def _changed(want: Want, _case_: Case) -> Any:
    return want.owner.person


_SERVICE = {
    "heading": "social",
    "code": "counselling",
    "state": "offered",
    "changed_at": NOW,
    "changed_by": _changed,
}


def _step(want: Want) -> Made:
    made = _of("service_id", Service, **_SERVICE)(want)
    return Made({**made.kwargs, "move": "decline"}, made.subject, made.groups)


def _approval(want: Want) -> Made:
    case = new_case(want)
    closure = row_of(want, case, Closure, "services", reason="she_left", outcome="not_known")
    row = row_of(
        want,
        case,
        Approval,
        "",
        what="closure",
        subject_id=closure.id,
        state="asked",
        asked_at=NOW,
        asked_by=want.owner.person,
    )
    return made_of(case, approval_id=row.id)


def _document(want: Want) -> Made:
    made = _of(
        "document_id",
        Document,
        kind="photo",
        shown_with="services",
        type="image/png",
        size=3,
    )(want)
    row = Document.objects.get(id=made.kwargs["document_id"])
    write_sealed(iter([want.mark("services").encode()]), place=place_of_document(row))
    return made


def _person_only(want: Want) -> Made:
    return Made({"victim_id": _person(want).id})


def _view(want: Want) -> Made:
    row = SavedView.objects.create(
        organisation_id=want.owner.organisation,
        person_id=want.owner.person,
        name=want.mark()[:50] + uuid7().hex[-6:],
        query="",
    )
    return Made({"view_id": row.id})


def _new_paper(want: Want, **of: Any) -> Paper:
    row = Paper(
        organisation_id=want.owner.organisation,
        language="id",
        year=2026,
        sequence=uuid7().int % 10**9,
        number=f"T/{uuid7().hex[-12:]}",
        reference=f"T-{uuid7().hex[-12:]}",
        on=DAY,
        goes="file",
        groups=["facts"],
        made_at=NOW,
        by=want.owner.person,
        **of,
    )
    text = json.dumps({"blocks": [{"kind": "text", "words": want.mark()}]})
    row.sealed = seal_text(text, place=place_of_paper(row))
    row.save(force_insert=True)
    return row


def _paper(want: Want) -> Made:
    case = new_case(want)
    row = _new_paper(want, kind="social_report", case_id=case.id, victim_id=case.victim_id)
    return made_of(case, paper_id=row.id)


def _making(want: Want) -> Made:
    case = new_case(want)
    return made_of(case, case_id=case.id, kind="social_report")


def _report(want: Want) -> Made:
    report = Report.objects.create(
        organisation_id=want.owner.organisation,
        reference=f"T-{uuid7().hex[:12]}",
        channel="phone",
        about="question",
        state="triaged",
        received_at=NOW,
        triaged_at=NOW,
        triaged_by=uuid7(),
        person_id=want.person,
        team_id=want.team,
        changed_at=NOW,
    )
    _new_paper(want, kind="report", report_id=report.id)
    return Made({"report_id": report.id})


def _blank(_want: Want) -> Made:
    return Made({"name": "triage"})


_JOURNEY = {"changed_at": NOW, "changed_by": _changed}
_goal_of = {"plan_id": lambda want, case: Plan.objects.get(case_id=case.id).id, "domain": "debt"}

ROWS = {
    **{
        f"cases:{name}": Row(make=_case)
        for name in (
            *("case", "assess", "needs", "move_on", "plan", "add_goal", "her_word", "add_task"),
            *("offer", "livings", "entitlement", "add_living", "journey", "prepare_return"),
            *("notes", "add_note", "add_document", "add_health", "add_legal", "close"),
            *("meetings", "supervise", "papers"),
        )
    },
    **{f"cases:{name}": Row() for name in ("index", "keep_view", "shared", "waiting", "blanks")},
    "story": Row(),
    "search": Row(),
    "cases:reopen": Row(make=_closed),
    "cases:paper": Row(make=_paper),
    "cases:make_paper": Row(make=_making),
    "cases:report_paper": Row(make=_report),
    "cases:blank": Row(make=_blank, relations=("own",)),
    "cases:ask_plan": Row(make=_plan),
    "cases:task_done": Row(make=_task),
    "cases:open_group": Row(make=_group),
    "cases:close_group": Row(make=_group),
    "cases:item": Row(make=_topic),
    "cases:service": Row(make=_of("service_id", Service, **_SERVICE)),
    "cases:step": Row(make=_step),
    "cases:approval": Row(make=_approval),
    "cases:follow_up": Row(make=_of("follow_up_id", FollowUp, months=3, due_on=DAY, state="due")),
    "cases:end_goal": Row(make=_of("goal_id", Goal, **_goal_of)),
    "cases:livelihood": Row(make=_of("living_id", Livelihood, code="job", state="going")),
    **{
        f"cases:{name}": Row(make=_of("journey_id", Journey, **_JOURNEY))
        for name in ("ask_return", "depart", "arrive", "call_off")
    },
    "cases:document": Row(make=_document),
    "cases:remove_document": Row(make=_document),
    "cases:open": Row(make=_person_only),
    "cases:view": Row(make=_view, relations=("own",)),
    "cases:forget_view": Row(make=_view, relations=("own",)),
}
