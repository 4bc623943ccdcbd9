"""The room's clockwork: each organisation by itself, inside its own door."""

from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.accounts.models import Organisation
from suar.rooms.intake.services.keeping import erase_named, put_names

_READER = Actor(organisation=UUID(int=0), name="directory")


@app.periodic(cron="17 1 * * *")
@app.task(name="intake.erase_named", queueing_lock="intake.erase_named")
def erase_persons_named(timestamp: int) -> None:
    """Each night: erase the persons named whose twelve months are over."""
    for clock in _clocks():
        with acting(clock):
            erase_named(now=timezone.now(), by=clock)


@app.periodic(cron="*/10 * * * *")
@app.task(name="intake.put_names", queueing_lock="intake.put_names")
def put_names_beside(timestamp: int) -> None:
    """Every ten minutes: no report is older than its clock without a name beside it."""
    for clock in _clocks():
        with acting(clock):
            put_names(now=timezone.now(), by=clock)


def _clocks() -> Iterator[Actor]:
    """Give the clock as a part of the system, once for each organisation."""
    with acting(_READER):
        ids = list(Organisation.objects.order_by("id").values_list("id", flat=True))
    for organisation in ids:
        yield Actor(organisation=organisation, name="clock")
