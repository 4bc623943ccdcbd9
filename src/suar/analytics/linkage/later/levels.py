"""Levels of agreement of a few pairs, by the same SQL that Splink is given, without its set-up.

Splink takes a third of a second to begin; one record is answered sooner. A test holds the two to
the same levels.
"""

from collections.abc import Sequence
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.comparisons import COMPARISONS, Comparison

Levels = npt.NDArray[np.int8]


def levels(table: pl.DataFrame, pairs: pl.DataFrame, fields: Sequence[str]) -> dict[str, Levels]:
    """Give each pair's level of each field.

    Parameters
    ----------
    table
        Columns of a prepared table, with ``uid``.
    pairs
        ``uid_l``, ``uid_r``.
    """
    if not pairs.height or not fields:
        return {f: np.full(pairs.height, -1, dtype=np.int8) for f in fields}
    columns = sorted({c for f in fields for c in COMPARISONS[f].columns} | {"birth_text"})
    records = table.with_columns(
        birth_text=pl.format(
            "{}{}{}",
            "birth_y",
            pl.col("birth_m").cast(pl.String).str.zfill(2),
            pl.col("birth_d").cast(pl.String).str.zfill(2),
        )
    ).select("uid", *columns)
    asked = pairs.select("uid_l", "uid_r", place=pl.int_range(pl.len()))
    wanted = ", ".join(f"cast({_case(COMPARISONS[f])} as tinyint) as {f}" for f in fields)
    both = ", ".join(f"{side}.{c} as {c}_{side}" for side in ("l", "r") for c in columns)
    joined = (
        f"select place, {both} from pairs"  # noqa: S608 - names are ours
        " join records l on uid_l = l.uid join records r on uid_r = r.uid"
    )
    cursor = _database().cursor()
    try:
        cursor.register("records", records.to_arrow())
        cursor.register("pairs", asked.to_arrow())
        found = cursor.sql(f"select {wanted} from ({joined}) order by place").pl()  # noqa: S608
    finally:
        cursor.close()
    return {f: found[f].to_numpy() for f in fields}


@cache
def _database() -> Any:
    """Open one database in memory; it is empty between questions."""
    import duckdb

    connection = duckdb.connect(":memory:")
    # two threads, nothing written to disk: a spill would hold identities
    for setting in ("threads=2", "memory_limit='5GB'", "temp_directory=''"):
        connection.execute(f"set {setting}").fetchall()
    return connection


def _case(comparison: Comparison) -> str:
    steps = [
        f"when {level.sql} then {comparison.top - at}" for at, level in enumerate(comparison.levels)
    ]
    return f"case when {comparison.null} then -1 {' '.join(steps)} else 0 end"
