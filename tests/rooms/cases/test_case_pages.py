"""The room's pages over HTTP: they open, and every form does its deed."""

import pytest
from cast import Cast, make_cast
from django.urls import reverse

from rooms.cases.case_people import MARK, case_for
from rooms.cases.through_pages import at, send, signed_in
from suar.base.access.acting import acting
from suar.base.audit.models import Event as AuditEvent
from suar.base.tasks.models import Task
from suar.rooms.cases.models import (
    Approval,
    Assessment,
    Bed,
    BedUse,
    Case,
    Document,
    FollowUp,
    Goal,
    HealthNote,
    Journey,
    Livelihood,
    Plan,
    PrivilegedNote,
    Service,
    Shelter,
    Stay,
    Threat,
    Visit,
)
from suar.rooms.cases.services import notes
from suar.rooms.victims.models import Opening

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def test_a_case_is_worked_through_its_pages(cast: Cast) -> None:
    case = case_for(cast)
    worker, boss = signed_in(cast.case_worker), signed_in(cast.supervisor)
    send(worker, at("assess", case.id), on="2026-03-12", score_debt="2", score_mind="1",
         sense_threatened="risk", urgency_threatened="now", her_words=MARK)  # fmt: skip
    send(worker, at("assess", case.id), on="2026-03-12", score_debt="3")
    page = worker.get(at("needs", case.id)).text
    assert "1 better than at the start" in page
    assert "Health is closed" in page
    assert "<polyline" in page
    send(worker, at("add_goal", case.id), domain="income", words="Menjahit", by_on="2026-09")
    send(worker, at("her_word", case.id), her_words="yes", on="2026-03-12")
    with acting(cast.case_worker):
        plan = Plan.objects.get()
    assert worker.post(at("ask_plan", case.id, plan.id)).status_code == 302
    with acting(cast.case_worker):
        asked = Approval.objects.get()
    address = at("approval", asked.id)
    assert 'aria-disabled="true"' in worker.get(address).text
    assert asked.state == "asked"
    send(boss, address, 422, move="send_back", words="")
    send(boss, address, move="approve", words="")
    send(worker, at("offer", case.id), code="vocational_training", own="no", provider=MARK,
         times="8", cost="1500000", when="2026-04-01")  # fmt: skip
    with acting(cast.case_worker):
        service = Service.objects.get()
    assert "Rp1,500,000" in worker.get(at("service", service.id)).text
    send(worker, at("step", service.id, "decline"))
    send(worker, at("step", service.id, "accept"), 422)
    send(worker, at("step", service.id, "accept"), raised_by_her="on")
    send(worker, at("step", service.id, "deliver"), held="8")
    send(worker, at("add_living", case.id), code="business", state="going", amount="5000000")
    send(worker, at("entitlement", case.id), code="bpjs_health", state="missing")
    assert "Rp5,000,000" in worker.get(at("livings", case.id)).text
    send(
        worker, at("add_task", case.id), what="other", due="2099-01-01", note="Rekaan: ask the cook"
    )
    assert "Rekaan: ask the cook" in worker.get(at("case", case.id)).text
    send(worker, at("move_on", case.id), move="stabilise")
    page = worker.get(at("case", case.id)).text
    assert "Stabilised" in page
    assert "Vocational training" in page
    send(worker, at("close", case.id), reason="plan_done", outcome="settled", words="Datang lagi")
    with acting(cast.case_worker):
        asked = Approval.objects.get(state="asked")
    send(boss, at("approval", asked.id), move="approve", words="")
    with acting(cast.case_worker):
        assert Case.objects.get().state == "closed"
        follow_up = FollowUp.objects.get(months=3)
    send(worker, at("follow_up", follow_up.id), move="meet", way="call", found_safe="yes")
    assert "Safe where she lives" in worker.get(at("meetings", case.id)).text
    send(boss, at("supervise", case.id), worker=str(cast.case_worker.person), on="2026-03-12",
         words="Istirahat")  # fmt: skip
    send(worker, at("reopen", case.id))
    with acting(cast.case_worker):
        assert Case.objects.get().state == "reopened"
        assert Assessment.objects.count() == 2
        assert Goal.objects.count() == Livelihood.objects.count() == 1


