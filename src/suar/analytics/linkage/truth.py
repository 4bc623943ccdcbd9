"""A file that says which records are really one person's, checked before anything is linked."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from suar.analytics.registers.register import Register
from suar.knowledge.refusal import Refusal

COLUMNS = ("register", "record", "person")
_HEADER = "It is a CSV with the header register,record,person."


def read_truth(path: Path) -> pl.DataFrame:
    """Read ``register,record,person`` as text.

    Raises
    ------
    Refusal
        If it cannot be read, lacks a column, or leaves a cell blank.
    """
    try:
        read = pl.read_csv(path, infer_schema=False, glob=False)
    except (OSError, pl.exceptions.PolarsError) as error:
        raise Refusal("cannot be read as a truth", file=str(path), remedy=_HEADER) from error
    for column in COLUMNS:
        if column not in read.columns:
            raise Refusal("is not there", file=str(path), column=column, remedy=_HEADER)
        blank = read[column].is_null() | (read[column].str.strip_chars() == "")
        if blank.any():
            raise Refusal(
                "is blank", file=str(path), row=int(blank.arg_true()[0]) + 1, column=column,
                remedy="Every line says register, record and person.",
            )  # fmt: skip
    if not read.height:
        raise Refusal("has a header and no rows", file=str(path), remedy=_HEADER)
    return read.select(COLUMNS)


def truth_of(truth: pl.DataFrame, registers: Sequence[Register], *, file: str) -> pl.DataFrame:
    """Keep what speaks of these registers.

    A truth may speak of more registers than are linked. But where it speaks of others and is silent
    about one of these, a name is written otherwise than the register's. A record named again is, as
    in the register, the next row of that number: ``NUMBER#2``.

    Raises
    ------
    Refusal
        If it names a register that is not linked, and none of the records of one that is; if it
        knows none of the records; or more records of a register that are not there than rows of it
        were rejected.
    """
    names = [r.name for r in registers if r.linkable]
    told = truth["register"].unique().to_list()
    strange = truth["register"].is_in(names).not_()
    silent = [name for name in names if name not in told]
    if strange.any() and silent:
        row = int(strange.arg_true()[0])
        raise Refusal(
            f"names a register that is not linked here, and nothing names {silent[0]}, which is",
            file=file, row=row + 1, column="register",
            remedy=f"The registers are {', '.join(names)}: write their names as here.",
        )  # fmt: skip
    own = _numbered(truth.with_row_index("at", 1).filter(~strange))
    known = pl.concat([r.frame.select("record", register=pl.lit(r.name)) for r in registers
                       if r.linkable] or [_none()])  # fmt: skip
    if own.join(known, on=["register", "record"], how="semi").height == 0:
        raise Refusal(
            "holds none of the registers' own numbers", file=file, column="record",
            remedy="It is what stands in the column that the profile names as id, or the row.",
        )  # fmt: skip
    strangers = own.join(known, on=["register", "record"], how="anti")
    for register in (r for r in registers if r.linkable):
        lost = strangers.filter(register=register.name).sort("at")
        if lost.height > len(register.rejections):
            raise Refusal(
                f"names {lost.height} records that {register.name} does not hold", file=file,
                row=int(lost["at"][0]), column="record",
                remedy="They would count as missed: leave them out, or link the file they are of.",
            )  # fmt: skip
    return own.drop("at")


def _numbered(truth: pl.DataFrame) -> pl.DataFrame:
    again = pl.int_range(pl.len()).over("register", "record") + 1
    record = pl.when(again == 1).then("record").otherwise(pl.format("{}#{}", "record", again))
    return truth.with_columns(record=record)


def _none() -> pl.DataFrame:
    return pl.DataFrame(schema={"record": pl.String(), "register": pl.String()})
