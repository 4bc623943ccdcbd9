"""From a table as it stands to a standard frame: every field coded, dated and typed."""

from dataclasses import replace
from typing import Final

import polars as pl

from suar.analytics.registers import derive
from suar.analytics.registers.coding import boolean_column, code_column, many_column
from suar.analytics.registers.dates import parse_column
from suar.analytics.registers.districts import number_system
from suar.analytics.registers.notes import Notes
from suar.analytics.registers.profile import ColumnRule, Profile
from suar.analytics.registers.raw import ROW, Raw
from suar.analytics.registers.register import Warned
from suar.analytics.registers.schema import CODES, DATES, IDENTITY_TEXT, MULTI_CODES, STANDARD

_OLDEST: Final = 120
_RUNS: Final = r"^([=@\t\r]|[+-][^\d\s])."
_AGE: Final = r"(?i)^(\d{1,4})(?:[.,]0+)?\s*(?:th|thn|tahun|years?|yrs?|yo|y)?\.?$"
_WHOLE: Final = r"^(\d{1,9})(?:[.,]0+)?$"
_YEAR: Final = r"^(\d{4})(?:\.0+)?(?:[-/.]\d{1,2}){0,2}(?:[ T].*)?$"


def build(raw: Raw, profile: Profile) -> tuple[pl.DataFrame, tuple[Warned, ...]]:
    """Make the standard frame of a raw table, and the warnings.

    The columns of the profile that the table lacks are null.
    """
    return _Builder(raw, profile).frame()


class _Builder:
    def __init__(self, raw: Raw, profile: Profile) -> None:
        self.raw, self.profile = raw, profile
        self.height = raw.frame.height
        self.notes = Notes(raw.frame[ROW])
        self.flags: dict[str, pl.Series] = {}  # yes/no columns that together tell one code
        self.made: dict[str, pl.Series] = {"row": raw.frame[ROW]}

    def frame(self) -> tuple[pl.DataFrame, tuple[Warned, ...]]:
        profile = self.profile
        self.made["record"] = self.records()
        self.made["case_id"] = self.cells(profile.case_id)
        self.made["persons_in_row"] = self.whole_number(profile.persons_in_row)
        for name, value in profile.constants.items():
            self.field(ColumnRule("constants", name), self.constant(value))
        if profile.status:
            rule = ColumnRule(
                profile.status.column or "status", "status", values=profile.status.values
            )
            word = profile.status.word
            self.field(rule, self.constant(word) if word else self.cells(profile.status.column))
        for rule in profile.columns:
            if rule.column in self.raw.frame.columns:
                self.field(rule, self.cells(rule.column))
        for name, flags in self.flags.items():
            # several at once are not one code: better null than the first of them
            alone = flags.list.len() == 1
            self.made[name] = _where(alone, flags.list.first())
            self.notes.add("several-codes", name, flags.list.len() > 1)
        self.formulas()
        frame = pl.DataFrame(
            {
                name: self.made[name] if name in self.made else self.empty(kind)
                for name, kind in STANDARD.items()
            },
            schema=STANDARD,
        )
        sources = {rule.field: rule.column for rule in profile.columns}
        frame = derive.facts(frame, profile)
        derive.checks(frame, sources, self.notes)
        return frame.select(list(STANDARD)), self.notes.warnings()

    def empty(self, kind: pl.DataType) -> pl.Series:
        return pl.Series([None], dtype=kind).new_from_index(0, self.height)

    def constant(self, value: str) -> pl.Series:
        return pl.Series([value], dtype=pl.String).new_from_index(0, self.height)

    def cells(self, column: str | None) -> pl.Series:
        """Give a column's cells, stripped; blank as null."""
        if column is None or column not in self.raw.frame.columns:
            return self.empty(pl.String())
        stripped = self.raw.frame[column].str.strip_chars()
        blank = stripped.is_in(list(self.profile.blank))
        return stripped.to_frame("cell").select(pl.when(~blank).then(pl.col("cell")).alias("cell"))[
            "cell"
        ]

    def records(self) -> pl.Series:
        """Give each row a number of its own: the register's, verbatim, or the row's."""
        rows = self.raw.frame[ROW].cast(pl.String)
        column = self.profile.id
        if column is None or column not in self.raw.frame.columns:
            return rows
        told = self.raw.frame[column]
        blank = self.cells(column).is_null()
        base = pl.DataFrame({"told": told, "blank": blank, "row": rows}).select(
            pl.when(pl.col("blank")).then(pl.col("row")).otherwise(pl.col("told")).alias("base")
        )
        if base["base"].n_unique() == base.height:
            self.notes.add("blank-id", column, blank)
            return base["base"]
        counted = base.with_columns(pl.col("base").cum_count().over("base").alias("nth"))
        repeated = counted["nth"] > 1
        self.notes.add("blank-id", column, blank)
        self.notes.add("repeated-id", column, repeated)
        numbered = counted.select(
            pl.when(pl.col("nth") > 1)
            .then(pl.col("base") + "#" + pl.col("nth").cast(pl.String))
            .otherwise(pl.col("base"))
            .alias("record")
        )["record"]
        return numbered if numbered.n_unique() == numbered.len() else _spread(base["base"])

    def whole_number(self, column: str | None) -> pl.Series:
        cells = self.cells(column)
        numbers = cells.str.extract(_WHOLE).cast(pl.Int64, strict=False)
        if column is not None:
            self.notes.add("not-a-number", column, cells.is_not_null() & numbers.is_null())
        return numbers

    def field(self, rule: ColumnRule, cells: pl.Series) -> None:
        """Code one column into its field and note what has no code."""
        name, standard = rule.field, self.profile.standard
        if name in MULTI_CODES:
            made, odd = many_column(cells, rule, standard)
            self.made[name] = _both(self.made[name], made) if name in self.made else made
            self.notes.add("unknown-code", rule.column, odd)
            return
        if rule.when:
            flags, odd = many_column(cells, rule, standard)
            self.flags[name] = _both(self.flags[name], flags) if name in self.flags else flags
            self.notes.add("unknown-code", rule.column, odd)
            return
        if name in CODES:
            if name == "district" and rule.system is None:
                rule = replace(rule, system=self.district_numbers(cells))
            self.made[name], odd = code_column(cells, rule, standard)
            self.notes.add("unknown-code", rule.column, odd)
            return
        if STANDARD[name] == pl.Boolean():
            self.made[name], odd = boolean_column(cells, rule)
            self.notes.add("unknown-code", rule.column, odd)
            return
        self.plain(rule, _translated(cells, rule))

    def district_numbers(self, cells: pl.Series) -> str | None:
        column = next((one.column for one in self.profile.columns if one.field == "nik"), None)
        return number_system(cells, self.cells(column))

    def plain(self, rule: ColumnRule, cells: pl.Series) -> None:
        name = rule.field
        if name in IDENTITY_TEXT:
            self.made[name] = cells
        elif name in DATES or name == "birth_date":
            serial = self.raw.source.form == "xlsx"
            dates, odd = parse_column(cells, self.formats(), serial=serial)
            self.made[name] = dates
            self.notes.add("impossible-date", rule.column, odd)
        elif name in ("year", "birth_year"):
            years = cells.str.extract(_YEAR).cast(pl.Int64, strict=False)
            legal = years.is_between(1500, 2199)
            self.made[name] = _where(legal, years)
            self.notes.add("impossible-date", rule.column, cells.is_not_null() & ~_sure(legal))
        else:
            ages = cells.str.extract(_AGE).cast(pl.Int64, strict=False)
            legal = ages <= _OLDEST
            self.made[name] = _where(legal, ages)
            self.notes.add("impossible-age", rule.column, cells.is_not_null() & ~_sure(legal))

    def formats(self) -> tuple[str, ...]:
        iso = ("%Y-%m-%d",) if self.raw.source.form != "text" and self.profile.dates else ()
        return (*self.profile.dates, *iso)

    def formulas(self) -> None:
        for column in self.profile.sources:
            if column in self.raw.frame.columns:
                self.notes.add("formula-text", column, self.raw.frame[column].str.contains(_RUNS))


