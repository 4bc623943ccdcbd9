"""What may be published, and to whom: the numbers, readable by a lawyer.

A *cell* is a count of persons (or of an organisation's cases). How many rows of a file name nobody
is the file's quality and no cell: nobody can be found in it. A cell is small when it is not zero
and below the audience's smallest cell; a small cell is withheld, and so are as many others as it
takes that nobody can work it out from what is shown. Zero is shown: that a register could not hold
anybody, or that nobody was found, names no one.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final


class Audience(StrEnum):
    """For whom a release is made."""

    PUBLIC = "public"
    TASKFORCE = "taskforce"
    HOLDER = "holder"


@dataclass(frozen=True)
class Policy:
    """What one audience may see.

    Attributes
    ----------
    smallest_cell
        No count from 1 to below this is shown, nor can be worked out. 1 withholds nothing.
    protection
        The narrowest range, in persons, that what is shown may leave around a withheld small cell;
        the range must also reach up to ``smallest_cell``.
    rounding
        Counts are shown as multiples of this.
    delay_months
        Corridors leave out persons first recorded in the last months before the newest record.
    finest_place
        Places below this level are never named.
    record_files
        Whether the folder holds ``links/``: each register's own record numbers, for its owner.
    """

    audience: Audience
    smallest_cell: int
    protection: int
    rounding: int
    delay_months: int
    finest_place: str
    record_files: bool


POLICIES: Final[Mapping[Audience, Policy]] = MappingProxyType(
    {
        Audience.PUBLIC: Policy(Audience.PUBLIC, 11, 10, 10, 6, "province", False),
        Audience.TASKFORCE: Policy(Audience.TASKFORCE, 5, 4, 1, 0, "district", True),
        Audience.HOLDER: Policy(Audience.HOLDER, 1, 0, 1, 0, "district", True),
    }
)


def is_small(count: int, policy: Policy) -> bool:
    """Tell whether a count must be withheld from this audience.

    Examples
    --------
    >>> taskforce = POLICIES[Audience.TASKFORCE]
    >>> is_small(4, taskforce), is_small(5, taskforce), is_small(0, taskforce)
    (True, False, False)
    """
    return 0 < count < policy.smallest_cell
