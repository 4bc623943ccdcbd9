"""What two hardened filters have in common, read back from their bits.

After folding and Rule 90 a bit is the parity of four bits of the filter before, so unequal bits of
two filters are again such parities, of what only one of them holds. From how many bits are set the
number before hardening follows (the mean of parities, turned round), for either filter and for
where they differ, and so what both hold. Shares of that are little moved by hardening and by how
long names are; Dice's coefficient of the hardened bits is.
"""

from functools import cache

import numpy as np
import numpy.typing as npt

from suar.analytics.linkage.keys.schema import FilterForm

Floats = npt.NDArray[np.float32]
Ints = npt.NDArray[np.int32]
Longs = npt.NDArray[np.int64]
#: Steps of likeness, and of how much of the longer name the shorter one is long: bounds of classes.
STEPS = (0.3, 0.4, 0.5, 0.56, 0.62, 0.68, 0.74, 0.8, 0.86, 0.92, 0.97)
LENGTHS = (0.45, 0.6, 0.75, 0.9)
_WIDE = len(LENGTHS) + 1
#: Classes, from the first on, whose chance is tallied for each record.
TALLIED = (len(STEPS) + 1 - 3) * _WIDE
CELLS = (len(STEPS) + 1) * _WIDE
#: Of likeness, what the shorter name's share counts; the rest is the share of both.
_SHORTER = 0.7
#: Parities nearer to chance than this tell nothing.
_NOISE = 0.004


@cache
def held(bits: int, rule90: bool) -> Floats:
    """Give, for each number of bits set after hardening, the number set before."""
    size, depth = bits // 2, 4 if rule90 else 2
    even = np.clip(1 - 2 * np.arange(size + 1) / size, _NOISE, 1.0)
    before: Floats = ((1 - even ** (1 / depth)) / 2 * bits).astype(np.float32)
    return before


def read(form: FilterForm, both: Ints, a: Ints, b: Ints) -> tuple[Floats, Floats, Floats]:
    """Give what both hold, and what either holds, from bits set in both and in either."""
    before = held(form.bits, form.rule90)
    one, two = before[a], before[b]
    shared = (one + two - before[np.clip(a + b - 2 * both, 0, len(before) - 1)]) / 2
    return np.maximum(shared, 0), one, two


def likeness(form: FilterForm, both: Ints, a: Ints, b: Ints) -> Floats:
    """Give the likeness of filters, 0 to 1."""
    return _likeness(*read(form, both, a, b))


def _likeness(shared: Floats, one: Floats, two: Floats) -> Floats:
    overlap = np.minimum(shared / np.maximum(np.minimum(one, two), 1), 1)
    dice = 2 * shared / np.maximum(one + two, 1)
    value: Floats = _SHORTER * overlap + (1 - _SHORTER) * dice
    return value


def classes(form: FilterForm, both: Ints, a: Ints, b: Ints) -> Longs:
    """Give the class of pairs, 0 the surest: by likeness, then by length."""
    shared, one, two = read(form, both, a, b)
    at = np.digitize(_likeness(shared, one, two), STEPS)
    length = np.digitize(np.minimum(one, two) / np.maximum(np.maximum(one, two), 1), LENGTHS)
    found: Longs = (len(STEPS) - at) * _WIDE + length
    return found


def step(classes: Longs) -> Longs:
    """Give which step a class stands on, 0 the surest."""
    return classes // _WIDE


def least_likeness(klass: int) -> float:
    """Give the likeness from which the step of a class begins."""
    return (*STEPS[::-1], 0.0)[klass // _WIDE]