def _translated(cells: pl.Series, rule: ColumnRule) -> pl.Series:
    if not rule.values:
        return cells
    translated = cells.replace(rule.values)
    return _where(translated != "", translated)


def _sure(mask: pl.Series) -> pl.Series:
    return mask.fill_null(value=False)


def _where(mask: pl.Series, values: pl.Series) -> pl.Series:
    table = pl.DataFrame({"mask": mask, "value": values})
    return table.select(pl.when("mask").then("value").alias("value"))["value"]


def _both(first: pl.Series, second: pl.Series) -> pl.Series:
    """Join two columns of lists: asked if either was, each code once, in order."""
    pair = pl.DataFrame({"a": first, "b": second})
    either = pl.coalesce("a", pl.lit([], dtype=pl.List(pl.String))).list.concat(
        pl.coalesce("b", pl.lit([], dtype=pl.List(pl.String)))
    )
    asked = pl.col("a").is_not_null() | pl.col("b").is_not_null()
    return pair.select(pl.when(asked).then(either.list.unique().list.sort()).alias("both"))["both"]


def _spread(base: pl.Series) -> pl.Series:
    """Number repeats where a register's own numbers already look like ours (`7#2`)."""
    taken, seen, made = set(base.to_list()), dict[str, int](), []
    for number in base:
        nth = seen.get(number, 0) + 1
        while nth > 1 and f"{number}#{nth}" in taken:
            nth += 1
        seen[number] = nth
        record = number if nth == 1 else f"{number}#{nth}"
        taken.add(record)
        made.append(record)
    return pl.Series("record", made, dtype=pl.String)
