"""The victims room."""

from django.apps import AppConfig


class VictimsConfig(AppConfig):
    name = "suar.rooms.victims"
    label = "victims"

    def ready(self) -> None:
        """Let what waits stand in my day, and be counted beside the room."""
        from suar.base.ui import day, river
        from suar.rooms.victims.waiting import (
            clocks_of_rights,
            lists,
            tasks_of_persons,
        )

        day.contribute(tasks_of_persons)
        day.contribute(clocks_of_rights)
        river.count_by("victims", lists)
