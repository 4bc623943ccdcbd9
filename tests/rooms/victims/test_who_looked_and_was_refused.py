"""Who looked, and who was refused: role and organisation for the person, names for the auditor."""

from datetime import timedelta

import pytest
from cast import Cast, make_cast
from django.utils import timezone, translation
from signing import client_of

from rooms.victims.persons import file_of
from rooms.victims.sending import send, unseal
from suar.base.access.acting import acting
from suar.base.audit.models import Event
from suar.base.audit.selectors import who_looked, who_looked_for_the_person
from suar.base.ui.day import gather
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import Consent, Victim
from suar.rooms.victims.services import (
    ask_right,
    give_consent,
    note_breach,
    note_stopped,
    withdraw_consent,
)
from suar.rooms.victims.services.consents import Told


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _give(victim: Victim, cast: Cast, **to: object) -> Consent:
    now = timezone.now()
    told = Told(
        purpose="care",
        groups=(FieldGroup.FACTS,),
        language="su",
        no_explained=True,
        evidence="signed",
        until=now + timedelta(days=30),
        **to,  # type: ignore[arg-type]
    )
    with acting(cast.case_worker):
        return give_consent(victim=victim, told=told, now=now, by=cast.case_worker)


def test_a_colleague_who_tries_her_story_gets_404_and_she_can_see_that_he_tried(cast: Cast) -> None:
    victim = file_of(cast.case_worker, name="Siti Rekaan")
    boss = client_of(cast.supervisor)
    url = f"/victims/{victim.id}/"
    assert boss.post(f"{url}open/story/", {"reason": "care"}).status_code == 404
    assert client_of(cast.keeper).get(f"{url}open/identity/").status_code == 403
    worker = client_of(cast.case_worker)
    unseal(worker, victim)
    with acting(cast.case_worker):
        looks = who_looked_for_the_person(cast.case_worker, subject=("victim", victim.id))
        assert [(look.role, look.refused) for look in looks] == [
            ("case_worker", False),
            ("shelter_keeper", True),
            ("case_supervisor", True),
        ]
        assert not any(look.name for look in looks)
        assert "assigned person" in looks[2].reason
    with acting(cast.supervisor):
        named = who_looked(cast.supervisor, subject=("victim", victim.id))
        assert all(look.name for look in named)
    page = worker.get(f"{url}looked/").content.decode()
    assert page.count("Refused") == 2
    assert "supervisor@" not in page


def test_a_granted_reader_who_reaches_further_is_seen_by_the_owner(cast: Cast) -> None:
    victim = file_of(cast.case_worker, name="Siti Rekaan")
    _give(victim, cast, to_organisation=cast.nurse.organisation)
    nurse = client_of(cast.nurse)
    assert nurse.post(f"/victims/{victim.id}/open/identity/", {"reason": "care"}).status_code == 404
    consul = client_of(cast.consul)
    assert consul.get(f"/victims/{victim.id}/open/identity/").status_code == 404
    with acting(cast.case_worker):
        (look,) = who_looked_for_the_person(cast.case_worker, subject=("victim", victim.id))
        assert (look.refused, look.role) == (True, "case_worker")
        event = Event.objects.get(kind=Event.Kind.REFUSAL, subject_id=victim.id)
        assert event.by_organisation_id == cast.nurse.organisation


def test_what_is_held_tells_her_who_was_refused(cast: Cast) -> None:
    victim = file_of(cast.case_worker, name="Siti Rekaan")
    client_of(cast.supervisor).post(f"/victims/{victim.id}/open/safety/", {"reason": "care"})
    shown = send(
        client_of(cast.case_worker), f"/victims/{victim.id}/held/", is_she="on", alone="on"
    )
    page = shown.content.decode()
    assert "refused: Open to the assigned person and team only." in page


def test_both_clocks_of_the_act_and_her_requests_stand_in_the_officer_s_day(cast: Cast) -> None:
    with translation.override("en"):
        _clocks(cast)


def _clocks(cast: Cast) -> None:
    victim = file_of(cast.case_worker)
    consent = _give(victim, cast, to_kind="ngo", to_words="LSM Rekaan")
    now = timezone.now()
    with acting(cast.case_worker):
        withdraw_consent(consent=consent, now=now, by=cast.case_worker)
        ask_right(
            victim=victim, kind="see", asked_by="herself", words="", now=now, by=cast.case_worker
        )
        mine = [
            item.title for section in gather(cast.case_worker, now=now) for item in section.items
        ]
        assert any("stop" in title.lower() for title in mine)
    with acting(cast.data_officer):
        note_breach(
            kind="lost_device",
            groups=["identity"],
            persons=1,
            words="",
            found=now - timedelta(hours=80),
            now=now,
            by=cast.data_officer,
        )
        day = {
            section.key: [item.title for item in section.items]
            for section in gather(cast.data_officer, now=now)
        }
    assert "Notice after a breach" in day["late"]
    assert "She asked about her data" in day["new"]
    assert len(day["new"]) == 2
    with acting(cast.case_worker):
        consent.refresh_from_db()
        note_stopped(consent=consent, now=now, by=cast.case_worker)
    with acting(cast.data_officer):
        left = [i.title for s in gather(cast.data_officer, now=now) for i in s.items]
        assert len(left) == 2


def test_an_infant_is_too_young_to_be_asked_and_a_child_is_asked(cast: Cast) -> None:
    from rooms.victims.test_victims_pages import _walk

    child = file_of(cast.case_worker, flags={"child": "yes"})
    client = client_of(cast.case_worker)
    answers = dict.fromkeys(("accused", "benefits", "recruited", "disputed"), "no")
    send(client, f"/victims/{child.id}/guardian/", kind="parent", **answers)
    from suar.rooms.victims.models import Guardian

    with acting(cast.case_worker):
        guardian = str(Guardian.objects.get().id)
    to = str(cast.nurse.organisation)
    beside = {"given_by": "with_guardian", "guardian": guardian}
    page = _walk(client, child, "yes", to, **beside)
    assert "ask the child" in page
    _walk(client, child, "yes", to, **beside, assent="too_young")
    with acting(cast.case_worker):
        assert Consent.objects.get().assent == ""
