"""Pairs of keys worth comparing: shared tokens, no block too large, and names most alike."""

import polars as pl

from suar.analytics.linkage.blocking import AT_LEAST
from suar.analytics.linkage.keys.likeness import Likeness
from suar.analytics.linkage.keys.schema import NUMBERS

#: Pairs that one group of tokens may make, for each record.
_PER_RECORD = 30
_CAPS = (500, 250, 120, 60, 30, 15, 8, 4, 2)


def candidates(table: pl.DataFrame, names: Likeness) -> pl.DataFrame:
    """Give the pairs to compare: ``uid_l < uid_r``, sorted, each once.

    Those that share a token, and those whose names are most alike.
    """
    budget = max(AT_LEAST * 4, _PER_RECORD * table.height)
    near = [f"k_{name}_near" for name in NUMBERS]
    columns = [f"k_{name}" for name in NUMBERS] + near + ["k_place_day", "k_tokens"]
    parts = [_pairs(table, column, budget) for column in columns]
    left, right = names.neighbours
    parts.append(
        pl.DataFrame(
            {"uid_l": left, "uid_r": right}, schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32}
        )
    )
    return pl.concat(parts).unique().sort("uid_l", "uid_r")


def _pairs(table: pl.DataFrame, column: str, budget: int) -> pl.DataFrame:
    own = table.select("uid", block=pl.col(column).str.split(" ")).explode("block").drop_nulls()
    sized = own.unique().with_columns(n=pl.len().over("block")).filter(pl.col("n") > 1)
    sizes = sized.group_by("n").len().select("n", pairs=pl.col("len") * (pl.col("n") - 1) / 2)
    cap = next(
        (c for c in _CAPS if (sizes.filter(pl.col("n") <= c)["pairs"].sum() or 0) <= budget), 2
    )
    kept = sized.filter(pl.col("n") <= cap).select("uid", pl.col("block").hash(1))
    joined = kept.join(kept, on="block").filter(pl.col("uid") < pl.col("uid_right"))
    return joined.select(uid_l="uid", uid_r="uid_right").unique()
