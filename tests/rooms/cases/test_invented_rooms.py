"""The invented country's rooms: cases in every state, by the services people use, once."""

from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from suar.base.access.acting import acting, at_the_door
from suar.base.tasks.models import Task
from suar.base.tasks.selectors import open_tasks_of
from suar.knowledge.rules.lifecycle import CASE, REPORT, STATUS
from suar.rooms.cases.demo import loading
from suar.rooms.cases.demo.kept import kept as kept_records
from suar.rooms.cases.demo.loading import load
from suar.rooms.cases.models import Approval, Case, Service, Stay
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.registers.demo_cast import Cast, gather_cast
from suar.rooms.victims.models import Consent, Facts, Victim


@pytest.fixture
def cast(database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Cast:
    monkeypatch.setattr(loading, "HOTLINE", 24)
    monkeypatch.setattr(loading, "FILES", 20)
    monkeypatch.setattr(loading, "ARRIVED", 20)
    monkeypatch.setattr(settings, "DATA", tmp_path)
    with at_the_door():
        found = gather_cast(tmp_path, language="en")
        load(found, lambda step, done=0, total=0: None)
    return found


def test_the_invented_rooms_hold_every_state_and_are_loaded_once(cast: Cast) -> None:
    _reports_of_the_hotline_stand_in_every_state(cast)
    _cases_of_the_shelter_stand_in_most_states(cast)
    _one_flight_is_one_report_of_many(cast)
    _one_story_is_told_whole(cast)
    _nothing_happened_tomorrow_and_little_is_late(cast)
    _loaded_again_nothing_is_doubled(cast)


def _reports_of_the_hotline_stand_in_every_state(cast: Cast) -> None:
    with acting(cast.actor("PPR", "hotline_operator")) as by:
        states = Report.objects.filter(organisation_id=by.organisation).values_list(
            "state", flat=True
        )
        assert set(states) == REPORT.states() - {"accepted"}
    with acting(cast.actor("RAA", "case_worker")) as by:
        ours = Report.objects.filter(organisation_id=by.organisation)
        assert ours.filter(state="accepted").count() == 21  # one is Melati's
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
        decided = Victim.objects.filter(status__in=("identified", "not established"))
        asked = Task.objects.filter(
            what="screen", state="open", subject_id__in=decided.values("id")
        )
        assert not asked.exists(), "nobody is asked to screen whose status was decided"


def _one_flight_is_one_report_of_many(cast: Cast) -> None:
    with acting(cast.actor("KLR", "consular_officer")) as by:
        report = Report.objects.get(organisation_id=by.organisation, about="group")
        assert PersonConcerned.objects.filter(report_id=report.id).count() == 20


def _one_story_is_told_whole(cast: Cast) -> None:
    kept = kept_records()
    with acting(cast.actor("RAA", "case_worker")) as by:
        case = Case.objects.get(id=kept["case"], organisation_id=by.organisation)
        assert case.state == "in service"
        states = Service.objects.filter(case_id=case.id).values_list("state", flat=True)
        assert {"delivered", "partly", "declined", "offered", "scheduled", "accepted"} <= set(
            states
        )
        assert Stay.objects.filter(case_id=case.id, out_at=None).count() == 1
        said = Consent.objects.filter(victim_id=kept["victim"]).values_list("state", flat=True)
        assert sorted(said) == ["given", "refused", "withdrawn"]
    with acting(cast.actor("KBB", "case_worker")):
        assert Facts.objects.filter(victim_id=kept["victim"]).exists(), "her yes"
    for prefix, role in (("PLR", "investigator"), ("KLR", "consular_officer")):
        with acting(cast.actor(prefix, role)):
            assert not Facts.objects.filter(victim_id=kept["victim"]).exists()
    with acting(cast.actor("KLR", "consular_officer")):
        assert Report.objects.get(id=kept["notice"]).came_from_id is not None


def _nothing_happened_tomorrow_and_little_is_late(cast: Cast) -> None:
    now = timezone.now()
    for role in ("case_worker", "case_supervisor"):
        actor = cast.actor("RAA", role)
        with acting(actor) as by:
            asked = Approval.objects.filter(organisation_id=by.organisation)
            assert not asked.filter(asked_at__gt=now).exists()
            late = open_tasks_of(actor).filter(due_at__lt=now)
            assert late.count() <= 4
            long = [each.what for each in late if each.due_at and (now - each.due_at).days >= 4]
            assert long == []


def _loaded_again_nothing_is_doubled(cast: Cast) -> None:
    with acting(cast.actor("RAA", "case_worker")) as by:
        before = Case.objects.filter(organisation_id=by.organisation).count()
    with at_the_door():
        load(cast, lambda step, done=0, total=0: None)
    with acting(cast.actor("RAA", "case_worker")) as by:
        assert Case.objects.filter(organisation_id=by.organisation).count() == before
