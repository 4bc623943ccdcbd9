"""What was done in a case, so far as it went: each step by the service that people use."""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from django.utils import timezone

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.rooms.cases.models import Approval, Bed, Case, FollowUp, Shelter, Stay
from suar.rooms.cases.services import approvals, cases, closing, giving, needs, plans, shelters
from suar.rooms.cases.services.giving import Step, Terms
from suar.rooms.victims.models import Victim
from suar.rooms.victims.services.files import change_file
from suar.rooms.victims.services.status import Decided, decide_status

#: How far each of ten cases went; the tenth stays a file without a case.
DEPTHS: Final = (
    "opened",
    "assessed",
    "asked",
    "planned",
    "served",
    "served",
    "stabilised",
    "closing",
    "closed",
    "file",
)
#: What some chose to be called (invented); others chose nothing.
ALIASES: Final = (
    *("Kenanga", "Sari", "Pak Dul", "Cempaka", "Bima", "Dahlia", "Tirta", "Bintang"),
    *("Ombak", "Nyiur", "Wira", "Seruni", "Bayu", "Anggrek", "Rintik", "Bulan"),
    *("Embun", "Jati", "Laras", "Pelangi", "Rimba", "Senja", "Teratai", "Wening"),
    *("Kamboja", "Gilang", "Mentari", "Pandan", "Surya", "Cahaya", "Elang", "Kirana"),
    *("Lembayung", "Merpati", "Fajar", "Puspa", "Randu", "Samudra", "Tanjung", "Asri"),
    *("Bening", "Cemara", "Damar", "Flamboyan", "Ilalang", "Jingga", "Kasturi", "Lintang"),
    *("Mawar", "Nila", "Padi", "Rembulan", "Sekar", "Talas", "Ufuk", "Wangi"),
    *("Arung", "Banyu", "Dewandaru", "Gayatri"),
)
#: What she wants, in her words (invented).
GOALS: Final = {
    "en": ("A place where nobody knows me.", "Work that pays my mother's debt."),
    "id": ("Tempat yang tidak ada orang mengenal saya.", "Kerja untuk melunasi utang ibu."),
}
SERVICES: Final = ("legal_information", "counselling", "cash_help", "vocational_training")


