"""The whole way: registers, comparable columns, candidate pairs, evidence, persons."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Literal

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage import clusters, model
from suar.analytics.linkage.evidence import Hears, Pairs, Screens, random_pairs
from suar.analytics.linkage.inner import Inner, writing_once
from suar.analytics.linkage.links import Links, PersonCount, Posterior
from suar.analytics.linkage.prepare import Prepared
from suar.analytics.linkage.sources import RANDOM, open_source
from suar.analytics.linkage.thresholds import FEWEST_ERRORS, surest
from suar.analytics.progress import Progress, silent
from suar.analytics.registers.register import Register

Floats = npt.NDArray[np.float64]
Longs = npt.NDArray[np.int64]
#: Candidate pairs learned from at most.
_LEARN = 600_000
#: Candidate pairs less likely than this are not kept.
KEPT = 0.01
#: Pairs screened at a time, and heard at a time.
_CHUNK, _HEARD = 4_000_000, 1_000_000
#: Pairs less likely than this by themselves are as good as none.
WEIGHED = 1e-4
_Z = 1.959964

PAIRS = {
    "left_register": pl.String(),
    "left_row": pl.Int64(),
    "right_register": pl.String(),
    "right_row": pl.Int64(),
    "weight": pl.Float64(),
    "probability": pl.Float64(),
    "linked": pl.Boolean(),
}
MEMBERS = {
    "register": pl.String(),
    "row": pl.Int64(),
    "record": pl.String(),
    "person": pl.Int64(),
    "probability": pl.Float64(),
}


def link(
    registers: Sequence[Register],
    *,
    seed: int = 1,
    threshold: float | Literal["auto"] = "auto",
    engine: str = "duckdb",
    progress: Progress = silent,
) -> Links:
    """Say which records of these registers are one person's, and how sure that is.

    Trained on the registers themselves without labels. The order of rows, registers and columns
    does not matter. Rows that name no person and registers without identity are left out.

    Parameters
    ----------
    engine
        What compares pairs in clear: ``duckdb`` or ``spark``. Keys need neither.
    threshold
        Probability from which two are taken for one person; ``auto`` is 0.5, where the
        probabilities, being calibrated, make fewest errors, or more where that would make more
        wrong links than may be (`thresholds`).

    Raises
    ------
    Refusal
        If the engine is not there, or key files stand beside names or cannot be compared.

    Examples
    --------
    >>> from suar.analytics.linkage import link
    >>> link([]).count is None
    True
    """
    cut = FEWEST_ERRORS if threshold == "auto" else float(threshold)
    source = open_source(registers, engine=engine, seed=seed, progress=progress)
    prepared, pairs, witness = source.prepared, source.pairs, source.witness
    if pairs is None or witness is None:
        return Links(
            pl.DataFrame(schema=MEMBERS), pl.DataFrame(schema=PAIRS), None, cut, 0, seed, engine
        )
    inner = Inner(prepared.table, writing_once(registers))
    pairs = inner.across(pairs)
    progress("Learning what agreement means in these files")
    chance = source.chance or witness.hear(random_pairs(prepared.height, most=RANDOM, seed=seed))
    learned, heard = _learn(witness, pairs, prepared.height, chance)
    progress("Weighing the evidence")
    left, right, bits = _weigh_all(witness, learned, pairs, heard, progress)
    progress("Dividing records into persons")
    join = float(np.log2(learned.prior / (1 - learned.prior)))
    grouping = clusters.group(
        prepared.height,
        left,
        right,
        bits,
        join=join,
        score=lambda a, b: _score(witness, learned, a, b) + inner.bits(a, b),
        threshold=cut,
    )
    if source.blocking:
        grouping = replace(grouping, unseen=source.blocking.missed)
    if threshold == "auto":
        grouping = replace(grouping, threshold=surest(grouping))
    weighed = (left, right, bits + join)
    found = _links(prepared, pairs, weighed, grouping, learned, seed)
    more: dict[str, object] = {"one_row_a_person": list(inner.names)} if inner.names else {}
    unlooked = same_and_unlooked(prepared.table, pairs)
    if unlooked:
        found, more["same_and_unlooked"] = _doubted(found, unlooked), unlooked
    if source.blocking:
        more["blocking"] = source.blocking.document()
    return replace(
        found, diagnostics={**found.diagnostics, **more},
        witness=witness, engine=engine, private=source.private,
    )  # fmt: skip


def _learn(
    witness: Hears, pairs: pl.DataFrame, height: int, chance: Pairs
) -> tuple[model.Model, Pairs]:
    """Train on the candidate pairs, or on every n-th of very many; give what was heard of them."""
    sample = pairs.gather_every(-(-pairs.height // _LEARN)) if pairs.height > _LEARN else pairs
    heard = witness.hear(sample)
    share = sample.height / max(pairs.height, 1) or 1.0
    total = max(height * (height - 1) / 2, 1.0)
    return model.train(heard, chance, all_pairs=total, share=share), heard


def _weigh_all(
    witness: Hears,
    learned: model.Model,
    pairs: pl.DataFrame,
    heard: Pairs,
    progress: Progress,
) -> tuple[Longs, Longs, Floats]:
    """Weigh in chunks, so that memory does not grow with the pairs; keep what may matter."""
    least = float(np.log2(WEIGHED / (1 - WEIGHED)) - np.log2(learned.prior / (1 - learned.prior)))
    if heard.height == pairs.height:
        return _kept(learned, heard, least)
    parts, waiting = [], pl.DataFrame(schema=pairs.schema)
    for at in range(0, pairs.height, _CHUNK):
        progress("Weighing the evidence", at, pairs.height)
        chunk = _promising(witness, learned, pairs.slice(at, _CHUNK), least)
        waiting = pl.concat([waiting, chunk]) if waiting.height else chunk
        if waiting.height >= _HEARD or at + _CHUNK >= pairs.height:
            parts.append(_kept(learned, witness.hear(waiting), least))
            waiting = waiting.clear()
    lefts, rights, weights = zip(*parts, strict=True)
    return np.concatenate(lefts), np.concatenate(rights), np.concatenate(weights)


def _promising(
    witness: Hears, learned: model.Model, pairs: pl.DataFrame, least: float
) -> pl.DataFrame:
    """Leave out the pairs that could not reach so much evidence whatever their texts say."""
    screen: Screens | None = getattr(witness, "screen", None)
    if screen is None:
        return pairs
    left, right = (pairs[c].to_numpy().astype(np.int64) for c in ("uid_l", "uid_r"))
    return pairs[screen.promising(learned, left, right, least)]


def _kept(learned: model.Model, heard: Pairs, least: float) -> tuple[Longs, Longs, Floats]:
    bits = _bits(learned, heard)
    keep = bits >= least
    return heard.left[keep], heard.right[keep], bits[keep]


def _bits(learned: model.Model, heard: Pairs) -> Floats:
    """Evidence without the prior."""
    weights = model.weigh(learned, heard)
    total: Floats = np.sum([weights[f] for f in sorted(weights)], axis=0)
    return total


def _score(witness: Hears, learned: model.Model, left: Longs, right: Longs) -> Floats:
    asked = pl.DataFrame(
        {"uid_l": left, "uid_r": right}, schema={"uid_l": pl.UInt32, "uid_r": pl.UInt32}
    )
    heard = witness.hear(asked)
    number = heard.left * len(witness.table) + heard.right
    wanted = left * len(witness.table) + right
    order = np.argsort(number)
    bits: Floats = _bits(learned, heard)[order][np.searchsorted(number[order], wanted)]
    return bits


def _links(
    prepared: Prepared,
    pairs: pl.DataFrame,
    weighed: tuple[Longs, Longs, Floats],
    grouping: clusters.Grouping,
    learned: model.Model,
    seed: int,
) -> Links:
    place = {name: at for at, name in enumerate(prepared.registers)}
    table = prepared.table.select(
        "uid", "register", "row", "record",
        place=pl.col("register").replace_strict(place, return_dtype=pl.Int64),
    ).sort("place", "row")  # fmt: skip
    uids = table["uid"].to_numpy().astype(np.int64)
    at_row = np.empty(len(uids), dtype=np.uint32)
    at_row[uids] = np.arange(len(uids))
    label = clusters.labels(grouping)
    kept = _pairs(prepared.height, weighed, grouping, label)
    members = table.select("register", "row", "record").with_columns(
        person=_numbered(prepared.table, label)[uids],
        probability=_belonging(kept, label, prepared.height)[uids],
    )
    count, expected = counted(grouping)
    left, right = pairs["uid_l"].to_numpy(), pairs["uid_r"].to_numpy()
    return Links(
        members=members,
        pairs=_named(kept, members, at_row),
        count=count,
        threshold=grouping.threshold,
        candidates=pairs.height,
        seed=seed,
        diagnostics={
            "model": learned.document(),
            "groups": grouping.notes,
            "sizes": grouping.prior,
            "expected_persons": expected,
        },
        posterior=Posterior(grouping, uids),
        compared=pl.DataFrame({"left": at_row[left], "right": at_row[right]}),
    )


def _numbered(table: pl.DataFrame, label: Longs) -> pl.Series:
    """Number persons from 1 in the order of their first record by register name and row."""
    first = table.select("uid", "register", "row", label=pl.Series(label)).sort("register", "row")
    number = first.unique("label", keep="first", maintain_order=True).with_row_index("person", 1)
    joined = first.join(number.select("label", pl.col("person").cast(pl.Int64)), on="label")
    return joined.sort("uid")["person"]


def _pairs(
    height: int, weighed: tuple[Longs, Longs, Floats], grouping: clusters.Grouping, label: Longs
) -> pl.DataFrame:
    """Every pair worth keeping, its probability after all others have been heard."""
    left, right, odds = weighed
    alone = pl.DataFrame(
        {"left": left, "right": right, "weight": odds, "alone": model.probability(odds)}
    )
    a, b, chance = clusters.marginals(grouping)
    inside = pl.DataFrame({"left": a, "right": b, "chance": chance})
    both = alone.join(inside, on=["left", "right"], how="full", coalesce=True)
    p = both.with_columns(probability=pl.coalesce("chance", "alone")).drop("chance", "alone")
    linked = label[p["left"].to_numpy()] == label[p["right"].to_numpy()]
    return (
        p.with_columns(linked=linked)
        .filter((pl.col("probability") >= KEPT) | pl.col("linked"))
        .sort("left", "right")
    )


def _belonging(kept: pl.DataFrame, label: Longs, height: int) -> pl.Series:
    """For each record, how likely it is one person's with the rest of its group, on average."""
    linked = kept.filter("linked")
    ends = pl.concat(
        [linked.select(uid="left", p="probability"), linked.select(uid="right", p="probability")]
    )
    mean = ends.group_by("uid").agg(pl.col("p").mean())
    every = pl.DataFrame({"uid": np.arange(height)})
    return every.join(mean, on="uid", how="left", maintain_order="left")["p"].fill_null(1.0)


