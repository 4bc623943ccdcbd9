"""Numbers that other systems gave her, as pages show them."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from suar.base.access.models import OtherNumber
from suar.base.identifiers.others import open_other_number
from suar.base.vault.keyring import Destroyed, VaultClosed
from suar.knowledge.rules.numbers import group_of
from suar.knowledge.rules.visibility import FieldGroup
from suar.rooms.victims import wording


@dataclass(frozen=True)
class Numbered:
    """A number, whose it is in words, and its field group."""

    id: UUID
    label: str
    number: str
    group: FieldGroup


def numbers_in_words(
    rows: Iterable[OtherNumber],
    readable: Collection[FieldGroup],
    *,
    keys: Mapping[UUID, bytes] | None = None,
) -> list[Numbered]:
    """Open the numbers whose group the reader reads, by ``keys`` where they were asked before.

    None while the vault is closed, for its key was not brought.
    """
    try:
        return [
            Numbered(
                row.id,
                _label(row.system),
                open_other_number(row, keys=keys),
                group_of(row.system),
            )
            for row in rows
            if group_of(row.system) in readable
        ]
    except (VaultClosed, Destroyed):
        return []


def _label(system: str) -> str:
    """Give whose number it is: by the list, or the register that was brought in."""
    return wording.code("other_system", system.partition(":")[2] or system)
