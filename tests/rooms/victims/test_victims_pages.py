"""The room's pages: forms without JavaScript, reasons beside greyed buttons, stale writes, 404."""

from datetime import timedelta

import pytest
from cast import Cast, make_cast
from django.db import connections
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from signing import client_of, key_in

from rooms.victims.persons import file_of
from rooms.victims.sending import fields_of, send, unseal
from suar.base.access.acting import acting, at_the_door
from suar.base.access.models import Grant
from suar.base.audit.models import Event
from suar.rooms.victims.models import (
    Consent,
    Episode,
    Facts,
    Guardian,
    Identity,
    Kin,
    Leg,
    Merging,
    RightsRequest,
    SamePair,
    Victim,
)
from suar.rooms.victims.services import give_consent
from suar.rooms.victims.services.consents import Told

NAME = "Siti Nurhaliza Rekaan"


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def test_a_file_is_begun_written_and_read_by_whoever_opens_it(cast: Cast) -> None:
    client = client_of(cast.case_worker)
    answer = send(client, "/victims/new/", name=NAME, called="Melati", child="no", sex="female")
    url = answer.headers["Location"]
    with acting(cast.case_worker):
        victim = Victim.objects.get()
    page = client.get(url).content.decode()
    assert "Melati" in page
    assert NAME not in page
    unseal(client, victim)
    page = client.get(url).content.decode()
    assert NAME in page
    assert "Close now" in page
    answer = send(
        client, f"/victims/{victim.id}/write/identity/", name=NAME, nik="3271016412980003"
    )
    assert answer.status_code == 302
    answer = send(client, f"/victims/{victim.id}/facts/", birth_year="1998", languages=["su", "id"])
    assert answer.status_code == 302, answer.content.decode()
    answer = send(
        client, f"/victims/{victim.id}/episode/", purposes=["forced_labour"], from_on="2024"
    )
    leg = answer.headers["Location"]
    assert send(client, leg, country="KHM", place="gedung biru").status_code == 302
    assert client.post(f"/victims/{victim.id}/close/", {}).status_code == 302
    assert NAME not in client.get(url).content.decode()
    with acting(cast.case_worker):
        assert Facts.objects.get().languages == ["su", "id"]
        assert (Episode.objects.count(), Leg.objects.count()) == (1, 1)
    page = client.get(url).content.decode()
    assert "Speaks Sundanese, Indonesian" in page
    assert "gedung biru" not in page


def test_search_is_sent_by_post_and_shows_no_name(cast: Cast) -> None:
    file_of(cast.case_worker, name=NAME)
    client = client_of(cast.case_worker)
    assert client.get("/victims/search/").status_code == 405
    answer = client.post("/victims/search/", {"asked": "sitti noerhaliza"})
    page = answer.content.decode()
    assert "the same words" in page
    assert "Rekaan" not in page.replace("sitti", "")
    with acting(cast.case_worker):
        event = Event.objects.get(kind=Event.Kind.SEARCH)
        assert event.detail == {"found": 1}
    assert client_of(cast.keeper).post("/victims/search/", {"asked": "siti"}).status_code == 403


def test_an_opening_without_a_reason_is_told_so_and_an_old_proof_is_asked_anew(cast: Cast) -> None:
    victim = file_of(cast.case_worker, name=NAME)
    client = client_of(cast.case_worker)
    url = f"/victims/{victim.id}/open/identity/"
    assert client.post(url, {}).status_code == 422
    with at_the_door():
        session = client.session
        methods = session["account_authentication_methods"]
        for method in methods:
            method["at"] -= 3600
        session["account_authentication_methods"] = methods
        session.save()
    answer = client.post(url, {"reason": "letter"})
    assert "reauthenticate" in answer.headers["Location"]
    with acting(cast.case_worker):
        assert not Event.objects.filter(kind=Event.Kind.OPENING).exists()


def test_two_who_write_the_same_facts_see_both_values(cast: Cast) -> None:
    victim = file_of(cast.case_worker)
    client, url = client_of(cast.case_worker), f"/victims/{victim.id}/facts/"
    first, second = (client.get(url).content.decode() for _ in range(2))
    for page, year in ((first, "1990"), (second, "1991")):
        answer = client.post(
            url, {**fields_of(page), "once": key_in(page), "birth_year": year, "sex": "female"}
        )
    assert answer.status_code == 409
    page = answer.content.decode()
    assert "1990" in page
    assert "1991" in page
    answer = client.post(
        url,
        {**fields_of(page), "once": key_in(page), "birth_year": "1991", "sex": "female",
         "version": "2", "choose_birth_year": "theirs"},
    )  # fmt: skip
    assert answer.status_code == 302
    with acting(cast.case_worker):
        assert Facts.objects.get().birth_year == 1990


