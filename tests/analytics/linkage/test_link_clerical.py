"""A judged sample puts probabilities right, and leaves right ones alone."""

import numpy as np
import polars as pl
import pytest

from linkage_sets import indonesian
from shared import shared
from suar.analytics.linkage import evaluate, link
from suar.analytics.linkage.clerical import curve, judged_quality, recalibrated, shifted
from suar.analytics.linkage.review import sample
from suar.analytics.linkage.review.judgements import PAIR, empty


@pytest.fixture(scope="module")
def told():
    return indonesian(shared("data/linkage_benchmarks/indonesian_registers"))


@pytest.fixture(scope="module")
def links(told):
    return link(told[0], seed=1)


def judge(links, truth, n, seed=1):
    """Draw pairs as `suar review` does and judge them as the truth has it."""
    real = truth.select("register", "record", "person")
    pairs = sample(links, n, seed=seed).select(*PAIR)
    for side in ("left", "right"):
        pairs = pairs.join(
            real.rename({"person": f"{side}_person"}),
            left_on=[f"{side}_register", f"{side}_record"], right_on=["register", "record"],
        )  # fmt: skip
    same = pl.col("left_person") == pl.col("right_person")
    word = pl.when(same).then(pl.lit("same")).otherwise(pl.lit("different"))
    return pairs.select(*PAIR, judgement=word, reviewer=pl.lit("x"))


def spoilt(links, bits):
    """The same links, every probability shifted by so many bits of odds."""
    p = links.pairs["probability"].to_numpy().clip(1e-6, 1 - 1e-6)
    odds = p / (1 - p) * 2.0**bits
    from dataclasses import replace

    grouping = shifted(links.posterior.grouping, 1 / (1 + 2.0**bits))
    return replace(
        links,
        pairs=links.pairs.with_columns(probability=pl.Series(odds / (1 + odds))),
        posterior=replace(links.posterior, grouping=grouping),
    )


def test_the_curve_rises_and_starts_and_ends_at_the_ends(links, told):
    bent = curve(links, judge(links, told[1], 300))
    assert bent.judged == 300
    assert list(bent.found) == sorted(bent.found)
    assert (bent.found[0], bent.found[-1]) == (0.0, 1.0)


def test_no_judgement_changes_nothing(links):
    same, bent = recalibrated(links, empty())
    assert same.members.equals(links.members)
    assert bent.judged == 0
    grid = np.linspace(0.02, 0.98, 9)
    assert bent.at(grid) == pytest.approx(grid, abs=0.02)


def test_right_probabilities_stay_about_as_good(links, told):
    right, _ = recalibrated(links, judge(links, told[1], 400))
    assert evaluate(right, told[1])["f1"] >= evaluate(links, told[1])["f1"] - 0.005


@pytest.mark.parametrize("bits", [-5.0, 5.0])
def test_wrong_probabilities_are_put_right(links, told, bits):
    from suar.analytics.linkage.linking import rethreshold

    wrong = rethreshold(spoilt(links, bits), 0.5)
    before = evaluate(wrong, told[1])
    right, _ = recalibrated(wrong, judge(wrong, told[1], 500))
    after = evaluate(right, told[1])
    assert after["f1"] > before["f1"]
    assert after["calibration_error"] < before["calibration_error"] / 2
    persons = after["persons"]
    assert abs(right.count.count - persons) < 0.03 * persons


def test_intervals_lie_about_the_truth(links, told):
    said = judged_quality(links, judge(links, told[1], 600))
    real = evaluate(links, told[1])
    # the interval is chance's; a point more or less for what pairs of one band do not share
    for name in ("precision", "f1"):
        assert said[name]["low"] - 0.01 <= real[name] <= said[name]["high"] + 0.01
    assert said["f1"]["low"] <= said["f1"]["value"] <= said["f1"]["high"]
    assert said["judged"] == 600
