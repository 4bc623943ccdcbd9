"""Whom we erased, kept where neither the instance nor its backups are: the operator's own folder.

The ledger (`SUAR_KIT`, else ``~/.config/suar``) names nobody: organisation and random ids of those
whose keys were destroyed, so that a restore of an older backup does not bring them back.
"""

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

from suar.base.cluster.given import given


@dataclass(frozen=True)
class Erased:
    """One subject whose keys were destroyed."""

    organisation: UUID
    subject_kind: str
    subject: UUID

    def line(self) -> str:
        """Give the ledger's line."""
        return json.dumps([str(self.organisation), self.subject_kind, str(self.subject)])


def kit_folder() -> Path:
    """Give the operator's folder, made with mode 0700."""
    place = Path(given("SUAR_KIT") or "~/.config/suar").expanduser()
    place.mkdir(parents=True, exist_ok=True, mode=0o700)
    return place


def erased_before() -> set[Erased]:
    """Give whom we erased, as far as this ledger knows."""
    path = kit_folder() / "erased.jsonl"
    if not path.exists():
        return set()
    rows = [json.loads(line) for line in path.read_text(encoding="ascii").splitlines() if line]
    return {Erased(UUID(o), kind, UUID(s)) for o, kind, s in rows}


def remember(erased: Iterable[Erased]) -> None:
    """Add to the ledger, durably: it must outlive the instance."""
    fresh = sorted(e.line() for e in set(erased) - erased_before())
    if not fresh:
        return
    with (kit_folder() / "erased.jsonl").open("a", encoding="ascii") as stream:
        stream.write("".join(f"{line}\n" for line in fresh))
        stream.flush()
        os.fsync(stream.fileno())
