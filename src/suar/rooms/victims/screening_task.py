"""The task to screen her face to face: done by a screening, or no longer needed, in one go."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext_noop

from suar.base.access.actor import Actor
from suar.base.tasks.models import Task
from suar.base.tasks.services import drop_task, finish_task
from suar.rooms.intake.models import Screening
from suar.rooms.victims.models import Victim
from suar.rooms.victims.sealed import SUBJECT
from suar.rooms.victims.selectors import family_of

WHAT = "screen"
#: Why it is not needed any more, for the audit.
STATUS_DECIDED = gettext_noop("Her status was decided.")
HAS_DIED = gettext_noop("The person has died.")


def finish_screening_task(screening: Screening, now: datetime, by: Actor) -> None:
    """Say that she was screened: called in the transaction that concludes a screening."""
    hers = Victim.objects.filter(
        organisation_id=screening.organisation_id, person_concerned_id=screening.person_id
    )
    for victim in hers:
        for task in _open_tasks(victim):
            finish_task(task=task, now=now, by=by)


def drop_screening_task(victim: Victim, *, why: str, now: datetime, by: Actor) -> None:
    """Say that no screening is needed any more, and why; the audit keeps it."""
    for task in _open_tasks(victim):
        drop_task(task=task, why=why, now=now, by=by)


def _open_tasks(victim: Victim) -> QuerySet[Task]:
    return Task.objects.filter(
        organisation_id=victim.organisation_id,
        subject_kind=SUBJECT,
        subject_id__in=family_of(victim),
        what=WHAT,
        state=Task.State.OPEN,
    )
