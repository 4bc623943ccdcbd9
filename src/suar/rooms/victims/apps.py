"""The victims room."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "suar.rooms.victims"
    label = "victims"

    def ready(self) -> None:
        """Let what waits stand in my day and be counted; end a task when somebody was screened."""
        from suar.base.ui import day, river
        from suar.rooms.intake.concluded import follow_conclusion
        from suar.rooms.victims.screening_task import finish_screening_task
        from suar.rooms.victims.waiting import (
            clocks_of_rights,
            lists,
            tasks_of_persons,
        )

        day.contribute(tasks_of_persons)
        day.contribute(clocks_of_rights)
        river.count_by("victims", lists)
        follow_conclusion(finish_screening_task)
