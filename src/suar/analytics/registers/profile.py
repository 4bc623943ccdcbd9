"""What a file is: its columns, codes, dates, scope and window, as its owner declares them."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from suar.analytics.registers.schema import (
    CODES,
    DATES,
    IDENTITY_TEXT,
    MULTI_CODES,
)
from suar.analytics.registers.scope import Scope

Counts = Literal["person", "case", "report", "incident"]

#: Fields that a profile may map a column to.
FIELDS: Final = frozenset(
    (
        *IDENTITY_TEXT,
        "birth_date",
        "birth_year",
        *DATES,
        "year",
        "age",
        "minor",
        "abroad",
        *CODES,
        *MULTI_CODES,
    )
)
#: Fields that several columns may feed.
MANY_SOURCES: Final = frozenset(MULTI_CODES)


@dataclass(frozen=True)
class ColumnRule:
    """How one column becomes one field.

    ``values`` turns what the register writes into codes; what it does not name is looked up in the
    vocabulary. ``when`` is for yes/no columns that each stand for one code of a field with many:
    ``{"1": "forced_labour"}``. In both, an empty code means *not asked* (``values``) or *no*
    (``when``). ``system`` says whose numbers a column of districts holds: ``kemendagri`` or
    ``bps_2018``; found when absent.
    """

    column: str
    field: str
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)
    when: Mapping[str, str] = dataclasses.field(default_factory=dict)
    split: str | None = None
    system: str | None = None


@dataclass(frozen=True)
class StatusRule:
    """Where the status of a victim comes from: one word for the file, or a column."""

    word: str | None = None
    column: str | None = None
    values: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True)
class Window:
    """The time a register speaks of; ``start`` and ``end`` are ISO dates, both inside it."""

    on: str | None = None
    start: str | None = None
    end: str | None = None


@dataclass(frozen=True)
class Published:
    """The figure that the agency made public, with its unit and date."""

    count: int
    unit: str = ""
    as_of: str = ""
    source: str = ""


@dataclass(frozen=True)
class PracticeChange:
    """A day on which the way of recording changed; the timeline draws it."""

    date: str
    note: Mapping[str, str]


@dataclass(frozen=True)
class Closure:
    """A time in which borders or offices were closed; the timeline draws it as a band."""

    start: str
    end: str
    note: Mapping[str, str]


@dataclass(frozen=True)
class Profile:
    """One register's declaration; see CONTRACTS and docs/reference/profile.md for every key.

    ``origin`` says where it came from: a path, ``built-in NAME`` or ``""`` when made in code.
    ``required`` are the columns without which the file is another one. ``standard`` names the
    vocabulary's crosswalk in which the file speaks (``ctdc_kanon``), if it speaks one.
    ``one_row_a_person``: nobody is written down twice, so linking never joins two of its rows.
    """

    register: str
    columns: tuple[ColumnRule, ...] = ()
    label: Mapping[str, str] = dataclasses.field(default_factory=dict)
    counts: Counts = "person"
    id: str | None = None
    case_id: str | None = None
    persons_in_row: str | None = None
    status: StatusRule | None = None
    scope: Scope | None = None
    window: Window | None = None
    published: Published | None = None
    practice_changes: tuple[PracticeChange, ...] = ()
    kind: Literal["authority", "service"] | None = None
    closures: tuple[Closure, ...] = ()
    dates: tuple[str, ...] = ()
    blank: tuple[str, ...] = ("",)
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    skip: int = 0
    constants: Mapping[str, str] = dataclasses.field(default_factory=dict)
    required: tuple[str, ...] = ()
    standard: str | None = None
    one_row_a_person: bool = False
    invented: bool = False
    origin: str = ""

    @property
    def sources(self) -> tuple[str, ...]:
        """Every column that the profile speaks of, once, in its order."""
        special = (
            self.id,
            self.case_id,
            self.persons_in_row,
            self.status.column if self.status else None,
        )
        named = (*special, *(rule.column for rule in self.columns))
        return tuple(dict.fromkeys(name for name in named if name))

    def named(self, language: str = "en") -> str:
        """Give the register's name for people, in ``en`` or ``id``."""
        return self.label.get(language) or self.label.get("en") or self.register
