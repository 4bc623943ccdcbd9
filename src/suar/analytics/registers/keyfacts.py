"""The coded facts of a key file, and what its first line says of the register: both ways.

Facts stand in text: lists joined by ``;``, yes and no as ``true`` and ``false``. Blank is *not
asked*.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, cast, get_args

import polars as pl

from suar.analytics.registers.profile import (
    Counts,
    PracticeChange,
    Profile,
    Published,
    Window,
)
from suar.analytics.registers.register import Register
from suar.analytics.registers.schema import CODES, DATES, IDENTITY, MULTI_CODES, STANDARD
from suar.analytics.registers.scope import Scope, parse_scope
from suar.knowledge.refusal import Refusal

#: Facts that an owner may keep. ``month`` is the date that counts without its day.
FACTS: Final = (*DATES, "year", "month", "age", "minor", "abroad", *CODES, *MULTI_CODES)
_ALWAYS: Final = ("in_window", "in_scope", "names_person", "persons_in_row")
_PIECES: Final = {"year": 4, "month": 7}


def chosen_facts(asked: Sequence[str]) -> tuple[str, ...]:
    """Check a choice of facts; ``none`` alone keeps none.

    Raises
    ------
    Refusal
        If one says who somebody is, or is no fact.
    """
    names = [name.strip() for name in asked if name.strip()]
    if names == ["none"]:
        return ()
    for name in names:
        if name in IDENTITY or name in ("record", "case_id"):
            raise Refusal(
                f"{name} says who somebody is and never goes into a key file",
                remedy="Choose coded facts: sex, minor, year, purpose and the like.",
            )
        if name not in FACTS:
            raise Refusal(f"{name} is no fact", remedy=f"Facts are: {', '.join(FACTS)}; or none.")
    return tuple(name for name in FACTS if name in names)


def fact_columns(
    register: Register, facts: Sequence[str], *, keyed_case: Callable[[str], str]
) -> pl.DataFrame:
    """Give ``row, record, case_id``, what the reader worked out, and the facts, as text.

    ``keyed_case`` hides a case's number: two rows of one case still share theirs.
    """
    frame = register.frame
    case = pl.Series(
        [None if text is None else keyed_case(text) for text in frame["case_id"]],
        dtype=pl.String,
    )
    columns = [pl.col("row"), pl.col("record"), case.alias("case_id")]
    columns += [_written(name) for name in _ALWAYS]
    length = max((_PIECES.get(name, 10) for name in facts if name in (*_PIECES, *DATES)), default=0)
    if length:
        columns.append(pl.col("event_date").str.slice(0, length))
    columns += [_written(name) for name in facts if name != "month"]
    return frame.select(columns)


def _written(name: str) -> pl.Expr:
    column = pl.col(name)
    if name in MULTI_CODES:
        return column.list.join(";").alias(name)
    return column.cast(pl.String)


def read_facts(frame: pl.DataFrame, *, file: str) -> pl.DataFrame:
    """Type the fact columns of a key file's table, and number its rows."""
    lacking = [name for name in ("record", "names_person") if name not in frame.columns]
    if lacking:
        raise Refusal(
            f"is a key file without the column {lacking[0]}",
            file=file,
            remedy="Ask its owner to make it again with `suar key`.",
        )
    typed = [
        _typed(name, kind).alias(name) if name in frame.columns else pl.lit(None, kind).alias(name)
        for name, kind in STANDARD.items()
        if name != "row" and name not in IDENTITY
    ]
    keys = [name for name in frame.columns if name.startswith(("f_", "k_"))]
    made = frame.select(*typed, *keys).with_row_index("row", 1)
    return made.with_columns(
        pl.col("row").cast(pl.Int64), pl.col("names_person").fill_null(value=False)
    )


def _typed(name: str, kind: pl.DataType) -> pl.Expr:
    column = pl.col(name)
    if name in MULTI_CODES:
        return column.str.split(";")
    if kind == pl.Boolean():
        return column.replace_strict({"true": True, "false": False}, default=None)
    return column.cast(kind, strict=False)


def told_profile(profile: Profile) -> dict[str, Any]:
    """Give what a picture needs of a profile, without its columns."""
    told: dict[str, Any] = {"label": dict(profile.label), "counts": profile.counts}
    if profile.scope:
        told["scope"] = _scope(profile.scope)
    if profile.window:
        told["window"] = {
            "on": profile.window.on, "from": profile.window.start, "to": profile.window.end,
        }  # fmt: skip
    if profile.published:
        said = profile.published
        told["published"] = {
            "count": said.count, "unit": said.unit, "as_of": said.as_of, "source": said.source,
        }  # fmt: skip
    if profile.one_row_a_person:
        told["one_row_a_person"] = True
    told["practice_changes"] = [
        {"date": change.date, "note": dict(change.note)} for change in profile.practice_changes
    ]
    return told


def _scope(scope: Scope) -> dict[str, Any]:
    return {
        scope.mode: [
            _scope(part) if isinstance(part, Scope) else {part.field: list(part.codes)}
            for part in scope.parts
        ]
    }


def read_profile(register: str, told: Mapping[str, Any], *, file: str, invented: bool) -> Profile:
    """Make the profile of a key file again.

    Raises
    ------
    Refusal
        If the first line's profile is of no form that is known.
    """
    counts = told.get("counts", "person")
    window, published = told.get("window") or {}, told.get("published")
    try:
        return Profile(
            register=register,
            label={str(k): str(v) for k, v in (told.get("label") or {}).items()},
            counts=cast("Counts", counts) if counts in get_args(Counts) else "person",
            scope=parse_scope(told["scope"], file=file) if told.get("scope") else None,
            window=Window(window.get("on"), window.get("from"), window.get("to"))
            if window
            else None,
            published=_published(published) if published else None,
            practice_changes=tuple(
                PracticeChange(str(c["date"]), {str(k): str(v) for k, v in c["note"].items()})
                for c in told.get("practice_changes") or ()
            ),
            one_row_a_person=told.get("one_row_a_person") is True,
            invented=invented,
            origin=file,
        )
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise Refusal(
            "is a key file whose first line cannot be read", file=file,
            remedy="Ask its owner to make it again with `suar key`.",
        ) from error  # fmt: skip


def _published(told: Mapping[str, Any]) -> Published:
    return Published(int(told["count"]), str(told["unit"]), str(told["as_of"]), str(told["source"]))