def test_a_return_through_its_pages(cast: Cast) -> None:
    case = case_for(cast)
    worker, boss = signed_in(cast.case_worker), signed_in(cast.supervisor)
    from suar.knowledge.vocab import code_list

    risks = {f"risk_{code.code}": "no" for code in code_list("return_risk")}
    told = {"voluntary": "yes", "weighed_with_her": "on", "country": "IDN", "receiver": "family",
            "place": MARK, "whom": MARK, "best_interest": "not_asked", **risks}  # fmt: skip
    send(worker, at("prepare_return", case.id), **told)
    page = worker.get(at("journey", case.id)).text
    assert MARK not in page  # sealed: safety
    with acting(cast.case_worker):
        journey = Journey.objects.get()
    assert worker.post(at("ask_return", journey.id), {"version": "1"}).status_code == 302
    with acting(cast.case_worker):
        asked = Approval.objects.get()
    send(boss, at("approval", asked.id), move="approve", words="")
    send(worker, at("depart", journey.id))
    send(worker, at("arrive", journey.id), on="2026-03-12")
    answer = worker.post(at("open_group", case.id, "safety"), {"reason": "letter", "words": ""})
    assert answer.status_code == 302
    assert MARK in worker.get(at("journey", case.id)).text
    worker.post(at("close_group", case.id, "safety"))
    assert MARK not in worker.get(at("journey", case.id)).text
    with acting(cast.case_worker):
        assert Case.objects.get().state == "reintegrating"
        assert AuditEvent.objects.filter(kind="opening").count() == 1


def test_health_opens_with_a_reason_and_hiv_each_time(cast: Cast) -> None:
    case = case_for(cast)
    worker = signed_in(cast.case_worker)
    send(worker, at("add_health", case.id), topic="body", on="2026-03-12", words=f"{MARK}-body")
    send(worker, at("add_health", case.id), topic="hiv", on="2026-03-12", words=f"{MARK}-hiv")
    assert MARK not in worker.get(at("case", case.id)).text
    refused = worker.post(at("open_group", case.id, "health"), {"reason": ""})
    assert refused.status_code == 403
    worker.post(at("open_group", case.id, "health"), {"reason": "care"})
    page = worker.get(at("case", case.id)).text
    assert f"{MARK}-body" in page
    assert f"{MARK}-hiv" not in page
    item = at("item", case.id, "hiv")
    assert MARK not in worker.get(item).text
    assert f"{MARK}-hiv" in worker.post(item, {"reason": "care"}).text
    assert MARK not in worker.get(item).text
    with acting(cast.case_worker):
        assert HealthNote.objects.count() == 2
        assert Opening.objects.filter(item="hiv").count() == 1
    boss = signed_in(cast.supervisor)  # not of her team
    assert MARK not in boss.get(at("case", case.id)).text
    assert boss.post(item, {"reason": "care"}).status_code == 403


def test_notes_and_files_stay_with_her_team(cast: Cast) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = case_for(cast)
    worker, boss = signed_in(cast.case_worker), signed_in(cast.supervisor)
    send(worker, at("add_note", case.id), on="2026-03-12", words=MARK)
    assert MARK in worker.get(at("notes", case.id)).text
    assert MARK not in boss.get(at("notes", case.id)).text
    assert boss.get(at("add_note", case.id)).status_code == 403
    file = SimpleUploadedFile("KTP Siti.png", PNG, "image/png")
    told = {"kind": "photo", "shown_with": "services", "title": MARK}
    send(worker, at("add_document", case.id), file=file, **told)
    for name, content in (("a.png", b"<html>"), ("b.ogg", b"OggS" + b"\0" * 60)):
        wrong = SimpleUploadedFile(name, content, "image/png")
        send(worker, at("add_document", case.id), 422, file=wrong, **told)
    with acting(cast.case_worker):
        document = Document.objects.get()
        assert (document.type, document.size) == ("image/png", len(PNG))
        note = PrivilegedNote.objects.get()
        assert MARK.encode() not in bytes(note.sealed)
    from suar.base.vault.files import path_of

    lies = path_of(notes.place_of_document(document))
    assert PNG not in lies.read_bytes()
    assert [p.name for p in lies.parent.iterdir()] == [lies.name]  # nothing of what was refused
    got = worker.post(at("document", document.id))
    assert (got.content, got["Content-Type"]) == (PNG, "image/png")
    assert "Siti" not in got["Content-Disposition"]
    assert worker.post(at("remove_document", document.id)).status_code == 302
    assert not lies.exists()
    assert worker.post(at("document", document.id)).status_code == 404
    sound = b"OggS" + b"\0" * 60
    hers = SimpleUploadedFile("b.ogg", sound, "audio/ogg")
    send(worker, at("add_document", case.id), file=hers, **{**told, "offered": "on"})
    with acting(cast.case_worker):
        document = Document.objects.get(offered=True)
    assert worker.post(at("document", document.id)).content == sound


