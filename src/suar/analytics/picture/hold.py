"""Whom a register could have held: its scope and window, asked of persons instead of rows.

Three answers: yes, no, nobody can tell. Registers that declare the same scope and window always
answer alike, so they share one *condition*; the answers to all conditions are a person's stratum.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.picture.gather import Gathered
from suar.analytics.registers.profile import Profile, Window
from suar.analytics.registers.schema import MULTI_CODES
from suar.analytics.registers.scope import Condition as Attribute
from suar.analytics.registers.scope import Scope, expression

OUT, IN, UNKNOWN = 0, 1, 2
WORDS = ("out", "in", "unknown")


@dataclass(frozen=True)
class Condition:
    """A scope with a window, and the registers that declare it (bits of the mask)."""

    name: str
    scope: Scope | None
    window: Window | None
    bits: tuple[int, ...]

    @property
    def text(self) -> str:
        """The condition in symbols, for a legend: ``sex=female | minor=true``."""
        parts = [_text(self.scope)] if self.scope else []
        if self.window and (self.window.start or self.window.end):
            parts.append(f"{self.window.start or ''}..{self.window.end or ''}")
        return " & ".join(parts) or "anyone"


@dataclass(frozen=True)
class Holding:
    """The conditions, and each person's answer to each: ``answers[person, condition]``."""

    conditions: tuple[Condition, ...]
    answers: npt.NDArray[np.int8]

    def of_bit(self, bit: int) -> int:
        """Give the index of the condition under which a register stands."""
        return next(n for n, cond in enumerate(self.conditions) if bit in cond.bits)


def holding(gathered: Gathered) -> Holding:
    """Ask every condition of every person."""
    profiles = [gathered.registers[index].profile for index in gathered.linked]
    conditions = _conditions(profiles)
    persons, records = gathered.persons, gathered.records
    columns = [
        _kleene(_scope(persons, cond.scope), _window(persons, records, cond.window))
        for cond in conditions
    ]
    shape = (persons.height, len(conditions))
    answers = np.stack(columns, axis=1) if columns else np.zeros(shape, dtype=np.int8)
    return Holding(conditions, answers)


def _conditions(profiles: Sequence[Profile]) -> tuple[Condition, ...]:
    groups: dict[tuple[Scope | None, Window | None], list[int]] = {}
    for bit, profile in enumerate(profiles):
        window = (
            profile.window
            if profile.window and (profile.window.start or profile.window.end)
            else None
        )
        limits = Window(None, window.start, window.end) if window else None
        groups.setdefault((profile.scope, limits), []).append(bit)
    several = len({window for _, window in groups}) > 1
    named: list[Condition] = []
    for (scope, window), bits in groups.items():
        fields = sorted(scope.fields) if scope else []
        if window and several:
            fields.append("window")
        base = "_".join(fields) or "anyone"
        taken = sum(1 for other in named if other.name.split("#")[0] == base)
        named.append(
            Condition(f"{base}#{taken + 1}" if taken else base, scope, window, tuple(bits))
        )
    return tuple(named)


def _scope(persons: pl.DataFrame, scope: Scope | None) -> npt.NDArray[np.int8]:
    if scope is None:
        return np.full(persons.height, IN, dtype=np.int8)
    doubtful = [
        pl.when(pl.col(f"torn_{name}")).then(None).otherwise(pl.col(name)).alias(name)
        for name in scope.fields
        if f"torn_{name}" in persons.columns and name not in MULTI_CODES
    ]
    return _numbers(persons.with_columns(doubtful).select(expression(scope).alias("x"))["x"])


def _window(
    persons: pl.DataFrame, records: pl.DataFrame, window: Window | None
) -> npt.NDArray[np.int8]:
    if window is None:
        return np.full(persons.height, IN, dtype=np.int8)
    date = pl.col("event_date")
    inside = pl.lit(True)
    if window.start:
        inside = inside & (date >= pl.lit(window.start).str.head(date.str.len_chars()))
    if window.end:
        inside = inside & (date <= pl.lit(window.end).str.head(date.str.len_chars()))
    dated = records.filter(date.is_not_null()).select("person", inside.alias("x"))
    if dated["x"].all():
        return np.where(persons["event_date"].is_null().to_numpy(), UNKNOWN, IN).astype(np.int8)
    by_person = dated.group_by("person").agg(pl.col("x").any())
    joined = persons.select("person").join(
        by_person, on="person", how="left", maintain_order="left"
    )
    return _numbers(joined["x"])


def _numbers(answer: pl.Series) -> npt.NDArray[np.int8]:
    return answer.cast(pl.Int8).fill_null(UNKNOWN).to_numpy().astype(np.int8)


def _kleene(a: npt.NDArray[np.int8], b: npt.NDArray[np.int8]) -> npt.NDArray[np.int8]:
    both = np.where((a == IN) & (b == IN), IN, UNKNOWN)
    return np.where((a == OUT) | (b == OUT), OUT, both).astype(np.int8)


def _text(scope: Scope) -> str:
    parts = [
        f"{part.field}={'/'.join(part.codes)}"
        if isinstance(part, Attribute)
        else f"({_text(part)})"
        for part in scope.parts
    ]
    return (" | " if scope.mode == "any" else " & ").join(parts)
