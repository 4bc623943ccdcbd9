"""How well linking did, where the truth is known: pair by pair, over all records of the truth."""

from typing import TypedDict

import numpy as np
import polars as pl

from suar.analytics.linkage.links import Links
from suar.knowledge.refusal import Refusal

_PART = 4_000_000


class Quality(TypedDict):
    """Pairwise figures; ``calibration_error`` is the mean distance of said and true probability."""

    precision: float
    recall: float
    f1: float
    blocking_recall: float
    calibration_error: float
    persons: int


class Step(TypedDict):
    """Pairs of about one probability: what was said of them on average, and the share right."""

    said: float
    right: float
    pairs: int


def evaluate(links: Links, truth: pl.DataFrame) -> Quality:
    """Compare links with the truth (``register, record, person``, text).

    Records of the truth that were not linkable count as missed. Pairs of which one record is not in
    the truth are left out.

    Raises
    ------
    Refusal
        If the truth lacks a column or speaks of none of the records.
    """
    missing = [c for c in ("register", "record", "person") if c not in truth.columns]
    if missing:
        raise Refusal(
            f"has no column {missing[0]}", file="the truth",
            remedy="Its header is register,record,person.",
        )  # fmt: skip
    told = _told(truth)
    known = _known(links, told)
    if not known.height:
        raise Refusal(
            "speaks of none of the records", file="the truth",
            remedy="Its register and record must be the registers' names and own numbers.",
        )  # fmt: skip
    true_pairs = _pairs_in(told["real"])
    joined = known.group_by("person", "real").len()
    both = int((joined["len"] * (joined["len"] - 1) // 2).sum())
    made = _pairs_in(known["person"])
    precision = both / made if made else 1.0
    recall = both / true_pairs if true_pairs else 1.0
    return Quality(
        precision=precision,
        recall=recall,
        f1=2 * both / (made + true_pairs) if made + true_pairs else 1.0,
        blocking_recall=_blocked(links, known, true_pairs),
        calibration_error=_calibration(links, known),
        persons=told["real"].n_unique(),
    )


def _pairs_in(of: pl.Series) -> int:
    size = of.value_counts()["count"].cast(pl.Int64)
    return int((size * (size - 1) // 2).sum())


def _blocked(links: Links, known: pl.DataFrame, true_pairs: int) -> float:
    if links.compared is None or not true_pairs:
        return 1.0
    real = np.full(links.members.height, -1, dtype=np.int32)
    real[known["at"].to_numpy()] = known["real"].rank("dense").to_numpy()
    found = 0
    for part in links.compared.iter_slices(_PART):
        left, right = real[part["left"].to_numpy()], real[part["right"].to_numpy()]
        found += int(((left == right) & (left >= 0)).sum())
    return found / true_pairs


def _calibration(links: Links, known: pl.DataFrame) -> float:
    """Expected calibration error over ten equal steps of probability, pairs kept."""
    steps = _steps(links, known)
    apart = sum(abs(s["said"] - s["right"]) * s["pairs"] for s in steps)
    return apart / sum(s["pairs"] for s in steps) if steps else 0.0


def reliability(links: Links, truth: pl.DataFrame) -> list[Step]:
    """Say of ten equal steps of probability how many pairs kept are one person's in truth."""
    return _steps(links, _known(links, _told(truth)))


def _told(truth: pl.DataFrame) -> pl.DataFrame:
    return truth.select(
        pl.col("register", "record").cast(pl.String), real=pl.col("person").cast(pl.String)
    )


def _known(links: Links, told: pl.DataFrame) -> pl.DataFrame:
    return links.members.with_row_index("at").join(told, on=["register", "record"], how="inner")


def _steps(links: Links, known: pl.DataFrame) -> list[Step]:
    side = known.select("register", "row", "real")
    pairs = links.pairs.join(
        side, left_on=["left_register", "left_row"], right_on=["register", "row"]
    ).join(
        side, left_on=["right_register", "right_row"], right_on=["register", "row"], suffix="_right"
    )
    step = (pl.col("probability") * 10).floor().clip(0, 9)
    table = pairs.group_by(step.alias("step")).agg(
        pairs=pl.len(),
        said=pl.col("probability").mean(),
        right=(pl.col("real") == pl.col("real_right")).mean(),
    )
    return [
        Step(said=r["said"], right=r["right"], pairs=r["pairs"])
        for r in table.sort("step").to_dicts()
    ]
