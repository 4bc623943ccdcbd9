"""Knowing whom a register may hold pays: measured on invented populations of known size."""

import numpy as np
import pytest

from suar.analytics.population.scope_study import (
    INVENTED,
    REGISTERS,
    by_scope,
    drawn_table,
    in_words,
    scope_gain,
)


def _share(part, level, kind):
    return next(i["share"] for i in part["intervals"] if i["level"] == level and i["kind"] == kind)


def test_nobody_is_held_by_a_register_that_could_not():
    table = drawn_table(INVENTED, np.random.default_rng(3))
    assert table.lists == REGISTERS
    assert sum(s.table.observed for s in table.strata) == table.observed
    for part, stratum in zip(INVENTED, table.strata, strict=True):
        assert set(stratum.lists) == set(part.chances)
        assert stratum.table.observed < part.persons


def test_everybody_who_could_be_found_once_is_estimated_by_scope():
    table = drawn_table(INVENTED, np.random.default_rng(3))
    result = by_scope(table, boot=0, seed=1)
    assert result.estimate == pytest.approx(7100, rel=0.25)
    assert result.observed == table.observed


def test_scopes_bring_the_estimate_to_the_truth():
    found = scope_gain(simulations=25, boot=0, seed=5)
    with_scope, without = found["with_scope"], found["without_scope"]
    assert abs(with_scope["bias"]) < 0.04
    assert abs(with_scope["bias"]) < abs(without["bias"])
    assert with_scope["without_estimate"] == 0


def test_the_study_in_words_holds_its_figures():
    found = scope_gain(simulations=3, boot=30)
    text = in_words(found)
    assert "7,100" in text
    assert f"{_share(found['with_scope'], 0.95, 'percentile'):.1%}" in text


@pytest.mark.long
def test_coverage_with_and_without_scope():
    found = scope_gain(simulations=150, boot=500)
    with_scope, without = found["with_scope"], found["without_scope"]
    assert _share(with_scope, 0.95, "bca") >= 0.9
    assert _share(with_scope, 0.95, "bca") > _share(without, 0.95, "bca")
