"""Which pairs to ask people about: some of every band of probability, the open ones first.

Only a sample drawn by chance from bands of known size says how many pairs are right; the pairs that
teach most alone would not (`explain.unsure` gives those).
"""

from typing import Final

import numpy as np
import polars as pl

from suar.analytics.linkage.links import Links

#: Bands of probability; the pairs of a band are alike in how sure they are.
BANDS: Final = (0.01, 0.1, 0.3, 0.5, 0.7, 0.9, 0.99, 1.0)


def banded(links: Links) -> pl.DataFrame:
    """Give every pair kept with its records' numbers and its ``band`` (0: under 0.01)."""
    numbers = links.members.select("register", "row", "record")
    pairs = links.pairs
    for side in ("left", "right"):
        pairs = pairs.join(
            numbers.rename({"record": f"{side}_record"}),
            left_on=[f"{side}_register", f"{side}_row"], right_on=["register", "row"],
            how="left", maintain_order="left",
        )  # fmt: skip
    band = pl.sum_horizontal([pl.col("probability") >= b for b in BANDS[:-1]]).cast(pl.Int64)
    return pairs.with_columns(band=band)


def sample(links: Links, n: int, *, seed: int = 1) -> pl.DataFrame:
    """Draw ``n`` pairs to judge: from every band, more where more is open and where more pairs are.

    The first pairs of the sample are a sample themselves, so a reviewer may stop at any time.
    """
    pairs = banded(links)
    if not pairs.height:
        return pairs
    rng = np.random.default_rng(seed)
    shuffled = pairs.with_columns(_chance=pl.Series(rng.random(pairs.height))).sort("_chance")
    p = pl.col("probability")
    sized = shuffled.group_by("band").agg(
        pl.len().alias("size"), doubt=(p * (1 - p)).clip(0.0004).sqrt().mean()
    )
    # Neyman's shares: size times spread
    share = sized.with_columns(share=pl.col("size") * pl.col("doubt")).with_columns(
        share=pl.max_horizontal(pl.col("share") / pl.col("share").sum(), pl.lit(0.03))
    )
    ranked = shuffled.join(share.select("band", "share"), on="band", maintain_order="left")
    turn = (pl.int_range(pl.len()).over("band") + 0.5) / pl.col("share")
    return (
        ranked.with_columns(turn=turn)
        .sort("turn", "_chance")
        .head(n)
        .drop("_chance", "turn", "share")
    )
