"""One invented person with something in every table of the persons' and the cases' room."""

from datetime import timedelta

from cast import NOW, Cast

from rooms.victims.persons import file_of
from suar.base.access.acting import acting
from suar.knowledge.rules.consent import GuardianFacts
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.models import Case, FollowUp
from suar.rooms.cases.services import (
    approvals,
    closing,
    giving,
    journeys,
    needs,
    notes,
    plans,
    shelters,
)
from suar.rooms.cases.services.cases import open_case
from suar.rooms.victims.models import Victim
from suar.rooms.victims.opening import open_group
from suar.rooms.victims.services import (
    add_child,
    add_episode,
    ask_right,
    decide_status,
    note_death,
    note_guardian,
    refuse_consent,
    write_group,
)
from suar.rooms.victims.services.consents import Told, give_consent
from suar.rooms.victims.services.status import Decided
from suar.rooms.victims.services.stories import LegTold

#: Stands in every sealed word of hers.
MARK = "Penanda-Rekaan-7741"
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
TODAY = NOW.date()


def live(cast: Cast) -> tuple[Victim, Case]:
    """Give a person whose file and case have a row in every table, written by the services."""
    by, boss = cast.case_worker, cast.supervisor
    victim = file_of(by, name=f"Siti {MARK}", nik="3271016412980003", flags={"child": "yes"})
    with acting(by):
        _file(victim, cast)
        case = open_case(victim=victim, now=NOW, by=by)
        _care(case, cast)
    with acting(boss):
        days = (TODAY, TODAY + timedelta(days=30))
        notes.note_supervision(case=case, worker=by.person, words=MARK, days=days, now=NOW, by=boss)
    _shelter(case, cast)
    with acting(by):
        closing.prepare_closure(
            case=case, reason="plan_done", outcome="settled", words=MARK, now=NOW, by=by
        )
        from suar.rooms.cases.models import Approval

        approval = Approval.objects.get(state="asked", what="closure")
    with acting(boss):
        approvals.decide(approval=approval, move="approve", version=1, now=NOW, by=boss)
    with acting(by):
        meeting = closing.Meeting(way="call", findings={"safe": "yes"}, words=MARK)
        first = FollowUp.objects.get(months=3)
        closing.meet_again(follow_up=first, move="meet", meeting=meeting, version=1, now=NOW, by=by)
        victim.refresh_from_db()
    return victim, case


def _file(victim: Victim, cast: Cast) -> None:
    by = cast.case_worker
    for group, name in (("contact", "code_word"), ("safety", "stays"), ("story", "told")):
        write_group(
            victim=victim, group=FieldGroup(group), values={name: MARK}, version=0, now=NOW, by=by
        )
    add_episode(
        victim=victim,
        facts={"country": "KHM", "purposes": ["forced_labour"], "from_on": "2024-03-12"},
        legs=[LegTold({"country": "KHM", "province": ""}, MARK, MARK, MARK)],
        now=NOW,
        by=by,
    )
    add_child(victim=victim, unborn=False, now=NOW, by=by)
    guardian = note_guardian(
        victim=victim,
        guardian=GuardianFacts("parent", "no", "no", "no", "no"),
        name=MARK,
        contact=MARK,
        now=NOW,
        by=by,
    )
    told = Told(
        "care",
        (FieldGroup.FACTS,),
        cast.nurse.organisation,
        language="su",
        no_explained=True,
        evidence="signed",
        until=NOW + timedelta(days=90),
        given_by="with_guardian",
        guardian=guardian.id,
        assent="yes",
        words=MARK,
    )
    give_consent(victim=victim, told=told, now=NOW, by=by)
    refuse_consent(victim=victim, told=Told("figures", to_kind="ngo"), now=NOW, by=by)
    ask_right(victim=victim, kind="see", asked_by="herself", words=MARK, now=NOW, by=by)
    open_group(victim=victim, group=FieldGroup.STORY, reason="care", now=NOW, by=by)
    with acting(cast.supervisor):
        victim.refresh_from_db()
        decided = Decided("presume", "balance", "ngo", words=MARK)
        decide_status(
            victim=victim, decided=decided, version=victim.version, now=NOW, by=cast.supervisor
        )


def die(victim: Victim, cast: Cast) -> None:
    """Write down that she died; asked apart, for no consent is hers to give afterwards."""
    with acting(cast.case_worker):
        note_death(
            victim=victim,
            facts={"died_on": "2026-03-01", "country": "KHM", "body": "abroad"},
            heirs=MARK,
            words=MARK,
            version=0,
            now=NOW,
            by=cast.case_worker,
        )


def _care(case: Case, cast: Cast) -> None:
    by = cast.case_worker
    told = needs.Told({"debt": 1, "mind": 2}, {"stigma": ("risk", "week")}, her_words=MARK)
    needs.record_assessment(case=case, on=TODAY, told=told, now=NOW, by=by)
    plans.add_goal(case=case, domain="income", words=MARK, now=NOW, by=by)
    for code in ("counselling", "general_care"):
        terms = giving.Terms(when=TODAY, words=MARK)
        service = giving.offer_service(case=case, code=code, terms=terms, now=NOW, by=by)
        giving.move_service(
            service=service, move="deliver", step=giving.Step(), version=1, now=NOW, by=by
        )
    giving.note_entitlement(
        case=case, code="bpjs_health", state="has", on=TODAY, words=MARK, now=NOW, by=by
    )
    living = giving.Living("skills", "done", amount=2_500_000, words=MARK)
    giving.note_livelihood(case=case, living=living, now=NOW, by=by)
    notes.write_note(case=case, words=MARK, on=TODAY, now=NOW, by=by)
    notes.write_health(case=case, topic="body", words=MARK, on=TODAY, now=NOW, by=by)
    notes.write_legal(case=case, state="complaint", words=MARK, on=TODAY, now=NOW, by=by)
    notes.add_document(
        case=case,
        parts=[PNG],
        sheet=notes.Sheet("identity_paper", "story", title=MARK, offered=True),
        now=NOW,
        by=by,
    )
    told_return = journeys.Preparation(
        voluntary=True, country="IDN", receiver="family", place=MARK, words=MARK
    )
    journeys.prepare_return(case=case, told=told_return, child=True, now=NOW, by=by)
    notes.report_threat(kind="call", on=TODAY, words=MARK, now=NOW, by=by, case=case)


def _shelter(case: Case, cast: Cast) -> None:
    by = cast.keeper
    with acting(by):
        house = shelters.make_shelter(name="Rumah Rekaan", address="tidak ada", now=NOW, by=by)
        (bed,) = shelters.add_beds(shelter=house, names=["1"], kept_for="anyone", by=by)
        stay = shelters.move_in(case=case, bed=bed, told_free=True, agrees=True, now=NOW, by=by)
        shelters.let_in(stay=stay, visitor="friend", who=MARK, she_agrees=True, now=NOW, by=by)
        shelters.note_event(
            shelter=house, kind="quarrel", happened_at=NOW, words=MARK, now=NOW, by=by, stay=stay
        )
        stay.refresh_from_db()
        shelters.move_out(stay=stay, ended="planned", version=stay.version, now=NOW, by=by)
