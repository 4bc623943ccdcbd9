"""Pairs of an index's records, found and weighed as a whole run would."""

from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage import model
from suar.analytics.linkage.evidence import Hears, Pairs
from suar.analytics.linkage.inner import Inner
from suar.analytics.linkage.later.part import Part, gathered
from suar.analytics.linkage.later.postings import meetings
from suar.analytics.linkage.later.side import Side
from suar.analytics.linkage.model import Model

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
#: Pairs weighed at a time, so that memory does not grow with them.
CHUNK = 200_000
_SHIFT = 32

Blocks = Sequence[tuple[str, pl.DataFrame]]


class Scales:
    """Weighs pairs of records by their numbers in the index.

    ``sizes`` is what the whole run learned of how many records persons have; ``once`` are registers
    that write nobody down twice.
    """

    def __init__(
        self, side: Side, learned: Model, parts: Sequence[Part], *,
        sizes: Sequence[float] = (), once: Sequence[str] = (),
    ) -> None:  # fmt: skip
        self._side, self.learned, self.parts, self._once = side, learned, parts, once
        self.join = float(np.log2(learned.prior / (1 - learned.prior)))
        self.sizes = np.array(sizes) if sizes else None

    def heard(self, left: Longs, right: Longs) -> tuple[Hears, Pairs]:
        """Give the evidence on pairs, in their order, and who gave it."""
        records = np.unique(np.r_[left, right])
        table = gathered(self.parts, records).with_columns(_number=pl.Series(records))
        # Left and right as a whole run has them: by content, whoever came first.
        table = table.sort([*self._side.order, "_number"], nulls_last=True)
        number = table["_number"].to_numpy()
        place = np.empty(len(records), dtype=np.int64)
        place[np.searchsorted(records, number)] = np.arange(len(records))
        one, two = (place[np.searchsorted(records, side)] for side in (left, right))
        asked = pl.DataFrame(
            {"uid_l": np.minimum(one, two), "uid_r": np.maximum(one, two)},
            schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32},
        )
        light = table.with_columns(uid=pl.int_range(pl.len(), dtype=pl.UInt32))
        witness = self._side.witness(light, self.parts)
        return witness, witness.hear(asked)

    def bits(self, left: Longs, right: Longs) -> Floats:
        """Weigh pairs, without the prior."""
        made = [np.zeros(0)]
        for at in range(0, len(left), CHUNK):
            _, heard = self.heard(left[at : at + CHUNK], right[at : at + CHUNK])
            weights = model.weigh(self.learned, heard)
            made.append(np.sum([weights[f] for f in sorted(weights)], axis=0))
        return np.concatenate(made) + self._inner(left, right)

    def _inner(self, left: Longs, right: Longs) -> Floats:
        """Give what being of one register that writes nobody down twice weighs."""
        if not self._once:
            return np.zeros(len(left))
        records = np.unique(np.r_[left, right])
        inner = Inner(gathered(self.parts, records), self._once)
        return inner.bits(np.searchsorted(records, left), np.searchsorted(records, right))


def candidates(
    new: Part, blocks: Blocks, parts: Sequence[Part], limits: Mapping[str, int], alike: Longs
) -> tuple[Longs, Longs]:
    """Give pairs of a new record and any other worth comparing, smaller number first, each once.

    ``blocks`` are the new records', by rule, ``uid`` from 0 within the new part; ``alike`` are
    pairs that no block brings up.
    """
    own = (
        (rule, frame.with_columns(uid=pl.col("uid").cast(pl.Int64) + new.base))
        for rule, frame in blocks
    )
    old = [(part.base, part.postings) for part in parts if part.base != new.base]
    packed = [alike.min(axis=1) << _SHIFT | alike.max(axis=1)]
    for left, right in meetings(own, old, limits):
        packed.append(np.minimum(left, right) << _SHIFT | np.maximum(left, right))
    pairs = np.unique(np.concatenate(packed))
    return pairs >> _SHIFT, pairs & (2**_SHIFT - 1)
