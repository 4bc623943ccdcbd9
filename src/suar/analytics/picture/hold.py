"""Whom a register could have held: its scope and window, asked of persons instead of rows.

Three answers: yes, no, nobody can tell. What the registers ask (each scope once, each window once)
are *questions*; a person's answers to all of them are her stratum. Whether a register could have
held her follows from the answers to its own scope and its own window.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.picture.gather import Gathered
from suar.analytics.registers.profile import Profile, Window
from suar.analytics.registers.schema import MULTI_CODES
from suar.analytics.registers.scope import Scope, expression

OUT, IN, UNKNOWN = 0, 1, 2
#: A person's answers to all questions, in their order.
Pattern = tuple[int, ...]


@dataclass(frozen=True)
class Question:
    """A scope or a window, and the registers that declare it (bits of the mask).

    ``told`` is false for a window that every record stands in: nothing need be said of it.
    """

    name: str
    asked: Scope | Window
    bits: tuple[int, ...]
    told: bool = True


@dataclass(frozen=True)
class Holding:
    """The questions, and each person's answer to each: ``answers[person, question]``.

    ``others`` says that some record has a sex that is neither female nor male: who is no woman is
    then not said to be a man.
    """

    questions: tuple[Question, ...]
    answers: npt.NDArray[np.int8]
    registers: int
    others: bool = False

    @property
    def told(self) -> list[int]:
        """Indices of the questions by which strata are told apart for the reader."""
        return [n for n, question in enumerate(self.questions) if question.told]

    def could_hold(self, bit: int, pattern: Sequence[int]) -> int:
        """Say whether a register could have held the persons of a stratum."""
        mine = [a for a, q in zip(pattern, self.questions, strict=True) if bit in q.bits]
        if OUT in mine:
            return OUT
        return UNKNOWN if UNKNOWN in mine else IN

    def outside(self, pattern: Sequence[int]) -> bool:
        """Say whether the persons of a stratum stand outside the windows of all registers."""
        windows = [n for n, q in enumerate(self.questions) if isinstance(q.asked, Window)]
        asked = {bit for n in windows for bit in self.questions[n].bits}
        return len(asked) == self.registers > 0 and all(pattern[n] == OUT for n in windows)

    def could_be_held(self, pattern: Sequence[int]) -> bool:
        """Say whether any register could have held the persons of a stratum."""
        return any(self.could_hold(bit, pattern) != OUT for bit in range(self.registers))


#: Below this share of all persons, those outside every window are no group of their own for readers
#: other than the holder: a group so small would give its members away in every other number.
FEW_OUTSIDE = 0.01


def holding(gathered: Gathered, *, coarse: bool = False) -> Holding:
    """Ask every question of every person.

    With ``coarse`` a window that nearly all persons stand in shuts nobody out (`FEW_OUTSIDE`).
    """
    profiles = [gathered.registers[index].profile for index in gathered.linked]
    persons, records = gathered.persons, gathered.records
    questions = _questions(profiles, records)
    columns = [
        _scope(persons, each.asked)
        if isinstance(each.asked, Scope)
        else _window(persons, records, each.asked)
        for each in questions
    ]
    if not columns:
        nothing = np.zeros((persons.height, 0), dtype=np.int8)
        return Holding((), nothing, len(profiles))
    if coarse:
        questions, columns = _without_few(questions, columns)
    answers = _settled(np.stack(columns, axis=1), questions, len(profiles))
    others = bool(records["sex"].is_in(["female", "male"]).not_().any())
    return Holding(questions, answers, len(profiles), others)


def _without_few(
    questions: tuple[Question, ...], columns: list[npt.NDArray[np.int8]]
) -> tuple[tuple[Question, ...], list[npt.NDArray[np.int8]]]:
    """Take those few who stand outside a window as standing in it."""
    asked, answered = [], []
    for question, column in zip(questions, columns, strict=True):
        few = isinstance(question.asked, Window) and (column == OUT).mean() < FEW_OUTSIDE
        inside = few and not (column == UNKNOWN).any()
        asked.append(replace(question, told=False) if inside else question)
        answered.append(np.where(column == OUT, IN, column).astype(np.int8) if few else column)
    return tuple(asked), answered


def _questions(profiles: Sequence[Profile], records: pl.DataFrame) -> tuple[Question, ...]:
    """Windows first, then scopes as the registers declare them, each once."""
    windows: dict[Window, list[int]] = {}
    scopes: dict[Scope, list[int]] = {}
    for bit, profile in enumerate(profiles):
        if (window := profile.window) and (window.start or window.end):
            windows.setdefault(Window(None, window.start, window.end), []).append(bit)
        if profile.scope is not None:
            scopes.setdefault(profile.scope, []).append(bit)
    found: list[Question] = []
    taken: dict[str, int] = {}
    everything: list[tuple[Scope | Window, list[int]]] = [*windows.items(), *scopes.items()]
    for asked, bits in everything:
        base = "_".join(sorted(asked.fields)) if isinstance(asked, Scope) else "window"
        taken[base] = taken.get(base, 0) + 1
        name = base if taken[base] == 1 else f"{base}_{taken[base]}"
        # Asked of records, not of persons: drawing the links anew then changes no column.
        told = isinstance(asked, Scope) or not _all_inside(records, asked)
        found.append(Question(name, asked, tuple(bits), told))
    return tuple(found)


def _settled(
    answers: npt.NDArray[np.int8], questions: Sequence[Question], registers: int
) -> npt.NDArray[np.int8]:
    """Ask nothing more of persons outside every window: no register could hold them anyway."""
    windows = [n for n, question in enumerate(questions) if isinstance(question.asked, Window)]
    if {bit for n in windows for bit in questions[n].bits} != set(range(registers)):
        return answers
    outside = (answers[:, windows] == OUT).all(axis=1)
    return np.where(outside[:, None], OUT, answers).astype(np.int8)


def _scope(persons: pl.DataFrame, scope: Scope) -> npt.NDArray[np.int8]:
    doubtful = [
        pl.when(pl.col(f"torn_{name}")).then(None).otherwise(pl.col(name)).alias(name)
        for name in scope.fields
        if f"torn_{name}" in persons.columns and name not in MULTI_CODES
    ]
    return _numbers(persons.with_columns(doubtful).select(expression(scope).alias("x"))["x"])


def _window(persons: pl.DataFrame, records: pl.DataFrame, window: Window) -> npt.NDArray[np.int8]:
    date = pl.col("event_date")
    dated = records.filter(date.is_not_null()).select("person", _inside(window).alias("x"))
    if dated["x"].all():
        return np.where(persons["event_date"].is_null().to_numpy(), UNKNOWN, IN).astype(np.int8)
    by_person = dated.group_by("person").agg(pl.col("x").any())
    joined = persons.select("person").join(
        by_person, on="person", how="left", maintain_order="left"
    )
    return _numbers(joined["x"])


def _inside(window: Window) -> pl.Expr:
    """Compare a date with a window as far as the date is known."""
    date = pl.col("event_date")
    inside = pl.lit(True)
    if window.start:
        inside = inside & (date >= pl.lit(window.start).str.head(date.str.len_chars()))
    if window.end:
        inside = inside & (date <= pl.lit(window.end).str.head(date.str.len_chars()))
    return inside


def _all_inside(records: pl.DataFrame, window: Window) -> bool:
    dated = records["event_date"].null_count() == 0
    return dated and bool(records.select(_inside(window).alias("x"))["x"].all())


def _numbers(answer: pl.Series) -> npt.NDArray[np.int8]:
    return answer.cast(pl.Int8).fill_null(UNKNOWN).to_numpy().astype(np.int8)
