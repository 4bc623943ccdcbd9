"""What a pair could be worth at the very most, from numbers alone: nearly all pairs end here.

Candidate pairs are many and nearly all of them are two people's. Their ceiling, the evidence that
they could reach whatever the slow comparisons of text may say, costs a tenth of those. A pair
whose ceiling is too low is not heard. Nothing is lost by it: a ceiling is never below the
evidence itself (tests hold it to that).
"""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage import model as weights
from suar.analytics.linkage.ceilings import OTHERWISE, Levels
from suar.analytics.linkage.comparisons import COMPARISONS
from suar.analytics.linkage.model import Model
from suar.analytics.linkage.namebounds import NameCeiling
from suar.analytics.linkage.words import Words

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Singles = npt.NDArray[np.float32]
_CHUNK = 200_000
_THREADS = 2
#: Sums in single precision may differ by this from the evidence.
_SLACK = 0.01


class Screen:
    """The records' values as numbers, ready to bound any pairs."""

    def __init__(
        self,
        table: pl.DataFrame,
        names: Words,
        fathers: Words,
        chance: Mapping[str, Floats],
    ) -> None:
        self._levels = Levels(table, [f for f in COMPARISONS if f in fields_known(table)])
        self._names = names
        self._ceiling, self._fathers = NameCeiling(names), NameCeiling(fathers)
        self._chance = {f: c.astype(np.float32) for f, c in chance.items()}

    def promising(self, model: Model, left: Longs, right: Longs, least: float) -> Longs:
        """Give the places of the pairs whose evidence may reach ``least`` bits.

        First with a ceiling for everything; then, of what is left, with the names themselves.
        """
        least -= _SLACK
        fields = {f: _ceilings(model, f) for f in self._levels.fields if f in model.m}

        def some(at: int) -> Longs:
            part = slice(at, at + _CHUNK)
            one, two = left[part], right[part]
            most = self._fields(model, fields, one, two)
            names = self._ceiling.most(model, one, two, extra=True)
            keep = np.flatnonzero(most + names >= least)
            evidence = self._names.compare(one[keep], two[keep])
            names = weights.of_names(model, evidence, extra=True).astype(np.float32)
            found: Longs = keep[most[keep] + names >= least] + at
            return found

        with ThreadPoolExecutor(_THREADS) as threads:
            parts = list(threads.map(some, range(0, len(left), _CHUNK)))
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def ceiling(self, model: Model, left: Longs, right: Longs) -> Singles:
        """Give the most that these pairs could be worth under this model."""
        fields = {f: _ceilings(model, f) for f in self._levels.fields if f in model.m}
        most = self._fields(model, fields, left, right)
        most += self._ceiling.most(model, left, right, extra=True)
        return most

    def _fields(
        self, model: Model, tables: Mapping[str, Singles], left: Longs, right: Longs
    ) -> Singles:
        """Everything but the name."""
        total = self._fathers.most(model, left, right, extra=False)
        for field, table in tables.items():
            code = self._levels.codes(field, left, right)
            worth = table[code]
            if field in self._chance:
                at = np.flatnonzero(code == COMPARISONS[field].top)
                worth[at] = weights.rare(model, field, self._chance[field][left[at]])
            total += worth
        return total


def fields_known(table: pl.DataFrame) -> set[str]:
    """Name the fields that the table has at all."""
    main = {"birth": "birth_y", "event": "event_y"}
    return {f for f in COMPARISONS if main.get(f, f) in table.columns}


def _ceilings(model: Model, field: str) -> Singles:
    """By code of `ceilings`: an exact level, *up to* a level, or not asked (last)."""
    exact = weights.of_levels(model, field)
    upto = np.maximum.accumulate(exact)
    table = np.zeros(OTHERWISE * 4 + 1, dtype=np.float32)
    table[: len(exact)] = exact
    table[OTHERWISE : OTHERWISE + len(exact)] = upto
    table[2 * OTHERWISE : 2 * OTHERWISE + len(exact)] = np.maximum(upto, 0.0)
    return table
