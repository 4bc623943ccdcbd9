"""What each child process is given: the owner's address never goes to pages or jobs."""

import os
from dataclasses import dataclass, field
from typing import Final

from suar.base.cluster import Instance, Server
from suar.base.cluster.given import given
from suar.base.cluster.instance import FORMER
from suar.base.cluster.roles import APP, BACKUP, OWNER

#: Given only to migrations and to the auditor's walk, never to what answers requests.
_OWNERS: Final = frozenset(
    f"SUAR_{whose}_DATABASE_URL{kind}" for whose in ("OWNER", "BACKUP") for kind in ("", "_FILE")
)


@dataclass
class Surroundings:
    """The environment of an instance's processes.

    What is set outside is kept as it is. With its own database an instance has its own secrets for
    what is missing; beside a real server (`SUAR_DATABASE_URL`) nothing is made up: the settings
    then refuse by name what production lacks.
    """

    instance: Instance
    server: Server | None
    mode: str
    base_url: str
    outside: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def _common(self) -> dict[str, str]:
        said = {k: v for k, v in self.outside.items() if v or not k.startswith("SUAR_")}
        made = {
            "SUAR_MODE": self.mode,
            "SUAR_BASE_URL": self.base_url,
            **said,
            "DJANGO_SETTINGS_MODULE": "suar.config.settings",
            "SUAR_DATA": str(self.instance.folder),
        }
        if self.instance.invented:  # whatever is set outside: samples are never served as real
            made["SUAR_MODE"] = "demo"
        if self.server is not None:
            made |= {"SUAR_DATABASE_URL": self.server.url(APP), **self._own_secrets()}
        return made

    def _own_secrets(self) -> dict[str, str]:
        own = {}
        if not given("SUAR_MASTER_KEY", self.outside):  # then its companions are ours, too
            own["SUAR_MASTER_KEY"] = self.instance.secret("master_key")
            if not given("SUAR_LOOKUP_KEY", self.outside):
                own["SUAR_LOOKUP_KEY"] = self.instance.secret("lookup_key")
            if self.instance.has_secret(FORMER):
                own["SUAR_FORMER_MASTER_KEY"] = self.instance.secret(FORMER)
        if not given("SUAR_SECRET_KEY", self.outside):
            own["SUAR_SECRET_KEY"] = self.instance.secret("secret_key")
        return own

    def for_work(self) -> dict[str, str]:
        """For web and worker: the application's own role, nothing of the owner's."""
        return {name: value for name, value in self._common().items() if name not in _OWNERS}

    def for_owner(self) -> dict[str, str]:
        """For migrations, backup and the walk over the whole audit."""
        made = self._common()
        if self.server is not None:
            made["SUAR_OWNER_DATABASE_URL"] = self.server.url(OWNER)
            made["SUAR_BACKUP_DATABASE_URL"] = self.server.url(BACKUP)
        return made
