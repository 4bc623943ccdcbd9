"""Registers that write nobody down twice: no two of their records are ever one person's."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.registers.register import Register

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
#: What it weighs that two records are of such a register: no agreement outweighs it.
NEVER = -1000.0


class Inner:
    """Says of pairs which are of one register that writes nobody down twice, as its owner says."""

    def __init__(self, table: pl.DataFrame, registers: Sequence[Register]) -> None:
        names = [r.name for r in registers if r.profile.one_row_a_person]
        self.names = tuple(sorted(names))
        place = {name: at for at, name in enumerate(self.names)}
        column = (
            table["register"] if "register" in table.columns else pl.Series([], dtype=pl.String)
        )
        of = column.replace_strict(place, default=-1, return_dtype=pl.Int64)
        self._of: Longs = of.to_numpy().astype(np.int64)

    def across(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Leave out the pairs that are of one such register: nothing is to be learned of them."""
        if not self.names:
            return pairs
        left, right = (pairs[c].to_numpy().astype(np.int64) for c in ("uid_l", "uid_r"))
        return pairs.filter(pl.Series(self.bits(left, right) == 0.0))

    def bits(self, left: Longs, right: Longs) -> Floats:
        """Give what being of one register weighs, in bits."""
        if not self.names:
            return np.zeros(len(left))
        one = self._of[left]
        return np.where((one >= 0) & (one == self._of[right]), NEVER, 0.0)
