"""Field-wise Bloom filters under a secret, hardened: folded, permuted, and mixed by Rule 90.

References: Schnell, Bachteler and Reiher (2009), BMC MIDM 9:41; Schnell and Borgs (2016) on folding
and Rule 90. What such filters still give away: docs/explanation/what-keys-give-away.md.
"""

import base64
import hashlib
import hmac
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from suar.analytics.linkage.keys.schema import FILTERS, FilterForm
from suar.analytics.linkage.keys.secret import Ring

Words = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
Longs = npt.NDArray[np.int64]
_CHUNK = 20_000


class Bloom:
    """Makes the filters of one field."""

    def __init__(self, ring: Ring, field: str, form: FilterForm | None = None) -> None:
        self.form = form or FILTERS[field]
        self._key = ring.key(f"filter {field}")
        self._order = _permutation(ring.key(f"permutation {field}"), self.form.bits // 2)
        self._known: dict[str, Longs] = {}

    @property
    def words(self) -> int:
        """How many 64-bit words a filter has."""
        return self.form.bits // 128

    def encode(self, features: Sequence[Sequence[str]]) -> Words:
        """Turn each record's features into a filter: (records, words); no features, no bits."""
        parts = [
            self._encode(features[at : at + _CHUNK])
            for at in range(0, max(1, len(features)), _CHUNK)
        ]
        return np.concatenate(parts)

    def _encode(self, features: Sequence[Sequence[str]]) -> Words:
        bits = np.zeros((len(features), self.form.bits), dtype=bool)
        for row, own in enumerate(features):
            for feature in own:
                bits[row, self._places(feature)] = True
        return np.ascontiguousarray(np.packbits(self._harden(bits), axis=1)).view(np.uint64)

    def _places(self, feature: str) -> Longs:
        """Where a feature sets bits: enhanced double hashing of its HMAC."""
        found = self._known.get(feature)
        if found is None:
            digest = hmac.new(self._key, feature.encode(), hashlib.sha256).digest()
            start, step = (int.from_bytes(digest[at : at + 8], "big") for at in (0, 8))
            found = np.array(
                [
                    (start + i * step + (i**3 - i) // 6) % self.form.bits
                    for i in range(self.form.hashes[feature[0]])
                ],
                dtype=np.int64,
            )
            self._known[feature] = found
        return found

    def _harden(self, bits: Bools) -> Bools:
        half = bits.shape[1] // 2
        mixed = (bits[:, :half] ^ bits[:, half:])[:, self._order]
        if self.form.rule90:
            mixed = np.roll(mixed, 1, axis=1) ^ np.roll(mixed, -1, axis=1)
        return mixed


def _permutation(key: bytes, size: int) -> Longs:
    """Order places by the HMAC of their number: the same on every machine and version."""
    drawn = [hmac.new(key, str(i).encode(), hashlib.sha256).digest() for i in range(size)]
    return np.array(sorted(range(size), key=drawn.__getitem__), dtype=np.int64)


def as_text(filters: Words) -> list[str | None]:
    """Write filters as base64; one without bits is null."""
    rows = np.ascontiguousarray(filters).view(np.uint8)
    empty = ~np.asarray(filters.any(axis=1), dtype=bool)
    return [
        None if blank else base64.urlsafe_b64encode(row.tobytes()).decode().rstrip("=")
        for row, blank in zip(rows, empty, strict=True)
    ]


def from_text(cells: Sequence[str | None], words: int) -> Words:
    """Read filters back; what is null, or no filter of this size, has no bits."""
    size = words * 8
    made = bytearray()
    for cell in cells:
        data = base64.urlsafe_b64decode(cell + "=" * (-len(cell) % 4)) if cell else b""
        made += data if len(data) == size else bytes(size)
    return np.frombuffer(bytes(made), dtype=np.uint64).reshape(len(cells), words)


def shared(left: Words, right: Words) -> npt.NDArray[np.int32]:
    """Count the bits that are set on both sides, along the last axis."""
    both: npt.NDArray[np.int32] = np.bitwise_count(left & right).sum(axis=-1, dtype=np.int32)
    return both


def dice(left: Words, right: Words) -> npt.NDArray[np.float32]:
    """Dice's coefficient, 0 to 1, along the last axis."""
    sizes = np.bitwise_count(left).sum(-1, dtype=np.int32) + np.bitwise_count(right).sum(
        -1, dtype=np.int32
    )
    value: npt.NDArray[np.float32] = (2 * shared(left, right) / np.maximum(sizes, 1)).astype(
        np.float32
    )
    return value
