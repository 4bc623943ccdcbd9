"""The numbers of the hotline by channel: received, answered, waiting; small ones with care."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Q

from suar.base.access.actor import Actor
from suar.knowledge.rules.disclosure import POLICIES, Audience
from suar.knowledge.rules.permissions import Permission, may
from suar.rooms.intake.models import Report

if TYPE_CHECKING:
    from suar.analytics.disclosure.ledger import Key, Ledger

#: received = answered + waiting, in each channel and over all.
MEASURES = ("received", "answered", "waiting")
ALL = "all"


@dataclass(frozen=True)
class Line:
    """One channel's numbers; None is withheld."""

    channel: str
    received: int | None
    answered: int | None
    waiting: int | None


def audience_of(actor: Actor) -> Audience:
    """Give whose eyes these are: those who take the reports hold them; others read figures."""
    holds = may(actor.holder, Permission.TAKE_REPORTS).allowed
    return Audience.HOLDER if holds else Audience.TASKFORCE


def numbers_of(actor: Actor, *, now: datetime, days: int) -> list[Line]:
    """Give the numbers of the actor's own organisation over the last days, a line a channel."""
    may(actor.holder, Permission.READ_HOTLINE_NUMBERS).require()
    rows = (
        Report.objects.filter(
            organisation_id=actor.organisation, received_at__gt=now - timedelta(days=days)
        )
        .values("channel")
        .annotate(received=Count("id"), waiting=Count("id", filter=Q(state=Report.State.RECEIVED)))
        .order_by("channel")
    )
    counts = [(row["channel"], row["received"], row["waiting"]) for row in rows]
    return shown(counts, audience=audience_of(actor))


def shown(counts: Iterable[tuple[str, int, int]], *, audience: Audience) -> list[Line]:
    """Withhold what is small for an audience, and what would give it away by subtraction.

    Parameters
    ----------
    counts
        Channel, reports received, of these still waiting for triage.

    Examples
    --------
    >>> shown([("web", 40, 20), ("phone", 30, 10)], audience=Audience.TASKFORCE)[0].received
    40
    """
    from suar.analytics.disclosure.ledger import Ledger  # late: it brings numpy
    from suar.analytics.disclosure.release import release

    ledger = Ledger()
    told = list(counts)
    for channel, received, waiting in told:
        _enter(ledger, channel, received, waiting)
    _enter(ledger, ALL, sum(each[1] for each in told), sum(each[2] for each in told))
    for measure in MEASURES:
        ledger.total((ALL, measure), [(channel, measure) for channel, _r, _w in told])
    found = release(ledger, POLICIES[audience])
    return [
        Line(channel, *(found[(channel, measure)] for measure in MEASURES))
        for channel in (*(each[0] for each in told), ALL)
    ]


def _enter(ledger: "Ledger", channel: str, received: int, waiting: int) -> None:
    keys: list[Key] = [(channel, measure) for measure in MEASURES]
    for key, value in zip(keys, (received, received - waiting, waiting), strict=True):
        ledger.cell(key, value)
    ledger.total(keys[0], keys[1:])
