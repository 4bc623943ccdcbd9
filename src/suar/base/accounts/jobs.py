"""Sign-in's work by the clock."""

from django.contrib.sessions.models import Session
from django.utils import timezone
from procrastinate.contrib.django import app

from suar.base.access.acting import acting
from suar.base.access.actor import part


@app.periodic(cron="17 * * * *")
@app.task(name="accounts.sweep", queueing_lock="accounts.sweep")
def sweep(timestamp: int) -> None:
    """Remove sessions that have ended: each hour, and when a worker starts."""
    with acting(part("worker")):
        Session.objects.filter(expire_date__lt=timezone.now()).delete()
