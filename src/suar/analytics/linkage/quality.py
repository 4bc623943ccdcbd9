"""How well linking did, where the truth is known: pair by pair, over all records of the truth.

The doubt of the figures is that of which persons happened to be there. Persons whom our groups tie
together, rightly or not, are a set; sets are drawn again, each as often as chance has it (a
bootstrap with Poisson weights), and a pair counts as often as its set. The links stay as they are:
what learning anew from other persons would change is not in the intervals.
"""

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.links import Links
from suar.knowledge.refusal import Refusal

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
Figure = Literal["precision", "recall", "f1", "blocking_recall", "calibration_error"]
_PART = 4_000_000
#: How often is drawn, and of how many sets, or bundles of sets, at most.
_DRAWS, _DRAWN = 400, 20_000
_TENTHS = 10
#: What is counted: pairs of one person; those compared, those linked; pairs linked; pairs kept.
_COLUMNS = ("true", "compared", "hit", "made", "kept")
_Z = 1.959964


class Interval(TypedDict):
    """Ends of a 95 % interval."""

    low: float
    high: float


class Quality(TypedDict):
    """Pairwise figures; ``calibration_error`` is the mean distance of said and true probability.

    ``intervals`` has the 95 % interval of each of the five shares by its name.
    """

    precision: float
    recall: float
    f1: float
    blocking_recall: float
    calibration_error: float
    intervals: dict[Figure, Interval]
    persons: int


class Step(TypedDict):
    """Pairs of about one probability: what was said of them on average, and the share right."""

    said: float
    right: float
    pairs: int


def evaluate(links: Links, truth: pl.DataFrame) -> Quality:
    """Compare links with the truth (``register, record, person``, text).

    Records of the truth that were not linkable count as missed. Pairs of which one record is not in
    the truth are left out. The intervals are drawn under the seed of the links.

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
    sums = _sums(links, told, known)
    once = _figures(sums.sum(axis=0))
    return Quality(
        precision=once["precision"],
        recall=once["recall"],
        f1=once["f1"],
        blocking_recall=once["blocking_recall"],
        calibration_error=once["calibration_error"],
        intervals=_intervals(sums, once, seed=links.seed),
        persons=told["number"].n_unique(),
    )


def _figures(sums: Floats) -> dict[Figure, float]:
    """Give the shares from `_COLUMNS` added up."""
    true, compared, hit, made, kept = sums[: len(_COLUMNS)].tolist()
    apart = float(np.abs(sums[len(_COLUMNS) :]).sum())
    return {
        "precision": hit / made if made else 1.0,
        "recall": hit / true if true else 1.0,
        "f1": 2 * hit / (made + true) if made + true else 1.0,
        "blocking_recall": compared / true if true else 1.0,
        "calibration_error": apart / kept if kept else 0.0,
    }


def _intervals(sums: Floats, once: Mapping[Figure, float], *, seed: int) -> dict[Figure, Interval]:
    """Give the middle 95 % of what drawn sets show.

    An error of calibration is a distance, which chance makes larger: about what was seen then, as
    wide as what was drawn is spread.
    """
    rng, few = np.random.default_rng(seed), _bundled(sums, seed)
    drawn = [_figures(rng.poisson(1.0, len(few)) @ few) for _ in range(_DRAWS)]
    linked, several = (int((sums[:, _COLUMNS.index(c)] > 0).sum()) for c in ("made", "true"))
    seen: dict[Figure, int] = {
        "precision": linked, "recall": several, "f1": several, "blocking_recall": several
    }  # fmt: skip
    found = {
        name: _middle([each[name] for each in drawn], once[name], sets)
        for name, sets in seen.items()
    }
    middle = once["calibration_error"]
    spread = _Z * float(np.std([each["calibration_error"] for each in drawn]))
    found["calibration_error"] = Interval(low=max(middle - spread, 0.0), high=middle + spread)
    return found


def _bundled(sums: Floats, seed: int) -> Floats:
    """Bundle sets by chance where they are very many: what is drawn spreads as widely, and sooner.

    By chance, for numbers of persons may hold an order.
    """
    if len(sums) <= _DRAWN:
        return sums
    few = np.zeros((_DRAWN, sums.shape[1]))
    np.add.at(few, np.random.default_rng(seed).integers(_DRAWN, size=len(sums)), sums)
    return few


def _middle(drawn: Sequence[float], once: float, sets: int) -> Interval:
    """Where no error was seen, none is drawn: then the binomial's end for so many without one."""
    low, high = np.quantile(drawn, [0.025, 0.975]).tolist()
    none = 0.025 ** (1 / max(sets, 1))
    return Interval(low=none if once == 1.0 else low, high=1 - none if once == 0.0 else high)


