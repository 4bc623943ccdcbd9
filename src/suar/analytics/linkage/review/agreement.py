"""How far two reviewers agree beyond chance: Cohen's kappa (1960), with its interval."""

from dataclasses import dataclass

import numpy as np
import polars as pl

from suar.analytics.linkage.review.judgements import JUDGEMENTS, PAIR, either_side


@dataclass(frozen=True)
class Agreement:
    """``kappa`` is null where both always said one and the same word."""

    pairs: int
    agreed: int
    kappa: float | None
    low: float | None
    high: float | None
    differ: pl.DataFrame  # pairs on which they differ, to be talked over

    def document(self) -> dict[str, object]:
        """Give it as JSON, without the pairs."""
        return {
            "pairs": self.pairs, "agreed": self.agreed,
            "kappa": self.kappa, "low": self.low, "high": self.high,
        }  # fmt: skip


def agreement(one: pl.DataFrame, two: pl.DataFrame) -> Agreement:
    """Compare two reviewers' judgements on the pairs that both judged.

    Examples
    --------
    >>> from suar.analytics.linkage.review.judgements import empty
    >>> agreement(empty(), empty()).pairs
    0
    """
    other = either_side(two.select(*PAIR, other="judgement"))
    both = one.join(other, on=PAIR, how="inner", maintain_order="left")
    n = both.height
    differ = both.filter(pl.col("judgement") != pl.col("other")).select(*PAIR, "judgement", "other")
    if not n:
        return Agreement(0, 0, None, None, None, differ)
    table = np.array(
        [
            [both.filter(judgement=a, other=b).height for b in JUDGEMENTS]
            for a in JUDGEMENTS
        ],
        dtype=float,
    )  # fmt: skip
    seen = float(np.trace(table)) / n
    chance = float(table.sum(axis=1) @ table.sum(axis=0)) / n**2
    if chance >= 1:
        return Agreement(n, n, None, None, None, differ)
    kappa = (seen - chance) / (1 - chance)
    error = 1.959964 * float(np.sqrt(seen * (1 - seen) / n)) / (1 - chance)
    return Agreement(
        n, int(np.trace(table)), kappa, max(-1.0, kappa - error), min(1.0, kappa + error), differ
    )
