"""How far the doubt of linking moves the persons of each status."""

from math import floor

import numpy as np
import polars as pl

from suar.analytics.linkage.links import Links
from suar.analytics.picture.gather import STATUSES, Gathered

_RECORDS_DRAWN = 2_000_000  # records times draws: seconds, not minutes, for a million records


def status_ranges(gathered: Gathered, links: Links) -> dict[int, tuple[int, int]]:
    """Give each status (index into STATUSES) its 95 % limits.

    The records are divided into persons anew, as likely as the evidence makes each division. Links
    that cannot be drawn anew share the doubt of the whole out among the statuses.
    """
    if links.posterior is None:
        return _shared(gathered.persons, links)
    rank = _ranks(gathered, links)
    draws = links.draws(max(20, min(200, _RECORDS_DRAWN // max(1, len(rank)))), links.seed)
    seen = np.zeros((len(draws), len(STATUSES)))
    for number, draw in enumerate(draws):
        best = np.zeros(int(draw.max()) + 1, dtype=np.int64)
        np.maximum.at(best, draw, rank)
        seen[number] = np.bincount(best[1:], minlength=len(STATUSES))
    low, high = np.quantile(seen, [0.025, 0.975], axis=0)
    counts = dict(gathered.persons.group_by("status").len().iter_rows())
    return {
        status: (min(count, int(low[status])), max(count, int(np.ceil(high[status]))))
        for status, count in sorted(counts.items())
    }


def _ranks(gathered: Gathered, links: Links) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
    """Give the status of each record, in the order of the links' members."""
    names = {index: gathered.registers[index].name for index in gathered.linked}
    told = gathered.records.select(
        pl.col("register").replace_strict(names, return_dtype=pl.String), "row", "rank"
    )
    keys = links.members.select("register", "row")
    joined = keys.join(told, on=["register", "row"], how="left", maintain_order="left")
    return np.asarray(joined["rank"].fill_null(0).to_numpy(), dtype=np.int64)


def _shared(persons: pl.DataFrame, links: Links) -> dict[int, tuple[int, int]]:
    """Share the doubt out; the parts' limits add up to the whole's.

    Below the count: pairs that were not linked but may be one person cost the lower status of the
    two. Above: records that may not belong to their person would be persons of their own.
    """
    counts = dict(persons.group_by("status").len().iter_rows())
    if links.count is None:
        return {}
    rank = links.members.select("register", "row", "person", "probability").join(
        persons.select("person", "status"), on="person", how="inner"
    )
    down = _down(rank, links.pairs)
    up = dict(rank.group_by("status").agg((1 - pl.col("probability")).sum()).iter_rows())
    total = persons.height
    low = _share_out(max(0, total - links.count.low), down, counts, capped=True)
    high = _share_out(max(0, links.count.high - total), up, counts, capped=False)
    return {s: (counts[s] - low[s], counts[s] + high[s]) for s in counts}


def _down(rank: pl.DataFrame, pairs: pl.DataFrame) -> dict[int, float]:
    """Give the expected number of persons that unlinked pairs would take from each status."""
    if not pairs.height:
        return {}
    side = rank.select("register", "row", "person", "status")
    both = (
        pairs.filter(~pl.col("linked"))
        .join(side, left_on=["left_register", "left_row"], right_on=["register", "row"])
        .join(
            side, left_on=["right_register", "right_row"], right_on=["register", "row"], suffix="_b"
        )
        .filter(pl.col("person") != pl.col("person_b"))
        .with_columns(pl.min_horizontal("status", "status_b").alias("lower"))
    )
    return dict(both.group_by("lower").agg(pl.col("probability").sum()).sort("lower").iter_rows())


def _share_out(
    whole: int, weights: dict[int, float], counts: dict[int, int], *, capped: bool
) -> dict[int, int]:
    """Deal a whole number out by weight (by size where nothing weighs); the parts add up to it."""
    if sum(weights.get(s, 0.0) for s in counts) <= 0:
        weights = {s: float(n) for s, n in counts.items()}
    mass = sum(weights.get(s, 0.0) for s in counts) or 1.0
    exact = {s: whole * weights.get(s, 0.0) / mass for s in sorted(counts)}
    dealt = {s: min(floor(x), counts[s]) if capped else floor(x) for s, x in exact.items()}
    order = sorted(exact, key=lambda s: (dealt[s] - exact[s], s))
    while (left := whole - sum(dealt.values())) > 0:
        room = [s for s in order if not capped or dealt[s] < counts[s]]
        if not room:
            break
        for status in room[:left]:
            dealt[status] += 1
    return dealt
