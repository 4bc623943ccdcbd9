"""Compiled kernels where the optional extra `suar[fast]` is installed; NumPy does all without."""

import os
import sys
from functools import lru_cache
from types import ModuleType

import numpy as np

from suar.analytics.population.table import Floats

#: Loading numba takes about half a second, which is NumPy's time for this many tables; once it is
#: loaded only a handful of tables is not worth the call.
_WORTH_LOADING, _WORTH_CALLING = 4_500, 100


def loaded() -> bool:
    """Say whether the compiled kernels are in memory already."""
    return "suar.analytics.population.fast_kernels" in sys.modules


@lru_cache(maxsize=1)
def kernels() -> ModuleType | None:
    """Give the compiled kernels; None without numba, or with ``SUAR_FAST=0`` in the environment."""
    if os.environ.get("SUAR_FAST") == "0":
        return None
    try:
        from suar.analytics.population import fast_kernels
    except ImportError:
        return None
    return fast_kernels


def stepwise_totals(counts: Floats, lists: int, log_threshold: float) -> Floats | None:
    """Stepwise totals of rows of counts; None without numba, or for so few that NumPy is sooner.

    NaN marks rows that the compiled path leaves to NumPy: those where a list is empty, or a model
    was met that does not simply come to rest. They are few, and NumPy's answer is the answer.
    """
    if len(counts) < (_WORTH_CALLING if loaded() else _WORTH_LOADING):
        return None
    compiled = kernels()
    if compiled is None:
        return None
    masks = range(1 << lists)
    pairs = sorted(
        (m for m in masks if m.bit_count() == 2),
        key=lambda m: [i for i in range(lists) if m >> i & 1],
    )
    top = int(counts.sum(axis=1).max(initial=0.0))
    log_factorials = np.concatenate([[0.0], np.cumsum(np.log(np.arange(1, top + 1)))])
    found: Floats = compiled.stepwise_totals(
        np.ascontiguousarray(counts, dtype=np.float64),
        np.array(pairs, dtype=np.int64),
        lists,
        log_threshold,
        log_factorials,
    )
    return found