def _sums(links: Links, told: pl.DataFrame, known: pl.DataFrame) -> Floats:
    """Count pairs by sets of persons: one row a set, `_COLUMNS`, then the tenths of probability.

    Of a tenth: how much more was said than is so. A pair kept is of its left record's set.
    """
    records = _lengths(told["number"])
    here = known.group_by("person", "number").len().sort("person", "number")
    group = here["person"].rank("dense").cast(pl.Int64).to_numpy() - 1
    of = _sets(here["number"].to_numpy(), group, len(records))
    of_group = np.zeros(int(group.max()) + 1, np.int64)
    of_group[group] = of[here["number"].to_numpy()]
    judged = _judged(links, known)
    kept = of[judged["number"].to_numpy()]
    sums = np.zeros((int(of.max()) + 1, len(_COLUMNS) + _TENTHS))
    np.add.at(sums[:, 0], of, _pairs(records))
    np.add.at(sums[:, 1], of, _compared(links, known, _pairs(records)))
    np.add.at(sums[:, 2], of[here["number"].to_numpy()], _pairs(here["len"].to_numpy()))
    np.add.at(sums[:, 3], of_group, _pairs(_lengths(known["person"].rank("dense") - 1)))
    np.add.at(sums[:, 4], kept, 1.0)
    more = judged["probability"] - (judged["number"] == judged["number_right"]).cast(pl.Float64)
    np.add.at(sums, (kept, judged["tenth"].to_numpy() + len(_COLUMNS)), more.to_numpy())
    return sums


def _lengths(numbers: pl.Series) -> Longs:
    return np.bincount(numbers.to_numpy())


def _pairs(records: Longs) -> Floats:
    n = records.astype(float)
    pairs: Floats = n * (n - 1) / 2
    return pairs


def _sets(person: Longs, group: Longs, persons: int) -> Longs:
    """Number the sets of persons whom our groups tie together; give the number of each person."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import connected_components

    nodes = persons + int(group.max()) + 1
    tied = coo_array((np.ones(len(person)), (person, persons + group)), shape=(nodes, nodes))
    label: Longs = connected_components(tied, directed=False)[1][:persons]
    return label


def _compared(links: Links, known: pl.DataFrame, true: Floats) -> Floats:
    """Count of each person's true pairs those that were compared; all, where that is not kept."""
    if links.compared is None:
        return true
    of = np.full(links.members.height, -1, dtype=np.int64)
    of[known["at"].to_numpy()] = known["number"].to_numpy()
    found = np.zeros(len(true))
    for part in links.compared.iter_slices(_PART):
        left, right = of[part["left"].to_numpy()], of[part["right"].to_numpy()]
        found += np.bincount(left[(left == right) & (left >= 0)], minlength=len(true))
    return found


def reliability(links: Links, truth: pl.DataFrame) -> list[Step]:
    """Say of ten equal steps of probability how many pairs kept are one person's in truth."""
    table = (
        _judged(links, _known(links, _told(truth)))
        .sort("tenth", "probability")
        .group_by("tenth", maintain_order=True)
        .agg(
            pairs=pl.len(),
            said=pl.col("probability").mean(),
            right=(pl.col("number") == pl.col("number_right")).mean(),
        )
    )
    return [Step(said=r["said"], right=r["right"], pairs=r["pairs"]) for r in table.to_dicts()]


def _told(truth: pl.DataFrame) -> pl.DataFrame:
    """Number the persons of the truth from 0."""
    return truth.select(
        pl.col("register", "record").cast(pl.String),
        number=pl.col("person").cast(pl.String).rank("dense").cast(pl.Int64) - 1,
    )


def _known(links: Links, told: pl.DataFrame) -> pl.DataFrame:
    return links.members.with_row_index("at").join(
        told, on=["register", "record"], how="inner", maintain_order="left"
    )


def _judged(links: Links, known: pl.DataFrame) -> pl.DataFrame:
    """Give the pairs kept with the person of either record, and their tenth of probability."""
    side = known.select("register", "row", "number")
    left, right = (["left_register", "left_row"], ["right_register", "right_row"])
    row = ["register", "row"]
    first = links.pairs.join(side, left_on=left, right_on=row, maintain_order="left")
    return first.join(
        side, left_on=right, right_on=row, suffix="_right", maintain_order="left"
    ).select(
        "number", "number_right", "probability",
        tenth=(pl.col("probability") * _TENTHS).floor().clip(0, _TENTHS - 1).cast(pl.Int64),
    )  # fmt: skip
