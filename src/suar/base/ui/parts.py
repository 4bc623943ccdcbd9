"""What rooms hand to the components: small facts in words, already decided and already allowed."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from suar.knowledge.rules.decision import Decision


@dataclass(frozen=True)
class Consent:
    """One recipient's card. ``state`` is given, refused, withdrawn or ended."""

    recipient: str
    state: str
    sees: str  # "health, services": what they may (or would) see
    asked: str = ""  # language, who asked, version, evidence
    term: str = ""  # from, until; for a withdrawal the clock met
    after: str = ""  # what her no or her withdrawal means: what was not sent, that help goes on


@dataclass(frozen=True)
class Look:
    """A row of *who looked*: role and organisation for the person concerned, never a name."""

    at: datetime
    who: str
    why: str
    refused: bool = False
    name: str = ""  # the auditor's view alone


@dataclass(frozen=True)
class Event:
    """A row of a timeline. ``change`` is a change of practice.

    ``on`` is a date, or a partial one ("2024", "2024-03"): it is written in the reader's language
    and never filled up. Where only words are known, they stand in ``when``.
    """

    when: str = ""
    what: str = ""
    note: str = ""
    change: bool = False
    on: date | str = ""


@dataclass(frozen=True)
class Step:
    """A step of a story or of a long job: past, here or to come."""

    label: str
    state: str = ""  # "past", "here", ""


@dataclass(frozen=True)
class Filter:
    """A toggle of the filter bar; its address holds the choice, never a name.

    ``more``: there are more rows than were counted.
    """

    label: str
    url: str
    count: int | None = None
    chosen: bool = False
    more: bool = False


@dataclass(frozen=True)
class Difference:
    """A field that somebody changed while she was writing: both values, to choose from."""

    field: str
    label: str
    mine: str
    theirs: str


@dataclass(frozen=True)
class Stale:
    """A write that came too late: nothing is lost, each field is chosen."""

    who: str
    at: datetime
    version: int
    differences: Sequence[Difference]


@dataclass(frozen=True)
class Job:
    """A long job as its page shows it. ``share`` is 0 to 100; left out until it is known."""

    title: str
    steps: Sequence[Step]
    words: str  # "3 of 6: comparing 7,437 records"
    state: str = "running"  # running, finished, failed, stopped
    share: int | None = None
    left: str = ""
    stop_url: str = ""
    result_url: str = ""
    result_label: str = ""


@dataclass(frozen=True)
class DayItem:
    """Something for my day: late and today by ``until``, else new or waiting for others."""

    title: str
    what: str
    url: str
    action: str
    reference: str = ""
    until: datetime | None = None
    since: datetime | None = None
    kind: str = "due"  # due, new, waiting
    tone: str = ""  # a status chip beside it
    status: str = ""
    decision: Decision = field(default_factory=lambda: Decision(True))
