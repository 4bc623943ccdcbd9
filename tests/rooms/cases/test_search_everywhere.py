"""One search in the bar of every page: our own reports, persons and cases, and nobody else's."""

import pytest
from cast import Cast, make_cast
from django.urls import reverse
from signing import client_of

from rooms.cases.case_people import case_for
from rooms.intake.told import taken
from suar.base.access.acting import acting
from suar.base.audit.models import Event
from suar.base.vault.search import index_subject
from suar.rooms.victims.models import Victim

NAME = "Sekar Rekaan"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def test_a_name_a_reference_and_a_reports_reference_lead_to_what_is_ours(cast: Cast) -> None:
    case = case_for(cast)
    with acting(cast.case_worker):
        victim = Victim.objects.get(id=case.victim_id)
        index_subject(
            organisation=case.organisation_id,
            subject=("victim", victim.id),
            names=[NAME],
            numbers=[],
        )
    address, worker = reverse("search"), client_of(cast.case_worker)
    assert f'action="{address}"' in worker.get("/day/").text
    links = (reverse("victims:file", args=[victim.id]), reverse("cases:case", args=[case.id]))
    for words in (NAME, victim.reference.lower()):
        page = worker.post(address, {"words": words}).text
        assert all(link in page for link in links)
    page = worker.post(address, {"words": case.reference}).text
    assert [link in page for link in links] == [False, True]
    assert "Nothing of ours answers" in worker.post(address, {"words": "Tidak Ada"}).text
    assert worker.post(address, {"words": ""}).status_code == 422
    with acting(cast.case_worker):
        kept = Event.objects.filter(kind=Event.Kind.SEARCH)
        assert kept.exists()
        assert not [each for each in kept if NAME in f"{each.reason}{each.detail}"]
    report, operator = taken(cast.operator), client_of(cast.operator)
    page = operator.post(address, {"words": report.reference}).text
    assert reverse("reports:report", args=[report.id]) in page


def test_nothing_of_another_organisation_answers(cast: Cast) -> None:
    case = case_for(cast)
    with acting(cast.case_worker):
        victim = Victim.objects.get(id=case.victim_id)
    nurse = client_of(cast.nurse)
    for words in (case.reference, victim.reference):
        answer = nurse.post(reverse("search"), {"words": words})
        assert str(case.id) not in answer.text
        assert str(victim.id) not in answer.text
    nobody = client_of(cast.administrator)
    assert 'class="bar-search"' not in nobody.get("/day/").text
    assert nobody.post(reverse("search"), {"words": case.reference}).status_code == 403
    keeper = client_of(cast.keeper)
    page = keeper.post(reverse("search"), {"words": victim.reference}).text
    assert reverse("victims:file", args=[victim.id]) not in page
    assert reverse("cases:case", args=[case.id]) in page
