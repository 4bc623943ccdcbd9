"""Probabilities put right by what people said: weights shifted and stretched (Platt 1999)."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from suar.analytics.linkage.links import Links
from suar.analytics.linkage.review.measuring import judged_pairs

#: Judged pairs that the starting belief (no shift, no stretch) is worth.
_BELIEF = 10.0
_ROUNDS = 50


@dataclass(frozen=True)
class Calibration:
    """Log odds become ``shift + stretch`` times what they were; ``pairs`` were judged."""

    shift: float
    stretch: float
    pairs: int

    def probability(self, p: pl.Expr) -> pl.Expr:
        """Put a probability right."""
        kept = p.clip(1e-9, 1 - 1e-9)
        odds = self.shift + self.stretch * (kept / (1 - kept)).log()
        return 1 / (1 + (-odds).exp())

    def applied(self, links: Links) -> Links:
        """Give the links with the pairs' probabilities put right; persons stay as they were."""
        return replace(
            links,
            pairs=links.pairs.with_columns(
                self.probability(pl.col("probability")).alias("probability")
            ),
        )


def calibrate(links: Links, judgements: pl.DataFrame) -> Calibration:
    """Learn shift and stretch from judged pairs; few judgements move little."""
    told = judged_pairs(links, judgements).filter(pl.col("judgement").is_in(["same", "different"]))
    p = told["probability"].clip(1e-6, 1 - 1e-6).to_numpy()
    x, y = np.log(p / (1 - p)), (told["judgement"] == "same").to_numpy().astype(float)
    design = np.column_stack([np.ones(len(x)), x])
    start = np.array([0.0, 1.0])
    belief = np.diag([_BELIEF / 10, _BELIEF])
    beta = start.copy()
    for _ in range(_ROUNDS):
        mu = 1 / (1 + np.exp(-np.clip(design @ beta, -30, 30)))
        gradient = design.T @ (y - mu) - belief @ (beta - start)
        curve = design.T @ (design * (mu * (1 - mu))[:, None]) + belief
        step = np.linalg.solve(curve, gradient)
        beta = beta + np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-9:
            break
    return Calibration(float(beta[0]), float(max(beta[1], 0.05)), len(x))
