"""People judge pairs: the sample, what it says of precision and recall, agreement, calibration."""

from pathlib import Path

import numpy as np
import polars as pl
import pytest

from suar.analytics.linkage.linking import MEMBERS, PAIRS
from suar.analytics.linkage.links import Links
from suar.analytics.linkage.review import (
    agreement,
    calibrate,
    measure,
    read_judgements,
    sample,
    write_judgements,
)
from suar.analytics.linkage.review.judgements import COLUMNS, PAIR
from suar.knowledge.refusal import Refusal


@pytest.fixture(scope="module")
def world() -> tuple[Links, pl.DataFrame]:
    """Invented links of 6,000 pairs whose probabilities are true, and what is so of each."""
    rng = np.random.default_rng(3)
    n = 6000
    p = np.clip(rng.beta(0.2, 0.3, n), 0.011, 0.9999)
    truth = rng.random(n) < p
    rows = np.arange(1, n + 1)
    members = pl.concat(
        pl.DataFrame(
            {"register": [name] * n, "row": rows, "record": [f"{name}{i}" for i in rows],
             "person": rows, "probability": np.ones(n)}, schema=MEMBERS,
        )
        for name in ("a", "b")
    )  # fmt: skip
    pairs = pl.DataFrame(
        {"left_register": ["a"] * n, "left_row": rows, "right_register": ["b"] * n,
         "right_row": rows, "weight": np.log2(p / (1 - p)), "probability": p, "linked": p >= 0.5},
        schema=PAIRS,
    )  # fmt: skip
    links = Links(members, pairs, None, 0.5, n, 1)
    said = pl.DataFrame(
        {"left_register": ["a"] * n, "left_record": [f"a{i}" for i in rows],
         "right_register": ["b"] * n, "right_record": [f"b{i}" for i in rows],
         "judgement": np.where(truth, "same", "different"), "reviewer": ["x"] * n}
    )  # fmt: skip
    return links, said


def judged(world: tuple[Links, pl.DataFrame], n: int, seed: int = 1) -> pl.DataFrame:
    links, said = world
    return said.join(sample(links, n, seed=seed).select(PAIR), on=PAIR, how="semi")


def real(world: tuple[Links, pl.DataFrame]) -> tuple[float, float]:
    links, said = world
    linked, same = links.pairs["linked"], said["judgement"] == "same"
    both = (linked & same).sum()
    return both / linked.sum(), both / same.sum()


def test_intervals_hold_the_truth_and_narrow_with_judging(world) -> None:
    precision, recall = real(world)
    held, widths = 0, []
    for seed in range(12):
        few = measure(world[0], judged(world, 150, seed))
        held += few.precision.low <= precision <= few.precision.high
        held += few.recall.low <= recall <= few.recall.high
        widths.append(few.precision.width)
    assert held >= 20
    much = measure(world[0], judged(world, 1500))
    assert much.precision.width < np.mean(widths) / 2
    assert much.enough(0.05)
    assert not few.enough(0.005)


def test_nothing_judged_says_nothing(world) -> None:
    bare = measure(world[0], judged(world, 0))
    assert bare.judged == 0
    assert bare.precision.width > 0.5


def test_the_beginning_of_a_sample_is_a_sample(world) -> None:
    whole, part = sample(world[0], 300), sample(world[0], 60)
    assert whole.head(60).equals(part)
    assert part["band"].n_unique() >= 5


def test_turned_pairs_count_the_same(world) -> None:
    said = judged(world, 100)
    names = {"left_register": "right_register", "left_record": "right_record"}
    back = {v: k for k, v in names.items()}
    turned = said.rename(names | back).select(COLUMNS)
    assert measure(world[0], turned) == measure(world[0], said)


def test_kappa_of_hand_counted_tables(world) -> None:
    said = judged(world, 100)
    assert agreement(said, said).kappa == pytest.approx(1.0)
    opposite = said.with_columns(
        judgement=pl.when(pl.col("judgement") == "same")
        .then(pl.lit("different"))
        .otherwise(pl.lit("same"))
    )
    assert agreement(said, opposite).agreed == 0
    # 20 both same, 5 and 10 one each, 15 both different: kappa 0.4
    words = [("same", "same")] * 20 + [("same", "different")] * 5
    words += [("different", "same")] * 10 + [("different", "different")] * 15
    pairs = said.head(50).drop("judgement")
    one = pairs.with_columns(judgement=pl.Series([a for a, _ in words])).select(COLUMNS)
    two = pairs.with_columns(judgement=pl.Series([b for _, b in words])).select(COLUMNS)
    assert agreement(one, two).kappa == pytest.approx(0.4)
    names = {"left_register": "right_register", "left_record": "right_record"}
    turned = two.rename(names | {b: a for a, b in names.items()}).select(COLUMNS)
    assert agreement(one, turned).kappa == pytest.approx(0.4)  # her file has left and right turned
    assert agreement(one, two).differ.height == 15


def test_calibration_leaves_true_probabilities_and_mends_false_ones(world) -> None:
    links, said = world
    right = calibrate(links, said)
    assert abs(right.shift) < 0.15
    assert abs(right.stretch - 1) < 0.15
    from dataclasses import replace

    p = pl.col("probability")
    false = replace(links, pairs=links.pairs.with_columns(probability=p**3 / (p**3 + (1 - p) ** 3)))
    mended = calibrate(false, said)
    assert mended.stretch == pytest.approx(1 / 3, abs=0.1)
    gap = (mended.applied(false).pairs["probability"] - links.pairs["probability"]).abs().mean()
    assert gap < 0.03


def test_files_hold_record_numbers_and_words_only(world, tmp_path: Path) -> None:
    said = judged(world, 40)
    write_judgements(said, tmp_path / "j.csv")
    assert read_judgements(tmp_path / "j.csv").equals(said.select(COLUMNS))
    assert (tmp_path / "j.csv").read_text().splitlines()[0] == ",".join(COLUMNS)
    assert (tmp_path / "j.csv").stat().st_mode & 0o077 == 0


def test_a_word_that_is_no_judgement_is_refused_with_its_row(tmp_path: Path) -> None:
    path = tmp_path / "j.csv"
    path.write_text(",".join(COLUMNS) + "\na,1,b,1,same,x\na,2,b,2,perhaps,x\n")
    with pytest.raises(Refusal, match="row 2"):
        read_judgements(path)


def test_side_by_side_marks_differences_and_tames_terminal_codes() -> None:
    from suar.cli.review_desk import side_by_side

    lines = side_by_side(
        {"name": "Siti \x1b[2J", "sex": "female", "phone": None},
        {"name": "Sitti", "sex": "female", "phone": "0812"},
    )
    assert [line[2] for line in lines] == ["*", "=", " "]
    assert "\x1b" not in "".join(lines)


def test_capitals_and_spaces_are_no_difference() -> None:
    from suar.cli.review_desk import side_by_side

    written = {"name": "SITI  AMINAH", "birth_date": "1990-01-01", "nik": "1"}
    lines = side_by_side(written, {"name": "Siti Aminah", "birth_date": "1990", "nik": "2"})
    assert [line[2] for line in lines] == ["=", "*", "*"]
