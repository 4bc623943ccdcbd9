"""The hotline's months: reports of every kind, some waiting, most decided."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

from django.utils import timezone

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.knowledge.rules.reports import age_band_of
from suar.rooms.cases.demo.persons import Somebody
from suar.rooms.intake import services as intake
from suar.rooms.intake.facts import Arrival, Concerned, Draft, EventFacts, Named, Passing, Teller
from suar.rooms.intake.facts import Told as Answered
from suar.rooms.intake.models import PersonConcerned, Report
from suar.rooms.victims.services.accepting import accept_report
from suar.rooms.victims.services.files import Beside

#: The share of the hotline's reports that nobody has decided on yet.
_WAITING = 0.2
CHANNELS = ("phone", "message", "phone", "visit", "web")


def draft_of(person: Somebody, *, held: bool, language: str) -> Draft:
    """Give a report about one person, told by her mother, a friend, or herself."""
    relation = ("self", "parent", "friend")[person.at % 3]
    concerned = Concerned(
        state="held" if held else "free",
        age_band=age_band_of(person.age),
        minor="yes" if person.age < 18 else "no",
        sex=person.sex,
        citizenship="IDN",
        identity={"name": person.name, "age": str(person.age)},
        contact={} if held else {"number": person.phone},
        country=person.country if held else "",
        last_contact="2026-10" if held else "",
        ransom_asked="yes" if held and person.at % 2 else "not_asked",
    )
    return Draft(
        about="not_free" if held else "free",
        told=person.story,
        teller=Teller(relation=relation, number=person.phone, code_word="melati"),
        persons=(concerned,),
        named=(Named(name="Rekaan Perekrut", role="recruiter"),) if person.at % 9 == 0 else (),
        language=language,
        contact_wanted=person.at % 4 != 0,
    )


def take(person: Somebody, *, now: datetime, language: str, by: Actor) -> Report:
    """Take a report about a person as the operator does."""
    held = person.at % 4 == 1
    channel = "phone" if held else CHANNELS[person.at % len(CHANNELS)]
    draft = draft_of(person, held=held, language=language)
    return intake.take_report(draft=draft, channel=channel, now=now, by=by)


def triage(report: Report, person: Somebody, *, now: datetime, by: Actor) -> Report:
    """Answer what was heard; most is not asked."""
    told = {"danger": Answered("yes" if person.at % 11 == 0 else "no", "reporter")}
    if person.age < 18:
        told["child"] = Answered("yes", "reporter")
    if person.at % 6 == 0:
        told["no_shelter"] = Answered("yes", "reporter")
    concerned = PersonConcerned.objects.filter(
        organisation_id=by.organisation, report_id=report.id
    ).values_list("id", flat=True)
    answers = dict.fromkeys(concerned, told)
    return intake.triage_report(
        report=report, answers=answers, version=report.version, now=now, by=by
    )


def hotline(
    persons: Sequence[Somebody],
    *,
    operator: Actor,
    decides: Actor,
    passed_to: UUID,
    now: datetime,
    language: str,
) -> None:
    """Write the hotline's reports: a tenth received, a fifth triaged, the rest decided."""
    for place, person in enumerate(persons):
        at = _moment(place, len(persons), now)
        with acting(operator):
            report = take(person, now=at, language=language, by=operator)
            if place >= 0.92 * len(persons):
                continue
            report = triage(report, person, now=at + timedelta(minutes=20), by=operator)
            if place >= (1 - _WAITING) * len(persons):
                continue
        _decide(report, person, passed_to, now=at + timedelta(hours=5), by=decides)


def _decide(report: Report, person: Somebody, to: UUID, *, now: datetime, by: Actor) -> None:
    with acting(by):
        if person.at % 3 == 0:
            reason = ("question_answered", "other_matter", "told_already")[person.at // 3 % 3]
            intake.not_indicate_report(
                report=report, reason=reason, version=report.version, now=now, by=by
            )
            return
        passing = Passing(to=to) if person.at % 3 == 1 else Passing(kind="ngo", words="a partner")
        report = intake.pass_on_report(
            report=report, to=passing, version=report.version, now=now, by=by
        )
        later = now + timedelta(days=1 + person.at % 2)
        if later < timezone.now():
            answer = "known_there" if person.at % 7 == 0 else "taken_up"
            intake.note_answer(report=report, answer=answer, now=later, by=by)


def group(persons: Sequence[Somebody], *, now: datetime, language: str, by: Actor) -> Report:
    """Take one flight's arrival on one sheet."""
    concerned = tuple(
        Concerned(
            state="free",
            age_band=age_band_of(each.age),
            minor="yes" if each.age < 18 else "no",
            sex=each.sex,
            citizenship="IDN",
            identity={"name": each.name},
        )
        for each in persons
    )
    draft = Draft(
        about="group",
        told=persons[0].story,
        persons=concerned,
        language=language,
        arrival=Arrival(by="air", country="KHM", on="2026-11", expected=len(concerned)),
    )
    with acting(by):
        return intake.take_report(draft=draft, channel="sheet", now=now, by=by)


def accepted(
    person: Somebody, *, worker: Actor, decides: Actor, now: datetime, language: str
) -> UUID:
    """Take, triage and accept a report at the shelter; give the person's file."""
    with acting(worker):
        report = take(person, now=now, language=language, by=worker)
        report = triage(report, person, now=now + timedelta(minutes=15), by=worker)
    later = now + timedelta(hours=3)
    facts = EventFacts(
        purposes=(person.purpose,),
        means=("deception",),
        exploited_in=person.country,
        from_on="2026",
    )
    with acting(decides):
        concerned = PersonConcerned.objects.filter(
            organisation_id=decides.organisation, report_id=report.id
        ).values_list("id", flat=True)
        _incident, victims = accept_report(
            report=report,
            facts=facts,
            chosen=list(concerned),
            now=later,
            by=decides,
            beside=Beside(person=worker.person),
        )
    return victims[0].id


def _moment(place: int, count: int, now: datetime) -> datetime:
    """Spread what is decided over four months; what still waits came in the last 20 hours."""
    left = (count - 1 - place) / count
    if left < _WAITING:
        return now - timedelta(minutes=12, hours=20 * left / _WAITING)
    return now - timedelta(days=1 + 119 * (left - _WAITING) / (1 - _WAITING), hours=1 + place % 5)
