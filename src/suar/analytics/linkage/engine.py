"""The one place that speaks to Splink: a table and pairs in, levels of agreement out."""

from collections.abc import Sequence
from typing import Any

import polars as pl

from suar.analytics.linkage.backends import open_backend
from suar.analytics.linkage.comparisons import COMPARISONS, Comparison


def compare(
    table: pl.DataFrame, pairs: pl.DataFrame, fields: Sequence[str], *, engine: str = "duckdb"
) -> pl.DataFrame:
    """Compare each pair on each field.

    Parameters
    ----------
    table
        `prepare.Prepared.table`.
    pairs
        ``uid_l``, ``uid_r``.
    fields
        Names of `COMPARISONS`.
    engine
        What runs it: one of `backends.ENGINES`.

    Returns
    -------
    One row a pair, sorted: ``uid_l``, ``uid_r`` and an Int8 column a field with the level (-1: not
    asked on one side).
    """
    if not pairs.height or not fields:
        blank = (pl.lit(-1, pl.Int8).alias(f) for f in fields)
        return pairs.select("uid_l", "uid_r", *blank).sort("uid_l", "uid_r")
    from splink import Linker

    needed = sorted({c for f in fields for c in COMPARISONS[f].columns} | {"birth_text"})
    records = table.with_columns(
        birth_text=pl.format(
            "{}{}{}",
            "birth_y",
            pl.col("birth_m").cast(pl.String).str.zfill(2),
            pl.col("birth_d").cast(pl.String).str.zfill(2),
        )
    ).select(pl.col("uid").cast(pl.Int64).alias("unique_id"), *needed)
    blocked = pairs.select(
        match_key=pl.lit("0"),
        join_key_l=pl.col("uid_l").cast(pl.Int64),
        join_key_r=pl.col("uid_r").cast(pl.Int64),
    )
    with open_backend(engine) as backend:
        api = backend.api()
        linker = Linker(
            api.register(backend.put(records), dataset_display_name="records"),
            settings(fields),
            log_level=None,
        )
        linker.table_management.register_blocked_pairs_for_predict(
            api.register(backend.put(blocked))
        )
        scored = linker.inference.predict(warning_mode="never")
        return backend.get(scored.physical_name, fields)


def settings(fields: Sequence[str]) -> Any:
    """Give Splink's settings for these fields."""
    from splink import SettingsCreator, block_on

    return SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="unique_id",
        comparisons=[_comparison(COMPARISONS[f]) for f in fields],
        blocking_rules_to_generate_predictions=[block_on("unique_id")],
        retain_matching_columns=True,
        retain_intermediate_calculation_columns=True,
    )


def _comparison(comparison: Comparison) -> dict[str, Any]:
    levels: list[dict[str, Any]] = [
        {"sql_condition": comparison.null, "label_for_charts": "not asked", "is_null_level": True}
    ]
    levels += [{"sql_condition": lv.sql, "label_for_charts": lv.words} for lv in comparison.levels]
    levels.append({"sql_condition": "ELSE", "label_for_charts": comparison.otherwise})
    return {"output_column_name": comparison.field, "comparison_levels": levels}
