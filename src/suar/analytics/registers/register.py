"""A register that has been read: its standard frame, what was refused, what looked odd."""

from dataclasses import dataclass, field
from typing import Literal

import polars as pl

from suar.analytics.registers.profile import Profile

Kind = Literal["records", "totals", "keys"]


@dataclass(frozen=True)
class Rejection:
    """A row that could not be read. Never holds the text of a cell."""

    row: int
    column: str | None
    code: str
    reason: str


@dataclass(frozen=True)
class Warned:
    """Something odd that was kept: how often, and in which rows at first."""

    code: str
    column: str | None
    count: int
    rows: tuple[int, ...] = ()


@dataclass(frozen=True)
class Register:
    """One register, read and coded. ``rows == accepted + rejected`` always.

    ``frame`` is a standard frame (`schema.STANDARD`) for ``kind == "records"``. For ``"totals"`` it
    has the columns year, unit, sex, age, purpose, count; for ``"keys"`` the key columns beside the
    fact columns that the owner chose (`keyfile`).
    """

    name: str
    path: str
    kind: Kind
    profile: Profile
    frame: pl.DataFrame
    rows: int
    rejections: tuple[Rejection, ...] = ()
    warnings: tuple[Warned, ...] = ()
    sha256: str = ""
    invented: bool = False
    key_info: dict[str, str] = field(default_factory=dict)

    @property
    def accepted(self) -> int:
        """Rows that were read."""
        return self.rows - len(self.rejections)

    @property
    def linkable(self) -> bool:
        """Whether any row says who somebody is."""
        if self.kind == "keys":
            return True
        return self.kind == "records" and bool(self.frame["names_person"].any())
