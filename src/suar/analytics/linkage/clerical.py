"""Probabilities put right by people: pairs judged by hand (`suar review`) bend what linking said.

Of every band of probability the judged share that is one person's is known with its chance error.
An isotonic curve (Ayer et al. 1955, as used by Zadrozny and Elkan 2002) is laid through what was
judged; what linking itself said counts as `BELIEF` judged pairs a band, so that a handful moves
little. Persons are divided again, where the curve crosses even odds, and counted again.
"""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage import clusters
from suar.analytics.linkage.links import Links
from suar.analytics.linkage.partitions import partitions

Floats = npt.NDArray[np.float64]
#: Judged pairs that linking's own word is worth in each band.
BELIEF = 2.0
_EDGES = (0.01, 0.03, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.97, 0.99)
_DRAWS = 4000


@dataclass(frozen=True)
class Curve:
    """A monotone curve from what linking said to what people found, straight between points."""

    said: tuple[float, ...]
    found: tuple[float, ...]
    judged: int

    def at(self, probability: Floats) -> Floats:
        """Put probabilities right."""
        right: Floats = np.interp(probability, self.said, self.found)
        return right

    def crossing(self, threshold: float) -> float:
        """Give the probability as said from which the found one reaches a threshold."""
        grid = np.linspace(0.0, 1.0, 2001)
        above = np.flatnonzero(self.at(grid) >= threshold)
        reached = float(grid[above[0]]) if above.size else 1.0
        return float(np.clip(reached, 0.005, 0.995))

    def document(self) -> dict[str, Any]:
        """Give it for the quality report."""
        return {"judged": self.judged, "said": list(self.said), "found": list(self.found)}


def curve(links: Links, judgements: pl.DataFrame) -> Curve:
    """Lay the curve through judged pairs.

    Examples
    --------
    >>> from suar.analytics.linkage import link
    >>> from suar.analytics.linkage.review.judgements import empty
    >>> curve(link([]), empty()).at(np.array([0.2, 0.7])).tolist()
    [0.2, 0.7]
    """
    from scipy.optimize import isotonic_regression

    if not links.pairs.height:
        return Curve((0.0, 1.0), (0.0, 1.0), 0)
    from suar.analytics.linkage.review.measuring import judged_pairs

    told = judged_pairs(links, judgements).with_columns(
        step=pl.sum_horizontal([pl.col("probability") >= e for e in _EDGES]).cast(pl.Int64)
    )
    asked = pl.col("judgement").is_in(["same", "different"])
    steps = (
        told.group_by("step")
        .agg(
            said=pl.col("probability").mean(),
            judged=asked.sum(),
            same=(pl.col("judgement") == "same").sum(),
        )
        .sort("step")
    )
    said, judged, same = (steps[c].to_numpy().astype(float) for c in ("said", "judged", "same"))
    share = (same + BELIEF * said) / (judged + BELIEF)
    found = isotonic_regression(share, weights=judged + BELIEF).x
    return Curve(
        (0.0, *(float(x) for x in said), 1.0),
        (0.0, *(float(x) for x in found), 1.0),
        int(judged.sum()),
    )


def recalibrated(links: Links, judgements: pl.DataFrame) -> tuple[Links, Curve]:
    """Bend the pairs' probabilities, and divide and count persons anew.

    The pairs' own evidence stays; every join of two records is made likelier or less likely by the
    same odds, those with which the curve's crossing becomes even.
    """
    from suar.analytics.linkage.linking import counted, rethreshold

    bent = curve(links, judgements)
    if links.posterior is None or not bent.judged:
        return links, bent
    grouping = shifted(links.posterior.grouping, bent.crossing(0.5))
    turned = replace(links, posterior=replace(links.posterior, grouping=grouping))
    divided = rethreshold(turned, links.threshold)
    right = pl.Series(bent.at(links.pairs["probability"].to_numpy()))
    place = divided.members.select("register", "row", "person")
    changed = replace(
        divided,
        pairs=_linked(links.pairs.with_columns(probability=right), place),
        count=counted(grouping)[0],
        diagnostics={**links.diagnostics, "clerical": bent.document()},
    )
    return changed, bent


def _linked(pairs: pl.DataFrame, place: pl.DataFrame) -> pl.DataFrame:
    """Say again which pairs are inside one person."""
    for side in ("left", "right"):
        pairs = pairs.join(
            place.rename({"person": f"_{side}"}),
            left_on=[f"{side}_register", f"{side}_row"], right_on=["register", "row"],
            how="left", maintain_order="left",
        )  # fmt: skip
    return pairs.with_columns(linked=pl.col("_left") == pl.col("_right")).drop("_left", "_right")


def shifted(grouping: clusters.Grouping, even: float) -> clusters.Grouping:
    """Multiply the odds of every join by what makes ``even`` an even chance."""
    odds = (1 - even) / even
    exact = []
    for group in grouping.exact:
        joined = group.size - 1 - np.array(partitions(group.size)).max(axis=1)
        likely = group.likely * odds**joined
        exact.append(replace(group, likely=likely / likely.sum(axis=1, keepdims=True)))
    merged = tuple(
        replace(g, steps=tuple((a, b, p * odds / (p * odds + 1 - p)) for a, b, p in g.steps))
        for g in grouping.merged
    )
    return replace(grouping, exact=tuple(exact), merged=merged, loose=grouping.loose * odds)


def judged_quality(links: Links, judgements: pl.DataFrame, *, seed: int = 1) -> dict[str, Any]:
    """Give precision, recall and F1 with 95 % intervals from a judged sample, by bands.

    Recall speaks of the pairs that were compared. Beta posteriors in each band (Jeffreys).
    """
    from suar.analytics.linkage.review.measuring import judged_pairs

    asked = pl.col("judgement").is_in(["same", "different"])
    bands = (
        judged_pairs(links, judgements)
        .group_by("band", "linked")
        .agg(size=pl.len(), asked=asked.sum(), same=(pl.col("judgement") == "same").sum())
        .sort("band", "linked")
    )
    size, told, same = (bands[c].to_numpy().astype(float) for c in ("size", "asked", "same"))
    linked = bands["linked"].to_numpy().astype(bool)
    rng = np.random.default_rng(seed)
    share = rng.beta(same + 0.5, told - same + 0.5, size=(_DRAWS, len(size)))
    true = same + (size - told) * share
    found, every = true[:, linked].sum(axis=1), np.maximum(true.sum(axis=1), 1e-9)
    made = max(float(size[linked].sum()), 1.0)
    figures = {
        "precision": found / made,
        "recall": found / every,
        "f1": 2 * found / (made + every),
    }
    return {"judged": int(told.sum()), **{k: _interval(v) for k, v in figures.items()}}


def _interval(draws: Floats) -> dict[str, float]:
    low, value, high = np.quantile(draws, [0.025, 0.5, 0.975]).tolist()
    return {"value": value, "low": low, "high": high}
