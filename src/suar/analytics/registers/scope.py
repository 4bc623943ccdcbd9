"""Whom a register may hold at all: any or all of conditions, three-valued.

A condition on a blank attribute is neither true nor false: nobody can tell. ``any`` and ``all``
follow Kleene: one true condition settles ``any``, one false condition settles ``all``.
"""

from dataclasses import dataclass
from typing import Literal

import polars as pl

from suar.analytics.registers.codes import finder
from suar.analytics.registers.schema import CODES, MULTI_CODES, STANDARD
from suar.knowledge.refusal import Refusal

_BOOLEAN = ("minor", "abroad")
_FIELDS = frozenset((*CODES, *MULTI_CODES, *_BOOLEAN, "year", "age"))
_TRUE, _FALSE = ("true", "yes", "ya", "1"), ("false", "no", "tidak", "0")


@dataclass(frozen=True)
class Condition:
    """One attribute must have one of these codes."""

    field: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class Scope:
    """``any`` or ``all`` of conditions, which may be scopes themselves."""

    mode: Literal["any", "all"]
    parts: "tuple[Condition | Scope, ...]"

    @property
    def fields(self) -> frozenset[str]:
        """Attributes that the scope speaks of."""
        inner = (part.fields if isinstance(part, Scope) else {part.field} for part in self.parts)
        return frozenset().union(*inner)


def parse_scope(raw: object, *, file: str | None = None) -> Scope:
    """Read a scope from YAML whose scalars are strings.

    >>> parse_scope({"any": [{"sex": ["female"]}, {"minor": ["true"]}]}).mode
    'any'

    Raises
    ------
    Refusal
        If it is not ``{any: [...]}`` or ``{all: [...]}`` of known attributes.
    """
    if isinstance(raw, dict) and len(raw) == 1:
        mode, parts = next(iter(raw.items()))
        if mode in ("any", "all") and isinstance(parts, list) and parts:
            return Scope(mode, tuple(_part(part, file) for part in parts))
    raise _refusal("is not {any: [...]} or {all: [...]} of conditions", file)


def _part(raw: object, file: str | None) -> "Condition | Scope":
    if not isinstance(raw, dict) or not raw:
        raise _refusal("holds a condition that is not {attribute: [codes]}", file)
    if set(raw) & {"any", "all"}:
        return parse_scope(raw, file=file)
    conditions = tuple(_condition(name, codes, file) for name, codes in raw.items())
    return conditions[0] if len(conditions) == 1 else Scope("all", conditions)


def _condition(name: object, codes: object, file: str | None) -> Condition:
    if name not in _FIELDS:
        raise _refusal(f"speaks of {name}, which is no attribute of a person", file)
    listed = codes if isinstance(codes, list) else [codes]
    if not listed or not all(isinstance(code, str | bool | int) for code in listed):
        raise _refusal(f"needs a list of codes for {name}", file)
    return Condition(str(name), tuple(_code(str(name), str(code), file) for code in listed))


def _code(field: str, code: str, file: str | None) -> str:
    text = code.strip()
    if field in _BOOLEAN:
        lowered = text.lower()
        if lowered not in (*_TRUE, *_FALSE):
            raise _refusal(f"needs true or false for {field}", file)
        return "true" if lowered in _TRUE else "false"
    if field in ("year", "age"):
        if not text.isdecimal():
            raise _refusal(f"needs whole numbers for {field}", file)
        return text
    # a word that is no code would put everybody outside, in silence
    found = finder(field)(text)
    if found is None:
        raise _refusal(f"names {text}, which is no code of {field}", file)
    return found


def _refusal(problem: str, file: str | None) -> Refusal:
    remedy = "Write for example scope: {any: [{sex: [female]}, {minor: [true]}]}."
    return Refusal(problem, file=file, column="scope", remedy=remedy)


def in_scope(frame: pl.DataFrame, scope: Scope | None) -> pl.Series:
    """Say of each row of a standard frame whether a register of this scope could hold it.

    Returns
    -------
    polars.Series
        Boolean; null where an attribute is blank and the others do not settle it. Without a scope
        every row is true.
    """
    if scope is None:
        return pl.Series("in_scope", [True], dtype=pl.Boolean).new_from_index(0, frame.height)
    return frame.select(expression(scope).alias("in_scope"))["in_scope"]


def expression(scope: Scope) -> pl.Expr:
    """Give the scope as a Polars expression over the columns of a standard frame."""
    parts = [expression(part) if isinstance(part, Scope) else _holds(part) for part in scope.parts]
    whole = parts[0]
    for part in parts[1:]:
        whole = whole | part if scope.mode == "any" else whole & part
    return whole


def _holds(condition: Condition) -> pl.Expr:
    column, codes = pl.col(condition.field), list(condition.codes)
    if condition.field in _BOOLEAN:
        return column.is_in([code == "true" for code in codes])
    if condition.field in MULTI_CODES:
        hits = [column.list.contains(code) for code in codes]
        return pl.when(column.list.len() > 0).then(pl.any_horizontal(hits))
    if STANDARD[condition.field] == pl.Int64():
        return column.is_in([int(code) for code in codes])
    return column.is_in(codes)
