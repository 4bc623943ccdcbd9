"""Deciding on a person's status: by whom, when, by which standard of proof, and its review."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.identifiers import uuid7
from suar.base.tasks.models import Task
from suar.base.tasks.services import Whose, finish_task, set_task
from suar.knowledge.rules.decision import Decision, Denied
from suar.knowledge.rules.lifecycle import STATUS, may_move
from suar.knowledge.rules.status import DecisionFacts, may_decide
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.intake.models import Screening
from suar.rooms.victims.models import StatusDecision, Victim
from suar.rooms.victims.screening_task import STATUS_DECIDED, drop_screening_task
from suar.rooms.victims.sealed import SUBJECT, seal_values
from suar.rooms.victims.selectors import family_of
from suar.rooms.victims.services.ground import locked, who

#: Statuses after which nobody is asked to screen her first: it was decided, on what was known.
DECIDED = ("identified", "not established")


@dataclass(frozen=True)
class Decided:
    """What was decided. ``move`` is one of `STATUS`; ``words`` are sealed."""

    move: str
    standard: str = ""
    body: str = ""  # vocabulary `status_decided_by`
    decided_on: str = ""  # YYYY[-MM[-DD]]
    reasons: tuple[str, ...] = ()
    words: str = ""
    screening: UUID | None = None


def may_be_decided(victim: Victim, move: str, by: Actor) -> Decision:
    """Whether a move on her status may be made now; the reason stands beside the button."""
    return may_move(STATUS, move, state=victim.status, holder=by.holder)


@transaction.atomic
def decide_status(
    *, victim: Victim, decided: Decided, version: int, now: datetime, by: Actor
) -> StatusDecision:
    """Decide on her status. *Not established* sets its own review; help goes on in every case.

    Raises
    ------
    Denied
        If the post may not, the state does not allow it, or standard, body or reasons are missing.
    StaleWrite
        If somebody changed the file meanwhile.
    """
    victim = locked(victim, by, version=version)
    may_be_decided(victim, decided.move, by).require()
    facts = DecisionFacts(
        decided.move,
        decided.standard,
        decided.body,
        decided.reasons,
        screened=decided.screening is not None,
        child=victim.treated_as_child,
    )
    may_decide(facts).require()
    if decided.screening is not None and not _is_hers(victim, decided.screening):
        raise Denied("Not yet: choose a screening of hers that was concluded.")
    row = _written(victim, decided, now=now, by=by)
    victim.status = row.to_status
    victim.version += 1
    victim.changed_at, victim.changed_by = now, who(by)
    victim.save()
    _review_clock(victim, decided.move, now=now, by=by)
    if row.to_status in DECIDED:
        drop_screening_task(victim, why=STATUS_DECIDED, now=now, by=by)
    record(
        action=f"victim.status.{decided.move}",
        subject=(SUBJECT, victim.id),
        detail={"to": row.to_status, "standard": row.standard, "reasons": row.reasons},
        by=by,
    )
    return row


def _is_hers(victim: Victim, screening: UUID) -> bool:
    files = Victim.objects.filter(organisation_id=victim.organisation_id, id__in=family_of(victim))
    return Screening.objects.filter(
        organisation_id=victim.organisation_id,
        id=screening,
        state=Screening.State.CONCLUDED,
        person_id__in=files.values("person_concerned_id"),
    ).exists()


def _written(victim: Victim, decided: Decided, *, now: datetime, by: Actor) -> StatusDecision:
    row = StatusDecision(
        id=uuid7(),
        organisation_id=victim.organisation_id,
        victim_id=victim.id,
        move=decided.move,
        from_status=victim.status,
        to_status=STATUS.move(decided.move).go_to,
        standard=decided.standard,
        body=decided.body,
        decided_on=decided.decided_on,
        reasons=list(decided.reasons),
        screening_id=decided.screening,
        decided_at=now,
        decided_by=who(by),
    )
    if decided.words.strip():
        row.sealed = seal_values(
            {"words": decided.words.strip()},
            organisation=victim.organisation_id,
            victim=victim.id,
            record=row.id,
            group=FieldGroup.STORY,
            field="status",
        )
    row.save(force_insert=True)
    return row


def _review_clock(victim: Victim, move: str, *, now: datetime, by: Actor) -> None:
    """Start the review when she may want one, and end it when it was made."""
    if move in ("not_establish", "ask_review"):
        open_already = _reviews(victim).exists()
        if not open_already:
            set_task(
                subject=(SUBJECT, victim.id),
                what="review_status",
                now=now,
                by=by,
                whose=Whose(person=by.person),
                started_by_clock=True,
            )
        return
    for task in _reviews(victim):
        finish_task(task=task, now=now, by=by)


def _reviews(victim: Victim):  # type: ignore[no-untyped-def]
    return Task.objects.filter(
        organisation_id=victim.organisation_id,
        subject_kind=SUBJECT,
        subject_id=victim.id,
        what="review_status",
        state=Task.State.OPEN,
    )