def _walk(client: Client, victim: Victim, said: str, to: str, **beside: str) -> str:
    url = f"/victims/{victim.id}/consent/"
    page = client.get(url).content.decode()
    answers: list[dict[str, object]] = [
        {"to": to},
        {"purpose": "care"},
        {"groups": ["facts", "identity"]},
        {"language": "su", "no_explained": "on"},
        {
            "said": said,
            "evidence": "witnessed" if said == "yes" else "",
            "until": (timezone.now() + timedelta(days=60)).date().isoformat(),
            **beside,
        },
        {},
    ]
    sent: dict[str, object] = {}
    for step, values in enumerate(answers, 1):
        assert f'name="step" value="{step}"' in page, page
        sent |= values
        answer = client.post(url, {**sent, "once": key_in(page), "step": str(step)})
        page = answer.content.decode()
        assert answer.status_code in ((200,) if step < len(answers) else (302, 422)), page
    return page


def test_consent_is_asked_one_question_a_page_and_withdrawn_on_a_page_that_says_what_happens(
    cast: Cast,
) -> None:
    victim = file_of(cast.case_worker, name=NAME)
    client, clinic = client_of(cast.case_worker), str(cast.nurse.organisation)
    _walk(client, victim, "yes", clinic)
    with acting(cast.case_worker):
        consent = Consent.objects.get()
        assert (consent.state, Grant.objects.count()) == ("given", 1)
    nurse = client_of(cast.nurse)
    assert victim.reference in nurse.get("/victims/").content.decode()
    assert nurse.get(f"/victims/{victim.id}/").status_code == 200
    card = client.get(f"/victims/{victim.id}/").content.decode()
    for each in ("Sundanese", "by case.worker", "spoken before a witness", "text 20", "until "):
        assert each in card, each
    answer = send(client, f"/victims/{victim.id}/consent/{consent.id}/withdraw/")
    assert answer.status_code == 302
    assert nurse.get(f"/victims/{victim.id}/").status_code == 404
    assert "72-hour clock met" in client.get(f"/victims/{victim.id}/").content.decode()
    assert "72-hour clock met" in client_of(cast.data_officer).get("/rights/").content.decode()


def test_her_no_is_kept_by_the_same_questions(cast: Cast) -> None:
    victim = file_of(cast.case_worker)
    _walk(client_of(cast.case_worker), victim, "no", str(cast.investigator.organisation))
    with acting(cast.case_worker):
        assert Consent.objects.get().state == "refused"
        assert not Grant.objects.exists()


def test_a_merging_is_made_side_by_side_and_undone(cast: Cast) -> None:
    first = file_of(cast.supervisor, name=NAME)
    second = file_of(cast.supervisor, name=NAME, facts={"birth_year": 1999, "sex": "female"})
    client = client_of(cast.supervisor)
    with acting(cast.supervisor):
        pair = SamePair.objects.get()
    assert "every word of the name is the same" in client.get("/victims/same/").content.decode()
    url = f"/victims/same/{pair.id}/"
    answer = send(client, url, kept="second", birth_year="first", speaks_identity="second")
    assert answer.status_code == 302, answer.content.decode()
    with acting(cast.supervisor):
        merging = Merging.objects.get()
        kept = Victim.objects.get(merged_into_id=None)
        assert kept.id in (first.id, second.id)
        assert merging.kept_id == pair.second_id
    page = client.get(f"/victims/{merging.other_id}/").content.decode()
    assert "Take the merging back" in page
    answer = send(client, f"/victims/merging/{merging.id}/undo/")
    assert answer.status_code == 302
    with acting(cast.supervisor):
        assert Victim.objects.filter(merged_into_id=None).count() == 2


