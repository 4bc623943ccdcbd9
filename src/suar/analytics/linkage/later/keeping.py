"""Keeping a run, so that new records can be asked for and added without linking all again."""

import datetime
import json
import secrets
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from suar.analytics.linkage.evidence import Hears
from suar.analytics.linkage.keys.witness import KeyWitness
from suar.analytics.linkage.later import store
from suar.analytics.linkage.later.identities import NOBODY, Identities, renumbered
from suar.analytics.linkage.later.known import Known
from suar.analytics.linkage.later.part import PAIRS, Part
from suar.analytics.linkage.later.postings import Postings, caps, postings, short
from suar.analytics.linkage.later.side import Side, fills_district
from suar.analytics.linkage.later.sides import side_of
from suar.analytics.linkage.later.tally import Tallies, Tally
from suar.analytics.linkage.links import Links, Posterior
from suar.analytics.linkage.output import Holder
from suar.analytics.progress import Progress, silent
from suar.analytics.writing import whole_folder
from suar.knowledge.refusal import Refusal

Longs = npt.NDArray[np.int64]


def keep(
    links: Links,
    folder: Path,
    *,
    holder: Holder,
    now: datetime.datetime,
    after: Known | None = None,
    progress: Progress = silent,
) -> Known:
    """Keep a run as an index of known records.

    The index says who is in whose register, and of a run on names it holds the names: it exists
    only for a named holder on a stated ground, and both are in it.

    Parameters
    ----------
    after
        An earlier index: persons who are the same keep its numbers (`identities`), and what people
        decided there holds here too.

    Raises
    ------
    Refusal
        If there is nothing to keep, or the folder exists.
    """
    if links.witness is None or links.posterior is None:
        raise Refusal("nothing can be kept: no row says who somebody is", remedy="Link registers.")
    store.refuse_taken(folder)
    table, arrays, likeness = _kept(links.witness)
    settings = {**_settings(links, table, holder, now), **likeness}
    side = side_of(settings)
    progress("Sorting blocks")
    sorted_blocks, settings["limits"] = _limited(side, table)
    for rule, largest in _chosen(links).items():
        settings["limits"][rule] = max(settings["limits"].get(rule, 0), largest)
    tally = Tally.of(side.counted(table, Tallies([])))
    pairs = _pairs(links, links.posterior.rows.astype(np.int64))
    part = Part(table, sorted_blocks, tally, pairs, 0, arrays)
    identities = _identities(links, links.posterior, table, after)
    progress("Keeping what is known")
    with whole_folder(folder) as aside:
        (aside / "index.json").write_text(json.dumps(settings, indent=1), encoding="utf-8")
        (aside / "index.json").chmod(0o600)
        part.write(aside / "part-000001")
        kept = store.Store(aside)
        once: Any = links.diagnostics.get("one_row_a_person", ())
        entry = store.Entry(
            1, "run", store.stamp(now), holder.name, holder.ground, once=tuple(once)
        )
        kept.commit(store.State(("part-000001",), (entry,), "", 2), identities)
        line = {"at": entry.at, "what": "run", "number": 1, "by": holder.name, "why": holder.ground}
        kept.log({**line, "records": table.height, "persons": len(np.unique(identities.number))})
    folder.chmod(0o700)
    known = Known.open(folder)
    if after is not None:
        known.carry_decisions(after, now=now)
    return known


def _settings(
    links: Links, table: pl.DataFrame, holder: Holder, now: datetime.datetime
) -> dict[str, Any]:
    learned: Any = links.diagnostics["model"]
    return {
        **store.versions(),
        "kind": "keys" if links.private else "plain",
        "model": learned,
        "fields": list(learned["comparisons"]),
        "threshold": links.threshold,
        "sizes": links.diagnostics.get("sizes", ()),
        "seed": links.seed,
        "holder": holder.name,
        "ground": holder.ground,
        "made_at": store.stamp(now),
        "salt": secrets.token_hex(32),  # of the numbers that each recipient is told
        "fill_district": not links.private and fills_district(table),
    }


def _kept(witness: Hears) -> tuple[pl.DataFrame, Mapping[str, npt.NDArray[Any]], dict[str, Any]]:
    """Give the records of a run, what else is kept of them, and settings of keys."""
    if isinstance(witness, KeyWitness):
        from suar.analytics.linkage.later.keyed import kept

        return kept(witness)
    return witness.table, {}, {}


def _chosen(links: Links) -> dict[str, int]:
    """Give the largest blocks that the run itself looked into, where it chose among its rules."""
    told: Any = links.diagnostics.get("blocking")
    return {r["rule"]: int(r["largest_block"]) for r in told["rules"]} if told else {}


def _limited(side: Side, table: pl.DataFrame) -> tuple[Postings, dict[str, int]]:
    sizes: dict[str, Longs] = {}

    def seen() -> Iterable[tuple[str, pl.DataFrame]]:
        for rule, frame in side.blocks(table):
            _, size = np.unique(short(frame["block"]), return_counts=True)
            sizes[rule] = size.astype(np.int64)
            yield rule, frame

    made = postings(seen())
    return made, caps(sizes, table.height, each=side.each, at_least=side.at_least)


def _pairs(links: Links, rows: Longs) -> pl.DataFrame:
    """Pairs by number in the index: the order of the prepared table."""
    number = links.members.select("register", "row").with_columns(at=pl.Series(rows))
    pairs = links.pairs
    for side in ("left", "right"):
        pairs = pairs.join(
            number.rename({"at": f"{side}_at"}), left_on=[f"{side}_register", f"{side}_row"],
            right_on=["register", "row"], maintain_order="left",
        )  # fmt: skip
    smaller, larger = (f("left_at", "right_at") for f in (pl.min_horizontal, pl.max_horizontal))
    return pairs.select(left=smaller, right=larger, weight="weight", probability="probability",
                        linked="linked").select(*PAIRS)  # fmt: skip


def _identities(
    links: Links, posterior: Posterior, table: pl.DataFrame, after: Known | None
) -> Identities:
    grouping = posterior.grouping
    label = np.empty(table.height, dtype=np.int64)
    label[posterior.rows] = links.members["person"].to_numpy()
    group = np.arange(table.height, dtype=np.int64)
    for exact in grouping.exact:
        group[exact.records] = exact.records.min(axis=1)[:, None]
    for merged in grouping.merged:
        group[merged.records] = merged.records.min()
    records = np.arange(table.height, dtype=np.int64)
    before, following = np.full(table.height, NOBODY, dtype=np.int64), 1
    if after is not None:
        had = table.select("register", "record").join(
            after.members(), on=["register", "record"], how="left", maintain_order="left"
        )
        before = had["person"].fill_null(NOBODY).to_numpy().astype(np.int64)
        following = after.following
    number, following = renumbered(records, before, label, following)
    return Identities(number, group, following)
