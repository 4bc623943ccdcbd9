"""Random record numbers in place of a register's own; the map between them stays with its owner."""

import os
import secrets
from dataclasses import replace
from pathlib import Path

import polars as pl

from suar.analytics.registers.register import Register
from suar.analytics.writing import whole_file, write_csv
from suar.knowledge.refusal import Refusal

_COLUMNS = ["register", "record", "blind"]
_LETTERS = "23456789abcdefghjkmnpqrstuvwxyz"  # none that is read as another
_SIZE = 12


class BlindMap:
    """Keeps which random number stands for which record; the same record keeps its number.

    Parameters
    ----------
    path
        The owner's map, ``register,record,blind``. Read where it exists; written by `save`, for its
        owner's eyes alone (mode 0600).
    """

    def __init__(self, path: Path) -> None:
        self.path = Path(path)
        self._blind: dict[tuple[str, str], str] = {}
        if self.path.exists():
            self._load()
        self._taken = set(self._blind.values())

    def _load(self) -> None:
        remedy = "Name the map that Suar wrote, or a file that does not exist yet."
        try:
            table = pl.read_csv(self.path, infer_schema=False, glob=False)
        except (OSError, pl.exceptions.PolarsError) as error:
            raise Refusal("cannot be read as a map", file=str(self.path), remedy=remedy) from error
        if table.columns != _COLUMNS or table.null_count().row(0) != (0, 0, 0):
            raise Refusal("is not a map of records", file=str(self.path), remedy=remedy)
        self._blind = {(name, record): blind for name, record, blind in table.iter_rows()}

    def blinded(self, register: Register) -> Register:
        """Give the register with random numbers for its records and cases."""
        columns = [
            self._column(register.name, register.frame[name]).alias(name)
            for name in ("record", "case_id")
            if name in register.frame.columns
        ]
        return replace(register, frame=register.frame.with_columns(columns))

    def _column(self, register: str, told: pl.Series) -> pl.Series:
        old = told.drop_nulls().unique(maintain_order=True)
        new = pl.Series([self._number(register, text) for text in old], dtype=pl.String)
        return told.replace_strict(old, new, default=None, return_dtype=pl.String)

    def _number(self, register: str, record: str) -> str:
        known = self._blind.get((register, record))
        while known is None:
            made = "".join(secrets.choice(_LETTERS) for _ in range(_SIZE))
            if made not in self._taken:
                known = self._blind[register, record] = made
                self._taken.add(made)
        return known

    def save(self) -> None:
        """Write the map, whole or not at all."""
        rows = ((name, record, blind) for (name, record), blind in self._blind.items())
        with whole_file(self.path) as aside:
            os.close(os.open(aside, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
            write_csv(aside, _COLUMNS, rows, for_people=False)
