"""The rest of the cases room's services, killed in the middle: plain calls, each whole or not."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from operator import attrgetter
from typing import Any

from cast import NOW, Cast
from killable import PLENTY, Service, called

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.models import OtherNumber
from suar.base.identifiers import uuid7
from suar.knowledge.rules.papers import PaperKind
from suar.rooms.cases.exports import services as exports
from suar.rooms.cases.imports import services as imports
from suar.rooms.cases.models import Approval, Bed, Case, FollowUp, Journey, Plan, Shelter, Stay
from suar.rooms.cases.papers import services as papers
from suar.rooms.cases.services import (
    approvals,
    cases,
    closing,
    giving,
    journeys,
    lists,
    notes,
    plans,
    shelters,
)
from suar.rooms.intake.facts import Draft, Teller
from suar.rooms.intake.models import Report
from suar.rooms.intake.services import take_report, triage_report
from suar.rooms.registers.models import Upload, Work
from suar.rooms.registers.services import upload_register
from suar.rooms.victims.models import Victim
from suar.rooms.victims.services import begin_file

DAY = date(2026, 3, 1)
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200
ROWS = 6  # of a register that is brought in
PROFILE = """
register: old
counts: person
id: NO
columns: {NAMA: name, JENIS KELAMIN: sex}
"""
LEAVES = journeys.Preparation(
    voluntary=True,
    country="KHM",
    risks={"exploiter_there": "no"},
    weighed_with_her=True,
    papers={"ticket": "has"},
    receiver="family",
    place="Rekaan",
)
WORKER, SUPERVISOR, KEEPER = map(attrgetter, ("case_worker", "supervisor", "keeper"))

Make = Callable[[Cast, Actor], Any]


def _when(by: Actor) -> dict[str, Any]:
    return {"now": NOW, "by": by}


def _case(cast: Cast, by: Actor | None = None) -> Case:
    """Open a case with her case worker beside her, whoever acts afterwards."""
    with acting(cast.case_worker) as worker:
        victim = begin_file(facts={"sex": "female"}, **_when(worker))
        return cases.open_case(victim=victim, **_when(worker))


def _standing(state: str) -> Make:
    def make(cast: Cast, by: Actor) -> Case:
        case = _case(cast)
        Case.objects.filter(id=case.id).update(state=state)
        return case

    return make


def _plan(cast: Cast, by: Actor) -> Plan:
    return Plan.objects.get(id=_goal(cast, by).plan_id)


def _goal(cast: Cast, by: Actor) -> Any:
    return plans.add_goal(case=_case(cast), domain="income", words="Rekaan", **_when(by))


def _agree(plan: Plan, by: Actor) -> Plan:
    return plans.agree_with_her(
        plan=plan, on=DAY, her_words="yes", version=plan.version, **_when(by)
    )


def _agreed(cast: Cast, by: Actor) -> Plan:
    return _agree(_plan(cast, by), by)


def _asked(cast: Cast, by: Actor) -> Approval:
    return approvals.ask_for_plan(plan=_agreed(cast, by), **_when(by))


def _prepare_closure(case: Case, by: Actor) -> Any:
    return closing.prepare_closure(
        case=case, reason="plan_done", outcome="settled", words="Rekaan", **_when(by)
    )


def _closed(cast: Cast, by: Actor) -> Case:
    case = _case(cast)
    with acting(cast.case_worker) as worker:
        _prepare_closure(case, worker)
    with acting(cast.supervisor) as supervisor:
        asked = Approval.objects.get(case_id=case.id)
        approvals.decide(approval=asked, move="approve", version=1, **_when(supervisor))
    case.refresh_from_db()
    return case


def _due(cast: Cast, by: Actor) -> FollowUp:
    return FollowUp.objects.get(case_id=_closed(cast, by).id, months=3)


def _service(cast: Cast, by: Actor) -> Any:
    return giving.offer_service(
        case=_case(cast), code="counselling", terms=giving.Terms(words="Rekaan"), **_when(by)
    )


def _journey(cast: Cast, by: Actor) -> Journey:
    return journeys.prepare_return(case=_case(cast), told=LEAVES, child=False, **_when(by))


def _ready(cast: Cast, by: Actor) -> Journey:
    journey = _journey(cast, by)
    Journey.objects.filter(id=journey.id).update(state=Journey.State.AGREED)
    return journey


def _gone(cast: Cast, by: Actor) -> Journey:
    return journeys.depart(journey=_ready(cast, by), version=1, **_when(by))


def _document(cast: Cast, by: Actor) -> Any:
    sheet = notes.Sheet("photo", "services", "Rekaan")
    return notes.add_document(case=_case(cast), parts=iter([PNG]), sheet=sheet, **_when(by))


def _threat(_none: Any, by: Actor) -> Any:
    return notes.report_threat(kind="call", on=DAY, words="Rekaan", **_when(by))


def _house(_cast: Any, by: Actor) -> Shelter:
    name = f"Rekaan {uuid7().hex[-8:]}"
    return shelters.make_shelter(name=name, address="Rekaan", **_when(by))


def _beds(house: Shelter, by: Actor) -> list[Bed]:
    return shelters.add_beds(shelter=house, names=["A", "B"], kept_for="anyone", by=by)


def _bed(cast: Cast, by: Actor) -> Bed:
    return _beds(_house(cast, by), by)[0]


def _living(cast: Cast, by: Actor) -> tuple[Stay, Bed]:
    here, free = _beds(_house(cast, by), by)
    stay = shelters.move_in(case=_case(cast), bed=here, told_free=True, agrees=True, **_when(by))
    return stay, free


def _stay(cast: Cast, by: Actor) -> Stay:
    return _living(cast, by)[0]


def _visit(stay: Stay, by: Actor) -> Any:
    return shelters.let_in(stay=stay, visitor="family", who="Rekaan", she_agrees=True, **_when(by))


def _checked(_cast: Cast, by: Actor) -> Upload:
    return Upload.objects.create(
        organisation_id=by.organisation,
        reference=f"T-{uuid7().hex[-12:]}",
        title="Rekaan",
        suffix=".csv",
        size=10,
        sha256="0" * 64,
        state=Upload.State.CHECKED,
        checked={"accepted": 1},
        uploaded_at=NOW,
        uploaded_by=by.person,
    )


def _sheets(cast: Cast) -> list[Work]:
    """Ask for registers of six rows each to be brought in; the job itself is what gets killed."""
    by, made = cast.supervisor, []
    with acting(by):
        for _ in range(PLENTY):
            rows = "".join(f"{uuid7().hex},Rekaan,P\n" for _ in range(ROWS))
            upload, _checking = upload_register(
                parts=[f"NO,NAMA,JENIS KELAMIN\n{rows}".encode()],
                file_name="old.csv",
                title="Rekaan",
                now=NOW,
                by=replace(by, role="analyst"),
            )
            upload.state, upload.profile, upload.checked = "checked", PROFILE, {"accepted": ROWS}
            upload.save()
            made.append(imports.bring_in(upload=upload, language="id", **_when(by)))
    return made


def _bring(cast: Cast, left: list[Work]) -> str:
    work = left.pop()
    imports.bring_in_upload(work=work, listener=lambda *_: None, by=cast.supervisor)
    return str(work.id)


def _brought(cast: Cast, told: set[str], works: list[Work]) -> None:
    by = cast.supervisor
    with acting(by):
        files = Victim.objects.count()
        assert files >= ROWS * len(told), "an acknowledged register is lost"
        _each_whole(files)
    for work in works:  # goes on where it was cut off, to its end
        imports.bring_in_upload(work=work, listener=lambda *_: None, by=by)
    with acting(by):
        assert Victim.objects.count() >= ROWS * len(works)
        assert Victim.objects.count() % ROWS == 0, "a row twice, or left out"
        _each_whole(Victim.objects.count())


def _each_whole(files: int) -> None:
    """A row of a register is a file, its case, and the number by which it is known again."""
    assert Case.objects.values("victim_id").distinct().count() == files
    numbers = OtherNumber.objects.filter(subject_kind="victim")
    assert numbers.values("token").distinct().count() == numbers.count() == files


def _export(_none: Any, by: Actor) -> None:
    wanted = exports.Wanted("cases", "csv", "audit", "", password="sandi-yang-cukup-panjang")
    exports.export_records(wanted=wanted, **_when(by))


def _paper(case: Case, by: Actor) -> Any:
    told = {"day": DAY.isoformat(), "matter": "conference"}
    wanted = papers.Wanted(PaperKind.SOCIAL_REPORT, "id", reason="own_file", told=told)
    return papers.issue_paper(case=case, wanted=wanted, **_when(by))


def _report(_cast: Cast, by: Actor) -> Report:
    draft = Draft(about="free", told="Rekaan", teller=Teller(name="Rekaan"))
    report = take_report(draft=draft, channel="phone", **_when(by))
    return triage_report(report=report, answers={}, version=report.version, **_when(by))


def _report_paper(report: Report, by: Actor) -> Any:
    wanted = papers.Wanted(PaperKind.REPORT, "id")
    return papers.issue_report_paper(report=report, wanted=wanted, **_when(by))


def _call(verb: Callable[..., Any], name: str, **told: Any) -> Callable[[Any, Actor], Any]:
    """Give a call of a verb with the one thing by its name."""
    return lambda each, by: verb(**{name: each}, **told, **_when(by))


_FREELY = {"version": 1}
SERVICES: tuple[Service, ...] = (
    called(
        "rooms.cases.services.cases.move_on",
        WORKER,
        _call(cases.move_on, "case", move="stabilise", **_FREELY),
        _standing("in service"),
    ),
    called(
        "rooms.cases.services.lists.keep_view",
        WORKER,
        lambda _each, by: lists.keep_view(name=uuid7().hex, query="state=open", by=by),
    ),
    called(
        "rooms.cases.services.lists.rename_view",
        WORKER,
        lambda view, by: lists.rename_view(view=view, name=uuid7().hex, by=by),
        lambda _cast, by: lists.keep_view(name=uuid7().hex, query="", by=by),
    ),
    called(
        "rooms.cases.services.lists.forget_view",
        WORKER,
        lambda view, by: lists.forget_view(view_id=view.id, by=by),
        lambda _cast, by: lists.keep_view(name=uuid7().hex, query="", by=by),
    ),
    called(
        "rooms.cases.services.lists.note_search",
        WORKER,
        lambda _each, by: lists.note_search(found=1, by=by),
    ),
    called("rooms.cases.services.closing.prepare_closure", WORKER, _prepare_closure, _case),
    called(
        "rooms.cases.services.closing.reopen_case",
        WORKER,
        lambda case, by: closing.reopen_case(case=case, version=case.version, **_when(by)),
        _closed,
    ),
    called(
        "rooms.cases.services.closing.meet_again",
        WORKER,
        _call(
            closing.meet_again,
            "follow_up",
            move="meet",
            meeting=closing.Meeting("visit", {"safe": "yes"}, "Rekaan"),
            **_FREELY,
        ),
        _due,
    ),
    called(
        "rooms.cases.services.giving.move_service",
        WORKER,
        _call(giving.move_service, "service", move="accept", step=giving.Step(), **_FREELY),
        _service,
    ),
    called(
        "rooms.cases.services.giving.note_entitlement",
        WORKER,
        _call(giving.note_entitlement, "case", code="bpjs_health", state="has", on=DAY, words="x"),
        _case,
    ),
    called(
        "rooms.cases.services.giving.note_livelihood",
        WORKER,
        _call(giving.note_livelihood, "case", living=giving.Living("job", "going")),
        _case,
    ),
    called(
        "rooms.cases.services.plans.add_goal",
        WORKER,
        _call(plans.add_goal, "case", domain="income", words="Rekaan"),
        _case,
    ),
    called(
        "rooms.cases.services.plans.end_goal",
        WORKER,
        _call(plans.end_goal, "goal", state="reached", **_FREELY),
        _goal,
    ),
    called("rooms.cases.services.plans.agree_with_her", WORKER, _agree, _plan),
    called(
        "rooms.cases.services.approvals.ask_for_plan",
        WORKER,
        _call(approvals.ask_for_plan, "plan"),
        _agreed,
    ),
    called(
        "rooms.cases.services.approvals.take_back",
        WORKER,
        _call(approvals.take_back, "approval", **_FREELY),
        _asked,
    ),
    called(
        "rooms.cases.services.journeys.prepare_return",
        WORKER,
        _call(journeys.prepare_return, "case", told=LEAVES, child=False),
        _case,
    ),
    called(
        "rooms.cases.services.journeys.ask_for_return",
        WORKER,
        _call(journeys.ask_for_return, "journey", **_FREELY),
        _journey,
    ),
    called(
        "rooms.cases.services.journeys.depart",
        WORKER,
        _call(journeys.depart, "journey", **_FREELY),
        _ready,
    ),
    called(
        "rooms.cases.services.journeys.arrive",
        WORKER,
        _call(journeys.arrive, "journey", on=DAY, version=2),
        _gone,
    ),
    called(
        "rooms.cases.services.journeys.call_off",
        WORKER,
        _call(journeys.call_off, "journey", **_FREELY),
        _journey,
    ),
    called(
        "rooms.cases.services.notes.write_note",
        WORKER,
        _call(notes.write_note, "case", words="Rekaan", on=DAY),
        _case,
    ),
    called(
        "rooms.cases.services.notes.write_health",
        WORKER,
        _call(notes.write_health, "case", topic="body", words="Rekaan", on=DAY),
        _case,
    ),
    called(
        "rooms.cases.services.notes.write_legal",
        WORKER,
        _call(notes.write_legal, "case", state="complaint", words="Rekaan", on=DAY),
        _case,
    ),
    called(
        "rooms.cases.services.notes.note_supervision",
        SUPERVISOR,
        lambda case, by: notes.note_supervision(
            case=case, worker=by.person, words="Rekaan", days=(DAY, None), **_when(by)
        ),
        _case,
    ),
    called(
        "rooms.cases.services.notes.read_document",
        WORKER,
        lambda document, by: b"".join(
            notes.read_document(
                document=document, case=Case.objects.get(id=document.case_id), **_when(by)
            )
        ),
        _document,
    ),
    called(
        "rooms.cases.services.notes.remove_document",
        WORKER,
        _call(notes.remove_document, "document"),
        _document,
    ),
    called("rooms.cases.services.notes.report_threat", WORKER, _threat),
    called(
        "rooms.cases.services.notes.settle_threat",
        SUPERVISOR,
        _call(notes.settle_threat, "threat", told_police="no", **_FREELY),
        lambda _cast, by: _threat(None, by),
    ),
    called("rooms.cases.services.shelters.make_shelter", KEEPER, _house),
    called(
        "rooms.cases.services.shelters.open_address",
        KEEPER,
        lambda house, by: shelters.open_address(shelter=house, by=by),
        _house,
    ),
    called("rooms.cases.services.shelters.add_beds", KEEPER, _beds, _house),
    called(
        "rooms.cases.services.shelters.set_bed",
        KEEPER,
        lambda bed, by: shelters.set_bed(bed=bed, out_of_use=True, by=by),
        _bed,
    ),
    called(
        "rooms.cases.services.shelters.close_beds",
        KEEPER,
        _call(shelters.close_beds, "shelter", reason="repair", beds=1, days=(DAY, None)),
        _house,
    ),
    called(
        "rooms.cases.services.shelters.change_bed",
        KEEPER,
        lambda each, by: shelters.change_bed(stay=each[0], bed=each[1], version=1, **_when(by)),
        _living,
    ),
    called(
        "rooms.cases.services.shelters.move_out",
        KEEPER,
        _call(shelters.move_out, "stay", ended="planned", **_FREELY),
        _stay,
    ),
    called("rooms.cases.services.shelters.let_in", KEEPER, _visit, _stay),
    called(
        "rooms.cases.services.shelters.see_out",
        KEEPER,
        _call(shelters.see_out, "visit"),
        lambda cast, by: _visit(_stay(cast, by), by),
    ),
    called(
        "rooms.cases.services.shelters.note_event",
        KEEPER,
        _call(
            shelters.note_event,
            "shelter",
            kind="quarrel",
            happened_at=NOW - timedelta(hours=1),
            words="Rekaan",
        ),
        _house,
    ),
    called("rooms.cases.exports.services.export_records", SUPERVISOR, _export),
    called(
        "rooms.cases.imports.services.bring_in",
        SUPERVISOR,
        _call(imports.bring_in, "upload", language="id"),
        _checked,
    ),
    Service(
        "rooms.cases.imports.services.bring_in_upload",
        _bring,
        _brought,
        _sheets,
        alike=False,  # a transaction a row
        fresh=True,  # frames have threads
    ),
    called("rooms.cases.papers.services.issue_paper", WORKER, _paper, _case),
    called("rooms.cases.papers.services.issue_report_paper", SUPERVISOR, _report_paper, _report),
    called(
        "rooms.cases.papers.services.print_again",
        WORKER,
        _call(papers.print_again, "paper", reason="own_file"),
        lambda cast, by: _paper(_case(cast), by),
    ),
)
