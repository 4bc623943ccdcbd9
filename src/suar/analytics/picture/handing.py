"""Links to hand out: to each register its own records; the whole map only to a named holder.

A register's file must not tell who else knows a person. Person numbers are drawn anew for every
recipient, without gaps. And a probability below 1 would say that a lone record was joined with some
other register's: it is told only of records that have a fellow in the same register.
"""

import secrets
from pathlib import Path

import numpy as np
import polars as pl

from suar.analytics.linkage.links import Links
from suar.analytics.writing import write_csv


def write_links(folder: Path, links: Links) -> None:
    """Write ``REGISTER.csv`` (`record,person,probability`) for every register with links."""
    folder.mkdir(parents=True, exist_ok=True)
    for name in links.members["register"].unique(maintain_order=True):
        table = for_recipient(links, name)
        write_csv(folder / f"{name}.csv", table.columns, table.iter_rows(), verbatim=["record"])


def for_recipient(links: Links, register: str) -> pl.DataFrame:
    """Give one register's records with person numbers that mean nothing elsewhere."""
    mine = links.members.filter(pl.col("register") == register).sort("row")
    persons = mine["person"].unique().sort()
    chance = np.random.default_rng(secrets.randbits(128))
    drawn = pl.DataFrame({"person": persons, "number": chance.permutation(len(persons)) + 1})
    fellows = pl.len().over("person") > 1
    return mine.join(drawn, on="person", how="left", maintain_order="left").select(
        "record",
        pl.col("number").alias("person"),
        pl.when(fellows).then(pl.col("probability").round(4)).otherwise(1.0).alias("probability"),
    )


def write_map(folder: Path, links: Links) -> None:
    """Write persons.csv and pairs.csv, who stands in which register, for a holder's eyes alone."""
    members = links.members.sort("person", "register", "row")
    whole = members.select("person", "register", "record", pl.col("probability").round(4))
    write_csv(folder / "persons.csv", whole.columns, whole.iter_rows(), verbatim=["record"])
    records = links.members.select("register", "row", "record")
    sides = {side: records.select(pl.all().name.prefix(f"{side}_")) for side in ("left", "right")}
    pairs = links.pairs
    for side, names in sides.items():
        on = [f"{side}_register", f"{side}_row"]
        pairs = pairs.join(names, on=on, how="left", maintain_order="left")
    chosen = pairs.select(
        "left_register", "left_record", "right_register", "right_record",
        pl.col("weight").round(4), pl.col("probability").round(4),
        pl.col("linked").cast(pl.Int8),
    )  # fmt: skip
    verbatim = ["left_record", "right_record"]
    write_csv(folder / "pairs.csv", chosen.columns, chosen.iter_rows(), verbatim=verbatim)
    for name in ("persons.csv", "pairs.csv"):
        (folder / name).chmod(0o600)