def test_status_people_and_rights_have_their_pages(cast: Cast) -> None:
    victim = file_of(cast.supervisor, flags={"child": "yes"}, name=NAME)
    client = client_of(cast.supervisor, language="id")
    at = f"/victims/{victim.id}"
    sent = (
        (f"{at}/status/presume/", {"standard": "balance", "body": "ngo"}),
        (
            f"{at}/status/not_establish/",
            {"standard": "balance", "body": "ngo", "reasons": ["little_information"]},
        ),
        (f"{at}/status/ask_review/", {"words": "ia meminta"}),
        (f"{at}/child/", {"unborn": "on"}),
        (
            f"{at}/guardian/",
            {
                "kind": "parent",
                **dict.fromkeys(("accused", "benefits", "recruited", "disputed"), "yes"),
            },
        ),
        (f"{at}/head/", {"child": "yes", "paper_safe": "yes", "called": "Kenanga"}),
        (f"{at}/death/", {"died_on": "2026-02", "body": "abroad", "country": "KHM"}),
        (f"{at}/ask/", {"kind": "erase", "asked_by": "heir"}),
        ("/rights/breach/", {"kind": "lost_device", "found": "2026-03-01T10:00"}),
    )
    for url, values in sent:
        answer = send(client, url, **values)
        assert answer.status_code == 302, f"{url}: {answer.content.decode()}"
    page = client.get(f"{at}/").content.decode()
    assert "Kenanga" in page
    with acting(cast.supervisor):
        assert (Kin.objects.count(), Guardian.objects.count()) == (1, 1)
        request = RightsRequest.objects.get()
    officer = client_of(cast.data_officer)
    assert officer.get(f"{at}/").status_code == 403
    assert "certificate" not in officer.get("/rights/").content.decode()
    refused = send(officer, f"/rights/{request.id}/erase/")
    assert refused.status_code == 422
    done = send(officer, f"/rights/{request.id}/erase/", told="on")
    assert done.status_code == 302
    with acting(cast.supervisor):
        assert not Identity.objects.exists()
    assert client.get(f"{at}/").status_code == 200


def test_everything_held_is_shown_after_her_safety_was_asked(cast: Cast) -> None:
    victim = file_of(cast.case_worker, name=NAME)
    client, url = client_of(cast.case_worker), f"/victims/{victim.id}/held/"
    unseal(client, victim)
    refused = send(client, url, is_she="on", alone="on", on_paper="on")
    assert refused.status_code == 422
    shown = send(client, url, is_she="on", alone="on")
    page = shown.content.decode()
    assert NAME in page
    assert "Who looked" in page


def test_a_list_asks_as_many_queries_for_many_rows_as_for_few(cast: Cast) -> None:
    client = client_of(cast.case_worker)
    for _each in range(3):
        file_of(cast.case_worker)
    counts = []
    for more in (0, 12):
        for _each in range(more):
            file_of(cast.case_worker)
        with CaptureQueriesContext(connections["default"]) as asked:
            assert client.get("/victims/").status_code == 200
        counts.append(len([q for q in asked if q["sql"].startswith('SELECT "victims')]))
    assert counts[0] == counts[1]
    assert counts[0] <= 12


def test_a_partner_without_a_grant_sees_nothing_and_a_granted_reader_writes_nothing(
    cast: Cast,
) -> None:
    victim = file_of(cast.case_worker, name=NAME)
    nurse = client_of(cast.nurse)
    for client in (client_of(cast.consul), nurse, client_of(cast.hotline_supervisor)):
        for part in ("", "open/identity/", "facts/", "consent/", "looked/", "held/"):
            assert client.get(f"/victims/{victim.id}/{part}").status_code == 404, part
        assert victim.reference not in client.get("/victims/").content.decode()
    now = timezone.now()
    with acting(cast.case_worker):
        told = Told(
            "care",
            (),
            cast.nurse.organisation,
            language="su",
            no_explained=True,
            evidence="signed",
            until=now + timedelta(days=9),
        )
        from suar.knowledge.rules.visibility import FieldGroup

        groups = (FieldGroup.FACTS, FieldGroup.IDENTITY)
        told = Told(**{**told.__dict__, "groups": groups})
        give_consent(victim=victim, told=told, now=now, by=cast.case_worker)
    unseal(nurse, victim)
    page = nurse.get(f"/victims/{victim.id}/").content.decode()
    assert NAME in page
    assert "Presumed" not in page
    assert "Signal" not in page
    for part in ("facts/", "write/identity/", "consent/", "head/", "status/identify/"):
        assert nurse.get(f"/victims/{victim.id}/{part}").status_code == 404, part
