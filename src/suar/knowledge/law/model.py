"""The law as the rest of this package reads it: frozen, with source and confidence on each line."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Any, Final, Literal

Regime = Literal["before_2026_01_02", "from_2026_01_02"]
BEFORE: Final[Regime] = "before_2026_01_02"
FROM: Final[Regime] = "from_2026_01_02"
REGIMES: Final[tuple[Regime, ...]] = (BEFORE, FROM)

#: From best to worst; ``confirmed`` is set by a lawyer, by name and date, and by nothing else.
CONFIDENCE: Final = ("confirmed", "seen", "mixed", "derived", "memory", "unknown")
MODES: Final = ("and", "or", "and_or", "prison_only", "fine_only")


@dataclass(frozen=True)
class Standing:
    """How far a line can be trusted, and who says so."""

    confidence: str
    src: tuple[str, ...] = ()
    note: str | None = None
    confirmed_by: str | None = None
    confirmed_on: str | None = None

    def document(self) -> dict[str, object]:
        """Give it as it stands in JSON."""
        out: dict[str, object] = {"confidence": self.confidence, "src": list(self.src)}
        if self.note:
            out["note"] = self.note
        if self.confirmed_by:
            out["confirmed"] = {"by": self.confirmed_by, "on": self.confirmed_on}
        return out


@dataclass(frozen=True)
class Penalty:
    """One regime's range, before uplifts: prison in months, fines in rupiah.

    A missing maximum of prison with ``life`` means up to life; a missing fine means none is stated.
    """

    min_months: int | None
    max_months: int | None
    life: bool
    fine_min: int | None
    fine_max: int | None
    category: str | None
    mode: str
    standing: Standing
    basis: tuple[str, ...] = ()


@dataclass(frozen=True)
class Offence:
    """An article that can be charged; an element that is not needed is not in ``elements``."""

    id: str
    statute: str
    article: str
    name: Mapping[str, str]
    family: str
    starts: date
    ends: date | None
    elements: Mapping[str, Any]
    elements_confidence: str
    penalties: Mapping[str, Penalty]
    replaced_by: str | None
    aggravations: tuple[str, ...]
    ask: tuple[str, ...]
    notes: tuple[str, ...]
    standing: Standing


@dataclass(frozen=True)
class Aggravation:
    """What raises a penalty: a fraction on top, or a range that takes its place."""

    id: str
    statute: str
    article: str
    applies_to: tuple[str, ...]
    when: str
    fraction: Fraction | None
    at_most: bool
    fine_only: bool
    added_penalty: str | None
    replaces: Mapping[str, Penalty]
    standing: Standing

    def reaches(self, offence: str) -> bool:
        """Tell whether the aggravation is written for this offence; ``*`` is for all."""
        return "*" in self.applies_to or offence in self.applies_to


@dataclass(frozen=True)
class ChargingWarning:
    """Something that goes wrong in charging, when, and what to do instead."""

    id: str
    severity: str
    regime: str
    when: str
    advise: str
    why: str
    standing: Standing


@dataclass(frozen=True)
class Statute:
    """A law by its key."""

    id: str
    title: str
    starts: date
    status: str
    standing: Standing
