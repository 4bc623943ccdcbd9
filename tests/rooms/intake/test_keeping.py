"""What the clock does, the hotline's numbers, and a mission's sheet."""

from datetime import timedelta

import pytest
from django.utils import timezone
from signing import client_of, key_in

from rooms.intake.told import CAPTIVE, MARK, NOW, Cast, make_cast, on, taken, triaged
from suar.analytics.registers import parse_profile
from suar.base.access.actor import Actor
from suar.base.audit.models import Event
from suar.base.tasks.models import Task
from suar.base.vault.envelope import NotOpened
from suar.base.vault.models import Certificate, DataKey
from suar.knowledge.refusal import Refusal
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.disclosure import Audience
from suar.knowledge.rules.reports import Part
from suar.rooms.intake import selectors
from suar.rooms.intake.facts import Named
from suar.rooms.intake.models import PersonNamed, Report, Sheet
from suar.rooms.intake.numbers import ALL, numbers_of, shown
from suar.rooms.intake.sealing import open_fields
from suar.rooms.intake.services import open_report
from suar.rooms.intake.services.bringing import bring_reports
from suar.rooms.intake.services.keeping import ask_supervisor, erase_named, note_act, put_names
from suar.rooms.intake.services.taking import name_person

YEAR = timedelta(days=366)


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _clock(actor: Actor) -> Actor:
    return Actor(organisation=actor.organisation, name="clock")


def test_after_twelve_months_nobody_opens_a_person_named_again(cast: Cast) -> None:
    by = cast.operator
    taken(by, CAPTIVE)
    with on(by):
        named = PersonNamed.objects.get()
        before = PersonNamed.objects.get()
        assert open_fields(named)["name"] == MARK
    with on(_clock(by)) as clock:
        assert erase_named(now=NOW + timedelta(days=364), by=clock) == 0
        assert erase_named(now=NOW + YEAR, by=clock) == 1
        assert erase_named(now=NOW + YEAR, by=clock) == 0
    with on(by):
        named = PersonNamed.objects.get()
        assert (bytes(named.sealed), named.erased_at) == (b"", NOW + YEAR)
        with pytest.raises(NotOpened):
            open_fields(before)  # a copy of the row, from a backup say
        assert DataKey.objects.get(subject_kind="person_named").wrapped == b""
        assert Certificate.objects.get().subject_id == named.id
        event = Event.objects.get(action="vault.erase")
        assert (event.by_person_id, event.by_part) == (None, "clock")


def test_a_dated_numbered_act_keeps_a_person_named(cast: Cast) -> None:
    report = taken(cast.operator, CAPTIVE)
    with on(cast.operator):
        name_person(report=report, named=Named(name=MARK), now=NOW, by=cast.operator)
    by = cast.hotline_supervisor
    with on(by):
        first = PersonNamed.objects.order_by("named_at", "id").first()
        with pytest.raises(Denied):
            note_act(named=first, number=" ", on=NOW.date(), by=by)
        note_act(named=first, number="SP.Sidik/1/2026", on=NOW.date(), by=by)
    with on(_clock(by)) as clock:
        assert erase_named(now=NOW + YEAR, by=clock) == 1
    with on(by):
        assert PersonNamed.objects.get(erased_at=None).id == first.id


def test_who_decides_notes_the_act_on_a_page_that_shows_no_name(cast: Cast) -> None:
    report = taken(cast.hotline_supervisor, CAPTIVE)
    client = client_of(cast.hotline_supervisor)
    with on(cast.hotline_supervisor) as by:
        named = PersonNamed.objects.get(report_id=report.id)
    where = f"/reports/{report.id}/named/{named.id}/act/"
    page = client.get(where).content.decode()
    assert MARK not in page
    told = {"once": key_in(page), "version": str(report.version), "on": "2026-03-11"}
    assert client.post(where, told).status_code == 422, "an act has a number"
    assert client.post(where, {**told, "number": "SP.Sidik/9/2026"}).status_code == 302
    with on(by):
        open_report(report=report, part=Part.NAMED, reason="decide", now=timezone.now(), by=by)
    shown = client.get(f"/reports/{report.id}/").content.decode()
    assert "kept by act SP.Sidik/9/2026 of 11 Mar 2026" in shown
    assert client_of(cast.operator).get(where).status_code == 403


def test_no_organisations_clock_reaches_anothers(cast: Cast) -> None:
    taken(cast.operator, CAPTIVE)
    with on(_clock(cast.case_worker)) as clock:
        assert erase_named(now=NOW + YEAR, by=clock) == 0
        assert put_names(now=NOW + YEAR, by=clock) == 0


def test_no_report_is_older_than_its_clock_without_a_name_beside_it(cast: Cast) -> None:
    by, decides = cast.operator, cast.hotline_supervisor
    for _each in range(3):
        taken(by)
    with on(by):
        Report.objects.update(person_id=None)
    with on(_clock(by)) as clock:
        assert put_names(now=NOW + timedelta(hours=3), by=clock) == 0, "their clocks still run"
        assert put_names(now=NOW + timedelta(hours=5), by=clock) == 3
    with on(by):
        assert set(Report.objects.values_list("person_id", flat=True)) == {decides.person}
        assert Event.objects.filter(action="report.put_name").count() == 3


