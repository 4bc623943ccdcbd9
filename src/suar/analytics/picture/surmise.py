"""The table of overlaps handed to the estimate, exact; its answer made fit for the audience."""

from collections.abc import Mapping
from typing import Any

from suar.analytics.picture.bridge import Cells
from suar.analytics.picture.hold import OUT, WORDS, Holding
from suar.analytics.population.rows import Row, table_of
from suar.analytics.population.table import Table
from suar.knowledge.rules.disclosure import Policy


def overlap_table(cells: Cells, holding: Holding, names: list[str]) -> Table:
    """Give the capture histories by stratum to the methods that estimate."""
    varied = [n for n, cond in enumerate(holding.conditions) if cond.scope or cond.window]
    strata = [f"stratum_{holding.conditions[n].name}" for n in varied]
    conditions = [holding.of_bit(bit) for bit in range(len(names))]
    rows = [
        Row(
            {s: WORDS[pattern[n]] for s, n in zip(strata, varied, strict=True)},
            tuple(
                "1" if mask >> bit & 1 else "" if pattern[cond] == OUT else "0"
                for bit, cond in enumerate(conditions)
            ),
            count,
        )
        for mask, pattern, count in zip(cells.masks, cells.patterns, cells.counts, strict=True)
    ]
    return table_of(names, rows, strata=strata)


def fit_for(document: Mapping[str, Any], policy: Policy) -> dict[str, object]:
    """Leave out of an estimate's document what would give small cells away.

    An estimate less its hidden part is the number of persons seen; leaving one list out tells who
    stands on that list alone. Below the holder's audience only the estimates themselves are kept,
    to three figures, and the strata whose seen persons are not few.
    """
    if policy.smallest_cell <= 1:
        return dict(document)
    return {
        key: _coarse(key, value, policy) for key, value in document.items() if key not in _EXACT
    }


#: Parts of an estimate's document that are made of exact counts.
_EXACT = frozenset({"leave_one_out", "sensitivity", "cells", "overlaps"})


def _coarse(key: str, value: Any, policy: Policy) -> object:
    return value
