"""What reviewers said, as a file: record numbers and judgements, never a name."""

import os
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import polars as pl

from suar.analytics.registers.register import Register
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


def judgements_of(
    judgements: pl.DataFrame, registers: Sequence[Register], *, file: str
) -> pl.DataFrame:
    """Keep what speaks of records of these registers.

    Raises
    ------
    Refusal
        If none does: they were made on other files, or before record numbers changed.
    """
    if not judgements.height:
        return judgements
    known = pl.concat(
        [empty().select(register="left_register", record="left_record")]
        + [r.frame.select("record", register=pl.lit(r.name)).select("register", "record")
           for r in registers if r.linkable]
    )  # fmt: skip
    own = judgements
    for side in ("left", "right"):
        place = known.rename({"register": f"{side}_register", "record": f"{side}_record"})
        own = own.join(place, on=place.columns, how="semi", maintain_order="left")
    if not own.height:
        raise Refusal(
            "speaks of none of these records: it was made on other files", file=file,
            column="left_record",
            remedy="Give the judgements of these registers, or judge them with `suar review`.",
        )  # fmt: skip
    return own


def either_side(judgements: pl.DataFrame) -> pl.DataFrame:
    """Give every judgement twice, either record first; the file's own order wins over a turned."""
    turned = {name: name.replace("left", "right") for name in PAIR if "left" in name}
    renamed = judgements.rename(turned | {b: a for a, b in turned.items()})
    both = pl.concat([judgements, renamed.select(judgements.columns)])
    return both.unique(PAIR, keep="first", maintain_order=True)


def write_judgements(judgements: pl.DataFrame, path: Path) -> None:
    """Write judgements for their owner alone, whole or not at all."""
    with whole_file(path) as aside:
        os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        rows = judgements.select(COLUMNS).iter_rows()
        write_csv(aside, COLUMNS, rows, for_people=False)
