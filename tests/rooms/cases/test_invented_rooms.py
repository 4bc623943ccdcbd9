"""The invented country's rooms: cases in every state, by the services people use, once."""

from pathlib import Path

import pytest

from suar.base.access.acting import acting, at_the_door
from suar.knowledge.rules.lifecycle import CASE, REPORT, STATUS
from suar.rooms.cases.demo import load, loading
from suar.rooms.cases.models import Case
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.registers.demo_cast import Cast, gather_cast
from suar.rooms.victims.models import Victim


@pytest.fixture
def cast(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(loading, "HOTLINE", 24)
    monkeypatch.setattr(loading, "FILES", 20)
    monkeypatch.setattr(loading, "ARRIVED", 20)
    with at_the_door():
        found = gather_cast(tmp_path, language="en")
        load(found, lambda step, done=0, total=0: None)
    return found


def test_the_invented_rooms_hold_every_state_and_are_loaded_once(cast: Cast) -> None:
    _reports_of_the_hotline_stand_in_every_state(cast)
    _cases_of_the_shelter_stand_in_most_states(cast)
    _one_flight_is_one_report_of_many(cast)
    _loaded_again_nothing_is_doubled(cast)


def _reports_of_the_hotline_stand_in_every_state(cast: Cast) -> None:
    with acting(cast.actor("PPR", "hotline_operator")) as by:
        states = Report.objects.filter(organisation_id=by.organisation).values_list(
            "state", flat=True
        )
        assert set(states) == REPORT.states() - {"accepted"}
    with acting(cast.actor("RAA", "case_worker")) as by:
        ours = Report.objects.filter(organisation_id=by.organisation)
        assert ours.filter(state="accepted").count() == 20
        assert ours.exclude(came_from_id=None).exists()  # passed on by the hotline


def _cases_of_the_shelter_stand_in_most_states(cast: Cast) -> None:
    with acting(cast.actor("RAA", "case_worker")) as by:
        states = set(
            Case.objects.filter(organisation_id=by.organisation).values_list("state", flat=True)
        )
        assert {"opened", "assessed", "planned", "in service", "stabilised", "closed"} <= states
        assert states <= CASE.states()
        statuses = set(Victim.objects.values_list("status", flat=True))
        assert statuses <= STATUS.states()
        assert {"signal", "presumed", "identified", "not established"} <= statuses


def _one_flight_is_one_report_of_many(cast: Cast) -> None:
    with acting(cast.actor("KLR", "consular_officer")) as by:
        (report,) = Report.objects.filter(organisation_id=by.organisation)
        assert report.about == "group"
        assert PersonConcerned.objects.filter(report_id=report.id).count() == 20


def _loaded_again_nothing_is_doubled(cast: Cast) -> None:
    with acting(cast.actor("RAA", "case_worker")) as by:
        before = Case.objects.filter(organisation_id=by.organisation).count()
    with at_the_door():
        load(cast, lambda step, done=0, total=0: None)
    with acting(cast.actor("RAA", "case_worker")) as by:
        assert Case.objects.filter(organisation_id=by.organisation).count() == before
