"""The cases room's weightiest services, killed in the middle: a half closure would be nobody's."""

from datetime import date
from typing import Any

from cast import NOW, Cast
from killable import PLENTY, Service, same

from suar.base.access.acting import acting
from suar.base.identifiers import uuid7
from suar.base.tasks.models import Task
from suar.base.vault.files import read_sealed
from suar.rooms.cases.models import (
    Approval,
    Assessment,
    Bed,
    BedUse,
    Case,
    Closure,
    Document,
    Finding,
    FollowUp,
    ServiceMove,
    Stay,
)
from suar.rooms.cases.models import Service as Given
from suar.rooms.cases.services import approvals, cases, closing, giving, needs, notes, shelters
from suar.rooms.victims.models import Victim

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 200


def _persons(cast: Cast) -> list[Victim]:
    by = cast.case_worker
    with acting(by):
        return Victim.objects.bulk_create(
            Victim(
                organisation_id=by.organisation,
                reference=f"T-{uuid7().hex[-12:]}",
                opened_at=NOW,
                opened_by=by.person,
                changed_at=NOW,
                changed_by=by.person,
            )
            for _ in range(PLENTY)
        )


def _cases(cast: Cast) -> list[Case]:
    by = cast.case_worker
    persons = _persons(cast)
    with acting(by):
        return [cases.open_case(victim=each, now=NOW, by=by) for each in persons]


def _do_open(cast: Cast, left: list[Victim]) -> str:
    by = cast.case_worker
    with acting(by):
        return str(cases.open_case(victim=left.pop(), now=NOW, by=by).id)


def _open_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.case_worker):
        rows = list(Case.objects.all())
        for case in rows:
            assert Task.objects.filter(subject_id=case.victim_id).count() == 2, "a case, no clocks"
    same(cast.case_worker, "case.open", {str(row.id) for row in rows}, told)


def _do_offer(cast: Cast, left: list[Case]) -> str:
    by, case = cast.case_worker, left.pop()
    with acting(by):
        terms = giving.Terms(words="Rekaan")
        giving.offer_service(case=case, code="counselling", terms=terms, now=NOW, by=by)
    return str(case.id)


def _offer_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.case_worker):
        done = {row.id: str(row.case_id) for row in Given.objects.all()}
        assert set(ServiceMove.objects.values_list("service_id", flat=True)) == set(done)
    same(cast.case_worker, "case.service_offer", set(done.values()), told)


def _do_assess(cast: Cast, left: list[Case]) -> str:
    by, case = cast.case_worker, left.pop()
    found = needs.Told(scores={"debt": 1}, items={"stigma": ("risk", "now")})
    with acting(by):
        needs.record_assessment(case=case, on=date(2026, 3, 1), told=found, now=NOW, by=by)
    return str(case.id)


def _assess_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.case_worker):
        rows = list(Assessment.objects.all())
        for row in rows:
            assert Finding.objects.filter(assessment_id=row.id).count() == 2, "half an assessment"
        assessed = {str(row.id) for row in Case.objects.filter(state="assessed")}
    assert assessed == {str(row.case_id) for row in rows}
    same(cast.case_worker, "case.assessment", assessed, told)


def _asked(cast: Cast) -> list[Approval]:
    by = cast.case_worker
    listed = _cases(cast)
    with acting(by):
        for case in listed:
            closing.prepare_closure(
                case=case, reason="plan_done", outcome="settled", words="", now=NOW, by=by
            )
        return list(Approval.objects.all())


def _do_decide(cast: Cast, left: list[Approval]) -> str:
    by, approval = cast.supervisor, left.pop()
    with acting(by):
        approvals.decide(approval=approval, move="approve", version=1, now=NOW, by=by)
    return str(approval.case_id)


def _decide_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.supervisor):
        closed = {row.id: row for row in Case.objects.filter(state="closed")}
        agreed = set(Approval.objects.filter(state="approved").values_list("case_id", flat=True))
        ended = set(Closure.objects.exclude(closed_at=None).values_list("case_id", flat=True))
        assert agreed == ended == set(closed), "half a closure"
        for case in closed.values():
            tasks = FollowUp.objects.filter(case_id=case.id).values_list("task_id", flat=True)
            assert Task.objects.filter(id__in=tasks, state="open").count() == 3
    same(cast.supervisor, "case.close", {str(row) for row in closed}, told)


def _beds(cast: Cast) -> list[tuple[Case, Bed]]:
    listed, by = _cases(cast), cast.keeper
    with acting(by):
        house = shelters.make_shelter(name=f"Rekaan {uuid7().hex[-8:]}", address="", now=NOW, by=by)
        names = [f"B{number}" for number in range(PLENTY)]
        beds = shelters.add_beds(shelter=house, names=names, kept_for="anyone", by=by)
    return list(zip(listed, beds, strict=True))


def _do_move_in(cast: Cast, left: list[tuple[Case, Bed]]) -> str:
    by, (case, bed) = cast.keeper, left.pop()
    with acting(by):
        shelters.move_in(case=case, bed=bed, told_free=True, agrees=True, now=NOW, by=by)
    return str(case.id)


def _move_in_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.keeper):
        stays = {row.id: str(row.case_id) for row in Stay.objects.all()}
        assert set(BedUse.objects.values_list("stay_id", flat=True)) == set(stays), "no bed"
    same(cast.keeper, "case.move_in", set(stays.values()), told)


def _do_document(cast: Cast, left: list[Case]) -> str:
    by, case = cast.case_worker, left.pop()
    with acting(by):
        sheet = notes.Sheet("photo", "services", "Rekaan")
        notes.add_document(case=case, parts=iter([PNG]), sheet=sheet, now=NOW, by=by)
    return str(case.id)


def _document_holds(cast: Cast, told: set[str], _: Any) -> None:
    with acting(cast.case_worker):
        rows = list(Document.objects.all())
        for row in rows:
            assert b"".join(read_sealed(place=notes.place_of_document(row))) == PNG
    same(cast.case_worker, "case.document", {str(row.case_id) for row in rows}, told)


SERVICES: tuple[Service, ...] = (
    Service("rooms.cases.services.cases.open_case", _do_open, _open_holds, _persons),
    Service("rooms.cases.services.giving.offer_service", _do_offer, _offer_holds, _cases),
    Service("rooms.cases.services.needs.record_assessment", _do_assess, _assess_holds, _cases),
    Service("rooms.cases.services.approvals.decide", _do_decide, _decide_holds, _asked),
    Service("rooms.cases.services.shelters.move_in", _do_move_in, _move_in_holds, _beds),
    Service("rooms.cases.services.notes.add_document", _do_document, _document_holds, _cases),
)
