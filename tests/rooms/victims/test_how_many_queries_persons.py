"""A person's file, a report and every list of the two rooms: at most 12 queries, whatever the rows.

Each page is asked with two rows of whatever it shows and with five; for the worker who opened all
of it, for the supervisor, and for another organisation under a grant.
"""

from dataclasses import dataclass, replace

import pytest
from cast import Cast, make_cast
from counting import MOST, asked
from django.utils import timezone
from signing import client_of

from rooms.intake.told import CAPTIVE, FREE, told
from rooms.victims.persons import file_of
from suar.base.access.acting import acting
from suar.base.access.services import Reach, Terms, give_grant
from suar.base.identifiers import uuid7
from suar.knowledge.rules.consent import GuardianFacts
from suar.knowledge.rules.reports import Part
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.screening import tool
from suar.rooms.intake.models import PersonConcerned, Report, Screening
from suar.rooms.intake.services import open_report, take_report, triage_report
from suar.rooms.intake.services.screening import (
    begin_screening,
    conclude_screening,
    note_screening,
)
from suar.rooms.victims.models import SamePair, Victim
from suar.rooms.victims.opening import open_group
from suar.rooms.victims.sealed import seal_called
from suar.rooms.victims.services import (
    add_child,
    add_episode,
    ask_right,
    merge,
    note_death,
    note_guardian,
    propose_pair,
    refuse_consent,
)
from suar.rooms.victims.services.consents import Told
from suar.rooms.victims.services.merging import Choice
from suar.rooms.victims.services.stories import LegTold

MARK = "Penanda-Rekaan-4402"
OF_FILE = (
    *("", "looked/", "facts/", "head/", "episode/", "beside/", "child/", "kin/", "guardian/"),
    *("death/", "consent/", "same/", "ask/", "open/identity/", "write/identity/"),
    *("status/identify/", "held/"),
)
OF_REPORT = ("", "triage/", "sheet/", "person/")
LISTS = (
    *("/victims/", "/victims/?show=mine", "/victims/same/", "/rights/", "/victims/new/"),
    *("/reports/", "/reports/?show=mine", "/reports/?show=late", "/reports/?show=decided"),
    *("/reports/call/", "/reports/group/", "/reports/sheet/", "/reports/numbers/"),
    "/reports/gateways/",
)


@dataclass(frozen=True)
class _Filled:
    """One of each, with the rows that its page lists."""

    victim: Victim
    pair: SamePair
    report: Report
    screening: Screening


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def test_no_page_of_a_person_or_a_report_asks_more_for_many_rows(cast: Cast) -> None:
    heard: dict[str, list[int]] = {}
    who = {"worker": client_of(cast.case_worker), "supervisor": client_of(cast.supervisor)}
    partner = client_of(cast.nurse)
    for many in (2, 5):
        made = _fill(cast, many)
        file, report = f"/victims/{made.victim.id}/", f"/reports/{made.report.id}/"
        person, screening = made.screening.person_id, made.screening.id
        pages = {f"file {each}": file + each for each in OF_FILE}
        pages |= {f"report {each}": report + each for each in OF_REPORT}
        pages |= {each: each for each in LISTS}
        pages |= {
            "pair": f"/victims/same/{made.pair.id}/",
            "screenings": f"/reports/persons/{person}/",
            "screening": f"/reports/screenings/{screening}/",
            "accept": f"/victims/accept/{made.report.id}/",
        }
        for name, address in pages.items():
            for reader, client in who.items():
                if client.get(address).status_code != 200:  # not hers, or to be opened first
                    continue
                heard.setdefault(f"{reader} {name}", []).append(len(asked(client, address)))
        heard.setdefault("granted", []).append(len(asked(partner, file)))
    wrong = {name: each for name, each in heard.items() if len(set(each)) > 1 or max(each) > MOST}
    assert wrong == {}
    assert len(heard) > 2 * len(OF_FILE)


