"""Every list and every case file asks the database as often for many rows as for few: at most 12.

A person's own file and the reports have a test of their own, in the persons' room.
"""

from datetime import date, timedelta

import pytest
from cast import NOW, Cast, make_cast
from counting import MOST
from counting import asked as asked_of
from django.utils import timezone
from signing import client_of

from rooms.cases.case_people import MARK, case_for
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.access.services import Reach, Terms, give_grant
from suar.base.identifiers import uuid7
from suar.base.vault.search import index_subject
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Case, Shelter
from suar.rooms.cases.services import cases as verbs
from suar.rooms.cases.services import closing, giving, lists, needs, notes, plans, shelters
from suar.rooms.intake.facts import Concerned, Draft
from suar.rooms.intake.services import take_report
from suar.rooms.victims.models import Victim
from suar.rooms.victims.opening import open_group
from suar.rooms.victims.sealed import seal_called

YEAR = timedelta(days=365)
GRANTED = (FieldGroup.FACTS, FieldGroup.SERVICES, FieldGroup.LEGAL, FieldGroup.HEALTH)
DAY = date(2026, 3, 12)
LISTS = (
    "/cases/",
    "/cases/?show=due",
    "/cases/?show=mine&status=signal&since=2020-01-01",
    "/cases/?show=closed",
    "/cases/threats/",
    "/cases/shared/",
    "/victims/",
    "/victims/?show=mine",
    "/reports/",
    "/day/",
)
LEADS = ("/cases/waiting/", "/cases/shelters/", "/reports/?show=late")
OF_CASE = ("", "needs/", "plan/", "living/", "return/", "notes/", "meetings/")


@pytest.fixture
def cast(database: str) -> Cast:
    return make_cast()


def _fill(cast: Cast, many: int) -> tuple[Case, Shelter]:
    """Make so many of what stands in lists; the last case has so many of all its rows."""
    by, boss, now = cast.case_worker, cast.supervisor, timezone.now()
    with acting(boss):
        house = shelters.make_shelter(name=f"Melur {many}", address=MARK, now=NOW, by=boss)
        beds = shelters.add_beds(
            shelter=house, names=[f"{n}" for n in range(many)], kept_for="anyone", by=boss
        )
    for number in range(many):
        case = case_for(cast, child="no")
        with acting(by):
            victim = Victim.objects.get(id=case.victim_id)
            victim.called = seal_called(victim, f"Rekaan {number}")
            victim.save(update_fields=["called"])
            take_report(
                draft=Draft(about="free", told=MARK, persons=(Concerned(),)),
                channel="phone", now=now, by=by,
            )  # fmt: skip
            notes.report_threat(kind="call", on=DAY, words=MARK, now=NOW, by=by)
            closing.prepare_closure(
                case=case, reason="she_left", outcome="not_known", words="", now=NOW, by=by
            )
        with acting(boss):
            shelters.move_in(
                case=case, bed=beds[number], told_free=True, agrees=True, now=NOW, by=boss
            )
    _fill_case(case, by, many, now)
    return case, house


def _fill_case(case: Case, by: Actor, many: int, now: object) -> None:
    codes = ("counselling", "general_care", "shelter_place", "travel_papers", "reproductive_health")
    with acting(by):
        victim = Victim.objects.get(id=case.victim_id)
        for number in range(many):
            giving.offer_service(
                case=case, code=codes[number % len(codes)],
                terms=giving.Terms(provider=MARK, own=False), now=NOW, by=by,
            )  # fmt: skip
            notes.write_note(case=case, words=MARK, on=DAY, now=NOW, by=by)
            notes.write_health(case=case, topic="body", words=MARK, on=DAY, now=NOW, by=by)
            notes.write_legal(case=case, state="trial", words=MARK, on=DAY, now=NOW, by=by)
            told = needs.Told({"debt": 1 + number % 4, "mind": 2}, her_words=MARK)
            needs.record_assessment(case=case, on=DAY, told=told, now=NOW, by=by)
            plans.add_goal(case=case, domain="income", words=MARK, now=NOW, by=by)
            living = giving.Living("business", "going", from_on=DAY, words=MARK)
            giving.note_livelihood(case=case, living=living, now=NOW, by=by)
            verbs.remind(case, f"follow_up_{(3, 6, 12)[number % 3]}", now=NOW, by=by)
        lists.keep_view(name=f"V {many}", query="state=opened", by=by)
        open_group(victim=victim, group=FieldGroup.HEALTH, reason="care", now=now, by=by)  # type: ignore[arg-type]


def test_no_list_and_no_case_asks_more_for_many_rows(cast: Cast) -> None:
    worker, boss = client_of(cast.case_worker), client_of(cast.supervisor)
    nurse = client_of(cast.nurse)
    asked: dict[str, list[list[str]]] = {}
    for many in (2, 9):
        case, house = _fill(cast, many)
        searches = {"/cases/": {"words": "Tidak Ada 12"}, "/victims/search/": {"asked": "Tidak"}}
        for address in LISTS:
            for who, client in (("worker", worker), ("supervisor", boss)):
                asked.setdefault(f"{who} {address}", []).append(asked_of(client, address))
        for address in LEADS:
            asked.setdefault(address, []).append(asked_of(boss, address))
        asked.setdefault("house", []).append(asked_of(boss, f"/cases/shelters/{house.id}/"))
        for address in OF_CASE:
            for who, client in (("worker", worker), ("supervisor", boss)):
                heard = asked_of(client, f"/cases/{case.id}/{address}")
                asked.setdefault(f"{who} case {address}", []).append(heard)
        for address, form in searches.items():
            asked.setdefault(f"search {address}", []).append(asked_of(worker, address, form))
        with acting(cast.case_worker):
            index_subject(
                organisation=case.organisation_id, subject=("victim", case.victim_id),
                names=["Sekar Rekaan"], numbers=["081234567890"],
            )  # fmt: skip
        known = {"name": "Sekar Rekaan", "number": "081234567890", "reference": case.reference}
        for by, words in known.items():
            heard = asked_of(worker, "/cases/", {"words": words})
            asked.setdefault(f"found by {by}", []).append(heard)
        with acting(cast.supervisor):
            terms = Terms(tuple(GRANTED), "help", "consent", uuid7(), timezone.now() + YEAR)
            to = Reach(cast.nurse.organisation)
            give_grant(
                subject=("victim", case.victim_id), to=to, terms=terms, now=NOW, by=cast.supervisor
            )
        for what, address in (("list", ""), ("case", f"{case.id}/"), ("shared", "shared/")):
            asked.setdefault(f"nurse {what}", []).append(asked_of(nurse, f"/cases/{address}"))
    counts = {name: [len(each) for each in heard] for name, heard in asked.items()}
    wrong = {name: each for name, each in counts.items() if len(set(each)) > 1 or max(each) > MOST}
    assert wrong == {}
