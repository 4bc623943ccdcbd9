"""What was written is corrected; people who belong together are tied, and untied; events joined."""

from datetime import UTC, datetime

import pytest
from cast import Cast, make_cast
from signing import client_of, key_in

from rooms.victims.persons import file_of
from rooms.victims.sending import fields_of, send, unseal
from suar.base.access.acting import acting
from suar.base.access.versions import StaleWrite
from suar.base.tasks.models import Task
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.intake.facts import Concerned, Draft, EventFacts
from suar.rooms.intake.models import Incident, PersonConcerned, Report
from suar.rooms.intake.services import take_report, triage_report
from suar.rooms.victims.models import (
    Episode,
    Facts,
    Guardian,
    Kin,
    Leg,
    LegStory,
    LinkageKeys,
    ProjectSecret,
    Victim,
)
from suar.rooms.victims.sealed import open_values
from suar.rooms.victims.services import (
    accept_report,
    add_episode,
    add_kin,
    add_leg,
    bring_secret,
    change_episode,
    change_leg,
)
from suar.rooms.victims.services.stories import LegTold

NOW = datetime.now(UTC)
SECRET = "rahasia-proyek-bersama-yang-panjang"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _told(cast: Cast) -> tuple[Victim, Episode, Leg]:
    by = cast.case_worker
    victim = file_of(by)
    with acting(by):
        episode = add_episode(
            victim=victim,
            facts={"country": "KHM", "purposes": ["forced_labour"]},
            legs=[LegTold({"country": "KHM"}, "gedung biru", "si A", "dibawa malam")],
            now=NOW,
            by=by,
        )
        return victim, episode, Leg.objects.get()


def test_who_corrects_an_episode_too_late_sees_both_values_and_chooses(cast: Cast) -> None:
    victim, episode, _leg = _told(cast)
    client = client_of(cast.case_worker)
    url = f"/victims/{victim.id}/episode/{episode.id}/"
    first, second = (client.get(url).content.decode() for _ in range(2))
    assert "Cambodia" in first
    for page, country in ((first, "LAO"), (second, "MMR")):
        answer = client.post(
            url,
            {**fields_of(page), "once": key_in(page), "country": country,
             "purposes": ["forced_labour"]},
        )  # fmt: skip
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Myanmar" in page
    assert "Case worker" in page
    sent = {**fields_of(page), "once": key_in(page), "version": "2", "country": "MMR"}
    answer = client.post(url, {**sent, "purposes": ["forced_labour"], "choose_country": "theirs"})
    assert answer.status_code == 302
    with acting(cast.case_worker):
        row = Episode.objects.get()
        assert (row.country, row.version, row.purposes) == ("LAO", 3, ["forced_labour"])


def test_a_place_is_corrected_and_its_sealed_part_only_while_her_story_is_open(cast: Cast) -> None:
    victim, _episode, leg = _told(cast)
    client = client_of(cast.case_worker)
    url = f"/victims/{victim.id}/leg/{leg.id}/"
    page = client.get(url).content.decode()
    assert 'name="place"' not in page
    assert "gedung biru" not in page
    assert send(client, url, country="LAO", stage="exploitation").status_code == 302
    with acting(cast.case_worker):
        assert "gedung biru" in str(open_values(LegStory.objects.get(), group=FieldGroup.STORY))
        with pytest.raises(Denied, match="reason first"):
            told = {"place": "x"}
            change_leg(leg=leg, facts={}, story=told, version=2, now=NOW, by=cast.case_worker)
    unseal(client, victim, "story")
    assert "gedung biru" in client.get(url).content.decode()
    assert send(client, url, country="LAO", place="gedung hijau").status_code == 302
    with acting(cast.case_worker):
        told = open_values(LegStory.objects.get(), group=FieldGroup.STORY)
        assert told == {"place": "gedung hijau"}
        assert Leg.objects.get().version == 3
        with pytest.raises(StaleWrite):
            change_leg(leg=leg, facts={}, story=None, version=1, now=NOW, by=cast.case_worker)


def test_an_end_before_its_beginning_and_an_erased_file_are_refused(cast: Cast) -> None:
    by = cast.case_worker
    victim, episode, _leg = _told(cast)
    with acting(by):
        with pytest.raises(Denied, match="before the beginning"):
            change_episode(
                episode=episode,
                facts={"from_on": "2024-05", "until_on": "2023"},
                version=1,
                now=NOW,
                by=by,
            )
        Victim.objects.filter(id=victim.id).update(erased_at=NOW)
        with pytest.raises(Denied, match="erased"):
            add_leg(episode=episode, leg=LegTold({"country": "LAO"}), now=NOW, by=by)
        with pytest.raises(Denied, match="erased"):
            change_episode(episode=episode, facts={}, version=1, now=NOW, by=by)


def test_an_unborn_child_is_born_on_its_own_page_and_stays_the_same_person(cast: Cast) -> None:
    mother = file_of(cast.case_worker)
    client = client_of(cast.case_worker)
    child_url = send(client, f"/victims/{mother.id}/child/", unborn="on").headers["Location"]
    assert "The child was born" in client.get(child_url).content.decode()
    assert send(client, f"{child_url}birth/", born="2026").status_code == 302
    page = client.get(child_url).content.decode()
    assert "The child was born" not in page
    assert client.get(f"{child_url}birth/").status_code == 404
    with acting(cast.case_worker):
        child = Victim.objects.get(child="yes")
        assert (child.unborn, Kin.objects.get().kind) == (False, "child")
        facts = Facts.objects.get(victim_id=child.id)
        assert (facts.birth_year, facts.version) == (2026, 2)
        assert Task.objects.filter(subject_id=child.id, what="child").count() == 1


