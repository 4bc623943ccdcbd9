"""What a register writes, into codes of the vocabulary; each written form is looked up once."""

from collections.abc import Mapping
from typing import Final

import polars as pl

from suar.analytics.registers.codes import Find, finder, says_nothing
from suar.analytics.registers.profile import ColumnRule

_YES: Final = ("1", "true", "yes", "y", "ya", "benar", "t")
_NO: Final = ("0", "false", "no", "n", "tidak", "bukan", "f", "tdk")


def code_column(
    cells: pl.Series, rule: ColumnRule, standard: str | None = None
) -> tuple[pl.Series, pl.Series]:
    """Code a column of one code a cell.

    Returns
    -------
    tuple of polars.Series
        The codes, and which cells were written but have none. A place that is not known as a
        district stays as written, and is told of as well.
    """
    find = finder(rule.field, rule.system or standard)
    written = cells.drop_nulls().unique()
    codes, odd = [], []
    for text in written:
        code, known = _one(text, rule, find, standard)
        if code is None and rule.field == "district" and not known:
            code = text
        codes.append(code)
        odd.append(not known)
    made = cells.replace_strict(
        written, pl.Series(codes, dtype=pl.String), default=None, return_dtype=pl.String
    )
    return made, cells.is_in(written.filter(pl.Series(odd, dtype=pl.Boolean)).implode())


def _one(text: str, rule: ColumnRule, find: Find, standard: str | None) -> tuple[str | None, bool]:
    """Give a cell's code, and whether it was understood (an empty code says: not asked)."""
    meant = _listed(text, rule.values)
    if meant == "" or (meant is None and says_nothing(rule.field, text, standard)):
        return None, True
    code = find(meant if meant is not None else text)
    return code, code is not None


def _listed(text: str, values: Mapping[str, str]) -> str | None:
    if text in values:
        return values[text]
    folded = {key.strip().casefold(): value for key, value in values.items()}
    return folded.get(text.strip().casefold())


def many_column(
    cells: pl.Series, rule: ColumnRule, standard: str | None = None
) -> tuple[pl.Series, pl.Series]:
    """Code a column that may hold several codes; null is *not asked*, an empty list is *none*.

    Returns
    -------
    tuple of polars.Series
        Lists of codes, and which cells hold something that has no code.
    """
    find = finder(rule.field, standard)
    written = cells.drop_nulls().unique()
    lists: list[list[str] | None] = []
    odd = []
    for text in written:
        codes, known = (_flag if rule.when else _several)(text, rule, find, standard)
        lists.append(codes)
        odd.append(not known)
    table = pl.DataFrame(
        {"cell": written, "codes": pl.Series(lists, dtype=pl.List(pl.String))},
        schema={"cell": pl.String, "codes": pl.List(pl.String)},
    )
    made = cells.alias("cell").to_frame().join(table, on="cell", how="left", maintain_order="left")
    return made["codes"], cells.is_in(written.filter(pl.Series(odd, dtype=pl.Boolean)).implode())


def _several(
    text: str, rule: ColumnRule, find: Find, standard: str | None
) -> tuple[list[str] | None, bool]:
    parts = text.split(rule.split) if rule.split else [text]
    codes, whole = [], True
    for part in (one.strip() for one in parts):
        if part:
            code, known = _one(part, rule, find, standard)
            whole = whole and known
            codes += [code] if code else []
    return (sorted(set(codes)) or None), whole


def _flag(
    text: str, rule: ColumnRule, find: Find, standard: str | None
) -> tuple[list[str] | None, bool]:
    meant = _listed(text, rule.when)
    if meant:
        code = find(meant)
        return ([code] if code else None), code is not None
    no = meant == "" or text.casefold() in _NO
    return ([] if no else None), no


def boolean_column(cells: pl.Series, rule: ColumnRule) -> tuple[pl.Series, pl.Series]:
    """Read yes and no, in English and Indonesian or as the profile's values say."""
    written = cells.drop_nulls().unique()
    found: list[bool | None] = []
    odd = []
    for text in written:
        meant = _listed(text, rule.values)
        word = (text if meant is None else meant).strip().casefold()
        found.append(True if word in _YES else False if word in _NO else None)
        odd.append(found[-1] is None and meant != "")
    made = cells.replace_strict(
        written, pl.Series(found, dtype=pl.Boolean), default=None, return_dtype=pl.Boolean
    )
    return made, cells.is_in(written.filter(pl.Series(odd, dtype=pl.Boolean)).implode())
