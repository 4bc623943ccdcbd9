"""A report from its first word to what becomes of it."""

import json
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from rooms.intake.told import CAPTIVE, FREE, MARK, NOW, Cast, make_cast, on, taken, told, triaged
from suar.base.access.versions import StaleWrite
from suar.base.audit.models import Event
from suar.base.tasks.models import Task
from suar.knowledge.rules.decision import Denied
from suar.rooms.intake import selectors, services
from suar.rooms.intake.facts import EventFacts, Passing
from suar.rooms.intake.models import Answer, PersonConcerned, PersonSafety, Report
from suar.rooms.intake.services.deciding import answer_sender


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def test_a_captive_starts_the_consulates_tasks_and_jumps_the_queue(cast: Cast) -> None:
    by = cast.operator
    plain, captive = taken(by), taken(by, CAPTIVE)
    with on(by):
        queue = list(selectors.queue_of(by, now=NOW))
        assert [each.id for each in queue] == [captive.id, plain.id]
        person = selectors.persons_concerned_of(captive, by).get()
        tasks = set(
            Task.objects.filter(subject_id=person.id).values_list("what", "urgent", "person_id")
        )
        assert tasks == {
            ("tell_consulate", True, by.person),
            ("trace_place", False, by.person),
            ("hear_family", False, by.person),
        }
        of_report = Task.objects.filter(subject_id=captive.id).values_list("what", flat=True)
        assert set(of_report) == {"triage", "call_back"}


def test_urgent_needs_start_their_clocks_once(cast: Cast) -> None:
    by = cast.operator
    report = triaged(by, danger="yes", interpreter="yes", child="not_known")
    with on(by):
        person = selectors.persons_concerned_of(report, by).get()
        assert (report.state, report.rank, report.urgent) == ("triaged", 0, True)
        assert (person.minor, person.interpreter) == ("not_known", "yes")
        services.triage_report(
            report=report,
            answers={person.id: told(danger="yes", medical="yes")},
            version=report.version,
            now=NOW,
            by=by,
        )
        tasks = Task.objects.filter(subject_id=person.id).values_list("what", flat=True)
        assert sorted(tasks) == ["danger_now", "interpreter", "medical"]
        triage = Task.objects.get(subject_id=report.id, what="triage")
        assert triage.state == "done"


def test_an_answer_is_kept_once_and_the_earlier_ones_stay(cast: Cast) -> None:
    by = cast.operator
    report = triaged(by, danger="not_known", medical="not_asked")
    with on(by):
        person = selectors.persons_concerned_of(report, by).get()
        later = NOW + timedelta(hours=1)
        for _each in range(2):
            services.answer_questions(
                person=person, tool_name="triage", answers=told(danger="yes"), now=later, by=by
            )
        kept = Answer.objects.filter(question="danger").order_by("at")
        assert [each.answer for each in kept] == ["not_known", "yes"]
        assert not Answer.objects.filter(question="medical").exists(), "not asked is no answer"
        newest = selectors.newest_answers(person, by)[("triage", "danger")]
        assert (newest.answer, newest.at, newest.by) == ("yes", later, by.person)


def test_nothing_that_was_told_lies_in_the_clear(cast: Cast) -> None:
    by = cast.operator
    report = triaged(by, CAPTIVE, danger="yes")
    with on(by):
        services.add_told(report=report, words=MARK, now=NOW, by=by)
    with on(by), connection.cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
            " AND (tablename ~ '^intake_' OR tablename IN ('audit_event', 'tasks_task'))"
        )
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t")
            assert not any(MARK in row for (row,) in cursor.fetchall()), table
        assert selectors.told_of(report, by)[0][1].startswith(MARK)
        person = selectors.persons_concerned_of(report, by).get()
        assert selectors.identities_of([person], by)[person.id]["name"] == MARK


def test_another_organisation_finds_nothing(cast: Cast) -> None:
    report = taken(cast.operator, CAPTIVE)
    for stranger in (cast.partner, cast.case_worker, cast.investigator, cast.consul):
        with on(stranger):
            assert not Report.objects.exists(), "the second wall"
            with pytest.raises(Http404):
                selectors.get_report_for(stranger, report.id)
            assert selectors.identities_of([PersonConcerned(id=report.id)], stranger) == {}


def test_a_stale_triage_writes_nothing(cast: Cast) -> None:
    by = cast.operator
    report = triaged(by)
    with on(by):
        person = selectors.persons_concerned_of(report, by).get()
    with on(by), pytest.raises(StaleWrite):
        services.triage_report(
            report=report, answers={person.id: told(danger="yes")}, version=1, now=NOW, by=by
        )
    with on(by):
        assert not Answer.objects.exists()


def test_accepting_needs_triage_a_person_and_who_decides(cast: Cast) -> None:
    operator, decides = cast.operator, cast.hotline_supervisor
    fresh, report = taken(operator), triaged(operator)
    facts = EventFacts(purposes=("forced_labour",), recruited_in="32")
    with on(decides), pytest.raises(Denied, match="triage comes first"):
        services.open_incident(report=fresh, facts=facts, now=NOW, by=decides)
    with on(operator), pytest.raises(Denied, match="may not decide"):
        services.open_incident(report=report, facts=facts, now=NOW, by=operator)
    with on(decides), pytest.raises(Denied, match="vocabulary"):
        wrong = EventFacts(purposes=("no such purpose",))
        services.open_incident(report=report, facts=wrong, now=NOW, by=decides)
    with on(decides):
        incident = services.open_incident(report=report, facts=facts, now=NOW, by=decides)
        accepted = services.mark_accepted(report=report, incident=incident, now=NOW, by=decides)
        assert (accepted.state, accepted.incident_id) == ("accepted", incident.id)
        assert accepted.due_at is None
        with pytest.raises(Denied, match="Not yet: triage"):
            services.mark_accepted(report=report, incident=incident, now=NOW, by=decides)


