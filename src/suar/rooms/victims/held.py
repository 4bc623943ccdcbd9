"""Everything held about a person, gathered from every room: for her to see, and to erase.

A room that keeps rows of hers contributes its sections and its eraser from its app's `ready()`.
What it sealed under ("victim", id) is erased with her keys; its eraser reduces its clear columns.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from suar.base.access.actor import Actor
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims.models import Victim


@dataclass(frozen=True)
class Held:
    """One section as she reads it: a title, labels with words; ``group`` says who prints it."""

    title: str
    group: FieldGroup
    rows: Sequence[tuple[str, str]]


#: Why keys are destroyed: it stands on the certificate.
ASKED_BY_HER: Final = "asked by her"
#: Called with the person, the actor and the time; gives sections in the language in force.
Gather = Callable[[Victim, Actor, datetime], Sequence[Held]]
#: Called with the ids of her files, the time and who erases, inside the erasing transaction.
Eraser = Callable[[Sequence[UUID], datetime, Actor], None]

_gatherers: list[Gather] = []
_erasers: list[Eraser] = []


def contribute_held(gather: Gather) -> None:
    """Let a room add its sections to everything held about a person."""
    if gather not in _gatherers:
        _gatherers.append(gather)


def contribute_erasure(eraser: Eraser) -> None:
    """Let a room reduce its own clear columns when a person is erased."""
    if eraser not in _erasers:
        _erasers.append(eraser)


def gatherers() -> tuple[Gather, ...]:
    """Give what the rooms contributed."""
    return tuple(_gatherers)


def erasers() -> tuple[Eraser, ...]:
    """Give the rooms' erasers."""
    return tuple(_erasers)
