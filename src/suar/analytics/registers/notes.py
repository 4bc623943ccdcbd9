"""What looked odd while coding: how often, and in which rows at first."""

import polars as pl

from suar.analytics.registers.register import Warned

_FIRST_ROWS = 5


class Notes:
    """Collects warnings; a cell's text never enters them."""

    def __init__(self, rows: pl.Series) -> None:
        self._rows = rows
        self._found: dict[tuple[str, str | None], tuple[int, list[int]]] = {}

    def add(self, code: str, column: str | None, where: pl.Series) -> None:
        """Note the rows where a Boolean series is true; null is not true."""
        hits = self._rows.filter(where.fill_null(value=False))
        if hits.len():
            count, rows = self._found.get((code, column), (0, []))
            first = sorted({*rows, *hits.head(_FIRST_ROWS).to_list()})[:_FIRST_ROWS]
            self._found[code, column] = (count + hits.len(), first)

    def warnings(self) -> tuple[Warned, ...]:
        """Give the warnings in a fixed order: by code, then column."""
        ordered = sorted(self._found.items(), key=lambda item: (item[0][0], item[0][1] or ""))
        return tuple(
            Warned(code, column, count, tuple(rows)) for (code, column), (count, rows) in ordered
        )
