"""`suar manage work`: do the jobs of the queue until asked to stop."""

from typing import Any

from django.core.management.base import BaseCommand
from procrastinate.contrib.django import app


class Command(BaseCommand):
    """The worker. It holds the application's role only; each job enters `acting()` itself."""

    help = "Do the jobs of the queue."

    def handle(self, *args: Any, **options: Any) -> None:
        """Work until SIGTERM; a job that runs then is finished or taken up again later."""
        app.with_connector(app.connector.get_worker_connector()).run_worker(  # type: ignore[attr-defined]
            concurrency=2, shutdown_graceful_timeout=4, listen_notify=True, delete_jobs="successful"
        )
