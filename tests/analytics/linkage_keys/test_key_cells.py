"""What two hardened filters share is read back from their bits, whatever the names are long."""

import numpy as np
import pytest

from suar.analytics.linkage.keys import cells
from suar.analytics.linkage.keys.bloom import Bloom, shared
from suar.analytics.linkage.keys.schema import FILTERS
from suar.analytics.linkage.keys.secret import ring

FORM = FILTERS["name"]


def counts(left, right):
    """Bits set in both and in either, for filters of these features."""
    bloom = Bloom(ring("a secret of an invented project, 2024"), "name")
    one, two = bloom.encode(left), bloom.encode(right)
    return [shared(*pair).astype(np.int32) for pair in ((one, two), (one, one), (two, two))]


def features(rng, *, both, only_left, only_right, rows=300):
    drawn = [
        [f"g{a}" for a in rng.choice(600, both + only_left + only_right, replace=False)]
        for _ in range(rows)
    ]
    return [d[: both + only_left] for d in drawn], [d[:both] + d[both + only_left :] for d in drawn]


@pytest.mark.parametrize(
    ("both", "only_left", "only_right"), [(12, 0, 0), (8, 4, 4), (6, 0, 8), (3, 9, 9), (0, 10, 10)]
)
def test_what_both_hold_is_read_back(both, only_left, only_right):
    rng = np.random.default_rng(4)
    told = counts(
        *features(rng, both=both, only_left=only_left, only_right=only_right),
    )
    held, one, two = cells.read(FORM, *told)
    assert one.mean() / 10 == pytest.approx(both + only_left, rel=0.1)
    assert two.mean() / 10 == pytest.approx(both + only_right, rel=0.1)
    assert held.mean() / 10 == pytest.approx(both, abs=1.2)


def test_more_in_common_is_a_surer_class_and_the_same_is_the_first():
    rng = np.random.default_rng(5)
    steps = []
    for both in (12, 10, 8, 6, 4, 2):
        told = counts(*features(rng, both=both, only_left=12 - both, only_right=12 - both))
        found = cells.classes(FORM, *told)
        assert ((found >= 0) & (found < cells.CELLS)).all()
        steps.append(np.mean([cells.least_likeness(int(k)) for k in found]))
    assert steps == sorted(steps, reverse=True)
    assert steps[0] == cells.STEPS[-1]


def test_a_part_of_a_name_is_alike_and_its_class_tells_that_the_other_is_longer():
    rng = np.random.default_rng(6)
    part = cells.classes(FORM, *counts(*features(rng, both=6, only_left=0, only_right=9)))
    same = cells.classes(FORM, *counts(*features(rng, both=15, only_left=0, only_right=0)))
    assert np.median([cells.least_likeness(int(k)) for k in part]) >= 0.7
    wide = len(cells.LENGTHS) + 1
    assert (same % wide == wide - 1).all()
    assert np.mean(part % wide < wide - 2) > 0.9
