"""Numbers of other systems: kept sealed beside a person or a report, and found again by them."""

from typing import Any

import pytest
from cast import NOW, Cast, make_cast
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from signing import client_of, key_in

from rooms.cases.case_people import case_for
from rooms.intake.told import taken
from rooms.victims.persons import file_of
from suar.base.access.acting import acting
from suar.base.access.models import OtherNumber
from suar.base.audit.models import Event
from suar.base.identifiers.others import find_by_other_number, was_kept
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.numbers import GROUPS
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.intake.services import numbers as of_reports
from suar.rooms.victims.models import Victim
from suar.rooms.victims.opening import open_group
from suar.rooms.victims.services import (
    ask_right,
    begin_file,
    erase_person,
    keep_number,
    take_back_number,
)

LP = "LP/B/0417/X/2026/SPKT"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _found(client: Client, words: str) -> str:
    return client.post(reverse("search"), {"words": words}).text


def _kept(cast: Cast, victim: Victim, **numbers: str) -> None:
    with acting(cast.case_worker) as by:
        for system, number in numbers.items():
            keep_number(victim=victim, system=system, number=number, now=NOW, by=by)


def _of_case(cast: Cast) -> tuple[Any, Victim]:
    case = case_for(cast)
    with acting(cast.case_worker):
        return case, Victim.objects.get(id=case.victim_id)


def test_every_system_of_the_list_has_its_field_group() -> None:
    assert set(GROUPS) == {each.code for each in code_list("other_system")}


def test_a_number_is_written_on_the_page_found_by_it_and_taken_back(cast: Cast) -> None:
    case, victim = _of_case(cast)
    worker = client_of(cast.case_worker)
    address = reverse("victims:number", args=[victim.id])
    file, of_case = reverse("victims:file", args=[victim.id]), reverse("cases:case", args=[case.id])
    assert worker.post(address, {"system": "ministry", "number": LP}).status_code == 422
    once = key_in(worker.get(address).text)
    sent = {"once": once, "system": "police_report", "number": LP}
    assert worker.post(address, sent).headers["Location"] == file
    assert f">{LP}<" in worker.get(file).text
    assert f">{LP}<" in worker.get(of_case).text
    page = _found(worker, " lp/b/0417/x/2026/ spkt")
    assert file in page
    assert of_case in page
    with acting(cast.case_worker):
        row = OtherNumber.objects.get()
        assert LP.encode() not in bytes(row.sealed) + bytes(row.token)
        assert not [e for e in Event.objects.all() if LP in f"{e.detail}{e.reason}"]
    worker.post(reverse("victims:no_number", args=[victim.id, row.id]))
    assert LP not in worker.get(file).text
    assert file not in _found(worker, LP)


def test_a_number_shows_to_whoever_reads_its_group(cast: Cast) -> None:
    case, victim = _of_case(cast)
    _kept(cast, victim, police_report=LP, simfoni="SMF-77120", travel_paper="XE 551-0093")
    of_case = reverse("cases:case", args=[case.id])
    keeper, worker = client_of(cast.keeper).get(of_case).text, client_of(cast.case_worker)
    assert [number in keeper for number in (LP, "SMF-77120", "XE 551-0093")] == [False, True, False]
    assert "XE 551-0093" not in worker.get(of_case).text
    with acting(cast.case_worker) as by:
        now = timezone.now()
        open_group(victim=victim, group=FieldGroup.IDENTITY, reason="letter", now=now, by=by)
    assert "XE 551-0093" in worker.get(of_case).text


def test_whose_number_it_is_has_to_be_said_and_a_group_that_is_not_hers_is_not_written(
    cast: Cast,
) -> None:
    _case, victim = _of_case(cast)
    with acting(cast.case_worker) as by, pytest.raises(Denied, match="whose number"):
        keep_number(victim=victim, system="ministry", number=LP, now=NOW, by=by)
    with acting(cast.keeper) as by, pytest.raises(Denied):
        keep_number(victim=victim, system="police_report", number=LP, now=NOW, by=by)
    with acting(cast.case_worker) as by:
        for _each in range(2):
            row = keep_number(victim=victim, system="court", number=LP, now=NOW, by=by)
        assert OtherNumber.objects.count() == 1
        other = begin_file(now=NOW, by=by)
        with pytest.raises(Denied):
            take_back_number(victim=other, row=row, now=NOW, by=by)


def test_nobody_else_finds_it_or_meets_it(cast: Cast) -> None:
    case, victim = _of_case(cast)
    _kept(cast, victim, police_report=LP)
    with acting(cast.case_worker):
        row = OtherNumber.objects.get()
    with acting(cast.nurse) as by:
        assert find_by_other_number(by, number=LP) == []
        assert not OtherNumber.objects.exists()
    nurse = client_of(cast.nurse)
    assert str(case.id) not in _found(nurse, LP)
    for name, ids in (("number", [victim.id]), ("no_number", [victim.id, row.id])):
        assert nurse.post(reverse(f"victims:{name}", args=ids)).status_code in (403, 404)


def test_an_erased_persons_number_opens_nothing_and_brings_nobody_back(cast: Cast) -> None:
    victim = file_of(cast.case_worker)
    _kept(cast, victim, police_report=LP)
    with acting(cast.case_worker) as by:
        request = ask_right(
            victim=victim, kind="erase", asked_by="herself", words="Rekaan", now=NOW, by=by
        )
    with acting(cast.data_officer) as by:
        erase_person(request=request, told_what_goes=True, now=NOW, by=by)
    with acting(cast.case_worker) as by:
        assert bytes(OtherNumber.objects.get().sealed) == b""
        assert find_by_other_number(by, number=LP) == []
        assert was_kept(
            organisation=victim.organisation_id, kind="victim", system="police_report", number=LP
        )


def test_a_reports_number_is_kept_found_and_taken_back(cast: Cast) -> None:
    report, operator = taken(cast.operator), client_of(cast.operator)
    page = reverse("reports:report", args=[report.id])
    sent = {"once": key_in(operator.get(page).text), "system": "simfoni", "number": "SMF-88231"}
    operator.post(reverse("reports:number", args=[report.id]), sent)
    assert "SMF-88231" in operator.get(page).text
    assert page in _found(operator, "smf-88231")
    with acting(cast.operator) as by:
        row = OtherNumber.objects.get()
        with pytest.raises(Denied, match="whose number"):
            of_reports.keep_number(report=report, system="travel_paper", number="X1", by=by)
    operator.post(reverse("reports:no_number", args=[report.id, row.id]))
    assert "SMF-88231" not in operator.get(page).text
    assert page not in _found(operator, "SMF-88231")
