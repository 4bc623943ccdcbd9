"""What a screening tool is: dimensions of indicators with weights and with their source."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property


class Said(StrEnum):
    """One of four answers. *Not asked* is an answer; it never becomes *no*."""

    YES = "yes"
    NO = "no"
    NOT_KNOWN = "not_known"
    NOT_ASKED = "not_asked"


class Weight(StrEnum):
    """How much an indicator says. An indicator that says nothing for a child has none for her."""

    STRONG = "S"
    MEDIUM = "M"
    WEAK = "W"
    NONE = ""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One question.

    Attributes
    ----------
    code
        ``dimension.name`` in tools of several dimensions, the bare name in tools of one.
    carries
        Questions of other tools that ask the same: every answer there is an answer here.
    implied_by
        Questions of other tools whose *yes* is a yes here; their *no* says nothing here.
    need
        The clock (`rules/clocks.py`) that a yes starts.
    flag
        ``non_punishment``: a yes asks for that review before anything else happens to her.
    recheck
        The weight is from a second hand and waits to be compared with the original.
    """

    code: str
    dimension: str
    label: Mapping[str, str]
    adult: Weight = Weight.NONE
    child: Weight = Weight.NONE
    carries: tuple[str, ...] = ()
    implied_by: tuple[str, ...] = ()
    need: str = ""
    flag: str = ""
    recheck: bool = False

    def weight(self, *, child: bool) -> Weight:
        """Give the weight for a child or an adult."""
        return self.child if child else self.adult


@dataclass(frozen=True, slots=True)
class Dimension:
    """A group of indicators that is judged as one."""

    code: str
    label: Mapping[str, str]
    indicators: tuple[Indicator, ...]


@dataclass(frozen=True)
class Tool:
    """A list of indicators. ``rule``: needs (triage), signs (no sum), operational (weights)."""

    name: str
    label: Mapping[str, str]
    version: str
    source: str
    rule: str
    note: Mapping[str, str]
    dimensions: tuple[Dimension, ...]

    def __iter__(self) -> Iterator[Indicator]:
        for dimension in self.dimensions:
            yield from dimension.indicators

    def __len__(self) -> int:
        return len(self._by_code)

    def get(self, code: str) -> Indicator | None:
        """Give an indicator by its code."""
        return self._by_code.get(code)

    @cached_property
    def _by_code(self) -> dict[str, Indicator]:
        return {each.code: each for each in self}
