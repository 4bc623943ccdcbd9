"""Reports made ready for intake's services that get killed; what holds of them afterwards."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from cast import NOW, Cast
from killable import PLENTY, counted, same

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.rooms.intake import models
from suar.rooms.intake.facts import Concerned, Draft, Named, Teller, Told
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.intake.sealing import open_fields
from suar.rooms.intake.services import taking, triaging

Who = Callable[[Cast], Actor]
Verb = Callable[[Any, Actor], Any]
DRAFT = Draft(
    about="not_free",
    told="Rekaan",
    teller=Teller(name="Rekaan"),
    persons=(Concerned(state="free", identity={"name": "Rekaan"}),),
    named=(Named("Rekaan"),),
)
LATER = NOW + timedelta(days=400)


def operator(cast: Cast) -> Actor:
    return cast.operator


def decides(cast: Cast) -> Actor:
    return cast.hotline_supervisor


def clock(cast: Cast) -> Actor:
    return Actor(organisation=cast.operator.organisation, name="clock")


def taken(by: Actor) -> Report:
    return taking.take_report(draft=DRAFT, channel="phone", now=NOW, by=by)


def first(report: Report) -> PersonConcerned:
    return PersonConcerned.objects.get(report_id=report.id, number=1)


def triaged(by: Actor) -> Report:
    report = taken(by)
    answers = {first(report).id: {"danger": Told("yes", "told")}}
    return triaging.triage_report(report=report, answers=answers, version=1, now=NOW, by=by)


def plenty(make: Callable[[Actor], Any], who: Who) -> Callable[[Cast], list[Any]]:
    def prepare(cast: Cast) -> list[Any]:
        with acting(who(cast)) as by:
            return [make(by) for _each in range(PLENTY)]

    return prepare


def whole(by: Actor) -> None:
    """No report without its reporter, its words, its person and her name."""
    for report in Report.objects.filter(channel="phone"):
        assert models.Reporter.objects.filter(report_id=report.id).count() == 1
        assert models.Told.objects.filter(report_id=report.id).exists()
        person = PersonConcerned.objects.filter(report_id=report.id).order_by("number").first()
        assert person is not None
        identity = models.PersonIdentity.objects.get(person_id=person.id)
        assert open_fields(identity)["name"] == "Rekaan"


def told_apart(
    action: str,
    verb: Verb,
    who: Who,
    done: Callable[[], set[Any]],
    make: Callable[[Actor], Any] | None = None,
) -> tuple[Any, ...]:
    """Each deed has a subject of its own: what is done, what was told and the audit are one."""

    def deed(cast: Cast, left: Any) -> str:
        with acting(who(cast)) as by:
            return str(verb(left.pop() if make else None, by))

    def holds(cast: Cast, told: set[str], _left: Any) -> None:
        with acting(who(cast)) as by:
            whole(by)
            found = {str(each) for each in done()}
        same(who(cast), action, found, told)

    return (deed, holds, plenty(make, who)) if make else (deed, holds)


def numbered(
    action: str, verb: Verb, who: Who, make: Callable[[Actor], Any], rows: Callable[[], int]
) -> tuple[Any, ...]:
    """Deeds by number: as many rows as events, and no fewer than was acknowledged."""

    def deed(cast: Cast, left: Any) -> str:
        with acting(who(cast)) as by:
            verb(left.pop(), by)
        return str(counted(who(cast), action, set()))

    def holds(cast: Cast, told: set[str], _left: Any) -> None:
        with acting(who(cast)) as by:
            whole(by)
            found = rows()
        assert counted(who(cast), action, told) == found, f"{action}: a change without its event"

    return deed, holds, plenty(make, who)


def ids(**which: Any) -> Callable[[], set[Any]]:
    return lambda: set(Report.objects.filter(**which).values_list("id", flat=True))


def events(action: str) -> Callable[[], set[Any]]:
    from suar.base.audit.models import Event

    return lambda: set(Event.objects.filter(action=action).values_list("subject_id", flat=True))