def _named(
    kept: pl.DataFrame, members: pl.DataFrame, at_row: npt.NDArray[np.uint32]
) -> pl.DataFrame:
    one, two = at_row[kept["left"].to_numpy()], at_row[kept["right"].to_numpy()]
    low, high = np.minimum(one, two).astype(np.int64), np.maximum(one, two).astype(np.int64)
    side = members.select("register", "row")
    left = side[low].rename({"register": "left_register", "row": "left_row"})
    right = side[high].rename({"register": "right_register", "row": "right_row"})
    rest = kept.select("weight", "probability", "linked", low=low, high=high)
    named: pl.DataFrame = pl.concat([left, right, rest], how="horizontal")
    return named.sort("low", "high").select(*PAIRS)


def counted(grouping: clusters.Grouping) -> tuple[PersonCount, float]:
    """Expected persons; the interval takes the evidence itself to be uncertain by one bit.

    Chance alone would make it far too narrow: a bit more or less on every pair moves all open
    pairs the same way, by ln 2 of their variance. Pairs of one person that no rule is thought to
    have brought up join as many persons, in proportion, as those that were; how many they are is
    a guess that may be wrong by half.
    """
    mean, variance = clusters.expected(grouping)
    more = min(grouping.unseen * (grouping.height - mean), max(mean - 1.0, 0.0))
    mean -= more
    spread = _Z * float(np.sqrt(variance + (np.log(2) * variance) ** 2)) + more / 2
    low, high = max(1, round(mean - spread)), min(grouping.height, round(mean + spread))
    return PersonCount(min(max(low, round(mean)), high), low, high), mean


