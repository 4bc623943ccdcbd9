"""The registers room."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "suar.rooms.registers"
    label = "registers"

    def ready(self) -> None:
        """Let what has ended stand in my day, and be counted beside the room."""
        from suar.base.ui import day, river
        from suar.rooms.registers.waiting import ended_work, how_many

        day.contribute(ended_work)
        river.count_by("registers", how_many)
