"""Some invented cases with a story each, for pages that are looked at."""

from datetime import date, timedelta

from cast import Cast
from django.utils import timezone

from rooms.cases.case_people import person
from suar.base.access.acting import acting
from suar.rooms.cases.models import Case
from suar.rooms.cases.services import cases as verbs
from suar.rooms.cases.services import giving, needs, notes, plans
from suar.rooms.victims.sealed import seal_called

ALIASES = ("Melati", "Pak Dul", "Sari", "Bima")
SERVICES = (
    ("general_care", "deliver"),
    ("counselling", "deliver_partly"),
    ("shelter_place", "deliver"),
    ("accompaniment", "decline"),
    ("restitution_claim", ""),
    ("travel_papers", "schedule"),
    ("vocational_training", "accept"),
)


def tell(cast: Cast) -> list[Case]:
    """Make the cases; the first has services in every state and two assessments."""
    by, now = cast.case_worker, timezone.now()
    made = []
    for number, alias in enumerate(ALIASES):
        row = person(by, status=("presumed", "identified", "signal", "identified")[number])
        with acting(by):
            row.called, row.paper_safe = seal_called(row, alias), "no" if number == 0 else "yes"
            row.save(update_fields=["called", "paper_safe"])
            opened = now - timedelta(days=(9, 20, 1, 0)[number])
            made.append(verbs.open_case(victim=row, now=opened, by=by))
    first = made[0]
    with acting(by):
        for days, score in ((8, 1), (1, 3)):
            told = needs.Told(
                {"debt": score, "safety": score + 1, "mind": 2},
                {"stigma": ("risk", "week"), "person_she_trusts": ("protective", "")},
                her_words="Ia ingin menjahit.",
            )
            on = date.today() - timedelta(days=days)  # noqa: DTZ011 an invented day
            needs.record_assessment(case=first, on=on, told=told, now=now, by=by)
        plans.add_goal(case=first, domain="income", words="Menjahit di rumah", now=now, by=by)
        plan = plans.plan_in_hand(first)
        assert plan is not None
        plans.agree_with_her(
            plan=plan, on=now.date(), her_words="yes", version=plan.version, now=now, by=by
        )
        for code, move in SERVICES:
            terms = giving.Terms(when=now.date(), times=8 if move == "deliver_partly" else 1)
            service = giving.offer_service(case=first, code=code, terms=terms, now=now, by=by)
            if move:
                step = giving.Step(held=5 if move == "deliver_partly" else None)
                giving.move_service(
                    service=service, move=move, step=step, version=1, now=now, by=by
                )
        notes.write_note(case=first, words="Lebih tenang.", on=now.date(), now=now, by=by)
        notes.write_health(
            case=first, topic="body", words="Telinga kiri.", on=now.date(), now=now, by=by
        )
        notes.write_legal(case=first, state="complaint", words="", on=now.date(), now=now, by=by)
    return made
