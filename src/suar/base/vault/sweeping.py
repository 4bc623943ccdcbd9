"""Sweeping away files that a killed process left: sealed, but belonging to nothing that committed.

A sealed file is written and renamed before its transaction commits. A process that dies between
the two leaves a file without its row (`SealedFile`); one that dies while an upload comes in leaves
`incoming-...`, whose key died with it; one that dies while it writes leaves `....part`. All of
them are sealed, so nothing leaks by them; they only lie there.
"""

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

from suar.base.access.acting import acting
from suar.base.access.actor import Actor
from suar.base.audit.services import record
from suar.base.vault.models import SealedFile

#: No transaction is open this long: a younger file may be about to get its row.
SETTLED: Final = timedelta(hours=6)

log = logging.getLogger("suar.vault")


def sweep_files(*, now: datetime, settled: timedelta = SETTLED) -> int:
    """Remove what was left behind and has settled; give how many files.

    Each organisation's audit keeps how many were removed. A file that has its row is never touched.
    """
    root, before = Path(settings.DATA) / "files", (now - settled).timestamp()
    left = list(_old(root, before))
    for path in left:
        path.unlink(missing_ok=True)
    swept = len(left)
    for folder in _folders(root):
        swept += _sweep(folder, before)
    if swept:
        log.info("swept away %s files that a killed process had left", swept)
    return swept


def _sweep(folder: Path, before: float) -> int:
    found = list(_old(folder, before))  # looked for first: whatever commits later is younger
    if not found:
        return 0
    owner = Actor(organisation=UUID(folder.name), name="sweep")
    with acting(owner):
        rows = SealedFile.objects.filter(organisation_id=owner.organisation)
        known = {f"{row.hex}.{field}" for row, field in rows.values_list("record", "field")}
        left = [path for path in found if path.name not in known]
        if left:
            record(action="vault.sweep", detail={"files": len(left)}, by=owner)
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)


def _folders(root: Path) -> Iterator[Path]:
    yield from sorted(path for path in root.iterdir() if path.is_dir()) if root.is_dir() else ()


def _old(folder: Path, before: float) -> Iterator[Path]:
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if path.is_file() and path.stat().st_mtime < before:
            yield path
