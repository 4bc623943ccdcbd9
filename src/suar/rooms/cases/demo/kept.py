"""Where the story's records are: their numbers, in the folder of the demonstration."""

import json
from pathlib import Path
from typing import Final
from uuid import UUID

from django.conf import settings

_KEPT: Final = "story.json"


def kept() -> dict[str, str]:
    """Give the numbers of the story's records by name, or nothing while it is not told."""
    try:
        found: dict[str, str] = json.loads(_file().read_text(encoding="ascii"))
    except FileNotFoundError:
        return {}
    return found


def keep(records: dict[str, UUID]) -> None:
    """Remember the story's records."""
    _file().write_text(json.dumps({name: str(each) for name, each in records.items()}), "ascii")


def _file() -> Path:
    return Path(settings.DATA) / _KEPT
