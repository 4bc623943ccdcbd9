"""The cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "suar.rooms.cases"
    label = "cases"

    def ready(self) -> None:
        """Let what waits stand in my day, and uploads be brought in."""
        from suar.base.ui import day, river
        from suar.rooms.cases.held import of_cases, reduce_cases
        from suar.rooms.cases.imports.services import bring_in_upload
        from suar.rooms.cases.waiting import lists, tasks_of_cases
        from suar.rooms.registers.jobs import LATER
        from suar.rooms.registers.models import Work
        from suar.rooms.registers.views.working import LATER_RESULTS
        from suar.rooms.victims import held
        from suar.rooms.victims.waiting import clocks_of_rights, tasks_of_persons

        held.contribute_held(of_cases)
        held.contribute_erasure(reduce_cases)
        day.contribute(tasks_of_cases, instead_of=tasks_of_persons)
        day.contribute(tasks_of_cases, instead_of=clocks_of_rights)
        river.count_by("cases", lists)
        LATER[Work.Kind.BRING_IN] = bring_in_upload
        LATER_RESULTS[Work.Kind.BRING_IN] = "cases:bring_in"
