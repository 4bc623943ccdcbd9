"""What linking writes: each register its own records, the whole map only for a named holder."""

import datetime
import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from suar.analytics.linkage.links import Links
from suar.analytics.linkage.quality import Quality, Step
from suar.analytics.registers.register import Register
from suar.analytics.writing import can_be_written, whole_folder, write_csv, write_json
from suar.knowledge.refusal import Refusal

#: Files of the whole map; they never stay behind from an earlier run.
_MAP_FILES = ("persons.csv", "pairs.csv")
#: Of the quality, what is no figure between 0 and 1.
_BESIDE = ("intervals", "persons")


@dataclass(frozen=True)
class Holder:
    """Who may hold the whole map, and on what ground; both are recorded."""

    name: str
    ground: str


def link_document(
    links: Links, registers: Sequence[Register], *, quality: Quality | None, out: Path
) -> dict[str, Any]:
    """Give the JSON of `suar link`."""
    figures = {k: v for k, v in quality.items() if k not in _BESIDE} if quality else None
    return {
        "records": sum(r.accepted for r in registers if r.kind != "totals"),
        "persons": _persons(links),
        "clusters": links.clusters,
        "pairs": {"candidates": links.candidates, "linked": links.linked},
        "quality": figures,
        "quality_intervals": quality["intervals"] if quality else None,
        "engine": links.engine,
        "private": links.private,
        "out": str(out),
    }


def quality_document(
    links: Links, quality: Quality | None, steps: Sequence[Step] = ()
) -> dict[str, Any]:
    """Give everything that is known about how well linking did; no value of any record is in it."""
    return {
        "persons": _persons(links),
        "clusters": links.clusters,
        "pairs": {"candidates": links.candidates, "linked": links.linked, "unsure": links.unsure},
        "threshold": links.threshold,
        "quality": dict(quality) if quality else None,
        "said": _said(links),
        "reliability": list(steps),
        **links.diagnostics,
    }


def write_run(
    links: Links,
    registers: Sequence[Register],
    out: Path,
    *,
    quality: Quality | None = None,
    steps: Sequence[Step] = (),
    holder: Holder | None = None,
    settings: dict[str, Any] | None = None,
) -> None:
    """Write `links/`, `quality.json`, `quality.html`, `manifest.json`; with a holder the map too.

    Raises
    ------
    Refusal
        If ``out`` holds the map of an earlier run and this one has no holder, or cannot be written.
    """
    from suar.analytics.linkage.review.page import quality_page

    refuse_old_map(out, holder)
    with whole_folder(out) as folder:
        (folder / "links").mkdir()
        for register in registers:
            if register.linkable:
                path = folder / "links" / f"{safe_name(register.name)}.csv"
                write_register_links(links, register.name, path)
        if holder:
            write_map(links, folder)
        write_json(folder / "quality.json", quality_document(links, quality, steps))
        page = quality_page(links, quality, steps)
        (folder / "quality.html").write_text(page, encoding="utf-8")
        write_json(folder / "manifest.json", manifest(links, registers, holder, settings or {}))


def refuse_old_map(out: Path, holder: Holder | None) -> None:
    """Refuse, before long work, a folder that cannot be written or holds an earlier run's map.

    The manifest of this run would not speak of that map.
    """
    can_be_written(out)
    for name in _MAP_FILES:
        if holder is None and (out / name).exists():
            raise Refusal(
                "holds the whole map of an earlier run", file=str(out / name),
                remedy="Name another folder with --out, or destroy that file first.",
            )  # fmt: skip


def write_register_links(links: Links, register: str, path: Path) -> None:
    """Write one register's own records: `record, person, probability`.

    Person numbers are random for this recipient and depend on this register's records alone, and
    so does the probability: neither tells whether anybody else knows the person.
    """
    own = links.members.filter(pl.col("register") == register)
    first = own["person"].unique(maintain_order=True)
    digest = hashlib.sha256(f"{links.seed}\n{register}".encode()).digest()
    number = np.random.default_rng(int.from_bytes(digest[:8], "big")).permutation(len(first)) + 1
    person = own["person"].replace_strict(first, pl.Series(number), return_dtype=pl.Int64)
    inside = _inside(links, register)
    chance = own.join(inside, on="row", how="left", maintain_order="left")["p"].fill_null(1.0)
    rows = zip(own["record"], person, chance.round(6), strict=True)
    write_csv(path, ["record", "person", "probability"], rows, verbatim=["record"])


def _inside(links: Links, register: str) -> pl.DataFrame:
    """For each record linked to others of its own register: how sure, on average."""
    both = links.pairs.filter("linked", left_register=register, right_register=register).select(
        "left_row", "right_row", p="probability"
    )
    ends = [both.select(row=side, p="p") for side in ("left_row", "right_row")]
    return pl.concat(ends).group_by("row").agg(pl.col("p").mean())


def write_map(links: Links, folder: Path) -> None:
    """Write who is where, for a named holder's eyes alone: `persons.csv`, the pairs behind it."""
    members = links.members.sort("person", maintain_order=True)
    write_csv(
        folder / "persons.csv",
        ["person", "register", "record", "probability"],
        members.select("person", "register", "record", pl.col("probability").round(6)).iter_rows(),
        verbatim=["record"],
    )
    sides = links.members.select("register", "row", "record")
    left = sides.rename({"register": "left_register", "row": "left_row", "record": "left_record"})
    right = sides.rename(
        {"register": "right_register", "row": "right_row", "record": "right_record"}
    )
    pairs = links.pairs.join(left, on=["left_register", "left_row"], maintain_order="left").join(
        right, on=["right_register", "right_row"], maintain_order="left"
    )
    shown = pairs.select(
        *("left_register", "left_record", "right_register", "right_record"),
        pl.col("weight").round(4),
        pl.col("probability").round(6),
        pl.col("linked").cast(pl.Int8),
    )
    write_csv(
        folder / "pairs.csv",
        shown.columns,
        shown.iter_rows(),
        verbatim=["left_record", "right_record"],
    )
    for name in _MAP_FILES:
        (folder / name).chmod(0o600)


def manifest(
    links: Links, registers: Sequence[Register], holder: Holder | None, settings: dict[str, Any]
) -> dict[str, Any]:
    """Say when, with what and for whom a run was made."""
    parts = ("suar", "splink", "duckdb", "polars", "numpy")
    return {
        "made_at": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "versions": {name: version(name) for name in parts},
        "inputs": [
            {
                "register": r.name,
                "file": Path(r.path).name,
                "sha256": r.sha256,
                "rows": r.rows,
                "rejected": len(r.rejections),
            }
            for r in registers
        ],
        "settings": {
            "seed": links.seed,
            "engine": links.engine,
            "threshold": links.threshold,
            "private": links.private,
            **settings,
        },
        "holder": holder.name if holder else None,
        "ground": holder.ground if holder else None,
        "map": holder is not None,
    }


def safe_name(register: str) -> str:
    """Give a file name for a register's name."""
    return re.sub(r"[^\w.-]+", "_", register).strip(".") or "register"


def _persons(links: Links) -> dict[str, int] | None:
    count = links.count
    return {"count": count.count, "low": count.low, "high": count.high} if count else None


def _said(links: Links) -> list[dict[str, float]]:
    """Pairs by tenths of the probability that was said of them."""
    step = (pl.col("probability") * 10).floor().clip(0, 9) / 10
    table = links.pairs.group_by(step.alias("from")).agg(
        pairs=pl.len(), expected=pl.col("probability").sum().round(3)
    )
    return table.sort("from").to_dicts()
