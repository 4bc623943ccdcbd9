"""Lists of cases: filters, kept views, my day; as many queries for many rows as for few."""

from datetime import date

import pytest
from cast import NOW, Cast, make_cast
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rooms.cases.case_people import MARK, case_for
from rooms.cases.through_pages import at, send, signed_in
from suar.base.access.acting import acting
from suar.base.identifiers import uuid7
from suar.rooms.cases.models import Case, SavedView
from suar.rooms.cases.services import notes
from suar.rooms.victims.models import Victim

DAY = date(2026, 3, 12)


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _many(cast: Cast, number: int) -> list[Case]:
    from suar.rooms.victims.sealed import seal_called

    made = [case_for(cast, child="no") for _ in range(number)]
    with acting(cast.case_worker):
        for each in Victim.objects.filter(called=b""):
            each.called = seal_called(each, f"Alias {each.reference[-1]}")
            each.save(update_fields=["called"])
    return made


def test_a_page_asks_as_much_for_many_rows_as_for_few(cast: Cast) -> None:
    worker = signed_in(cast.case_worker)
    asked: dict[str, list[int]] = {}
    for number in (2, 12):
        cases = _many(cast, number)
        with acting(cast.case_worker):
            for _ in range(number):
                notes.write_note(case=cases[0], words=MARK, on=DAY, now=NOW, by=cast.case_worker)
        for address in (at("index"), f"{at('index')}?show=due", "/day/", at("notes", cases[0].id)):
            worker.get(address)
            with CaptureQueriesContext(connection) as found:
                assert worker.get(address).status_code == 200
            inside = [q for q in found if "suar.organisation" not in q["sql"]]
            asked.setdefault(address.replace(str(cases[0].id), "?"), []).append(len(inside))
    assert all(few == many for few, many in asked.values()), asked


def test_the_list_filters_finds_and_keeps_views(cast: Cast) -> None:
    case, other = case_for(cast), case_for(cast, status="identified")
    worker = signed_in(cast.case_worker)
    page = worker.get(at("index"), {"status": "identified"}).text
    assert other.reference in page
    assert case.reference not in page
    found = worker.post(at("index"), {"words": case.reference.lower()}).text
    assert case.reference in found
    assert other.reference not in found
    assert "No case answers" in worker.post(at("index"), {"words": "Tidak Ada"}).text
    worker.post(at("keep_view"), {"once": str(uuid7()), "name": "Teridentifikasi",
                                  "query": "status=identified"})  # fmt: skip
    with acting(cast.case_worker):
        view = SavedView.objects.get()
    assert "Teridentifikasi" in worker.get(at("index")).text
    boss = signed_in(cast.supervisor)
    assert "Teridentifikasi" not in boss.get(at("index")).text
    boss.post(at("forget_view", view.id))
    with acting(cast.case_worker):
        assert SavedView.objects.exists()
    worker.post(at("forget_view", view.id))
    with acting(cast.case_worker):
        assert not SavedView.objects.exists()


def test_filters_combine_and_each_toggle_keeps_the_others(cast: Cast) -> None:
    wanted = case_for(cast, status="identified")
    signal, hers = case_for(cast), case_for(cast, owner=cast.supervisor, status="identified")
    worker = signed_in(cast.case_worker)
    told = {"show": "mine", "status": "identified", "state": "opened", "since": "2026-01-01"}
    page = worker.get(at("index"), told).text
    assert wanted.reference in page
    assert not [each for each in (signal, hers) if each.reference in page]
    kept = "state=opened&amp;status=identified&amp;since=2026-01-01"
    assert f"?show=due&amp;{kept}" in page
    assert f"?{kept}" in page  # all open: the same, without its toggle
    assert '<details class="filter-more" open>' in page
    assert wanted.reference not in worker.get(at("index"), told | {"state": "closed"}).text
    later = worker.get(at("index"), told | {"since": "2099-01-01"}).text
    assert "No case stands in this view" in later
    page = worker.get(at("index"), {"show": "mine", "state": "nonsense"}).text
    assert wanted.reference in page, "what is no choice of the form narrows nothing"
    assert signal.reference in page
    page = worker.get(at("index"), {"show": "mine"}).text
    assert '<details class="filter-more">' in page, "a toggle alone unfolds no filter"


def test_a_view_is_renamed_and_no_name_is_given_twice(cast: Cast) -> None:
    worker, boss = signed_in(cast.case_worker), signed_in(cast.supervisor)
    for name, query in (("Lama", "status=identified&show=mine"), ("Kedua", "show=closed")):
        told = {"once": str(uuid7()), "name": name, "query": query}
        assert worker.post(at("keep_view"), told).status_code == 302
    with acting(cast.case_worker):
        view = SavedView.objects.get(name="Lama")
    assert view.query == "show=mine&status=identified"
    address = at("view", view.id)
    answer = send(worker, address, name="Baru")
    assert answer.headers["Location"] == f"{at('index')}?show=mine&status=identified"
    assert "Baru" in worker.get(answer.headers["Location"]).text
    assert "another view of yours has this name" in send(worker, address, 422, name="Kedua").text
    assert send(worker, address, 422, name="  ")
    assert boss.get(address).status_code == 404
    with acting(cast.case_worker):
        assert {each.name for each in SavedView.objects.all()} == {"Baru", "Kedua"}


def test_my_day_holds_what_is_late_and_what_waits_for_agreement(cast: Cast) -> None:
    case = case_for(cast)
    worker, boss = signed_in(cast.case_worker), signed_in(cast.supervisor)
    page = worker.get("/day/").text
    assert case.reference in page
    assert "Assess needs" in page  # NOW lies long before the machine's day: late
    send(worker, at("close", case.id), reason="she_left", outcome="not_known")
    assert case.reference in boss.get("/day/").text
    assert "To agree to" in boss.get("/day/").text
