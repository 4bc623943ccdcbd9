"""What reviewers said, as a file: record numbers and judgements, never a name."""

import os
from pathlib import Path
from typing import Final

import polars as pl

from suar.analytics.writing import whole_file, write_csv
from suar.knowledge.refusal import Refusal

JUDGEMENTS: Final = ("same", "different", "unsure")
PAIR: Final = ("left_register", "left_record", "right_register", "right_record")
COLUMNS: Final = (*PAIR, "judgement", "reviewer")
_REMEDY: Final = f"Its header is {','.join(COLUMNS)}."


def empty() -> pl.DataFrame:
    """Give no judgements."""
    return pl.DataFrame(schema=dict.fromkeys(COLUMNS, pl.String()))


def read_judgements(path: Path) -> pl.DataFrame:
    """Read judgements; rows without one are pairs still to be judged and are left out.

    Raises
    ------
    Refusal
        If the file cannot be read, lacks a column, or holds another word than `JUDGEMENTS`.
    """
    file = str(path)
    try:
        frame = pl.read_csv(path, infer_schema=False, glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise Refusal("cannot be read as judgements", file=file, remedy=_REMEDY) from error
    lacking = [name for name in COLUMNS[:-1] if name not in frame.columns]
    if lacking:
        raise Refusal(f"has no column {lacking[0]}", file=file, remedy=_REMEDY)
    if "reviewer" not in frame.columns:
        frame = frame.with_columns(reviewer=pl.lit("", pl.String))
    said = frame.select(COLUMNS).with_columns(
        pl.col("judgement").str.strip_chars().str.to_lowercase()
    )
    told = said.with_row_index("at", 1).filter(pl.col("judgement").fill_null("") != "")
    wrong = told.filter(~pl.col("judgement").is_in(JUDGEMENTS))
    if wrong.height:
        raise Refusal(
            "holds a judgement that is none",
            file=file, row=int(wrong["at"][0]), column="judgement",
            remedy=f"Judgements are {', '.join(JUDGEMENTS)}, or nothing yet.",
        )  # fmt: skip
    return told.drop("at").unique(PAIR, keep="last", maintain_order=True)


def write_judgements(judgements: pl.DataFrame, path: Path) -> None:
    """Write judgements for their owner alone, whole or not at all."""
    with whole_file(path) as aside:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        rows = judgements.select(COLUMNS).iter_rows()
        write_csv(aside, COLUMNS, rows, for_people=False)
