"""The audit's page: the auditor reads who did and who looked, of her own organisation alone."""

from dataclasses import replace
from datetime import timedelta

import pytest
from cast import Cast, make_cast
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from signing import client_of

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.audit.reading import SIZE, Chosen, read
from suar.base.audit.services import record, record_refusal
from suar.base.identifiers import uuid7
from suar.base.identifiers.reference import new_reference
from suar.rooms.intake.models import Incident


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _do(actor: Actor, action: str = "victim.open.identity", **more: object) -> Event:
    more.setdefault("kind", "opening")
    with acting(actor):
        return record(action=action, by=actor, **more)  # type: ignore[arg-type]


def _page(client: Client, query: str = "") -> str:
    answer = client.get(f"/audit/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_says_who_by_name_role_and_organisation_what_and_why(cast: Cast) -> None:
    _do(cast.case_worker, subject=("victim", uuid7()), reason="letter")
    page = _page(client_of(cast.data_officer))
    for words in ("case.worker", "Case worker", "RA", "Person in care", "victim.open.identity"):
        assert words in page
    assert "Opened a sealed part of a person’s file" in page
    assert "To fill in a letter or form" in page
    assert "UTC" in page or "WIB" in page


def test_it_speaks_indonesian(cast: Cast) -> None:
    _do(cast.case_worker, subject=("victim", uuid7()), reason="letter")
    page = _page(client_of(cast.data_officer, language="id"))
    assert "Pekerja kasus" in page
    assert "Membuka bagian tersegel" in page


def test_another_organisations_events_never_stand_there(cast: Cast) -> None:
    theirs, about = "case.export", uuid7()
    _do(cast.nurse, theirs, kind="export", subject=("victim", about))
    ours = _do(cast.case_worker)
    client = client_of(cast.data_officer)
    for query in ("", f"?subject={about}", f"?who={cast.nurse.person}", "?kind=export"):
        page = _page(client, query)
        assert theirs not in page
        assert "nurse" not in page
    with acting(cast.data_officer):
        assert ours.id in [row.event.id for row in read(cast.data_officer, Chosen()).rows]


def test_who_looked_from_outside_at_our_record_stands_there(cast: Cast) -> None:
    _do(cast.nurse, organisation=cast.case_worker.organisation, subject=("victim", uuid7()))
    page = _page(client_of(cast.data_officer))
    assert "nurse" in page
    assert "KB" in page


@pytest.mark.parametrize("who", ["administrator", "supervisor", "case_worker", "analyst"])
def test_who_may_not_is_refused_and_that_is_an_event(cast: Cast, who: str) -> None:
    actor = getattr(cast, who)
    answer = client_of(actor).get("/audit/")
    assert answer.status_code == 403
    assert b"victim.open" not in answer.content
    with acting(actor):
        assert Event.objects.filter(kind="refusal", action="GET audit:index").count() == 1


def test_filters_narrow(cast: Cast) -> None:
    victim = uuid7()
    _do(cast.case_worker, subject=("victim", victim))
    _do(cast.supervisor, "consent.give", kind="change", subject=("victim", uuid7()))
    record_refusal(action="GET somewhere", reason="Not for this post.", by=cast.case_worker)
    today = timezone.localdate()
    officer = cast.data_officer

    def found(**chosen: object) -> set[str]:
        with acting(officer):
            return {row.event.action for row in read(officer, Chosen(**chosen)).rows}  # type: ignore[arg-type]

    everything = {"victim.open.identity", "consent.give", "GET somewhere"}
    assert found() == everything
    assert found(kind="refusal") == {"GET somewhere"}
    assert found(who=str(cast.supervisor.person)) == {"consent.give"}
    assert found(action="victim.") == {"victim.open.identity"}
    assert found(subject=str(victim)) == {"victim.open.identity"}
    assert found(since=today, until=today) == everything
    assert found(since=today + timedelta(days=1)) == set()
    assert found(until=today - timedelta(days=1)) == set()


def test_a_record_is_found_by_the_reference_on_its_file(cast: Cast) -> None:
    reference = new_reference("RA")
    with acting(cast.case_worker):
        incident = Incident.objects.create(
            organisation_id=cast.case_worker.organisation,
            reference=reference,
            accepted_at=timezone.now(),
            accepted_by=cast.case_worker.person,
        )
    _do(cast.case_worker, "incident.open", kind="change", subject=("incident", incident.id))
    _do(cast.case_worker, "other.deed", kind="change", subject=("incident", uuid7()))
    client = client_of(cast.data_officer)
    page = _page(client, f"?subject={reference.lower()}")
    assert f"{reference}</a>" in page
    assert "other.deed" not in page
    assert "incident.open" not in _page(client, "?subject=RA-0000-0000-0")


def test_every_event_stands_on_one_page_and_none_on_two(cast: Cast) -> None:
    actor = cast.case_worker
    with acting(actor):
        event = record(action="first", by=actor)
        fields = {f.attname: getattr(event, f.attname) for f in Event._meta.concrete_fields}
        for _each in range(2 * SIZE + 6):  # many of one instant
            Event.objects.create(**fields | {"id": uuid7()})
    seen, before = [], ""
    with acting(cast.data_officer):
        while True:
            leaf = read(cast.data_officer, Chosen(), before=before)
            seen += [row.event.id for row in leaf.rows]
            before = leaf.older
            if not before:
                break
        everything = Event.objects.filter(organisation_id=actor.organisation)
        assert len(seen) == len(set(seen)) == everything.count()


def test_a_page_asks_few_queries_and_a_broken_address_breaks_nothing(cast: Cast) -> None:
    for _each in range(30):
        _do(cast.case_worker, subject=("victim", uuid7()))
    client = client_of(cast.data_officer)
    with CaptureQueriesContext(connection) as asked:
        _page(client)
    whole = [each["sql"] for each in asked if not each["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    inside = [sql for sql in whole if '"audit_' in sql or "reference" in sql or "person" in sql]
    assert len(inside) <= 12
    for query in (
        *("?before=x_y", "?who=x", "?subject=%00", "?since=yesterday", "?kind=none"),
        *("?until=9999-12-31", "?since=0001-01-01", f"?before=9999-12-31T23:59:59_{uuid7()}"),
    ):
        assert "victim.open.identity" in _page(client, query)


def test_to_ask_for_one_person_or_record_is_an_event_and_to_read_is_none(cast: Cast) -> None:
    client = client_of(cast.data_officer)

    def searches() -> list[Event]:
        with acting(cast.data_officer):
            return list(Event.objects.filter(action="audit.search"))

    _page(client, "?kind=opening")
    assert searches() == []
    about = uuid7()
    _page(client, f"?subject={about}&kind=opening")
    (kept,) = searches()
    assert kept.detail == {"by": ["kind", "subject"], "found": 0}
    assert kept.by_person_id == cast.data_officer.person


def test_a_post_that_may_not_reads_no_row_past_the_page_either(cast: Cast) -> None:
    _do(cast.case_worker)
    for role in ("administrator", "oversight", "case_supervisor"):
        actor = replace(cast.data_officer, role=role)
        with acting(actor):
            assert read(actor, Chosen()).rows == []
