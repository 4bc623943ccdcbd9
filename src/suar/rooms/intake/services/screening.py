"""Full screening: face to face, rested, agreed; stopped at any question; concluded by a person."""

from datetime import datetime
from typing import Any

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.access.versions import same_version
from suar.base.audit.services import record
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.lifecycle import NOTHING, SCREENING, may_move
from suar.knowledge.rules.reports import CAPTIVE, CONCLUSIONS, may_be_child
from suar.knowledge.screening import Result, Standing, reckon, standing, tool
from suar.rooms.intake.concluded import followers
from suar.rooms.intake.models import PersonConcerned, Screening
from suar.rooms.intake.sealing import seal_fields
from suar.rooms.intake.selectors import answers_of
from suar.rooms.intake.services.triaging import answer_questions

#: In which order a screening goes through the tools.
TOOLS = ("online_fraud", "ilo_ec_labour", "ilo_11")
OPERATIONAL = "ilo_ec_labour"


@transaction.atomic
def begin_screening(
    *,
    person: PersonConcerned,
    agreed: bool,
    now: datetime,
    by: Actor,
    rested: bool = False,
    face_to_face: bool = True,
    interpreter: str = "",
    language: str = "",
) -> Screening:
    """Begin a screening with a person who is free, was told what it is for, and agreed.

    Raises
    ------
    Denied
        If the post may not, she did not agree, she is not free, or one is open already.
    """
    may_move(SCREENING, "begin", state=NOTHING, holder=by.holder).require()
    if not agreed:
        raise Denied("Not yet: tell her what it is for, and ask whether she agrees.")
    if person.state in CAPTIVE:
        raise Denied("Not yet: nobody who is held or missing is screened.")
    if open_screening(person) is not None:
        raise Denied("Not yet: a screening is open. Go on with it.")
    made = Screening.objects.create(
        organisation_id=person.organisation_id,
        person_id=person.id,
        agreed=True,
        rested=rested,
        face_to_face=face_to_face,
        interpreter=interpreter,
        language=language,
        begun_at=now,
        begun_by=by.person,
    )
    _record("begin", made, by)
    return made


def open_screening(person: PersonConcerned) -> Screening | None:
    """Give the person's screening that is not concluded, if there is one."""
    rows = Screening.objects.filter(organisation_id=person.organisation_id, person_id=person.id)
    return rows.exclude(state=Screening.State.CONCLUDED).first()


@transaction.atomic
def note_screening(
    *, screening: Screening, tool_name: str, answers: dict[str, Any], now: datetime, by: Actor
) -> int:
    """Keep answers given in a screening; give how many were new."""
    screening = _locked(screening, by)
    may_move(SCREENING, "answer", state=screening.state, holder=by.holder).require()
    return answer_questions(
        person=_person(screening),
        tool_name=tool_name,
        answers=answers,
        now=now,
        by=by,
        screening=screening.id,
    )


@transaction.atomic
def stop_screening(*, screening: Screening, because: str, now: datetime, by: Actor) -> Screening:
    """Stop, at whatever question: what was answered stays, and nothing follows from the rest."""
    screening = _locked(screening, by)
    may_move(SCREENING, "stop", state=screening.state, holder=by.holder).require()
    screening.state, screening.stopped_because = Screening.State.STOPPED, because[:20]
    screening.version += 1
    screening.save(update_fields=["state", "stopped_because", "version"])
    _record("stop", screening, by)
    return screening


@transaction.atomic
def go_on_screening(*, screening: Screening, now: datetime, by: Actor) -> Screening:
    """Go on with one that was stopped."""
    screening = _locked(screening, by)
    may_move(SCREENING, "go_on", state=screening.state, holder=by.holder).require()
    screening.state = Screening.State.OPEN
    screening.version += 1
    screening.save(update_fields=["state", "version"])
    _record("go_on", screening, by)
    return screening


@transaction.atomic
def conclude_screening(
    *,
    screening: Screening,
    conclusion: str,
    words: str,
    version: int,
    now: datetime,
    by: Actor,
) -> Screening:
    """Write down what a person concludes, with her words why; the sums stand beside it.

    The conclusion is no status: `victims` decides that, by a standard of proof.
    """
    screening = _locked(screening, by)
    may_move(SCREENING, "conclude", state=screening.state, holder=by.holder).require()
    same_version(screening, version)
    if conclusion not in CONCLUSIONS:
        raise Denied("Not yet: choose what you conclude.")
    screening.conclusion, screening.state = conclusion, Screening.State.CONCLUDED
    screening.concluded_at, screening.concluded_by = now, by.person
    screening.tools = _summary(_person(screening), by)
    seal_fields(screening, {"words": words.strip()})
    screening.version += 1
    screening.save(
        update_fields=[
            "conclusion", "state", "concluded_at", "concluded_by", "tools", "sealed", "version"
        ]
    )  # fmt: skip
    _record("conclude", screening, by, conclusion=conclusion)
    for follow in followers():
        follow(screening, now, by)
    return screening


def explained(person: PersonConcerned, by: Actor) -> Result:
    """Give what the answers add up to by the operational indicators, dimension by dimension."""
    child = may_be_child(age_band=person.age_band, minor=person.minor)
    return reckon(tool(OPERATIONAL), stands_of(person, OPERATIONAL, by), child=child)


def stands_of(person: PersonConcerned, tool_name: str, by: Actor) -> dict[str, Standing]:
    """Give what stands for each question of a tool, answered here or carried from another."""
    return standing(tool(tool_name), answers_of(person, by))


def _summary(person: PersonConcerned, by: Actor) -> dict[str, Any]:
    """Give what the tools showed at the conclusion: versions, outcome, counts. No words."""
    result = explained(person, by)
    answers = answers_of(person, by)
    found: dict[str, Any] = {
        OPERATIONAL: {
            "version": result.version,
            "child": result.child,
            "outcome": result.outcome.value,
            "positive": [each.code for each in result.dimensions if each.positive],
            "answered": result.answered,
            "questions": result.total,
        }
    }
    for name in TOOLS:
        if name != OPERATIONAL:
            stands = standing(tool(name), answers)
            signs = [code for code, each in stands.items() if each.said.value == "yes"]
            found[name] = {"version": tool(name).version, "signs": signs}
    return found


def _person(screening: Screening) -> PersonConcerned:
    return PersonConcerned.objects.get(
        organisation_id=screening.organisation_id, id=screening.person_id
    )


def _locked(screening: Screening, by: Actor) -> Screening:
    found = (
        Screening.objects.select_for_update()
        .filter(id=screening.id, organisation_id=by.organisation)
        .first()
    )
    if found is None:
        raise Denied("There is no such record here.")
    return found


def _record(verb: str, screening: Screening, by: Actor, **detail: str) -> None:
    record(
        action=f"screening.{verb}",
        subject=("person_concerned", screening.person_id),
        detail={"screening": str(screening.id), **detail},
        by=by,
    )
