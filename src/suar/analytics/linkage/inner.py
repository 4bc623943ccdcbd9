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


def writing_once(registers: Sequence[Register]) -> tuple[str, ...]:
    """Name the registers that write nobody down twice, as their owners say."""
    return tuple(sorted({r.name for r in registers if r.profile.one_row_a_person}))


class Inner:
    """Says of pairs which are two records of one register that writes nobody down twice.

    ``table`` has a row a record, with ``register`` and ``record``; ``names`` are such registers.
    """

    def __init__(self, table: pl.DataFrame, names: Sequence[str]) -> None:
        self.names = tuple(names)
        if not self.names:
            return
        place = {name: at for at, name in enumerate(self.names)}
        of = table["register"].replace_strict(place, default=-1, return_dtype=pl.Int64)
        self._of: Longs = of.to_numpy().astype(np.int64)
        self._record: Longs = table["record"].rank("dense").to_numpy().astype(np.int64)

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
        # a record met again, as when an index is asked about one that it holds, is no second one
        two = (one == self._of[right]) & (self._record[left] != self._record[right])
        return np.where((one >= 0) & two, NEVER, 0.0)
