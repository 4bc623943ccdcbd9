"""The intake room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "suar.rooms.intake"
    label = "intake"

    def ready(self) -> None:
        """Let what waits stand in my day, and be counted beside the room."""
        from suar.base.ui import day, river
        from suar.rooms.intake.waiting import lists, reports_of_the_day

        day.contribute(reports_of_the_day)
        river.count_by("reports", lists)