def _fill(cast: Cast, many: int) -> _Filled:
    victim = file_of(
        cast.case_worker, name=f"Siti {MARK}", flags={"child": "yes", "called": "Rekaan"}
    )
    with acting(cast.case_worker):
        for number in range(many):
            _write(victim, cast, number)
        note_death(
            victim=victim, facts={"died_on": "2026-03-01"}, heirs=MARK, words=MARK, version=0,
            now=timezone.now(), by=cast.case_worker,
        )  # fmt: skip
    pair = _pairs(victim, cast, many)
    report = _report(cast, many)
    with acting(cast.supervisor):
        terms = Terms(tuple(FieldGroup), "help", "consent", uuid7(), None)
        give_grant(
            subject=("victim", victim.id), to=Reach(cast.nurse.organisation), terms=terms,
            now=timezone.now(), by=cast.supervisor,
        )  # fmt: skip
    return _Filled(victim, pair, report, _screened(cast, report, many))


def _write(victim: Victim, cast: Cast, number: int) -> None:
    by, now = cast.case_worker, timezone.now()
    facts = {"country": "KHM", "purposes": ["forced_labour"], "from_on": "2024-03-12"}
    legs = [LegTold({"country": "KHM", "province": ""}, MARK, MARK, MARK)]
    add_episode(victim=victim, facts=facts, legs=legs, now=now, by=by)
    child = add_child(victim=victim, unborn=False, now=now, by=by)
    child.called = seal_called(child, "Rekaan")
    child.save(update_fields=["called"])
    ask_right(victim=victim, kind="see", asked_by="herself", words=MARK, now=now, by=by)
    refuse_consent(victim=victim, told=Told("figures", to_kind="ngo", words=MARK), now=now, by=by)
    parent = GuardianFacts("parent", "no", "no", "no", "no")
    note_guardian(victim=victim, guardian=parent, name=MARK, contact=MARK, now=now, by=by)
    for group in (FieldGroup.IDENTITY, FieldGroup.CONTACT, FieldGroup.STORY):
        open_group(victim=victim, group=group, reason="care", now=now, by=by)


def _pairs(victim: Victim, cast: Cast, many: int) -> SamePair:
    by, now = cast.supervisor, timezone.now()
    for _each in range(many):
        other = file_of(cast.case_worker, name=f"Rekaan {MARK}")
        with acting(by):
            joined = propose_pair(first=victim, second=other, now=now, by=by)
            victim.refresh_from_db()
            merge(pair=joined, kept=victim, other=other, choice=Choice(), now=now, by=by)
    other = file_of(cast.case_worker, name=f"Rekaan {MARK}")
    with acting(by):
        return propose_pair(first=victim, second=other, now=now, by=by)


def _report(cast: Cast, many: int) -> Report:
    by, now = cast.case_worker, timezone.now()
    with acting(by):
        for _each in range(many):
            take_report(draft=FREE, channel="phone", now=now, by=by)
        draft = replace(CAPTIVE, persons=CAPTIVE.persons * many, named=CAPTIVE.named * many)
        report = take_report(draft=draft, channel="phone", now=now, by=by)
        persons = PersonConcerned.objects.filter(report_id=report.id)
        answers = {each.id: told(danger="yes") for each in persons}
        report = triage_report(
            report=report, answers=answers, version=report.version, now=now, by=by
        )
        for part in set(Part) - {Part.NUMBER}:  # a captive's number opens to nobody
            open_report(report=report, part=part, reason="decide", now=now, by=by)
    return report


def _screened(cast: Cast, report: Report, many: int) -> Screening:
    by, now = cast.case_worker, timezone.now()
    with acting(by):
        free = take_report(draft=FREE, channel="phone", now=now, by=by)
        person = PersonConcerned.objects.get(report_id=free.id)
        for _each in range(many):
            made = begin_screening(person=person, agreed=True, now=now, by=by)
            signs = told(**{next(iter(tool("ilo_11"))).code: "yes"})
            note_screening(screening=made, tool_name="ilo_11", answers=signs, now=now, by=by)
            conclude_screening(
                screening=made, conclusion="indicated", words=MARK, version=1, now=now, by=by
            )
        return begin_screening(person=person, agreed=True, now=now, by=by)
