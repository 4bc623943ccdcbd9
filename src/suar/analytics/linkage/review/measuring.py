"""Precision and recall from a judged sample, with intervals; and whether to stop judging.

Within each band of probability the share of true pairs is a Beta posterior (Jeffreys); precision
and recall follow by drawing from all of them. Recall speaks of the pairs kept: what no rule
brought up is not in it.
"""

from dataclasses import dataclass

import numpy as np
import polars as pl

from suar.analytics.linkage.links import Links
from suar.analytics.linkage.review.judgements import PAIR, either_side
from suar.analytics.linkage.review.sampling import banded

_DRAWS = 4000


@dataclass(frozen=True)
class Share:
    """A share with its 95 % interval."""

    value: float
    low: float
    high: float

    @property
    def width(self) -> float:
        return self.high - self.low


@dataclass(frozen=True)
class Measured:
    """What the judged pairs say."""

    judged: int
    unsure: int
    precision: Share
    recall: Share

    def enough(self, width: float) -> bool:
        """Tell whether both intervals are as narrow as asked."""
        return max(self.precision.width, self.recall.width) <= width

    def document(self) -> dict[str, object]:
        """Give it as JSON."""
        return {
            "judged": self.judged,
            "unsure": self.unsure,
            "precision": vars(self.precision),
            "recall": vars(self.recall),
        }


def judged_pairs(links: Links, judgements: pl.DataFrame) -> pl.DataFrame:
    """Give the pairs kept with what was said of each, either side first; null: not judged."""
    said = either_side(judgements.select(*PAIR, "judgement"))
    return banded(links).join(said, on=PAIR, how="left", maintain_order="left")


def measure(links: Links, judgements: pl.DataFrame, *, seed: int = 1) -> Measured:
    """Estimate precision and recall of these links from judgements on a sample of `sample`."""
    pairs = judged_pairs(links, judgements)
    strata = (
        pairs.group_by("band", "linked")
        .agg(
            size=pl.len(),
            asked=pl.col("judgement").is_in(["same", "different"]).sum(),
            same=(pl.col("judgement") == "same").sum(),
        )
        .sort("band", "linked")
    )
    rng = np.random.default_rng(seed)
    size, asked, same = (strata[c].to_numpy().astype(float) for c in ("size", "asked", "same"))
    linked = strata["linked"].to_numpy()
    share = rng.beta(same + 0.5, asked - same + 0.5, size=(_DRAWS, len(size)))
    # judged pairs are known; only the rest of a stratum is open
    true = same + np.maximum(size - asked, 0) * share
    found, every = true[:, linked].sum(axis=1), true.sum(axis=1)
    made = max(float(size[linked].sum()), 1.0)
    return Measured(
        judged=int(asked.sum()),
        unsure=int((pairs["judgement"] == "unsure").sum()),
        precision=_share(found / made),
        recall=_share(found / np.maximum(every, 1e-9)),
    )


def _share(draws: np.ndarray[tuple[int], np.dtype[np.float64]]) -> Share:
    low, middle, high = np.quantile(draws, [0.025, 0.5, 0.975])
    return Share(float(middle), float(low), float(high))
