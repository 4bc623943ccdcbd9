"""Accepting a report on its page: whose files are begun is ticked, and the first one opens."""

import pytest
from cast import NOW, Cast, make_cast
from signing import client_of, key_in

from suar.base.access.acting import acting
from suar.rooms.intake.facts import Concerned, Draft
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.services import take_report, triage_report
from suar.rooms.victims.models import Episode, Victim


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def test_a_report_becomes_an_incident_and_files(cast: Cast) -> None:
    by = cast.supervisor
    with acting(by):
        draft = Draft("not_free", persons=(Concerned(state="held", sex="male"), Concerned()))
        report = take_report(draft=draft, channel="phone", now=NOW, by=by)
        triage_report(report=report, answers={}, version=report.version, now=NOW, by=by)
        first = PersonConcerned.objects.get(number=1)
    client, url = client_of(by), f"/victims/accept/{report.id}/"
    page = client.get(url).content.decode()
    assert "Person 1 · Male · not yet free" in page
    sent = {"once": key_in(page), "chosen": [str(first.id)], "purposes": ["online_scam"]}
    answer = client.post(url, sent)
    with acting(by):
        victim = Victim.objects.get()
        assert answer.headers["Location"] == f"/victims/{victim.id}/"
        assert Report.objects.get().state == "accepted"
        assert Episode.objects.get().incident_id == Report.objects.get().incident_id
    assert "Do not call" in client.get(f"/victims/{victim.id}/").content.decode()
    assert client_of(cast.consul).get(url).status_code == 404
