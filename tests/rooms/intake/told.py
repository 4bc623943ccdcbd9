"""Invented reports, as the tests of intake tell them."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from cast import NOW, Cast, make_cast

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.rooms.intake.facts import Concerned, Draft, Named, Teller, Told
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.services import take_report, triage_report

#: Stands in everything that is sealed; nothing in the clear may ever hold it.
MARK = "Rekaan-Tersegel-5521"

CAPTIVE = Draft(
    about="not_free",
    told=f"{MARK} dijanjikan kerja, paspor diambil",
    teller=Teller(relation="parent", name=MARK, number=f"0812-{MARK}", when="19.00"),
    persons=(
        Concerned(
            state="held",
            age_band="21-23",
            sex="male",
            identity={"name": MARK, "age": "23"},
            contact={"number": MARK},
            safety={"place": MARK, "ransom": MARK},
            country="KHM",
            ransom_asked="yes",
        ),
    ),
    named=(Named(name=MARK, role="recruiter"),),
    contact_wanted=True,
)
FREE = Draft(
    about="free",
    told=f"{MARK} sudah di rumah",
    teller=Teller(relation="self", name=MARK, number=MARK),
    persons=(Concerned(state="free", identity={"name": MARK}),),
)


def told(**answers: str) -> dict[str, Told]:
    """Answers as they were told."""
    return {question: Told(said, "told") for question, said in answers.items()}


def taken(by: Actor, draft: Draft = FREE, *, now: datetime = NOW) -> Report:
    """A report that somebody took on the line."""
    with acting(by):
        return take_report(draft=draft, channel="phone", now=now, by=by)


def triaged(by: Actor, draft: Draft = FREE, **answers: str) -> Report:
    """A report whose first person was triaged."""
    report = taken(by, draft)
    with acting(by):
        first = PersonConcerned.objects.get(report_id=report.id, number=1)
        return triage_report(
            report=report, answers={first.id: told(**answers)}, version=1, now=NOW, by=by
        )


@contextmanager
def on(actor: Actor) -> Iterator[Actor]:
    """Act."""
    with acting(actor):
        yield actor


__all__ = ["CAPTIVE", "FREE", "MARK", "NOW", "Cast", "make_cast", "on", "taken", "told", "triaged"]
