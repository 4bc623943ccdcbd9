"""The cases room."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    name = "suar.rooms.cases"
    label = "cases"

    def ready(self) -> None:
        """Let an upload be brought in as files and cases."""
        from suar.rooms.cases.imports.services import bring_in_upload
        from suar.rooms.registers.jobs import LATER
        from suar.rooms.registers.models import Work
        from suar.rooms.registers.views.working import LATER_RESULTS

        LATER[Work.Kind.BRING_IN] = bring_in_upload
        LATER_RESULTS[Work.Kind.BRING_IN] = "cases:bring_in"