def test_the_numbers_add_up_and_small_ones_cannot_be_worked_out() -> None:
    counts = [("phone", 40, 7), ("web", 3, 1), ("gateway", 25, 9)]
    held = {each.channel: each for each in shown(counts, audience=Audience.HOLDER)}
    assert (held[ALL].received, held[ALL].answered, held[ALL].waiting) == (68, 51, 17)
    assert held["web"].received == 3
    told = {each.channel: each for each in shown(counts, audience=Audience.TASKFORCE)}
    assert told["web"].received is None
    for measure in ("received", "answered", "waiting"):
        values = [getattr(each, measure) for each in told.values()]
        assert values.count(None) != 1, "one withheld number alone is a subtraction away"
    for line in told.values():
        row = [line.received, line.answered, line.waiting]
        assert row.count(None) != 1
        assert all(each is None or each == 0 or each >= 5 for each in row)


def test_the_hotlines_numbers_are_its_own(cast: Cast) -> None:
    triaged(cast.operator)
    taken(cast.operator)
    with on(cast.operator):
        lines = {
            each.channel: each
            for each in numbers_of(cast.operator, now=NOW + timedelta(days=1), days=7)
        }
        assert (lines["phone"].received, lines["phone"].answered) == (2, 1)
    with on(cast.supervisor):
        assert len(numbers_of(cast.supervisor, now=NOW, days=7)) == 1
    with on(cast.analyst), pytest.raises(Denied):
        numbers_of(cast.analyst, now=NOW, days=7)


PROFILE = parse_profile(
    """
register: mission
label: {en: Mission, id: Perwakilan}
counts: person
id: NO
case_id: PERKARA
status: presumed
dates: ["%Y-%m-%d", "%Y"]
columns:
  NAMA: name
  UMUR: age
  JK: {field: sex, values: {L: male, P: female}}
  NEGARA: exploitation_country
"""
)
SHEET = (
    b"NO,PERKARA,NAMA,UMUR,JK,NEGARA\n"
    b"1,A,Rekaan Satu,17,P,KHM\n"
    b"2,A,Rekaan Dua,30,L,KHM\n"
    b"3,B,Rekaan Tiga,,P,KHM\n"
    b"4,C,Rekaan Empat,25,L,KHM,lebih\n"
    b"5,D,Rekaan Lima,25,X,KHM\n"
)


def test_a_missions_sheet_is_one_report_a_case_and_every_row_is_answered_for(cast: Cast) -> None:
    by = cast.consul
    with on(by):
        brought = bring_reports(
            parts=iter([SHEET]),
            file_name="perwakilan.csv",
            about="free",
            profile=PROFILE,
            now=NOW,
            by=by,
        )
        assert (brought.rows, brought.persons, brought.reports) == (5, 4, 3)
        refused = [each for each in brought.wrong if not each.taken]
        assert [each.row for each in refused] == [4]
        odd = [each for each in brought.wrong if each.taken]
        assert ("JK", 5) in {(each.column, each.row) for each in odd}
        assert not any("Rekaan" in str(each) for each in brought.wrong), "no cell's text"
        first = Report.objects.order_by("id").first()
        persons = list(selectors.persons_concerned_of(first, by))
        assert (first.about, first.channel, len(persons)) == ("group", "sheet", 2)
        assert (persons[0].minor, persons[0].age_band) == ("yes", "9-17")
        assert selectors.identities_of([persons[0]], by)[persons[0].id]["name"] == "Rekaan Satu"
    with on(by), pytest.raises(Refusal, match="before"):
        bring_reports(
            parts=iter([SHEET]), file_name="x.csv", about="free", profile=PROFILE, now=NOW, by=by
        )
    with on(by):
        assert Sheet.objects.count() == 1
        assert Report.objects.count() == 3


def test_a_sheet_needs_the_post_and_a_kind_that_is_read(cast: Cast) -> None:
    with on(cast.operator), pytest.raises(Denied):
        bring_reports(
            parts=iter([SHEET]), file_name="a.csv", about="free", now=NOW, by=cast.operator
        )
    with on(cast.consul), pytest.raises(Refusal, match="not read here"):
        bring_reports(parts=iter([SHEET]), file_name="a.exe", about="free", now=NOW, by=cast.consul)


def test_an_operator_asks_a_supervisor_whose_clock_starts(cast: Cast) -> None:
    by, decides = cast.operator, cast.hotline_supervisor
    fresh, report = taken(by), triaged(by)
    with on(by), pytest.raises(Denied, match="triage"):
        ask_supervisor(report=fresh, now=NOW, by=by)
    with on(by):
        asked = ask_supervisor(report=report, now=NOW, by=by)
        assert asked.person_id == decides.person
        task = Task.objects.get(what="decide_report")
        assert (task.person_id, task.due_at) == (decides.person, NOW + timedelta(days=1))
