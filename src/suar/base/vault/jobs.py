"""The vault's work by the clock."""

from django.utils import timezone
from procrastinate.contrib.django import app

from suar.base.vault.sweeping import sweep_files


@app.periodic(cron="23 3 * * *")
@app.task(name="vault.sweep", queueing_lock="vault.sweep")
def sweep(timestamp: int) -> None:
    """Remove sealed files that belong to nothing: once a day, and when a worker starts."""
    sweep_files(now=timezone.now())
