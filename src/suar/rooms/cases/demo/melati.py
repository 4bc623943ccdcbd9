"""One story, told whole: Melati's, from her mother's call to a sewing course. All invented.

A first-time visitor is led through it (`/story/`), so its records are remembered in the folder of
the demonstration: numbers of records, no words.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.tasks.models import Task
from suar.base.tasks.services import finish_task
from suar.knowledge.rules.reports import age_band_of
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.cases.demo import reports
from suar.rooms.cases.demo.kept import keep
from suar.rooms.cases.demo.persons import invent
from suar.rooms.cases.demo.work import shelter_with_beds
from suar.rooms.cases.models import Case
from suar.rooms.cases.services import approvals, cases, giving, needs, notes, plans, shelters
from suar.rooms.intake import services as intake
from suar.rooms.intake.facts import Concerned, Draft, Passing, Teller
from suar.rooms.intake.facts import Told as Answered
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.services.deciding import answer_sender
from suar.rooms.registers.demo_cast import Cast
from suar.rooms.victims.models import Victim
from suar.rooms.victims.opening import open_group
from suar.rooms.victims.services import consents
from suar.rooms.victims.services.files import change_file, write_group
from suar.rooms.victims.services.status import Decided, decide_status

ALIAS: Final = "Melati"
NAME: Final = "Sri Wulandari Rekaan"
#: A service of each heading, how far it went, and how many days ago.
_SERVICES: Final = (
    ("general_care", "deliver", 20),
    ("counselling", "deliver_partly", 15),
    ("shelter_place", "deliver", 19),
    ("accompaniment", "decline", 12),
    ("restitution_claim", "", 6),
    ("travel_papers", "schedule", 5),
    ("vocational_training", "accept", 3),
)
_WORDS: Final = {
    "en": {
        "mother": "Her daughter went to sell phone credit. Since the first day her phone and"
        " passport are gone and she must write to strangers online. Money is asked for.",
        "story": "She was promised work selling phone credit; her passport was taken on the first"
        " day. She had to write to strangers all night.",
        "goals": ("A room of her own for a while.", "Sewing at home, without a debt."),
        "ask_for": "Bu Rini",
        "family": "her elder sister, not the village",
        "note": "Calmer since she sleeps alone. Wants to be called in the morning.",
        "health": "Hearing in the left ear is weak; under treatment at Clinic B.",
        "legal": "She wants to think about it.",
    },
    "id": {
        "mother": "Anaknya berangkat untuk menjual pulsa. Sejak hari pertama telepon dan paspornya"
        " diambil dan ia harus mengirim pesan kepada orang asing. Uang tebusan diminta.",
        "story": "Ia dijanjikan menjual pulsa; paspornya diambil pada hari pertama. Sepanjang malam"
        " ia harus mengirim pesan kepada orang asing.",
        "goals": ("Kamar sendiri untuk sementara.", "Menjahit di rumah, tanpa utang."),
        "ask_for": "Bu Rini",
        "family": "kakaknya saja, jangan orang sekampung",
        "note": "Lebih tenang sejak tidur sendiri. Ingin dihubungi pagi hari.",
        "health": "Pendengaran telinga kiri lemah; dalam pengobatan di Klinik B.",
        "legal": "Ia ingin memikirkannya dulu.",
    },
}


def tell(cast: Cast, *, now: datetime) -> None:
    """Tell it by the services that people use, and remember where its records are."""
    told = _Telling(cast, now)
    call, notice = told.the_call()
    victim = told.the_file()
    told.what_she_agreed_to(victim)
    case = told.the_case(victim)
    told.the_bed(case)
    keep({"call": call, "notice": notice, "victim": victim, "case": case})


class _Telling:
    """Who takes part, and what day it is."""

    def __init__(self, cast: Cast, now: datetime) -> None:
        self.cast, self.now, self.words = cast, now, _WORDS[cast.language]
        self.worker = cast.actor("RAA", "case_worker")
        self.supervisor = cast.actor("RAA", "case_supervisor")

    def _ago(self, days: float) -> datetime:
        return self.now - timedelta(days=days)

    def _hers(self, victim: UUID, by: Actor) -> Victim:
        return Victim.objects.get(id=victim, organisation_id=by.organisation)

    def _of(self, case: UUID, by: Actor) -> Case:
        return Case.objects.get(id=case, organisation_id=by.organisation)

    def the_call(self) -> tuple[UUID, UUID]:
        """Her mother calls the hotline; the mission hears codes, and answers."""
        operator = self.cast.actor("PPR", "hotline_operator")
        consul = self.cast.actor("KLR", "consular_officer")
        draft = Draft(
            about="not_free",
            told=self.words["mother"],
            teller=Teller(relation="parent", name="Ibu S. (rekaan)", number="0812 0000 0000"),
            persons=(
                Concerned(
                    state="held",
                    age_band=age_band_of(23),
                    minor="no",
                    sex="female",
                    citizenship="IDN",
                    identity={"name": NAME, "age": "23"},
                    country="KHM",
                    last_contact=self._ago(41).date().isoformat(),
                    ransom_asked="yes",
                ),
            ),
            language=self.cast.language,
            contact_wanted=True,
        )
        with acting(operator) as by:
            report = intake.take_report(draft=draft, channel="phone", now=self._ago(40), by=by)
            person = PersonConcerned.objects.get(
                organisation_id=by.organisation, report_id=report.id
            )
            heard = {"danger": Answered("yes", "reporter"), "watched": Answered("yes", "reporter")}
            report = intake.triage_report(
                report=report,
                answers={person.id: heard},
                version=report.version,
                now=self._ago(39.98),
                by=by,
            )
        with acting(self.cast.actor("PPR", "case_supervisor")) as by:
            intake.pass_on_report(
                report=report,
                to=Passing(to=consul.organisation),
                version=report.version,
                now=self._ago(39.9),
                by=by,
            )
        with acting(consul) as by:
            notice = Report.objects.get(organisation_id=by.organisation, came_as=report.id)
            self._taken_up(notice, by)
        return report.id, notice.id

    def _taken_up(self, notice: Report, by: Actor) -> None:
        """The mission answers, and does what had a clock."""
        day = self._ago(39)
        answer_sender(report=notice, answer="taken_up", now=day, by=by)
        report = intake.take_over(
            report=Report.objects.get(id=notice.id, organisation_id=by.organisation), now=day, by=by
        )
        person = PersonConcerned.objects.get(organisation_id=by.organisation, report_id=report.id)
        intake.triage_report(
            report=report,
            answers={person.id: {"watched": Answered("yes", "reporter")}},
            version=report.version,
            now=day,
            by=by,
        )
        waiting = Task.objects.filter(
            organisation_id=by.organisation,
            subject_id__in=(report.id, person.id),
            state=Task.State.OPEN,
        )
        for task in list(waiting):
            finish_task(task=task, now=self._ago(38), by=by)

    def the_file(self) -> UUID:
        """Brought out, she comes to Shelter A; her status is decided twice, by a standard."""
        (somebody,) = invent(1, language=self.cast.language)
        person = replace(
            somebody,
            at=18,  # told by herself, at the door, without a shelter for the night
            name=NAME,
            female=True,
            age=23,
            story=self.words["story"],
            purpose="online_scam",
            country="KHM",
        )
        victim = reports.accepted(
            person,
            worker=self.worker,
            decides=self.supervisor,
            now=self._ago(24),
            language=self.cast.language,
        )
        with acting(self.worker) as by:
            row = self._hers(victim, by)
            change_file(
                victim=row,
                flags={"paper_safe": "no"},
                version=row.version,
                now=self._ago(23.5),
                by=by,
                called=ALIAS,
            )
            self._how_to_reach_her(victim, by)
        for days, move, standard in (
            (22, "presume", "reasonable_grounds"),
            (13, "identify", "balance"),
        ):
            with acting(self.supervisor) as by:
                row = self._hers(victim, by)
                day = self._ago(days)
                decided = Decided(move, standard, "ngo", decided_on=str(timezone.localdate(day)))
                decide_status(victim=row, decided=decided, version=row.version, now=day, by=by)
        return victim

    def _how_to_reach_her(self, victim: UUID, by: Actor) -> None:
        day = self._ago(23)
        open_group(
            victim=self._hers(victim, by),
            group=FieldGroup.CONTACT,
            reason="write",
            now=day,
            by=by,
        )
        values = {
            "ask_for": self.words["ask_for"],
            "code_word": "pesanan kue",
            "way": "call",
            "number": "0812 0000 0001",
            "times": "10.00 - 11.00 WIB",
            "messages": "no",
            "family": "yes",
            "family_who": self.words["family"],
        }
        write_group(
            victim=self._hers(victim, by),
            group=FieldGroup.CONTACT,
            values=values,
            version=1,
            now=day + timedelta(minutes=2),
            by=by,
        )
        open_group(
            victim=self._hers(victim, by),
            group=FieldGroup.IDENTITY,
            reason="letter",
            now=self._ago(9),
            by=by,
        )

    def what_she_agreed_to(self, victim: UUID) -> None:
        """One yes, one no, and one yes that she took back."""
        clinic = self.cast.actor("KBB", "case_worker").organisation
        police = self.cast.actor("PLR", "investigator").organisation
        mission = self.cast.actor("KLR", "consular_officer").organisation
        spoken: dict[str, Any] = {
            "language": "id",
            "no_explained": True,
            "evidence": "witnessed",
            "until": self._ago(-120),
        }
        care = consents.Told(
            purpose="care",
            groups=(FieldGroup.HEALTH, FieldGroup.SERVICES, FieldGroup.FACTS),
            to_organisation=clinic,
            **spoken,
        )
        home = consents.Told(
            purpose="return",
            groups=(FieldGroup.IDENTITY, FieldGroup.CONTACT),
            to_organisation=mission,
            **spoken,
        )
        crime = consents.Told(
            purpose="report_crime",
            groups=(FieldGroup.FACTS,),
            to_organisation=police,
            language="id",
        )
        with acting(self.worker) as by:
            for told, days in ((care, 20), (home, 18)):
                given = consents.give_consent(
                    victim=self._hers(victim, by), told=told, now=self._ago(days), by=by
                )
            consents.withdraw_consent(consent=given, now=self._ago(8), by=by)
            consents.refuse_consent(
                victim=self._hers(victim, by), told=crime, now=self._ago(12), by=by
            )

    def the_case(self, victim: UUID) -> UUID:
        """Needs twice, a plan that another pair of eyes agreed to, services in every state."""
        with acting(self.worker) as by:
            case = cases.open_case(victim=self._hers(victim, by), now=self._ago(22), by=by).id
            self._assess(case, by)
            for domain, words in zip(("housing", "income"), self.words["goals"], strict=True):
                plans.add_goal(
                    case=self._of(case, by), domain=domain, words=words, now=self._ago(17), by=by
                )
            plan = plans.plan_in_hand(self._of(case, by))
            assert plan is not None  # noqa: S101 a goal was written just now
            plan = plans.agree_with_her(
                plan=plan,
                on=timezone.localdate(self._ago(17)),
                her_words="yes",
                version=plan.version,
                now=self._ago(17),
                by=by,
            )
            asked = approvals.ask_for_plan(plan=plan, now=self._ago(17), by=by)
        with acting(self.supervisor) as by:
            approvals.decide(
                approval=asked, move="approve", version=asked.version, now=self._ago(16), by=by
            )
        with acting(self.worker) as by:
            self._serve(case, by)
            self._write(case, by)
        return case

    def _assess(self, case: UUID, by: Actor) -> None:
        for days, score in ((21, 1), (4, 3)):
            told = needs.Told(
                {"housing": score, "income": score, "debt": score, "safety": score, "mind": 2},
                {"stigma": ("risk", "week"), "person_she_trusts": ("protective", "")},
            )
            needs.record_assessment(
                case=self._of(case, by),
                on=timezone.localdate(self._ago(days)),
                told=told,
                now=self._ago(days),
                by=by,
            )

    def _serve(self, case: UUID, by: Actor) -> None:
        for code, move, days in _SERVICES:
            day, times = self._ago(days), 8 if move == "deliver_partly" else 1
            terms = giving.Terms(when=timezone.localdate(day), times=times)
            service = giving.offer_service(
                case=self._of(case, by), code=code, terms=terms, now=day, by=by
            )
            if move:
                step = giving.Step(held=5 if move == "deliver_partly" else None)
                giving.move_service(
                    service=service, move=move, step=step, version=service.version, now=day, by=by
                )

    def _write(self, case: UUID, by: Actor) -> None:
        on, now = timezone.localdate(self._ago(3)), self._ago(3)
        row = self._of(case, by)
        notes.write_note(case=row, words=self.words["note"], on=on, now=now, by=by)
        notes.write_health(
            case=row, topic="body", words=self.words["health"], on=on, now=now, by=by
        )
        notes.write_legal(
            case=row, state="not_wanted", words=self.words["legal"], on=on, now=now, by=by
        )
        giving.note_entitlement(
            case=row, code="bpjs_health", state="applied", on=on, words="", now=now, by=by
        )
        giving.note_livelihood(
            case=row,
            living=giving.Living("skills", "going", from_on=on, amount=750_000),
            now=now,
            by=by,
        )

    def the_bed(self, case: UUID) -> None:
        """A bed under her alias; she was told that she may leave on any day."""
        keeper = self.cast.actor("RAA", "shelter_keeper")
        bed = shelter_with_beds(now=self._ago(200), by=keeper)[0]
        with acting(keeper) as by:
            shelters.move_in(
                case=self._of(case, by),
                bed=bed,
                told_free=True,
                agrees=True,
                now=self._ago(21),
                by=by,
            )
