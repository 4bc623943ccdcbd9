"""Evidence on pairs of keys, in the same form as on names in clear."""

import numpy as np
import polars as pl

from suar.analytics.linkage.evidence import Pairs
from suar.analytics.linkage.keys.levels import Compared, chances, numbered
from suar.analytics.linkage.keys.likeness import Likeness
from suar.analytics.linkage.keys.opening import Opened


class KeyWitness:
    """Opened key files, ready to give evidence on any pair, as `evidence.Witness` does."""

    def __init__(self, opened: Opened, *, seed: int = 1) -> None:
        self.opened = opened
        self.table = opened.prepared.table
        self.names = Likeness(opened.filters["name"], group=numbered(self.table["sex"]), seed=seed)
        self.fathers = Likeness(opened.filters["father"], seed=seed)
        self._compared = Compared(opened, self.names)
        self.names.learn_classes(self._compared.surely_apart)
        self.fathers.learn_classes(self._compared.surely_apart)
        self.fields = self._compared.fields()
        self._chance = chances(opened, self.fields)

    def hear(self, pairs: pl.DataFrame) -> Pairs:
        """Give the evidence on ``pairs`` (``uid_l < uid_r``)."""
        left = pairs["uid_l"].to_numpy().astype(np.int64)
        right = pairs["uid_r"].to_numpy().astype(np.int64)
        return Pairs(
            left,
            right,
            {f: self._compared.levels(f, left, right) for f in self.fields},
            self.names.evidence(left, right),
            self.fathers.evidence(left, right),
            {f: chance[left] for f, chance in self._chance.items()},
        )