class Story:
    """One person's case at Shelter A, told forward in time."""

    def __init__(self, victim: UUID, *, at: datetime, worker: Actor, supervisor: Actor) -> None:
        self.victim, self.at = victim, at
        self.worker, self.supervisor = worker, supervisor
        self.case: Case | None = None

    def go(self, depth: str, *, place: int, language: str, bed: Bed | None, keeper: Actor) -> None:
        """Do what comes before and at that depth."""
        self._status(place)
        if depth == "file":
            return
        self._call_by(place)
        self._open()
        if depth == "opened":
            return
        self._assess(place)
        if depth == "assessed":
            return
        self._plan(language, agreed=depth != "asked")
        if depth in ("asked", "planned"):
            return
        stay = self._move_in(bed, keeper)
        self._serve(place)
        if depth == "served":
            return
        self._move_on()
        if depth == "stabilised":
            return
        self._move_out(stay, keeper)
        self._close(place, agreed=depth == "closed")

    def _later(self, **time: int) -> datetime:
        self.at += timedelta(**time)
        return self.at

    def _status(self, place: int) -> None:
        if place % 5 == 0:  # nobody has decided yet
            return
        move, standard = ("identify", "balance") if place % 3 else ("presume", "reasonable_grounds")
        decided = Decided(move, standard, "ngo", decided_on=str(self.at.date()))
        if place % 17 == 3:
            decided = Decided(
                "not_establish",
                "balance",
                "ngo",
                decided_on=str(self.at.date()),
                reasons=("rather_not_tell",),
            )
        with acting(self.supervisor) as by:
            victim = Victim.objects.get(id=self.victim, organisation_id=by.organisation)
            decide_status(
                victim=victim,
                decided=decided,
                version=victim.version,
                now=self._later(days=1),
                by=by,
            )

    def _call_by(self, place: int) -> None:
        if place % 4 == 1:  # she has not said yet what she wants to be called
            return
        with acting(self.worker) as by:
            victim = Victim.objects.get(id=self.victim, organisation_id=by.organisation)
            change_file(
                victim=victim,
                flags={},
                version=victim.version,
                now=self._later(hours=1),
                by=by,
                called=ALIASES[place % len(ALIASES)],
            )

    def _open(self) -> None:
        with acting(self.worker) as by:
            victim = Victim.objects.get(id=self.victim, organisation_id=by.organisation)
            self.case = cases.open_case(victim=victim, now=self._later(hours=4), by=by)

    def _case(self, by: Actor) -> Case:
        assert self.case is not None  # noqa: S101 every depth but a file alone opens one first
        return Case.objects.get(id=self.case.id, organisation_id=by.organisation)

    def _assess(self, place: int) -> None:
        for again in range(1 + place % 3):
            scores = {
                name: min(4, 1 + (place + at + again) % 3 + again // 2)
                for at, name in enumerate(("safety", "housing", "income", "family", "papers"))
            }
            items = {"no_papers": ("risk", "soon"), "person_she_trusts": ("protective", "")}
            when = self._later(days=2 + 20 * again)
            if when > timezone.now():
                return
            with acting(self.worker) as by:
                needs.record_assessment(
                    case=self._case(by),
                    on=timezone.localdate(when),
                    told=needs.Told(scores, items),
                    now=when,
                    by=by,
                )

    def _plan(self, language: str, *, agreed: bool) -> None:
        with acting(self.worker) as by:
            for domain, words in zip(("housing", "income"), GOALS[language], strict=True):
                plans.add_goal(
                    case=self._case(by), domain=domain, words=words, now=self._later(hours=1), by=by
                )
            plan = plans.plan_in_hand(self._case(by))
            assert plan is not None  # noqa: S101 a goal was written just now
            plan = plans.agree_with_her(
                plan=plan,
                on=timezone.localdate(self.at),
                her_words="yes",
                version=plan.version,
                now=self._later(hours=1),
                by=by,
            )
            approval = approvals.ask_for_plan(plan=plan, now=self._later(hours=1), by=by)
        if agreed:
            self._agree(approval)

    def _agree(self, approval: Approval) -> None:
        with acting(self.supervisor) as by:
            approvals.decide(
                approval=approval,
                move="approve",
                version=approval.version,
                now=self._later(days=1),
                by=by,
            )

    def _serve(self, place: int) -> None:
        for at, code in enumerate(SERVICES):
            with acting(self.worker) as by:
                service = giving.offer_service(
                    case=self._case(by),
                    code=code,
                    terms=Terms(when=timezone.localdate(self.at), cost=150_000 * (1 + at)),
                    now=self._later(hours=2),
                    by=by,
                )
                for move, step in self._steps(place + at):
                    service = giving.move_service(
                        service=service,
                        move=move,
                        step=step,
                        version=service.version,
                        now=self._later(hours=3),
                        by=by,
                    )

    def _steps(self, which: int) -> list[tuple[str, Step]]:
        """One in six she declines; one in five cannot be found; the rest is given."""
        if which % 6 == 0:
            return [("decline", Step(answer="not_now"))]
        if which % 5 == 0:
            return [("accept", Step()), ("find_none", Step(answer="too_far"))]
        return [("accept", Step()), ("deliver", Step(when=timezone.localdate(self.at)))]

    def _move_in(self, bed: Bed | None, keeper: Actor) -> Stay | None:
        if bed is None:
            return None
        with acting(keeper) as by:
            return shelters.move_in(
                case=self._case(by),
                bed=bed,
                told_free=True,
                agrees=True,
                now=self._later(hours=2),
                by=by,
            )

    def _move_out(self, stay: Stay | None, keeper: Actor) -> None:
        if stay is None:
            return
        with acting(keeper) as by:
            shelters.move_out(
                stay=stay, ended="planned", version=stay.version, now=self._later(days=3), by=by
            )

    def _move_on(self) -> None:
        with acting(self.worker) as by:
            case = self._case(by)
            if case.state == "in service":
                cases.move_on(
                    case=case,
                    move="stabilise",
                    version=case.version,
                    now=self._later(days=2),
                    by=by,
                )

    def _close(self, place: int, *, agreed: bool) -> None:
        reason, outcome = (("plan_done", "settled"), ("wants_no_more", "supported"))[
            place // 10 % 2
        ]
        with acting(self.worker) as by:
            closing.prepare_closure(
                case=self._case(by),
                reason=reason,
                outcome=outcome,
                words="",
                now=self._later(days=1),
                by=by,
            )
            approval = Approval.objects.get(
                organisation_id=by.organisation,
                case_id=self._case(by).id,
                what="closure",
                state="asked",
            )
        if not agreed:
            return
        self._agree(approval)
        if place % 30 == 8:
            self._meet()
        if place % 40 == 18:
            with acting(self.worker) as by:
                case = self._case(by)
                closing.reopen_case(case=case, version=case.version, now=self._later(days=5), by=by)

    def _meet(self) -> None:
        with acting(self.worker) as by:
            first = FollowUp.objects.filter(
                organisation_id=by.organisation, case_id=self._case(by).id, state="due"
            ).order_by("months")
            follow_up = first.first()
            if follow_up is not None:
                closing.meet_again(
                    follow_up=follow_up,
                    move="meet",
                    meeting=closing.Meeting("visit", {"safe": "yes", "working": "not_known"}),
                    version=follow_up.version,
                    now=self._later(days=2),
                    by=by,
                )


def shelter_with_beds(*, now: datetime, by: Actor) -> list[Bed]:
    """Make the house and its twelve beds, or give them."""
    with acting(by):
        found = Shelter.objects.filter(organisation_id=by.organisation).first()
        if found is None:
            found = shelters.make_shelter(
                name="Melur", address="Jalan Rekaan 1 (invented)", now=now, by=by
            )
            shelters.add_beds(
                shelter=found, names=[f"M{n:02}" for n in range(1, 13)], kept_for="anyone", by=by
            )
        return list(
            Bed.objects.filter(organisation_id=by.organisation, shelter_id=found.id).order_by(
                "name"
            )
        )
