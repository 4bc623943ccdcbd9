"""A return: of her own will, the risks weighed with her before it, and somebody who receives."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import transaction

from suar.base.access.actor import Actor
from suar.knowledge.rules.approvals import Asked
from suar.knowledge.rules.closing import ReturnFacts, may_depart
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.visibility import FieldGroup
from suar.knowledge.vocab import code_list
from suar.rooms.cases.models import Approval, Case, Journey
from suar.rooms.cases.sealing import seal_words
from suar.rooms.cases.services import approvals, ground
from suar.rooms.cases.services.cases import met, remind

State = Journey.State


@dataclass(frozen=True)
class Preparation:
    """What is known of a return. ``place``, ``whom`` and ``words`` are sealed under safety."""

    voluntary: bool | None = None
    country: str = ""
    risks: Mapping[str, str] = field(default_factory=dict)
    weighed_with_her: bool = False
    papers: Mapping[str, str] = field(default_factory=dict)
    receiver: str = ""
    best_interest: bool | None = None
    leaves_on: date | None = None
    place: str = ""
    whom: str = ""
    words: str = ""


def facts_of(journey: Journey) -> ReturnFacts:
    """Give what the rule asks of a return."""
    return ReturnFacts(
        voluntary=journey.voluntary,
        risks=journey.risks,
        weighed_with_her=journey.weighed_with_her,
        receiver=journey.receiver,
        papers_missing=frozenset(k for k, v in journey.papers.items() if v == "missing"),
        child=journey.child,
        best_interest=journey.best_interest,
    )


def may_leave(journey: Journey, by: Actor) -> Decision:
    """Whether she may be helped on her way: prepared, weighed, and agreed by somebody else."""
    ready = may_depart(facts_of(journey))
    if ready.allowed and journey.state != State.AGREED:
        return Decision(False, "Not yet: a supervisor has to agree.")
    return ready


@transaction.atomic
def prepare_return(
    *,
    case: Case,
    told: Preparation,
    child: bool,
    now: datetime,
    by: Actor,
    journey: Journey | None = None,
    version: int | None = None,
) -> Journey:
    """Prepare a return, or write on what is known. What was agreed is agreed again when it changes.

    Raises
    ------
    Denied
        If safety is not hers to write, she has left already, or a code is unknown.
    StaleWrite
        If somebody changed it meanwhile.
    """
    case = ground.locked(case, by)
    ground.may_write_group(case, FieldGroup.SAFETY, now=now, by=by).require()
    if journey is None:
        journey = ground.fresh(Journey, case, now=now, by=by, changed_at=now, changed_by=by.person)
    else:
        journey = ground.locked(journey, by, version=version)
        journey.version += 1
    if journey.state not in (State.PREPARED, State.AGREED):
        raise Denied("She is on her way, or it was called off. Begin another one.")
    _known(told)
    journey.state = State.PREPARED
    journey.voluntary, journey.country = told.voluntary, told.country
    journey.risks, journey.papers = dict(told.risks), dict(told.papers)
    journey.weighed_with_her, journey.receiver = told.weighed_with_her, told.receiver
    journey.child, journey.best_interest = child, told.best_interest
    journey.leaves_on = told.leaves_on
    journey.changed_at, journey.changed_by = now, by.person
    words = {"place": told.place, "whom": told.whom, "words": told.words}
    journey.sealed = seal_words(journey, words)
    journey.save()
    if journey.weighed_with_her and told.risks:
        met(case, "before_return", now=now, by=by)
    else:
        remind(case, "before_return", now=now, by=by)
    ground.touch(case, now=now, by=by)
    ground.note("case.return_prepare", case, by, journey=journey.id)
    return journey


@transaction.atomic
def ask_for_return(*, journey: Journey, version: int, now: datetime, by: Actor) -> Approval:
    """Put a prepared return before somebody else."""
    journey = ground.locked(journey, by, version=version)
    case = ground.case_of(journey, by)
    ground.may_write_group(case, FieldGroup.SAFETY, now=now, by=by).require()
    may_depart(facts_of(journey)).require()
    return approvals.ask(case=case, what=Asked.RETURN, subject=journey.id, now=now, by=by)


@transaction.atomic
def depart(*, journey: Journey, version: int, now: datetime, by: Actor) -> Journey:
    """Say that she left, of her own will, on an agreed return."""
    journey = ground.locked(journey, by, version=version)
    case = ground.case_of(journey, by)
    ground.may_write_group(case, FieldGroup.SAFETY, now=now, by=by).require()
    may_leave(journey, by).require()
    ground.advance(case, "begin_return", now=now, by=by)
    return _now(journey, State.TRAVELLING, case, now=now, by=by)


@transaction.atomic
def arrive(*, journey: Journey, version: int, on: date, now: datetime, by: Actor) -> Journey:
    """Say that she arrived and was received as agreed."""
    journey = ground.locked(journey, by, version=version)
    case = ground.case_of(journey, by)
    ground.may_write_group(case, FieldGroup.SAFETY, now=now, by=by).require()
    if journey.state != State.TRAVELLING:
        raise Denied("Not yet: she has not left.")
    journey.arrived_on = on
    ground.advance(case, "reintegrate", now=now, by=by)
    return _now(journey, State.ARRIVED, case, now=now, by=by)


@transaction.atomic
def call_off(*, journey: Journey, version: int, now: datetime, by: Actor) -> Journey:
    """Call a return off: she does not want it any more, or it is not safe."""
    journey = ground.locked(journey, by, version=version)
    case = ground.case_of(journey, by)
    ground.may_write_group(case, FieldGroup.SAFETY, now=now, by=by).require()
    if journey.state == State.ARRIVED:
        raise Denied("She has arrived already.")
    for approval in Approval.objects.select_for_update().filter(
        organisation_id=case.organisation_id, subject_id=journey.id, state="asked"
    ):
        approval.state, approval.decided_at, approval.decided_by = "withdrawn", now, by.person
        approval.version += 1
        approval.save(update_fields=["state", "decided_at", "decided_by", "version"])
    met(case, "approve", now=now, by=by)
    return _now(journey, State.CALLED_OFF, case, now=now, by=by)


def _now(journey: Journey, state: str, case: Case, *, now: datetime, by: Actor) -> Journey:
    journey.state = state
    journey.changed_at, journey.changed_by = now, by.person
    journey.version += 1
    journey.save()
    ground.note("case.return_" + str(state).replace(" ", "_"), case, by, journey=journey.id)
    return journey


def _known(told: Preparation) -> None:
    answers = {"yes", "no", "not_known", "not_asked"}
    risks, papers = code_list("return_risk"), code_list("return_paper")
    whole = (
        all(code in risks and answer in answers for code, answer in told.risks.items())
        and all(code in papers for code in told.papers)
        and set(told.papers.values()) <= {"has", "missing", "not_needed"}
        and (not told.receiver or told.receiver in code_list("receiver"))
        and (not told.country or told.country in code_list("country"))
    )
    if not whole:
        raise Denied("Not yet: choose from the lists.")