def test_the_database_refuses_an_accepted_report_without_its_incident(cast: Cast) -> None:
    report = triaged(cast.operator)
    with on(cast.operator), pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(id=report.id).update(state="accepted")


def test_too_little_known_puts_no_report_aside(cast: Cast) -> None:
    report, by = triaged(cast.operator), cast.hotline_supervisor
    with on(by), pytest.raises(Denied, match="Too little known is none"):
        services.not_indicate_report(
            report=report, reason="not_enough", version=report.version, now=NOW, by=by
        )
    with on(by):
        aside = services.not_indicate_report(
            report=report, reason="question_answered", version=report.version, now=NOW, by=by
        )
        back = services.take_back_report(report=aside, version=aside.version, now=NOW, by=by)
        assert (back.state, back.reason, back.person_id) == ("triaged", "", by.person)


def test_passing_on_gives_the_mission_a_notice_without_a_word_of_the_story(cast: Cast) -> None:
    by, consul = cast.operator, cast.consul
    report = triaged(by, CAPTIVE)
    with on(by):
        passed = services.pass_on_report(
            report=report,
            to=Passing(to=consul.organisation),
            version=report.version,
            now=NOW,
            by=by,
        )
        assert (passed.state, passed.due_at) == ("passed on", NOW + timedelta(days=3))
    with on(consul):
        there = selectors.queue_of(consul, now=NOW).get()
        person = selectors.persons_concerned_of(there, consul).get()
        assert (there.channel, there.came_from_id) == ("organisation", by.organisation)
        assert (person.state, person.age_band, person.sex) == ("held", "21-23", "male")
        assert selectors.of_persons(PersonSafety, [person], consul).get().country == "KHM"
        assert not any(selectors.identities_of([person], consul).values()), "no name travels"
        assert selectors.told_of(there, consul) == []
        assert {"tell_consulate", "trace_place", "hear_family", "triage"} == set(
            Task.objects.values_list("what", flat=True)
        )
        answer_sender(report=there, answer="taken_up", now=NOW, by=consul)
    with on(by):
        passed = selectors.get_report_for(by, report.id)
        assert (passed.answer, passed.due_at) == ("taken_up", None)
        assert Task.objects.get(subject_id=report.id, what="hear_answer").state == "done"


def test_an_opening_is_on_record_lasts_ten_minutes_and_closes(cast: Cast) -> None:
    by, colleague = cast.operator, cast.hotline_supervisor
    report = taken(by, CAPTIVE)
    part = services.opening.Part
    with on(by):
        until = services.open_report(
            report=report, part=part.TELLER, reason="call_back", now=NOW, by=by
        )
        assert services.opened_until(report, by, now=NOW) == {part.TELLER: until}
        assert services.opened_until(report, by, now=until) == {}
        event = Event.objects.get(action="report.open")
        assert (event.kind, event.reason, event.by_person_id) == (
            "opening",
            "call_back",
            by.person,
        )
        with pytest.raises(Denied, match="kept for the mission"):
            services.open_report(
                report=report, part=part.NUMBER, reason="call_back", now=NOW, by=by
            )
        services.close_report(report=report, now=NOW, by=by)
        assert services.opened_until(report, by, now=NOW) == {}
    with on(colleague):
        assert services.opened_until(report, colleague, now=NOW) == {}
        with pytest.raises(Denied, match="say why"):
            services.open_report(
                report=report, part=part.NUMBER, reason="other", words=" ", now=NOW, by=colleague
            )
        services.open_report(
            report=report, part=part.NUMBER, reason="consulate", now=NOW, by=colleague
        )


def test_every_deed_is_in_the_audit_with_codes_only(cast: Cast) -> None:
    report = triaged(cast.operator, CAPTIVE, danger="yes")
    with on(cast.operator):
        events = Event.objects.filter(organisation_id=cast.operator.organisation)
        actions = set(events.values_list("action", flat=True))
        assert {"report.take", "report.triage", "person_concerned.answer"} <= actions
        details = json.dumps(list(events.values_list("detail", flat=True)))
        assert MARK not in details
        assert report.reference not in details


def test_a_draft_of_more_than_two_hundred_is_refused(cast: Cast) -> None:
    from dataclasses import replace

    many = replace(FREE, about="group", persons=FREE.persons * 201)
    with on(cast.operator), pytest.raises(Denied, match="200 persons"):
        services.take_report(draft=many, channel="phone", now=NOW, by=cast.operator)


def test_reports_that_may_be_of_the_same_person_are_found_by_codes_in_our_own(cast: Cast) -> None:
    first, second = taken(cast.operator, CAPTIVE), taken(cast.operator, CAPTIVE)
    taken(cast.operator, FREE)
    other = taken(cast.consul, CAPTIVE)
    with on(cast.operator):
        persons = list(selectors.persons_concerned_of(first, cast.operator))
        found = selectors.alike(first, persons, cast.operator)
        assert [each.id for each in found] == [second.id]
    with on(cast.consul):
        persons = list(selectors.persons_concerned_of(other, cast.consul))
        assert selectors.alike(other, persons, cast.consul) == []
