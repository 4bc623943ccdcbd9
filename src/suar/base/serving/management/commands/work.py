"""`suar manage work`: do the jobs of the queue until asked to stop."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app

from suar.base.access.acting import acting
from suar.base.access.actor import part
from suar.base.serving.resuming import ask_for_sweeps, take_up_orphans, the_only_worker


class Command(BaseCommand):
    """The worker. It holds the application's role only; each job enters `acting()` itself."""

    help = "Do the jobs of the queue."

    def handle(self, *args: Any, **options: Any) -> None:
        """Take up what a killed worker left, then work until SIGTERM.

        A job that runs at SIGTERM is finished within seconds or taken up again at the next start.
        """
        with the_only_worker():
            with acting(part("worker")):
                take_up_orphans()
                ask_for_sweeps()
            app.with_connector(app.connector.get_worker_connector()).run_worker(  # type: ignore[attr-defined]
                concurrency=2,
                shutdown_graceful_timeout=4,
                listen_notify=True,
                delete_jobs="successful",
            )
