"""The application's connection: refuses every query while nobody acts."""

from typing import Any

from django.db.backends.postgresql import base

from suar.base.access.acting import refuse_nobody


class DatabaseWrapper(base.DatabaseWrapper):
    """Set `OPTIONS["open_door"]` only for the owner's connection (migrations)."""

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        super().__init__(settings_dict, alias)
        self.execute_wrappers.append(refuse_nobody)
