"""What each child process is given: the owner's address never goes to pages or jobs."""

import os
from dataclasses import dataclass, field

from suar.base.cluster import Instance, Server
from suar.base.cluster.instance import FORMER
from suar.base.cluster.roles import APP, BACKUP, OWNER

#: Given only to migrations and to the auditor's walk, never to what answers requests.
_OWNERS = ("SUAR_OWNER_DATABASE_URL", "SUAR_BACKUP_DATABASE_URL")


@dataclass
class Surroundings:
    """The environment of an instance's processes.

    A real server's addresses (`SUAR_DATABASE_URL`, `SUAR_OWNER_DATABASE_URL`) and secrets that are
    set outside are kept as they are; what is missing comes from the instance's own secrets.
    """

    instance: Instance
    server: Server | None
    mode: str
    base_url: str
    given: dict[str, str] = field(default_factory=lambda: dict(os.environ))

    def _common(self) -> dict[str, str]:
        made = {
            **self.given,
            "DJANGO_SETTINGS_MODULE": "suar.config.settings",
            "SUAR_DATA": str(self.instance.folder),
        }
        made.setdefault("SUAR_MODE", "demo" if self.instance.invented else self.mode)
        made.setdefault("SUAR_BASE_URL", self.base_url)
        if not self._given("SUAR_MASTER_KEY"):  # then its companions are the instance's, too
            if not self._given("SUAR_LOOKUP_KEY"):
                made["SUAR_LOOKUP_KEY"] = self.instance.secret("lookup_key")
            if self.instance.has_secret(FORMER):
                made["SUAR_FORMER_MASTER_KEY"] = self.instance.secret(FORMER)
        for name, secret in (("SUAR_SECRET_KEY", "secret_key"), ("SUAR_MASTER_KEY", "master_key")):
            if not self._given(name):
                made[name] = self.instance.secret(secret)
        if self.server is not None:
            made["SUAR_DATABASE_URL"] = self.server.url(APP)
        return made

    def _given(self, name: str) -> bool:
        return name in self.given or f"{name}_FILE" in self.given

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
