"""The intake room."""

from django.apps import AppConfig


class IntakeConfig(AppConfig):
    name = "suar.rooms.intake"
    label = "intake"

    def ready(self) -> None:
        """Let what waits stand in my day, and be counted beside the room."""
        from suar.base.ui import day, river
        from suar.rooms.intake.waiting import how_many, nobodys_reports, tasks_of_reports

        day.contribute(tasks_of_reports)
        day.contribute(nobodys_reports)
        river.count_by("reports", how_many)