def test_a_shelter_through_its_pages(cast: Cast) -> None:
    case = case_for(cast)
    keeper = signed_in(cast.keeper)
    send(keeper, at("new_shelter"), name="Melur", address=MARK)
    with acting(cast.keeper):
        house = Shelter.objects.get()
    assert MARK not in keeper.get(at("shelter", house.id)).text
    assert MARK in keeper.post(at("open_address", house.id)).text
    assert MARK not in keeper.get(at("shelter", house.id)).text
    with acting(cast.keeper):
        assert AuditEvent.objects.filter(action="shelter.open", subject_id=house.id).count() == 1
    send(keeper, at("add_beds", house.id), names="A1, A2", kept_for="women")
    with acting(cast.keeper):
        first, second = Bed.objects.order_by("name")
    told = {"case": case.reference, "bed": str(first.id)}
    send(keeper, at("move_in", house.id), 422, **told, agrees="on")
    send(keeper, at("move_in", house.id), 422, **{**told, "case": "X"}, agrees="on", told_free="on")
    send(keeper, at("move_in", house.id), **told, agrees="on", told_free="on")
    with acting(cast.keeper):
        stay = Stay.objects.get()
    page = keeper.get(at("shelter", house.id)).text
    assert case.reference in page
    assert MARK not in page
    assert "2 beds, 1 taken, 1 to give" in page
    send(keeper, at("change_bed", stay.id), bed=str(second.id))
    send(keeper, at("visit", stay.id), 422, visitor="family", who=MARK)
    send(keeper, at("visit", stay.id), visitor="family", who=MARK, agrees="yes")
    with acting(cast.keeper):
        visit = Visit.objects.get()
        assert BedUse.objects.filter(until_at=None).get().bed_id == second.id
    keeper.post(at("see_out", visit.id))
    send(keeper, at("close_beds", house.id), reason="repair", first="2020-01-01")
    assert "Takes nobody now" in keeper.get(at("shelters")).text
    other = case_for(cast)
    more = {"case": other.reference, "bed": str(first.id), "agrees": "on", "told_free": "on"}
    send(keeper, at("move_in", house.id), 422, **more)
    worker = signed_in(cast.case_worker)
    assert worker.get(at("stay", stay.id)).status_code == 403  # where she is: the keeper's
    refused = worker.get(at("close", case.id))
    assert refused.status_code == 403  # she has a bed
    send(keeper, at("add_event", house.id), kind="quarrel", happened_at="2026-03-11T10:00",
         words=MARK)  # fmt: skip
    send(keeper, at("move_out", stay.id), ended="she_left")
    assert keeper.get(at("move_out", stay.id)).status_code == 404
    assert worker.get(at("close", case.id)).status_code == 200


def test_a_threat_is_told_to_supervisors_and_to_nobody_else(cast: Cast) -> None:
    worker, keeper, boss = (signed_in(a) for a in (cast.case_worker, cast.keeper, cast.supervisor))
    send(worker, at("new_threat"), kind="call", on="2026-03-12", words=MARK)
    with acting(cast.case_worker):
        threat = Threat.objects.get()
    assert keeper.get(at("threat", threat.id)).status_code == 404
    assert MARK in boss.get(at("threat", threat.id)).text
    assert str(threat.id) in boss.get("/day/").text
    assert str(threat.id) not in worker.get("/day/").text
    assert str(threat.id) not in keeper.get(at("threats")).text
    send(boss, at("threat", threat.id), told_police="no")
    with acting(cast.case_worker):
        assert Threat.objects.get().state == "settled"
        assert not Task.objects.filter(subject_kind="threat", state="open").exists()


def test_a_case_leads_to_the_persons_file_only_who_may_read_it(cast: Cast) -> None:
    case = case_for(cast)
    file = reverse("victims:file", args=[case.victim_id])
    assert file in signed_in(cast.case_worker).get(at("case", case.id)).text
    keeper = signed_in(cast.keeper)
    assert file not in keeper.get(at("case", case.id)).text
    assert keeper.get(file).status_code == 403


def test_every_page_speaks_indonesian(cast: Cast) -> None:
    case = case_for(cast)
    worker = signed_in(cast.case_worker, "id")
    for name in ("case", "assess", "plan", "offer", "livings", "journey", "notes", "meetings"):
        page = worker.get(at(name, case.id)).text
        assert '<html lang="id"' in page
        assert "Kasus" in page