def test_an_heir_is_tied_by_reference_seen_from_both_sides_and_untied(cast: Cast) -> None:
    by = cast.case_worker
    dead, heir = file_of(by, flags={"deceased": True}), file_of(by)
    client = client_of(by)
    url = f"/victims/{dead.id}/kin/"
    slip = send(client, url, reference=heir.reference[:-1] + "?", kind="heir")
    assert slip.status_code == 422
    missing = send(client, url, reference=dead.reference, kind="heir")
    assert "no other file" in missing.content.decode()
    assert send(client, url, reference=heir.reference, kind="heir").status_code == 302
    assert heir.reference in client.get(f"/victims/{dead.id}/").content.decode()
    assert "Who left it" in client.get(f"/victims/{heir.id}/").content.decode()
    with acting(by):
        row = Kin.objects.get()
        Victim.objects.filter(id=heir.id).update(erased_at=NOW)
        with pytest.raises(Denied, match="erased"):
            add_kin(victim=dead, other=heir, kind="sibling", now=NOW, by=by)
    other = file_of(by)
    assert client.post(f"/victims/{other.id}/kin/{row.id}/remove/").status_code == 404
    assert client.post(f"/victims/{dead.id}/kin/{row.id}/remove/").status_code == 302
    with acting(by):
        assert not Kin.objects.exists()


def test_a_guardian_is_shown_by_name_while_contact_is_open_and_ended(cast: Cast) -> None:
    by = cast.case_worker
    child = file_of(by, flags={"child": "yes"})
    client = client_of(by)
    answers = dict.fromkeys(("accused", "benefits", "recruited", "disputed"), "no")
    url = f"/victims/{child.id}/"
    sent = send(client, f"{url}guardian/", kind="parent", name="Bu Rekaan", **answers)
    assert sent.status_code == 302
    page = client.get(url).content.decode()
    assert "May speak beside the child" in page
    assert "Bu Rekaan" not in page
    unseal(client, child, "contact")
    assert "Bu Rekaan" in client.get(url).content.decode()
    with acting(by):
        row = Guardian.objects.get()
    assert client.post(f"{url}guardian/{row.id}/end/").status_code == 302
    assert "May speak beside" not in client.get(url).content.decode()
    assert client.post(f"{url}guardian/{row.id}/end/").status_code == 404


def test_a_report_joins_an_event_that_stands_already(cast: Cast) -> None:
    by = cast.supervisor
    with acting(by):
        reports = []
        for _each in range(2):
            report = take_report(
                draft=Draft("person", persons=(Concerned(sex="female", country="KHM"),)),
                channel="call",
                now=NOW,
                by=by,
            )
            reports.append(
                triage_report(report=report, answers={}, version=report.version, now=NOW, by=by)
            )
        first, second = reports
        event, _files = accept_report(
            report=first,
            facts=EventFacts(exploited_in="KHM"),
            chosen=[],
            now=NOW,
            by=by,
        )
        person = PersonConcerned.objects.get(report_id=second.id)
    client = client_of(by)
    url = f"/victims/accept/{second.id}/"
    assert event.reference in client.get(url).content.decode()
    wrong = send(client, url, reference="RA-XXXX-XXX", chosen=[str(person.id)])
    assert wrong.status_code == 422
    joined = send(client, url, reference=event.reference, chosen=[str(person.id)])
    assert joined.status_code == 302, joined.content.decode()
    with acting(by):
        assert Incident.objects.count() == 1
        assert {row.incident_id for row in Report.objects.all()} == {event.id}
        assert Episode.objects.get().incident_id == event.id


def test_a_project_s_secret_is_brought_on_a_page_and_shown_to_nobody(cast: Cast) -> None:
    for number in range(3):
        file_of(cast.case_worker, name=f"Siti Rekaan {'abc'[number]}")
    officer = client_of(cast.data_officer)
    assert client_of(cast.supervisor).get("/rights/secret/").status_code == 403
    assert send(officer, "/rights/secret/", secret="pendek", agreed="on").status_code == 422
    assert send(officer, "/rights/secret/", secret=SECRET).status_code == 422
    assert send(officer, "/rights/secret/", secret=SECRET, agreed="on").status_code == 302
    page = officer.get("/rights/secret/").content.decode()
    assert SECRET not in page
    assert "Identities with keys: 3" in page
    with acting(cast.data_officer):
        assert ProjectSecret.objects.get().fingerprint in page
        one_by_one = {row.victim_id: row.keys for row in LinkageKeys.objects.all()}
        bring_secret(secret=SECRET, now=NOW, by=cast.data_officer)
        assert {row.victim_id: row.keys for row in LinkageKeys.objects.all()} == one_by_one
        assert bytes(ProjectSecret.objects.exclude(retired_at=None).get().sealed) == b""


def test_keys_made_together_are_those_made_one_by_one(cast: Cast) -> None:
    with acting(cast.data_officer):
        bring_secret(secret=SECRET, now=NOW, by=cast.data_officer)
    for number in range(4):
        file_of(
            cast.case_worker, name=f"Siti {'abcd'[number]}rekaan", nik=f"32710164129800{number}3"
        )
    with acting(cast.data_officer):
        before = {row.victim_id: row.keys for row in LinkageKeys.objects.all()}
        bring_secret(secret=SECRET, now=NOW, by=cast.data_officer)
        assert {row.victim_id: row.keys for row in LinkageKeys.objects.all()} == before
