"""Loading it all once: the hotline's reports, Shelter A's persons and cases, a mission's group."""

from datetime import datetime, timedelta
from typing import Final

from django.utils import timezone

from suar.analytics.progress import Progress
from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.tasks.selectors import open_tasks_of
from suar.base.tasks.services import finish_task
from suar.rooms.cases.demo import melati as story
from suar.rooms.cases.demo import reports
from suar.rooms.cases.demo.kept import kept
from suar.rooms.cases.demo.persons import Somebody, invent
from suar.rooms.cases.demo.work import DEPTHS, Story, shelter_with_beds
from suar.rooms.cases.models import Case
from suar.rooms.intake.models import Report
from suar.rooms.registers.demo_cast import Cast

HOTLINE: Final = 150
FILES: Final = 120
ARRIVED: Final = 40
#: Whose desks are put in order when all is told.
_TIDY: Final = (
    ("PPR", "hotline_operator"),
    ("PPR", "case_supervisor"),
    ("KLR", "consular_officer"),
    ("RAA", "case_worker"),
    ("RAA", "case_supervisor"),
)
_KEPT_LATE: Final = 2
_UNDATED: Final = timedelta(days=5)
_LATELY: Final = timedelta(days=3)


def load(cast: Cast, progress: Progress) -> None:
    """Fill intake, victims and cases through the services that people use; once.

    A loading that was cut off goes on: what an organisation has already is counted and kept.
    """
    calls, files, arrived = (cast.share_of(each) for each in (HOTLINE, FILES, ARRIVED))
    persons = list(invent(calls + files + arrived, language=cast.language))
    now = timezone.now()
    _hotline(cast, persons[:calls], now, progress)
    _shelter(cast, persons[calls : calls + files], now, progress)
    _mission(cast, persons[calls + files :], now, progress)
    if not kept():
        progress("Telling Melati's story")
        story.tell(cast, now=now)
        for prefix, role in _TIDY:
            _tidy(cast.actor(prefix, role), now)


def _hotline(cast: Cast, persons: list[Somebody], now: datetime, progress: Progress) -> None:
    operator = cast.actor("PPR", "hotline_operator")
    if _reports_of(operator):
        return
    progress("Taking reports at the hotline")
    shelter = cast.actor("RAA", "case_worker").organisation
    assert shelter is not None  # noqa: S101 the cast has posts
    reports.hotline(
        persons,
        operator=operator,
        decides=cast.actor("PPR", "case_supervisor"),
        passed_to=shelter,
        now=now,
        language=cast.language,
    )


def _shelter(cast: Cast, persons: list[Somebody], now: datetime, progress: Progress) -> None:
    worker, supervisor = (cast.actor("RAA", role) for role in ("case_worker", "case_supervisor"))
    keeper = cast.actor("RAA", "shelter_keeper")
    with acting(worker) as by:
        done = Case.objects.filter(organisation_id=by.organisation).count()
    if done:
        return
    progress("Opening files and cases at Shelter A")
    beds = shelter_with_beds(now=now - timedelta(days=200), by=keeper)[
        1:9
    ]  # one is Melati's, some are free
    for place, person in enumerate(persons):
        if place % 20 == 0:
            progress("Opening files and cases at Shelter A", place, len(persons))
        depth = DEPTHS[place % len(DEPTHS)]
        at = now - timedelta(days=_days_back(depth, place))
        victim = reports.accepted(
            person, worker=worker, decides=supervisor, now=at, language=cast.language
        )
        story = Story(victim, at=at + timedelta(hours=5), worker=worker, supervisor=supervisor)
        bed = beds.pop() if beds and depth in ("served", "closed") and place % 2 == 0 else None
        story.go(depth, place=place, language=cast.language, bed=bed, keeper=keeper)
        if bed is not None and depth == "closed":
            beds.append(bed)


def _mission(cast: Cast, persons: list[Somebody], now: datetime, progress: Progress) -> None:
    consul = cast.actor("KLR", "consular_officer")
    if _reports_of(consul):
        return
    progress("Taking a group of forty from one flight")
    reports.group(persons, now=now - timedelta(hours=6), language=cast.language, by=consul)


def _tidy(actor: Actor, now: datetime) -> None:
    """Finish what would be late by now, but for two of the last days: a day like any.

    What has no deadline is done after some days too.
    """
    with acting(actor) as by:
        undated = open_tasks_of(actor).filter(due_at=None, set_at__lt=now - _UNDATED)
        for task in list(undated):
            finish_task(task=task, now=now, by=by)
        late = open_tasks_of(actor).filter(due_at__lt=now).order_by("-due_at")
        kept = 0
        for task in list(late):
            if kept < _KEPT_LATE and task.due_at and now - task.due_at < _LATELY:
                kept += 1
                continue
            finish_task(task=task, now=min(now, task.due_at or now), by=by)


def _reports_of(actor: Actor) -> bool:
    with acting(actor) as by:
        return Report.objects.filter(organisation_id=by.organisation).exists()


def _days_back(depth: str, place: int) -> int:
    """The further a case went, the longer ago it began."""
    return {
        "file": 2,
        "opened": 3,
        "assessed": 72,
        "asked": 74,
        "planned": 78,
        "served": 84,
        "stabilised": 92,
        "closing": 96,
        "closed": 170,
    }[depth] + place % 7
