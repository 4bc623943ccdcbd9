"""The registers room."""

from uuid import UUID

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    name = "suar.rooms.registers"
    label = "registers"

    def ready(self) -> None:
        """Let what has ended stand in my day and be counted; begin what waited for a key."""
        from suar.base.ui import day, river
        from suar.base.vault.brought import when_brought
        from suar.rooms.registers.waiting import ended_work, lists

        day.contribute(ended_work)
        river.count_by("registers", lists)
        when_brought(_begin_waiting)


def _begin_waiting(organisation: UUID) -> None:
    from suar.rooms.registers.jobs import begin_waiting  # late: the queue loads it, not every page

    begin_waiting(organisation)