def same_and_unlooked(table: pl.DataFrame, pairs: pl.DataFrame) -> int:
    """Count the records that say all that others say and, being so many, were compared with none.

    Of each kind one is not counted: as many persons fewer there may be.
    """
    alone = np.ones(table.height, dtype=bool)
    alone[pairs["uid_l"].to_numpy()] = alone[pairs["uid_r"].to_numpy()] = False
    said = [c for c in table.columns if c not in ("uid", "register", "row", "record")]
    own = table.filter(pl.Series(alone)).select(said)
    return own.height - own.n_unique()


def _doubted(links: Links, unlooked: int) -> Links:
    if links.count is None:
        return links
    low = max(1, links.count.low - unlooked)
    return replace(links, count=replace(links.count, low=low))


def rethreshold(links: Links, threshold: float) -> Links:
    """Divide the same evidence at another threshold."""
    if links.posterior is None:
        return links
    grouping = replace(links.posterior.grouping, threshold=threshold)
    label = clusters.labels(grouping)[links.posterior.rows]
    _, first, number = np.unique(label, return_index=True, return_inverse=True)
    rank = np.empty(len(first), dtype=np.int64)
    rank[np.argsort(first)] = np.arange(1, len(first) + 1)
    return replace(
        links, members=links.members.with_columns(person=rank[number]), threshold=threshold
    )
