"""Opening what is sealed in a report: a reason first, ten minutes, on record; Close now closes."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet

from suar.base.access.actor import Actor
from suar.base.access.reading import read
from suar.base.audit.models import Event
from suar.base.audit.services import record
from suar.knowledge.rules.decision import Denied
from suar.knowledge.rules.reports import OWN_CALL, STAYS_OPEN, Part, may_open, on_her_call
from suar.rooms.intake.models import Report
from suar.rooms.intake.selectors import persons_concerned_of, relation_to

OPEN_FOR = timedelta(minutes=10)
#: Why somebody may need it. Plain ones; "other" takes words.
REASONS = ("call_back", "triage", "decide", "consulate", "other")
#: Why it stays open while she talks: nobody chooses it.
OWN = "own_call"
_OPEN, _CLOSE = "report.open", "report.close"


@transaction.atomic
def open_report(
    *, report: Report, part: Part, reason: str, now: datetime, by: Actor, words: str = ""
) -> datetime:
    """Open a sealed part for ten minutes, for this person alone; give until when.

    The opening is in the audit before anything is shown: in the transaction that shows it.

    Raises
    ------
    Denied
        If the rule says no, or no reason was chosen.
    """
    states = list(persons_concerned_of(report, by).values_list("state", flat=True))
    may_open(by.holder, part, relation_to(report, by), states=states).require()
    if reason not in REASONS or (reason == "other" and not words.strip()):
        raise Denied("Not yet: say why.")
    record(
        action=_OPEN,
        kind=Event.Kind.OPENING,
        subject=("report", report.id),
        reason=reason,
        words=words if reason == "other" else "",
        detail={"part": part.value, "until": (now + OPEN_FOR).isoformat()},
        by=by,
    )
    return now + OPEN_FOR


@transaction.atomic
def keep_open(*, report: Report, now: datetime, by: Actor) -> datetime:
    """Leave before her what she has just typed, for as long as the call may last; give until when.

    It is an opening like any other: hers alone, in the audit, and Close now closes it.

    Raises
    ------
    Denied
        If she did not take this report herself just now.
    """
    if not talks(report, by, now=now):
        raise Denied("Not yet: say why.")
    until = report.received_at + OWN_CALL
    for part in STAYS_OPEN:
        may_open(by.holder, part, relation_to(report, by)).require()
        record(
            action=_OPEN,
            kind=Event.Kind.OPENING,
            subject=("report", report.id),
            reason=OWN,
            detail={"part": part.value, "until": until.isoformat()},
            by=by,
        )
    return until


def talks(report: Report, actor: Actor, *, now: datetime) -> bool:
    """Whether the actor wrote this report down herself and may still be on the line."""
    return on_her_call(
        received_by=report.received_by,
        received_at=report.received_at,
        person=actor.person,
        now=now,
    )


@transaction.atomic
def close_report(*, report: Report, now: datetime, by: Actor) -> None:
    """Close every part that she opened, at once."""
    record(
        action=_CLOSE,
        kind=Event.Kind.OPENING,
        subject=("report", report.id),
        detail={"until": now.isoformat()},
        by=by,
    )


def opened_until(report: Report, actor: Actor, *, now: datetime) -> dict[Part, datetime]:
    """Give the parts that she opened and that are still open, with their ends."""
    found: dict[Part, datetime] = {}
    for row in read(openings_asked(report, actor, now=now)):
        if row.action == _CLOSE:
            found.clear()
        else:
            found[Part(row.detail["part"])] = datetime.fromisoformat(row.detail["until"])
    return {part: until for part, until in found.items() if until > now}


def openings_asked(report: Report, actor: Actor, *, now: datetime) -> QuerySet[Event]:
    """Give what `opened_until` reads: what the actor opened and closed lately, unread."""
    return Event.objects.filter(
        organisation_id=actor.organisation,
        by_person_id=actor.person,
        subject_kind="report",
        subject_id=report.id,
        action__in=(_OPEN, _CLOSE),
        at__gt=now - max(OPEN_FOR, OWN_CALL) - timedelta(minutes=1),
    ).order_by("at", "id")
